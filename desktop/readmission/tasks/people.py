"""Who can open a declaration: add a person with a slot of their own, change a password, take a slot away.

The key of the database is never kept by the window: whoever lets somebody in opens their own slot once more for it. A person's
number and what they did stay in the journal after their slot is gone.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from readmission.bundle.slots import (
    RECOVERY,
    SlotKind,
    add_identity_slot,
    add_password_slot,
    change_password,
    open_recovery,
    open_slot,
    remove_slot,
    replace_password,
    slots,
)
from readmission.errors import Phrase, TaskError
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener
from readmission.tasks.new import Person
from readmission.tasks.open import SLOTS, person_of


class NotYours(TaskError):
    """Somebody without a slot of their own, or with the declaration open to read, cannot let others in."""

    code: ClassVar[str] = "TA-80"
    happened: ClassVar[str] = "Only a person who has the declaration open for writing can say who opens it."
    unharmed: ClassVar[str] = "Nobody was let in and nobody was shut out."
    remedy: ClassVar[str] = "Open the declaration in your own name, for writing, and try again."


class LastOne(TaskError):
    """The slot that is in use, or the only one, stays."""

    code: ClassVar[str] = "TA-81"
    happened: ClassVar[str] = "The slot {slot} was not removed ({why})."
    unharmed: ClassVar[str] = "Everyone who could open the declaration still can."
    remedy: ClassVar[str] = "Ask another person to remove it after opening the declaration in their own name."


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the declaration; `slot` is empty for one who can no longer open it, `name` for one who was erased."""

    number: int
    name: str
    function: str
    slot: str
    password: bool


def known_people(filling: Filling) -> tuple[Known, ...]:
    """Everyone who has a number, with the slot that lets them in."""
    by_person = {person_of(slot.name): slot for slot in slots(filling.folder / SLOTS) if slot.name != RECOVERY}
    found = []
    for person in filling.declaration.persons():
        slot = by_person.get(person.number)
        by_password = slot is not None and slot.kind is SlotKind.PASSWORD
        found.append(Known(person.number, person.name, person.function, slot.name if slot else "", by_password))
    return tuple(found)


def names_of(filling: Filling) -> dict[int, str]:
    """The names behind the numbers of the journal; an erased person has none."""
    return {person.number: person.name for person in filling.declaration.persons() if person.name}


def admit(filling: Filling, opener: Opener, person: Person) -> str:
    """Let a person in with a slot of their own and return its name; `opener` opens the slot of whoever lets them in."""
    key = open_slot(_folder(filling), _own_slot(filling), opener.secret)
    number = filling.declaration.add_person(person.name, person.function)
    name = f"{number}-{person.short}"
    if person.identity is not None:
        add_identity_slot(_folder(filling), key, name, person.identity.recipient)
    else:
        add_password_slot(_folder(filling), key, name, person.password or "")
    return name


def shut_out(filling: Filling, slot: str) -> None:
    """Take a person's slot away; raises LastOne for one's own."""
    if slot == _own_slot(filling):
        raise LastOne(slot=slot, why=Phrase("it is the one you opened with"))
    remove_slot(_folder(filling), slot)


def renew_password(filling: Filling, old: str, new: str) -> None:
    """Give one's own slot another password."""
    change_password(_folder(filling), _own_slot(filling), old, new)


def renew_forgotten_password(folder: Path, slot: str, recovery: str, new: str) -> None:
    """Give a slot another password by the printed recovery identity."""
    replace_password(folder / SLOTS, open_recovery(folder / SLOTS, recovery), slot, new)


def _own_slot(filling: Filling) -> str:
    found = next((known.slot for known in known_people(filling) if known.number == filling.person and known.slot), "")
    if filling.declaration.readonly or not found:
        raise NotYours(str(filling.folder))
    return found


def _folder(filling: Filling) -> Path:
    return filling.folder / SLOTS
