"""The checks that no form declares, because they follow from what a field is.

F03 a number that cannot be read · F07 a date that cannot be read · F08 a number beyond its bounds · F09 a code that is not in
the list · F10 a text that is too long or not clean · F14 a flag beside a missing value · C02 a question without an answer ·
C04 a number without a value or a reason · C05 a reason that needs a note or a date · F17 an attached file that does not fit. Each
has a test instead of an example.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from readmission.answers.attachable import misfits
from readmission.answers.attachment import Attachment
from readmission.answers.finding import Finding, Severity, Shown
from readmission.answers.model import Cell, Place, Reason
from readmission.form.attachments import AttachmentLimits
from readmission.form.model import Field, FieldType, Form

YES_NO: Final = ("Y", "N")
# The check of a code that is not in its list; its message says which are.
NOT_OFFERED: Final = "F09"


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in check with the sentences of its card, and what it wants as a formula where that says more."""

    id: str
    severity: Severity
    message: str
    why: str
    formula: str = ""


BUILTIN: Final = {
    check.id: check
    for check in (
        Builtin(
            "F03",
            Severity.ERROR,
            "“{typed}” cannot be read as a number.",
            "A count is a whole number, zero or more, without unit; a decimal has the places that the question names.",
        ),
        Builtin("F07", Severity.ERROR, "“{typed}” is not a date.", "A date is a day of the calendar, such as 2025-12-31."),
        Builtin(
            "F08",
            Severity.ERROR,
            "{value} is more than the largest value possible here, {maximum}.",
            "The unit was perhaps mistaken.",
        ),
        Builtin(
            NOT_OFFERED,
            Severity.ERROR,
            "“{value}” is not one of the answers to this question; one cell takes one of {answers}.",
            "Answers come from the question's list, one in each cell; a list in one cell is not taken apart.",
        ),
        Builtin(
            "F10",
            Severity.WARNING,
            "The text has {length} characters, or characters that do not print; at most {maximum} are read.",
            "Longer texts are not read by anyone; control characters come from copying out of other programs.",
        ),
        Builtin(
            "F14",
            Severity.ERROR,
            "A flag stands beside a value that is missing.",
            "A flag describes a value. To withhold a value choose the reason “withheld as confidential”.",
        ),
        Builtin(
            "F17",
            Severity.ERROR,
            "The attached file “{name}” does not fit here: {misfit}.",
            "Attached files are of a kind that the question takes, known by their content, and not larger or more than the round "
            "permits; each is listed with its digest.",
            "kind in attachments and size <= attachment_largest and files <= attachments_an_answer "
            "and sum(size) <= attachments_together",
        ),
        Builtin(
            "C02", Severity.ERROR, "This question has no answer yet.", "A core question is answered, or a reason says why not."
        ),
        Builtin(
            "C04",
            Severity.ERROR,
            "This number has neither a value nor a reason.",
            "An empty cell, a zero and “not available” are three different things.",
        ),
        Builtin(
            "C05",
            Severity.WARNING,
            "The reason “{reason}” needs {needs}.",
            "“Not collected” needs a note on the source; “follows later” needs a date.",
        ),
    )
}


def completeness(field: Field, place: Place) -> Finding:
    """The finding of an owed cell that is blank."""
    return _finding("C04" if field.type.numeric else "C02", place)


def in_order(field: Field, cell: Cell) -> bool:
    """Whether a cell is a number within its bounds, as most are, and so has no finding by itself."""
    return (
        isinstance(cell.value, int)
        and not cell.typed
        and cell.reason is None
        and (field.maximum is None or cell.value <= field.maximum)
    )


def format_findings(form: Form, place: Place, field: Field, cell: Cell) -> Iterator[Finding]:
    """What is wrong with one cell by itself."""
    if cell.typed:
        yield _unread(place, field, cell.typed)
    if cell.reason is not None and cell.flags:
        yield _finding("F14", place)
    if cell.reason is Reason.NOT_COLLECTED and not cell.note:
        yield _finding("C05", place, reason=cell.reason, needs="note")
    if cell.reason is Reason.PENDING and not cell.due:
        yield _finding("C05", place, reason=cell.reason, needs="due")
    if isinstance(cell.value, int) and field.maximum is not None and cell.value > field.maximum:
        yield _finding("F08", place, value=(cell.value, field.places), maximum=(field.maximum, field.places))
    if isinstance(cell.value, str):
        yield from _of_a_text(form, place, field, cell.value)


def attachment_findings(attachments: Iterable[Attachment], limits: AttachmentLimits) -> Iterator[Finding]:
    """What is wrong with attached files, those first that were attached to the first places."""
    for found in misfits(sorted(attachments), limits):
        yield _finding("F17", found.attachment.place, name=found.attachment.name, misfit=found.why.value)


def _of_a_text(form: Form, place: Place, field: Field, value: str) -> Iterator[Finding]:
    if field.type is FieldType.TEXT:
        clean = unicodedata.is_normalized("NFC", value) and not any(
            unicodedata.category(letter) == "Cc" and letter != "\n" for letter in value
        )
        if not clean or (field.max_length and len(value) > field.max_length):
            yield _finding("F10", place, length=(len(value), 0), maximum=(field.max_length, 0))
    elif field.type is FieldType.YES_NO:
        if value not in YES_NO:
            yield _finding(NOT_OFFERED, place, value=value)
    elif field.type is FieldType.CODE and value not in form.codelists[field.codelist].by_id:
        yield _finding(NOT_OFFERED, place, value=value)


def _unread(place: Place, field: Field, typed: str) -> Finding:
    if field.type in (FieldType.CODE, FieldType.YES_NO):
        return _finding(NOT_OFFERED, place, value=typed)
    return _finding("F07" if field.type is FieldType.DATE else "F03", place, typed=typed)


def _finding(check: str, place: Place, **values: Shown) -> Finding:
    return Finding(check, BUILTIN[check].severity, place.table, place.key, (place,), tuple(values.items()))
