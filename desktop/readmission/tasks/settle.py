"""Close warnings with a coded reason, a text and a second reader, one or many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from readmission.answers.finding import Finding, Settlement, Severity
from readmission.errors import Phrase, TaskError
from readmission.tasks.fill import Filling

CODES: Final = "CL_CMT"


class NotSettled(TaskError):
    """A finding cannot be closed like this."""

    code: ClassVar[str] = "TA-10"
    happened: ClassVar[str] = "The finding {rule} was not closed ({why})."
    unharmed: ClassVar[str] = "No answer and no other finding was changed."
    remedy: ClassVar[str] = "Only warnings are closed: with a reason from the list, a text, and a reader other than you."


def settle(filling: Filling, findings: Sequence[Finding], *, code: str, text: str) -> None:
    """Close warnings in the name of the person who has the declaration open; a second reader confirms later."""
    if not findings:
        return
    for finding in findings:
        if finding.severity is not Severity.WARNING:
            raise NotSettled(rule=finding.rule, why=Phrase("it is no warning"))
    if code not in filling.form.codelists[CODES].by_id or not text.strip():
        raise NotSettled(rule=", ".join(sorted({finding.rule for finding in findings})), why=Phrase("code or text is missing"))
    settlements = (Settlement(finding.rule, finding.table, finding.key, code, text, filling.person) for finding in findings)
    filling.declaration.settle(*settlements, person=filling.person, why=text)


def confirm(filling: Filling, settlements: Iterable[Settlement]) -> None:
    """Read settlements a second time, as another person than the one who wrote them."""
    chosen = list(settlements)
    if not chosen:
        return
    for settlement in chosen:
        if settlement.by == filling.person:
            raise NotSettled(rule=settlement.rule, why=Phrase("the second reader is the first"))
    read = (replace(settlement, read_by=filling.person) for settlement in chosen)
    filling.declaration.settle(*read, person=filling.person, why="read a second time")


def told_alike(settlement: Settlement, among: Iterable[Settlement]) -> tuple[Settlement, ...]:
    """The settlements with the reason, the text and the author of one of them: it may have been given for many at once."""
    told = (settlement.code, settlement.text, settlement.by)
    return tuple(each for each in among if (each.code, each.text, each.by) == told)


def withdraw(filling: Filling, settlements: Iterable[Settlement]) -> None:
    """Open warnings again whose explanation was a mistake; the journal keeps who gave it and who took it back."""
    chosen = list(settlements)
    if chosen:
        filling.declaration.unsettle(*chosen, person=filling.person, why="taken back")


def open_warnings(filling: Filling) -> tuple[Finding, ...]:
    """The warnings that nobody has closed, or that nobody has read a second time."""
    closed = {
        (settlement.rule, settlement.table, settlement.key)
        for settlement in filling.declaration.settlements()
        if settlement.read_by is not None
    }
    return tuple(
        finding
        for finding in filling.all_findings()
        if finding.severity is Severity.WARNING and (finding.rule, finding.table, finding.key) not in closed
    )
