"""Strict canonical JSON: one value has one text, and any other text is refused.

Objects, arrays, strings, integers within 53 bits, true, false and null; keys sorted by code point, no white space, UTF-8,
one final line feed. Everything that is signed is written and read here.
"""

import json
import re
from typing import Any, ClassVar, Final, NoReturn, TypeAlias

from readmission.errors import Phrase, ReadmissionError

MAX_INTEGER: Final = 2**53 - 1
MAX_DEPTH: Final = 32

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None


class NotCanonical(ReadmissionError):
    """A text is not the canonical text of a value, or a value has none."""

    code: ClassVar[str] = "JS-01"
    happened: ClassVar[str] = "The text is not canonical JSON ({why})."
    unharmed: ClassVar[str] = "Nothing of it was used."
    remedy: ClassVar[str] = "Ask the sender for the original file; it must not be edited by hand."


def write(value: Json) -> bytes:
    """The canonical text of a value."""
    _refuse_what_has_no_text(value, MAX_DEPTH)
    return _ENCODER.encode(value).encode() + b"\n"


def read(text: bytes, *, place: str = "") -> Json:
    """The value of a canonical text; raises NotCanonical for every other text."""
    try:
        value: Json = json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_integer,
        )
        again = write(value)
    except NotCanonical as error:
        raise NotCanonical(place, **error.details) from None
    except (ValueError, RecursionError) as error:
        raise NotCanonical(place, why=type(error).__name__) from None
    if again != text:
        raise NotCanonical(place, why=Phrase("another text of the same value"))
    return value


def read_object(text: bytes, *, place: str = "") -> dict[str, Json]:
    """The object of a canonical text; raises NotCanonical when it is anything else."""
    value = read(text, place=place)
    if not isinstance(value, dict):
        raise NotCanonical(place, why=Phrase("no object"))
    return value


def refuse_half_characters(text: str) -> None:
    """Refuse a text that no file can carry: it has half a character."""
    if not text.isascii() and _SURROGATE.search(text) is not None:
        raise NotCanonical(why=Phrase("half a character"))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical(why=Phrase("a key twice"))
    return found


def _no_float(text: str) -> NoReturn:
    raise NotCanonical(why=Phrase("a number that is no integer"))


def _integer(text: str) -> int:
    # The bound comes before int(), whose cost grows with the square of the digits.
    if len(text) > len(str(-MAX_INTEGER)):
        raise NotCanonical(why=Phrase("an integer out of range"))
    return int(text)


def _refuse_what_has_no_text(value: Json, depth: int) -> None:
    if depth == 0:
        raise NotCanonical(why=Phrase("nested too deeply"))
    if isinstance(value, dict):
        _refuse_keys(value)
        for inner in value.values():
            # Most of what is written is short texts: an entry of the journal has nine.
            if depth == 1 or type(inner) is not str or not inner.isascii():
                _refuse_what_has_no_text(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _refuse_what_has_no_text(inner, depth - 1)
    elif isinstance(value, str):
        refuse_half_characters(value)
    elif value is not None and not isinstance(value, int):
        raise NotCanonical(why=Phrase("a value of type {kind}", kind=type(value).__name__))
    elif isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise NotCanonical(why=Phrase("an integer out of range"))


def _refuse_keys(value: dict[str, Json]) -> None:
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical(why=Phrase("a key that is no text"))
        refuse_half_characters(key)
