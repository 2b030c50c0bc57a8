"""Take a declaration back to filling in: after it was sent, or instead of approving it. Its release and approvals are discarded."""

from dataclasses import dataclass
from typing import ClassVar

from readmission.answers.journal import EntryKind, json_text
from readmission.errors import TaskError
from readmission.store.state import State
from readmission.tasks.fill import Filling
from readmission.tasks.review import discard_release


class NoReason(TaskError):
    """What was frozen or sent is not unlocked without saying why."""

    code: ClassVar[str] = "TA-82"
    happened: ClassVar[str] = "No reason was given for going back to filling in."
    unharmed: ClassVar[str] = "The declaration is locked as it was; release and approvals stand."
    remedy: ClassVar[str] = "Say in a sentence why it is opened again; the journal keeps it with your name."


@dataclass(frozen=True, slots=True)
class Unlocking:
    """A declaration taken back to filling in: when, by whom (empty: nobody by name), from which state and why."""

    moment: str
    person: str
    state: str
    why: str


def reopen(filling: Filling, why: str) -> None:
    """Go back to filling in, saying why."""
    if not why.strip():
        raise NoReason(str(filling.folder))
    if filling.declaration.state is not State.FILLING:
        filling.declaration.move(State.FILLING, filling.person, why.strip())
    discard_release(filling.folder)


def unlockings(filling: Filling) -> tuple[Unlocking, ...]:
    """Every time the declaration went back to filling in, as the journal has it."""
    names = {person.number: person.name for person in filling.declaration.persons()}
    opened = json_text(str(State.FILLING))
    return tuple(
        Unlocking(entry.moment, names.get(entry.person, ""), entry.old.strip('"'), entry.why)
        for entry in filling.declaration.journal()
        if entry.kind is EntryKind.STATE and entry.new == opened and entry.old != "null"
    )
