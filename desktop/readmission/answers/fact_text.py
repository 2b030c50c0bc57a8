"""How the value of one field is written as text, in one way only, and read back strictly."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from readmission.answers.model import Value
from readmission.canonical import MAX_INTEGER
from readmission.form.model import Field, FieldType, Form

YES_NO: Final = frozenset({"Y", "N"})

# A line feed is written as \n; no other control character can be read, printed or compared by people.
UNPRINTABLE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,15}", re.ASCII)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_REFERENCE: Final = re.compile(r"[A-Za-z0-9_+\-.]+(?:/[A-Za-z0-9_+\-.]+)*", re.ASCII)
_ESCAPE: Final = re.compile(r"\\(.?)", re.DOTALL)


class Unclear(ValueError):
    """A value has no text, or a text is not the text of a value; says why."""


def escape(text: str) -> str:
    """A text on one line."""
    if UNPRINTABLE.search(text):
        raise Unclear("a control character or half a character")
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def unescape(text: str) -> str:
    """The text that was put on one line."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def value_text(value: Value, field: Field, form: Form) -> str:
    """The text of a field's value; raises Unclear."""
    if field.type.numeric:
        if type(value) is not int or abs(value) > MAX_INTEGER:
            raise Unclear("no number within bounds")
        return _decimal_text(value, field.places) if field.places else str(value)
    if not isinstance(value, str):
        raise Unclear("a number where none belongs")
    if field.type is FieldType.TEXT:
        return escape(_filled(value))
    return str(_READERS[field.type](value, field, form))


def read_value(text: str, field: Field, form: Form) -> Value:
    """The value that the text of a field stands for; raises Unclear."""
    if field.type is FieldType.TEXT:
        return _filled(unescape(text))
    return _READERS[field.type](text, field, form)


def read_day(text: str) -> str:
    """An ISO date that is in the calendar; raises Unclear."""
    if _DATE.fullmatch(text) is None:
        raise Unclear("no date")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise Unclear("a date that is not in the calendar") from None
    return text


def _unescaped(match: re.Match[str]) -> str:
    if match[1] not in {"n", "\\"}:
        raise Unclear("a backslash that stands for nothing")
    return "\n" if match[1] == "n" else "\\"


def _filled(text: str) -> str:
    if not text:
        raise Unclear("an empty text")
    return text


def _decimal_text(scaled: int, places: int) -> str:
    digits = f"{abs(scaled):0{places + 1}d}"
    return f"{'-' if scaled < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _read_number(text: str, field: Field, form: Form) -> Value:
    del form
    if field.places:
        whole, point, fraction = text.partition(".")
        if not point or len(fraction) != field.places:
            raise Unclear("another number of decimal places")
        # Without its point it is the integer that is stored, once the zeros in front are gone.
        digits = (whole.removeprefix("-") + fraction).lstrip("0") or "0"
        text, given = ("-" if whole.startswith("-") else "") + digits, text
    if _INTEGER.fullmatch(text) is None or abs(number := int(text)) > MAX_INTEGER:
        raise Unclear("no number within bounds")
    if field.places and _decimal_text(number, field.places) != given:
        raise Unclear("a number written in another way")
    return number


def _read_code(text: str, field: Field, form: Form) -> Value:
    if text not in form.codelists[field.codelist].by_id:
        raise Unclear("no code of the list")
    return text


def _read_yes_no(text: str, field: Field, form: Form) -> Value:
    del field, form
    if text not in YES_NO:
        raise Unclear("neither Y nor N")
    return text


def _read_date(text: str, field: Field, form: Form) -> Value:
    del field, form
    return read_day(text)


def _read_reference(text: str, field: Field, form: Form) -> Value:
    del field, form
    if _REFERENCE.fullmatch(text) is None:
        raise Unclear("no identifier of a row")
    return text


_READERS: Final[dict[FieldType, Callable[[str, Field, Form], Value]]] = {
    FieldType.COUNT: _read_number,
    FieldType.DECIMAL: _read_number,
    FieldType.CODE: _read_code,
    FieldType.YES_NO: _read_yes_no,
    FieldType.DATE: _read_date,
    FieldType.REFERENCE: _read_reference,
}
