"""Reading what people type or paste: never silently wrong.

A text is a reason (`NC`, `n/a`, `PEND 2026-03-31`), a number as people write it (`1 234`, `1.234`, `1,234`, `12,5`, `450 e` with
Eurostat's flag letters), a date, a code or its wording. Where the two decimal marks, or the two orders of day and month, give two
readings, the entry carries both and the caller asks. What cannot be read is kept as it was typed, and a check says so.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from readmission.answers.model import BLANK, Cell, Flag, Reason
from readmission.form.model import CodeList, Field, FieldType
from readmission.texts import Language

YES: Final = "Y"
NO: Final = "N"

# Beyond fifteen digits a number is not exact for the engine, and no ministry counts that far.
MAX_DIGITS: Final = 15

_SPACES: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'", "\t": " "})
_FLAGGED: Final = re.compile(r"(.*\d)\s*([A-Za-z]{1,3})")
_REASONS: Final = {reason.value: reason for reason in Reason}
_FLAGS: Final = frozenset(flag.value for flag in Flag)
_NOT_APPLICABLE: Final = frozenset({"n/a", "n.a.", "n. a."})
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text; `convention` names it: the decimal mark `.` or `,`, or the order `dmy` or `mdy`."""

    convention: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Entry:
    """What a text gives; with `readings` it is not certain which, and `cell` keeps the text as it was typed."""

    cell: Cell
    readings: tuple[Reading, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether a person must choose."""
        return bool(self.readings)

    def by(self, convention: str) -> Cell:
        """The cell under a convention that was chosen; kept as typed where the convention does not fit."""
        return next((reading.cell for reading in self.readings if reading.convention == convention), self.cell)


def read_entry(text: str, field: Field, language: Language, codes: CodeList | None = None) -> Entry:
    """The cell that a typed or pasted text stands for, in a field whose codes are in `codes`."""
    if field.type is FieldType.TEXT:
        return Entry(Cell(value=text.replace("\r\n", "\n")) if text.strip() else BLANK)
    clean = " ".join(text.translate(_SPACES).split())
    if not clean:
        return Entry(BLANK)
    if field.type is FieldType.CODE and codes is not None:
        code = _code(clean, codes, language)
        if code is not None:
            return Entry(Cell(value=code))
    reason = _reason(clean)
    if reason is not None:
        return Entry(reason)
    return _READERS[field.type](clean, text.strip(), field, language)


def entry_text(cell: Cell, field: Field, language: Language) -> str:
    """The text that reads back as this cell: what an editor starts with and what is copied."""
    if cell.reason is not None:
        return f"{cell.reason} {cell.due}" if cell.due else str(cell.reason)
    if cell.typed or cell.value is None:
        return cell.typed
    if isinstance(cell.value, str):
        return cell.value
    digits = f"{abs(cell.value):0{field.places + 1}d}"
    whole = digits[: len(digits) - field.places] + (decimal_mark(language.code) + digits[-field.places :] if field.places else "")
    flags = f" {cell.flags.lower()}" if cell.flags else ""
    return ("-" if cell.value < 0 else "") + whole + flags


@lru_cache
def decimal_mark(code: str) -> str:
    """The decimal mark of a language: a point or a comma."""
    from babel.numbers import get_decimal_symbol  # noqa: PLC0415 - costs 0.1 s, paid at the first number only

    return "," if get_decimal_symbol(code.replace("-", "_")) == "," else "."


def _reason(clean: str) -> Cell | None:
    if clean.casefold() in _NOT_APPLICABLE:
        return Cell(reason=Reason.NOT_APPLICABLE)
    word, _, rest = clean.partition(" ")
    reason = _REASONS.get(word.upper())
    if reason is None or not rest:
        return Cell(reason=reason) if reason else None
    return Cell(reason=reason, due=rest) if reason is Reason.PENDING and _day(rest) else None


def _code(clean: str, codes: CodeList, language: Language) -> str | None:
    folded = clean.casefold()
    for code in codes.codes:
        wordings = (code.id, code.label, language.say(code.label, context=f"{codes.id}.{code.id}.label"))
        if folded in {wording.casefold() for wording in wordings}:
            return code.id
    return None


def _read_number(clean: str, typed: str, field: Field, language: Language) -> Entry:
    kept = Cell(typed=typed)
    flagged = _FLAGGED.fullmatch(clean)
    flags = ""
    if flagged is not None:
        flags = "".join(sorted(set(flagged[2].upper())))
        if not _FLAGS.issuperset(flags):
            return Entry(kept)
        clean = flagged[1]
    if clean.isascii() and clean.isdigit() and (plain := _scaled(clean, "", field.places)) is not None:
        # Digits alone, as most are: every way to read them gives the same.
        return Entry(Cell(value=plain, flags=flags))
    native = decimal_mark(language.code)
    all_readings = [(mark, _scaled(whole, fraction, field.places)) for mark, whole, fraction in _numbers(clean.removeprefix("+"))]
    fitting = [Reading(mark, Cell(value=value, flags=flags)) for mark, value in all_readings if value is not None]
    distinct = {reading.cell for reading in fitting}
    # One value, and no doubt which: either nothing else could be meant, or it is what this language writes.
    certain = len(distinct) == 1 and (len(all_readings) == len(fitting) or fitting[0].convention == native)
    if certain:
        return Entry(fitting[0].cell)
    return Entry(kept, tuple(fitting))


def _numbers(clean: str) -> Iterator[tuple[str, str, str]]:
    """Every way to read digits and marks as a number: decimal mark, whole part, fraction."""
    for mark, other in ((".", ","), (",", ".")):
        for group in (r"", r" ", r"'", re.escape(other)):
            whole = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+" if group else r"\d+"
            match = re.fullmatch(rf"({whole})(?:{re.escape(mark)}(\d+))?", clean, re.ASCII)
            if match is not None:
                yield mark, re.sub(r"\D", "", match[1]), match[2] or ""
                break


def _scaled(whole: str, fraction: str, places: int) -> int | None:
    fraction = fraction.rstrip("0")
    if len(fraction) > places or len(whole) + places > MAX_DIGITS:
        return None
    return int(whole + fraction.ljust(places, "0"))


def _read_date(clean: str, typed: str, field: Field, language: Language) -> Entry:
    del field, language  # every language here writes the day before the month
    kept = Cell(typed=typed)
    if _ISO.fullmatch(clean):
        return Entry(Cell(value=clean) if _day(clean) else kept)
    match = _DAY_FIRST.fullmatch(clean)
    if match is None:
        return Entry(kept)
    first, mark, second, year = match.groups()
    candidates = [("dmy", f"{year}-{second:0>2}-{first:0>2}")]
    if mark == "/":
        candidates.append(("mdy", f"{year}-{first:0>2}-{second:0>2}"))
    readings = [Reading(order, Cell(value=day)) for order, day in candidates if _day(day)]
    if len({reading.cell for reading in readings}) == 1:
        return Entry(readings[0].cell)
    return Entry(kept, tuple(readings))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_yes_no(clean: str, typed: str, field: Field, language: Language) -> Entry:
    del field
    folded = clean.casefold()
    for value, word, said in ((YES, "yes", language.say("yes")), (NO, "no", language.say("no"))):
        if folded in {value.casefold(), word, said.casefold()}:
            return Entry(Cell(value=value))
    return Entry(Cell(typed=typed))


def _kept(clean: str, typed: str, field: Field, language: Language) -> Entry:
    del clean, field, language
    return Entry(Cell(typed=typed))


def _itself(clean: str, typed: str, field: Field, language: Language) -> Entry:
    del typed, field, language
    # Tabs and other signs that do not print come with copying out of other programs, and no file can carry them.
    text = "".join(letter if letter == "\n" or letter.isprintable() else " " for letter in unicodedata.normalize("NFC", clean))
    return Entry(Cell(value=text))


_READERS: Final = {
    FieldType.COUNT: _read_number,
    FieldType.DECIMAL: _read_number,
    FieldType.DATE: _read_date,
    FieldType.YES_NO: _read_yes_no,
    FieldType.CODE: _kept,
    FieldType.REFERENCE: _itself,
}
