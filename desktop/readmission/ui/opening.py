"""The door to the data layer: what the window asks of the tasks, imported only when it is asked.

The window is on the screen before SQL, cryptography and the engine are loaded; `warm_up` loads them in the background then.
"""

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from readmission.errors import ReadmissionError
from readmission.ui.speech import language, say, since

if TYPE_CHECKING:
    from datetime import datetime

    from readmission.tasks.backups import Made
    from readmission.tasks.fill import Filling
    from readmission.tasks.keys import Opener
    from readmission.tasks.new import Created
    from readmission.tasks.preview_form import Preview
    from readmission.tasks.progress import Progress

MARKER: Final = "declaration.readmission"
# The refusal that names the writer of a declaration.
IN_USE: Final = "ST-06"
PACK_SUFFIX: Final = ".round"
BACKUPS: Final = "backups"


def warm_up() -> None:
    """Load the data layer without keeping anyone waiting."""
    Thread(target=_load, name="warm-up", daemon=True).start()


def is_declaration(folder: Path) -> bool:
    """Whether a folder holds a declaration."""
    return (folder / MARKER).is_file()


def slots_of(folder: Path) -> list[str]:
    """The names of the persons' slots of a declaration."""
    from readmission.tasks.open import openers  # noqa: PLC0415

    return [slot.name for slot in openers(folder)]


def open_declaration(folder: Path, slot: str, password: str, *, readonly: bool = False) -> "Filling":
    """Open a declaration by a person's password, or by the printed recovery identity to read it."""
    from readmission.tasks.open import open_filling  # noqa: PLC0415

    typed = opener(password)
    return open_filling(
        folder, slot=slot, password=typed.password, identity=typed.identity, readonly=readonly, language=language()
    )


def opener(typed: str) -> "Opener":
    """What was typed to open something: a password, or a printed identity."""
    from readmission.tasks.keys import Opener  # noqa: PLC0415

    if typed.strip().upper().startswith("AGE-SECRET-KEY-"):
        return Opener.of_identity_text("".join(typed.split()).upper())
    return Opener(password=typed)


def new_declaration(*, pack: Path, kit: Path, folder: Path, name: str, function: str, password: str) -> "Created":
    """Make a declaration that one person can open."""
    from readmission.tasks.new import Person  # noqa: PLC0415
    from readmission.tasks.new import new_declaration as make  # noqa: PLC0415

    return make(pack, kit, folder, [Person(name, function, slot_name(name), password=password)])


def carry_over(
    *, last: Path, slot: str, last_password: str, pack: Path, kit: Path, folder: Path, name: str, function: str, password: str
) -> "Created":
    """Make this year's declaration from last year's, and write the report of what became of each answer."""
    from readmission.tasks.carry_over import carry_over as carry  # noqa: PLC0415
    from readmission.tasks.carry_over import write_carry_over  # noqa: PLC0415
    from readmission.tasks.new import Person  # noqa: PLC0415

    person = Person(name, function, slot_name(name), password=password)
    with open_declaration(last, slot, last_password, readonly=True) as before:
        created = carry(before, pack, kit, folder, [person])
    with open_declaration(created.folder, created.slots[0], password, readonly=True) as filling:
        write_carry_over(created, filling, filling.language)
    return created


def practice_states() -> list[tuple[str, str]]:
    """The states that one can practise as, by code and name."""
    from readmission.tasks.practise import practice_states as states  # noqa: PLC0415

    return states(language())


def practise(root: Path, state: str, progress: "Progress") -> "Preview":
    """A declaration to practise on: the one that was begun, or a new one."""
    from readmission.tasks.practise import practise as begin  # noqa: PLC0415

    return begin(root, state, progress)


def writer_named(folder: Path, error: ReadmissionError) -> dict[str, str] | None:
    """Who keeps a declaration open, where and since when, if that is what an error is about."""
    if error.code != IN_USE:
        return None
    number = str(error.details["person"])
    name = next((display_name(slot) for slot in slots_of(folder) if slot.partition("-")[0] == number), say("Somebody"))
    return {"name": name, "host": str(error.details["host"]), "time": since(str(error.details["since"]))}


def close_safely(filling: "Filling") -> "Made":
    """Back up the work of a declaration and close it."""
    from readmission.tasks.backups import close_safely as close  # noqa: PLC0415

    return close(filling)


def back_up(filling: "Filling") -> "Made":
    """Make a backup of an open declaration."""
    from readmission.tasks.backups import Made  # noqa: PLC0415
    from readmission.tasks.backups import back_up as make  # noqa: PLC0415

    try:
        return make(filling)
    except ReadmissionError as error:
        return Made(refusals=(error,))


def backup_due(filling: "Filling") -> bool:
    """Whether it is time for a backup; settings that cannot be read are said by the backup itself."""
    from readmission.tasks.backups import due, settings_of  # noqa: PLC0415

    if filling.declaration.readonly:
        return False
    try:
        return due(filling, settings_of(filling.folder))
    except ReadmissionError:
        return True


def last_backup(filling: "Filling") -> "tuple[datetime, Path] | None":
    """When the newest backup was made and where it lies; None before the first, or where the places cannot be told."""
    from readmission.tasks.backups import backups_in, places_of, settings_of  # noqa: PLC0415

    try:
        places = places_of(filling.folder, settings_of(filling.folder))
        found = [(backup.made, place) for place in places for backup in backups_in(place)]
    except (ReadmissionError, OSError):
        return None
    return max(found, default=None)


def backup_words(made: "Made") -> str:
    """Where a backup went, or why there is none."""
    if made.refusals:
        return " ".join(str(language().explain(refusal)) for refusal in made.refusals)
    return say("Backed up to {places}.", places="; ".join(map(str, made.folders))) if made.folders else ""


def prove_recovery(folder: Path, typed: str) -> None:
    """See that a printed recovery identity, as it was typed, opens a declaration; raises why it does not."""
    from readmission.tasks.recovery import prove_recovery as prove  # noqa: PLC0415

    prove(folder, typed)


def slot_name(name: str) -> str:
    """A person's name as the file name of a slot: plain letters, no accents."""
    import unicodedata  # noqa: PLC0415

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(words)[:32].strip("-") or "person"


def display_name(slot: str) -> str:
    """The name of a slot as people read it."""
    number, _, words = slot.partition("-")
    return " ".join(word.capitalize() for word in words.split("-")) if number.isdecimal() and words else slot.capitalize()


def _load() -> None:
    # All of this is imported here so that it is not imported before the first paint.
    from datetime import date  # noqa: PLC0415

    import readmission.tasks.backups  # noqa: PLC0415
    import readmission.tasks.new  # noqa: PLC0415
    import readmission.tasks.open  # noqa: PLC0415
    import readmission.tasks.remarks  # noqa: PLC0415
    import readmission.ui.header  # noqa: PLC0415
    import readmission.ui.workspace  # noqa: F401, PLC0415

    # How dates and numbers are written is looked up in files of their own; the first page has some of each.
    language().day(date(2000, 1, 1))
    language().number(1000)
