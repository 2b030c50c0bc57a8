"""Backups that make themselves: each is a whole declaration folder, which opens like the one it was made of.

A backup appears under its name only when it was checked; the name says when it was made and which journal it holds. How often one is
made, how many are kept and where a second copy goes stand in `backups/settings.json`, beside the backups of the declaration.
"""

import os
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Final

from readmission import canonical
from readmission.canonical import NotCanonical
from readmission.errors import Phrase, ReadmissionError, TaskError
from readmission.store.folder import BACKUP_FOLDER, DECLARATION_DATABASE, DECLARATION_FILE
from readmission.tasks.attached_files import ATTACHMENTS, named_files
from readmission.tasks.files import write_whole
from readmission.tasks.fill import Filling
from readmission.tasks.open import SLOTS

SETTINGS: Final = "settings.json"

_MOMENT: Final = "%Y-%m-%dT%H-%M-%SZ"
_UNFINISHED: Final = ".unfinished"
_MOST_MINUTES: Final = 24 * 60
_MOST_KEPT: Final = 1000
_DIGITS: Final = 8


class BackupFailed(TaskError):
    """A place did not take a backup."""

    code: ClassVar[str] = "TA-70"
    happened: ClassVar[str] = "The backup could not be made ({why})."
    unharmed: ClassVar[str] = "The declaration is safe; the backups made before were not touched."
    remedy: ClassVar[str] = "Check that the place is there and has room, or choose another one."


class DeclarationGone(TaskError):
    """The folder of an open declaration went away."""

    code: ClassVar[str] = "TA-86"
    happened: ClassVar[str] = (
        "The folder of the declaration was moved, renamed or deleted while it was open; no backup could be made."
    )
    unharmed: ClassVar[str] = (
        "What was saved before that is where the folder is now. Since then nothing was saved, and nothing was put in its old place."
    )
    remedy: ClassVar[str] = (
        "Find the folder, perhaps among deleted files, and open it there. If it is lost, restore a backup from the second place."
    )


class SettingsRefused(TaskError):
    """The settings of the backups are not what this program writes, or out of range."""

    code: ClassVar[str] = "TA-71"
    happened: ClassVar[str] = "The settings of the backups cannot be used ({why})."
    unharmed: ClassVar[str] = "The declaration and its backups were not touched."
    remedy: ClassVar[str] = "Choose interval, number and place again on the page “Safety”."


@dataclass(frozen=True, slots=True)
class Settings:
    """A backup every so many minutes of work, how many are kept at each place, and a second place (none: empty)."""

    minutes: int = 20
    keep: int = 20
    second: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup and what its name says: when it was made, how many entries its journal has and how that one's digest begins."""

    folder: Path
    made: datetime
    entries: int
    digest: str


@dataclass(frozen=True, slots=True)
class Made:
    """The backups that were made, and why a place did not take one."""

    folders: tuple[Path, ...] = ()
    refusals: tuple[ReadmissionError, ...] = ()


def settings_of(folder: Path) -> Settings:
    """How the backups of a declaration are made; the usual settings where nobody chose any."""
    path = folder / BACKUP_FOLDER / SETTINGS
    if not path.exists():
        return Settings()
    try:
        content = canonical.read_object(path.read_bytes())
    except (NotCanonical, OSError) as error:
        raise SettingsRefused(str(path), why=type(error).__name__) from error
    minutes, keep, second = content.get("minutes"), content.get("keep"), content.get("second")
    if type(minutes) is not int or type(keep) is not int or not isinstance(second, str):
        raise SettingsRefused(str(path), why=Phrase("a part of them is missing"))
    return _checked(Settings(minutes, keep, second), path)


def choose_settings(folder: Path, settings: Settings) -> None:
    """Keep other settings."""
    path = folder / BACKUP_FOLDER / SETTINGS
    chosen = _checked(settings, path)
    write_whole(path, canonical.write({"minutes": chosen.minutes, "keep": chosen.keep, "second": chosen.second}))


def places_of(folder: Path, settings: Settings) -> tuple[Path, ...]:
    """Where backups of a declaration go: beside it, and to the second place in a folder of their own."""
    second = (Path(settings.second) / f"{folder.name} {BACKUP_FOLDER}",) if settings.second else ()
    return (folder / BACKUP_FOLDER, *second)


def backups_in(place: Path) -> tuple[Backup, ...]:
    """The backups at a place, newest first."""
    found = [backup for path in place.glob(f"*/{DECLARATION_FILE}") if (backup := _read_name(path.parent)) is not None]
    return tuple(sorted(found, key=lambda backup: (backup.made, backup.entries), reverse=True))


