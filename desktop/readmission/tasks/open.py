"""Open a declaration with a password or an age identity, in the name of the person whose slot it is."""

from pathlib import Path

from readmission.bundle.identity import Identity
from readmission.bundle.slots import RECOVERY, Slot, open_slot, slots
from readmission.store.declaration import open_declaration
from readmission.store.folder import LOCK_FILE
from readmission.store.lock import Holder, writer_of
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener
from readmission.texts import Language

SLOTS = "slots"
__all__ = ["RECOVERY", "SLOTS", "open_filling", "openers", "person_of", "writer"]


def openers(folder: Path) -> list[Slot]:
    """Who can open a declaration: one slot a person, and the recovery slot."""
    return slots(folder / SLOTS)


def person_of(slot: str) -> int:
    """The number of the person whose slot it is; 0 for recovery, which only reads and makes new slots."""
    number, _, _ = slot.partition("-")
    return int(number) if number.isdecimal() else 0


def open_filling(
    folder: Path,
    *,
    slot: str,
    password: str | None = None,
    identity: Identity | None = None,
    readonly: bool = False,
    language: Language | None = None,
) -> Filling:
    """Open a declaration; raises what the slots and the store refuse."""
    opener = Opener(password, identity)
    key = open_slot(folder / SLOTS, slot, opener.secret)
    person = person_of(slot)
    declaration = open_declaration(folder, key, person=person or None, readonly=readonly or not person)
    try:
        return Filling(folder, declaration, person=person, language=language or Language())
    except BaseException:
        # A half-opened declaration would keep others out.
        declaration.close()
        raise


def writer(folder: Path) -> Holder | None:
    """Who has a declaration open for writing, where and since when; None where nobody has."""
    return writer_of(folder / LOCK_FILE)
