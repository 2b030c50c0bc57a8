"""What was written in a cell as an answer: a number of a workbook is exact, a text is read as people write, and nothing is guessed."""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from readmission.answers.entry import MAX_DIGITS, Entry, read_entry
from readmission.answers.fact_text import UNPRINTABLE
from readmission.answers.model import BLANK, Cell, Reason
from readmission.form.model import Field, FieldType
from readmission.sheets.answers_in import Unread, Written
from readmission.sheets.grid import Raw
from readmission.sheets.grid import Stored as In
from readmission.sheets.vocabulary import Vocabulary, plain
from readmission.texts import Language

PERCENT_UNITS: Final = frozenset({"%", "per cent"})

_PENDING: Final = re.compile(r"(\w+)\b[^0-9]*(\d{4}-\d{2}-\d{2})", re.ASCII)
# Beyond fifteen digits a spreadsheet itself does not know what it shows.
_EXACT: Final = Decimal("1e-9")
_MOST: Final = 10**MAX_DIGITS


class Unclear(StrEnum):
    """Why what stands in a cell is no answer to its question."""

    UNVALUED = "The formula in this cell was never worked out; open the workbook in Excel and save it."
    ERROR = "An error stands in this cell."
    DAY = "A date stands where none belongs; the spreadsheet may have changed what was typed."
    TIME = "A time of day stands where none belongs; the spreadsheet may have changed what was typed."
    TRUTH = "A logical value stands where none belongs."
    PERCENT = "A percentage stands where a number belongs."
    NUMBER = "This is no number."
    NEGATIVE = "The number is below zero."
    PLACES = "The number has more decimal places than the {places} that are asked."
    LARGE = "The number is too large."
    CODE = "This is none of the answers that are offered."
    DATE = "This is no date."
    YES_NO = "This is neither yes nor no."
    REASON = "This is none of the reasons why there is no answer."
    BOTH = "An answer and a reason why there is none stand side by side."


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell gives: the entry, or why it gives none; a `note` of None leaves the note as it stands."""

    entry: Entry
    note: str | None
    unread: Unread | None = None


class Reader:
    """Reads what was written, in the words of a form and the numbers of a language."""

    def __init__(self, words: Vocabulary, language: Language, reasons: dict[str, Reason]) -> None:
        self._words = words
        self._language = language
        self._reasons = reasons
        self._named: dict[str, Cell | None] = {}
        self._known: dict[tuple[int, Raw], Entry] = {}

    def read(self, written: Written) -> Read:
        """The answer that was written for a cell."""
        note = None if written.note is None else _clean(written.note).strip()
        try:
            entry = self._entry(written)
        except _NotRead as why:
            shown = (written.value or written.reason or Raw(In.TEXT)).text
            return Read(Entry(BLANK), note, Unread(written.at, shown[:200], why.sentence, why.values))
        return Read(entry, note)

    def _entry(self, written: Written) -> Entry:
        value = Entry(BLANK) if written.value is None else self._value(written.value, written.field)
        if written.reason is None:
            return value
        reason = self._reason(written.reason)
        if value.ambiguous or not value.cell.blank:
            if value.cell == reason:
                return value
            raise _NotRead(Unclear.BOTH)
        return Entry(reason)

    def _value(self, raw: Raw, field: Field) -> Entry:
        if raw.form in _NEVER:
            raise _NotRead(_NEVER[raw.form])
        if raw.form is In.DAY:
            if field.type is FieldType.DATE:
                return Entry(Cell(value=raw.text))
            if field.type is FieldType.TEXT:
                return Entry(Cell(value=raw.text))
            raise _NotRead(Unclear.DAY)
        if raw.form is In.TRUTH:
            if field.type is FieldType.YES_NO:
                return Entry(Cell(value="Y" if raw.text == "TRUE" else "N"))
            raise _NotRead(Unclear.TRUTH)
        if raw.form in (In.NUMBER, In.PERCENT) and field.type.numeric:
            return Entry(_exact(raw, field))
        if raw.form is In.PERCENT:
            raise _NotRead(Unclear.PERCENT)
        # A form offers few answers, and a workbook gives each many times.
        known = self._known.get((id(field), raw))
        if known is None:
            known = self._known[id(field), raw] = self._text(raw.text, field)
        return known

    def _text(self, text: str, field: Field) -> Entry:
        if field.type is FieldType.TEXT:
            return read_entry(_clean(text), field, self._language)
        if field.type.numeric and field.unit in PERCENT_UNITS:
            text = text.strip().removesuffix("%")
        codelist = self._words.form.codelists.get(field.codelist)
        if field.type is FieldType.CODE and codelist is not None:
            code = self._words.member(codelist, text)
            if code is not None:
                return Entry(Cell(value=code))
        entry = read_entry(text, field, self._language, codelist)
        if entry.ambiguous or not entry.cell.typed:
            return entry
        if field.type is FieldType.YES_NO and (known := self._yes_no(text)):
            return Entry(Cell(value=known))
        reason = self._named_reason(text)
        if reason is not None:
            return Entry(reason)
        raise _NotRead(_KINDS[field.type])

    def _yes_no(self, text: str) -> str:
        first, _, rest = plain(text).partition(" ")
        yes, no = self._words.said("yes"), self._words.said("no")
        for value, said in (("Y", yes), ("N", no)):
            if plain(text) in said or (first == value.lower() and rest in said):
                return value
        return "Y" if plain(text) == "x" else ""

    def _reason(self, raw: Raw) -> Cell:
        found = self._named_reason(raw.text) if raw.form is In.TEXT else None
        if found is None:
            raise _NotRead(Unclear.REASON)
        return found

    def _named_reason(self, text: str) -> Cell | None:
        if text not in self._named:
            self._named[text] = self._reason_of(text)
        return self._named[text]

    def _reason_of(self, text: str) -> Cell | None:
        pending = _PENDING.fullmatch(text.strip())
        if pending and self._reasons.get(plain(pending[1])) is Reason.PENDING:
            probe = read_entry(f"{Reason.PENDING} {pending[2]}", _PROBE, self._language)
            return probe.cell if probe.cell.reason is not None else None
        clean = plain(text)
        reason = self._reasons.get(clean) or self._reasons.get(clean.partition(" ")[0] if _labelled(text) else "")
        return Cell(reason=reason) if reason else None


def reasons_by_name(words: Vocabulary, said: dict[Reason, str]) -> dict[str, Reason]:
    """The reasons by their letters and, in every language, by their wording, also as a drop-down shows both."""
    found: dict[str, Reason] = {}
    for reason, wording in said.items():
        for name in words.said(wording):
            found |= {plain(reason.value): reason, name: reason, f"{plain(reason.value)} {name}": reason}
    return found


class _NotRead(Exception):
    """Carries why a cell gives no answer to where it is told."""

    def __init__(self, sentence: Unclear, **values: str) -> None:
        self.sentence = sentence
        self.values = values


_PROBE: Final = Field("probe", FieldType.COUNT, "")
_NEVER: Final = {In.UNVALUED: Unclear.UNVALUED, In.ERROR: Unclear.ERROR, In.TIME: Unclear.TIME}
_KINDS: Final = {
    FieldType.COUNT: Unclear.NUMBER,
    FieldType.DECIMAL: Unclear.NUMBER,
    FieldType.CODE: Unclear.CODE,
    FieldType.DATE: Unclear.DATE,
    FieldType.YES_NO: Unclear.YES_NO,
    FieldType.REFERENCE: Unclear.CODE,
}


def _labelled(text: str) -> bool:
    """Whether a text begins with letters of a reason in capitals, as `NC not collected`."""
    return text.strip().partition(" ")[0] in {reason.value for reason in Reason}


def _exact(raw: Raw, field: Field) -> Cell:
    if not field.places and raw.form is In.NUMBER and 0 <= raw.number < _MOST and raw.number.is_integer():
        return Cell(value=int(raw.number))
    try:
        number = Decimal(f"{raw.number:.15g}")
    except InvalidOperation:
        raise _NotRead(Unclear.NUMBER) from None
    if not number.is_finite():
        raise _NotRead(Unclear.NUMBER)
    if raw.form is In.PERCENT:
        if field.unit not in PERCENT_UNITS:
            raise _NotRead(Unclear.PERCENT)
        number *= 100
    if number < 0:
        raise _NotRead(Unclear.NEGATIVE)
    scaled = number.scaleb(field.places)
    whole = scaled.to_integral_value(ROUND_HALF_EVEN)
    # What a formula leaves behind the last place, as 0.1 + 0.2 does, is no decimal place that anybody typed.
    if abs(scaled - whole) > _EXACT:
        raise _NotRead(Unclear.PLACES, places=str(field.places))
    if len(str(int(whole))) > MAX_DIGITS:
        raise _NotRead(Unclear.LARGE)
    return Cell(value=int(whole))


def _clean(text: str) -> str:
    """A text without the signs that no file can carry; they come with copying out of other programs."""
    return UNPRINTABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def with_note(cell: Cell, note: str | None, old: Cell) -> Cell:
    """The cell with the note that was written, or with the note that stands where the file has no column for it."""
    wanted = old.note if note is None else note
    return cell if cell.note == wanted else replace(cell, note=wanted)
