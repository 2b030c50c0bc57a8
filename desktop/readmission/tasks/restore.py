"""Bring a backup back: first what is in it and how it differs from now, then a copy in a new folder; nothing is ever put on top."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from readmission.answers.attachment import Attachment
from readmission.answers.model import BLANK, Cell, Place
from readmission.bundle.slots import open_slot
from readmission.errors import ReadmissionError, TaskError
from readmission.form.model import Form
from readmission.store.declaration import open_declaration
from readmission.store.folder import DECLARATION_DATABASE
from readmission.tasks.attach import attachments
from readmission.tasks.backups import BackupFailed, copy_beside
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener
from readmission.tasks.new import FolderTaken
from readmission.tasks.open import SLOTS, open_filling, person_of
from readmission.tasks.review import next_sequence
from readmission.texts import Language


class NotTheSame(TaskError):
    """Two folders hold different declarations, which nothing compares."""

    code: ClassVar[str] = "TA-72"
    happened: ClassVar[str] = "The backup is of another declaration ({there} instead of {here})."
    unharmed: ClassVar[str] = "Neither was changed."
    remedy: ClassVar[str] = "Choose the backup of this declaration, or restore it without a comparison."


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not the same in the backup and now."""

    place: Place
    there: Cell
    now: Cell


@dataclass(frozen=True)
class RestorePreview:
    """What a backup holds: when its last step was made and by whom, how many answers, which attached files, what differs from now.

    `only_there` are files that are attached in the backup and not now, or described otherwise, `only_now` the other way round.
    `sent_since` counts the bundles that went out after it was made; `not_compared` says why the present declaration was not read.
    """

    folder: Path
    moment: str
    person: str
    answers: int
    entries: int
    attached: tuple[Attachment, ...] = ()
    only_there: tuple[Attachment, ...] = ()
    only_now: tuple[Attachment, ...] = ()
    differences: tuple[Difference, ...] = ()
    sent_since: int = 0
    compared: bool = False
    not_compared: ReadmissionError | None = None
    form: Form | None = None
    """The form of the backup, in whose words its cells are named."""
    spoken: Language = field(default_factory=Language)


def preview_restore(
    backup: Path, *, slot: str, opener: Opener, now: Path | Filling | None = None, language: Language | None = None
) -> RestorePreview:
    """Open a backup to read, prove its journal, and compare it with the declaration as it stands now, where that opens."""
    with _opened(backup, slot, opener, language) as there:
        head = there.declaration.verify()
        last = next(entry for entry in there.declaration.journal(head.entries - 1))
        persons = {person.number: person.name for person in there.declaration.persons()}
        cells = _answered(there)
        person = persons.get(last.person, "")
        found = RestorePreview(
            backup,
            last.moment,
            person,
            len(cells),
            head.entries,
            attachments(there),
            form=there.form,
            spoken=there.language,
        )
        if now is None:
            return found
        try:
            if isinstance(now, Filling):
                return _compared(found, there, now)
            with _opened(now, slot, opener, language) as present:
                return _compared(found, there, present)
        except ReadmissionError as error:
            # That the present declaration is damaged is why one restores; the backup is shown all the same.
            return replace(found, not_compared=error)


def restore(backup: Path, target: Path, *, slot: str, opener: Opener) -> Path:
    """Copy a backup into a new folder and prove there that it opens and its journal holds."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderTaken(str(target))
    key = open_slot(backup / SLOTS, slot, opener.secret)
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700, parents=True)
        shutil.copy2(backup / DECLARATION_DATABASE, unfinished / DECLARATION_DATABASE)
        copy_beside(backup, unfinished)
        with open_declaration(unfinished, key, person=person_of(slot) or None, readonly=True) as copy:
            copy.verify()
        if target.exists():
            target.rmdir()
        unfinished.replace(target)
    except OSError as error:
        raise BackupFailed(str(target), why=error.strerror or type(error).__name__) from error
    finally:
        if unfinished.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
    return target


def _compared(found: RestorePreview, there: Filling, now: Filling) -> RestorePreview:
    names = [f"{side.declaration.member_state} {side.declaration.round_id}" for side in (there, now)]
    if names[0] != names[1]:
        raise NotTheSame(str(found.folder), there=names[0], here=names[1])
    old, new = _answered(there), _answered(now)
    places = sorted((place for place in old.keys() | new.keys() if old.get(place) != new.get(place)), key=str)
    attached = attachments(now)
    return replace(
        found,
        only_there=tuple(one for one in found.attached if one not in attached),
        only_now=tuple(one for one in attached if one not in found.attached),
        differences=tuple(Difference(place, old.get(place, BLANK), new.get(place, BLANK)) for place in places),
        sent_since=max(0, next_sequence(now) - next_sequence(there)),
        compared=True,
    )


def _answered(filling: Filling) -> Mapping[Place, Cell]:
    return {place: cell for place, cell in filling.answers.cells.items() if not cell.blank}


def _opened(folder: Path, slot: str, opener: Opener, language: Language | None) -> Filling:
    return open_filling(folder, slot=slot, password=opener.password, identity=opener.identity, readonly=True, language=language)