def back_up(filling: Filling, *, settings: Settings | None = None) -> Made:
    """Make a backup at every place, and let the oldest go; a place that holds this very journal already needs none."""
    _require_there(filling)
    chosen = settings or settings_of(filling.folder)
    folders: list[Path] = []
    refusals: list[ReadmissionError] = []
    for number, place in enumerate(places_of(filling.folder, chosen)):
        try:
            # A medium that is not plugged in must not become a folder of that name on this disk.
            if number and not Path(chosen.second).is_dir():
                raise BackupFailed(chosen.second, why=Phrase("the place is not there"))
            folders += _back_up_to(filling, place, chosen.keep)
        except ReadmissionError as error:
            refusals.append(error)
        except OSError as error:
            refusals.append(BackupFailed(str(place), why=error.strerror or type(error).__name__))
    return Made(tuple(folders), tuple(refusals))


def back_up_to(filling: Filling, place: Path) -> Path | None:
    """Make one backup at a place of one's own choice, where nothing is ever let go; None where this journal is there already."""
    _require_there(filling)
    try:
        made = _back_up_to(filling, place, _MOST_KEPT)
    except OSError as error:
        raise BackupFailed(str(place), why=error.strerror or type(error).__name__) from error
    return made[0] if made else None


def due(filling: Filling, settings: Settings, now: datetime | None = None) -> bool:
    """Whether there was work since the newest backup, and that one is old enough."""
    newest = next(iter(backups_in(filling.folder / BACKUP_FOLDER)), None)
    if newest is None:
        return True
    changed = newest.entries != filling.declaration.head.entries
    return changed and (now or datetime.now(UTC)) - newest.made >= timedelta(minutes=settings.minutes)


def close_safely(filling: Filling) -> Made:
    """Make the backup of the day's work, then close; the declaration is closed whatever becomes of the backup."""
    try:
        return Made() if filling.declaration.readonly else back_up(filling)
    except ReadmissionError as error:
        return Made(refusals=(error,))
    finally:
        filling.close()


def copy_beside(source: Path, target: Path, attached: Collection[str] | None = None) -> None:
    """Copy what a declaration has beside its database: who can open it, what is attached, and last the file that makes it one.

    With `attached` only these files of attachments are copied: what an interruption left behind stays where it is.
    """
    if (source / SLOTS).is_dir():
        shutil.copytree(source / SLOTS, target / SLOTS)
    if (source / ATTACHMENTS).is_dir():
        (target / ATTACHMENTS).mkdir(mode=0o700)
        for path in sorted((source / ATTACHMENTS).iterdir()):
            if attached is None or path.name in attached:
                shutil.copy2(path, target / ATTACHMENTS / path.name)
    shutil.copy2(source / DECLARATION_FILE, target / DECLARATION_FILE)


def _require_there(filling: Filling) -> None:
    # Making the place of the backups would make the folder anew, which then looks like a declaration that lost everything.
    if not all((filling.folder / name).is_file() for name in (DECLARATION_FILE, DECLARATION_DATABASE)):
        raise DeclarationGone(str(filling.folder))


def _back_up_to(filling: Filling, place: Path, keep: int) -> Sequence[Path]:
    head = filling.declaration.head
    known = backups_in(place)
    if known and (known[0].entries, known[0].digest) == (head.entries, head.digest[:_DIGITS]):
        return ()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in place.glob(f"*{_UNFINISHED}"):
        shutil.rmtree(left)
    made = datetime.now(UTC).strftime(_MOMENT)
    target = place / f"{made}-{head.entries}-{head.digest[:_DIGITS]}"
    unfinished = target.with_name(target.name + _UNFINISHED)
    unfinished.mkdir(mode=0o700)
    try:
        filling.declaration.backup(unfinished / DECLARATION_DATABASE)
        copy_beside(filling.folder, unfinished, named_files(filling))
        unfinished.replace(target)
    finally:
        if unfinished.exists():
            shutil.rmtree(unfinished)
    for old in backups_in(place)[keep:]:
        shutil.rmtree(old.folder)
    return (target,)


def _read_name(folder: Path) -> Backup | None:
    moment, _, rest = folder.name.partition("Z-")
    entries, _, digest = rest.partition("-")
    try:
        made = datetime.strptime(f"{moment}Z", _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(folder, made, int(entries), digest) if entries.isdecimal() and len(digest) == _DIGITS else None


def _checked(settings: Settings, path: Path) -> Settings:
    if not 1 <= settings.minutes <= _MOST_MINUTES:
        raise SettingsRefused(str(path), why=Phrase("the interval is not between 1 and {most} minutes", most=_MOST_MINUTES))
    if not 1 <= settings.keep <= _MOST_KEPT:
        raise SettingsRefused(str(path), why=Phrase("the number of backups is not between 1 and {most}", most=_MOST_KEPT))
    if settings.second and not os.path.isabs(settings.second):  # noqa: PTH117 - of a text that somebody chose
        raise SettingsRefused(str(path), why=Phrase("the second place is no whole path"))
    return settings
