"""A cell as people read it: its value in words, or the reason why there is none."""

from datetime import date
from typing import Final

from readmission.answers.model import Cell, Flag, Reason
from readmission.form.model import Field, FieldType
from readmission.reports.labels import Labels
from readmission.texts import Language

REASONS: Final = {
    Reason.NOT_COLLECTED: "not collected",
    Reason.NOT_APPLICABLE: "not applicable",
    Reason.WITHHELD: "withheld as confidential",
    Reason.PENDING: "follows later",
    Reason.DO_NOT_KNOW: "do not know",
    Reason.TECHNICAL: "technical problem",
}
FLAGS: Final = {
    Flag.BREAK: "break in the series",
    Flag.CONFIDENTIAL: "confidential",
    Flag.DEFINITION: "definition differs",
    Flag.ESTIMATED: "estimated",
    Flag.PROVISIONAL: "provisional",
    Flag.REVISED: "revised",
    Flag.UNRELIABLE: "low reliability",
}


class AnswerWords:
    """Says cells in the reader's language."""

    def __init__(self, labels: Labels, language: Language) -> None:
        self._labels = labels
        self._language = language

    def answer(self, cell: Cell, field: Field) -> str:
        """The answer of a cell; a reason stands in parentheses, what was typed and is no value in quotation marks."""
        if cell.reason is not None:
            return f"({self._reason(cell)})"
        if cell.value is None:
            return f"“{cell.typed}”" if cell.typed else ""
        if isinstance(cell.value, int):
            return self._language.number(cell.value, field.places)
        return self._text(cell.value, field)

    def remark(self, cell: Cell) -> str:
        """The flags and the note of a cell."""
        flags = [self._language.say(FLAGS[Flag(letter)]) for letter in cell.flags]
        return "; ".join([*flags, cell.note] if cell.note else flags)

    def _reason(self, cell: Cell) -> str:
        said = self._language.say(REASONS[cell.reason]) if cell.reason else ""
        due = f", {self._language.day(date.fromisoformat(cell.due))}" if cell.due else ""
        return said + due

    def _text(self, value: str, field: Field) -> str:
        if field.codelist:
            return self._labels.code(field.codelist, value)
        if field.type is FieldType.YES_NO:
            return self._language.say("yes") if value == "Y" else self._language.say("no")
        if field.type is FieldType.DATE:
            return self._language.day(date.fromisoformat(value))
        return value
