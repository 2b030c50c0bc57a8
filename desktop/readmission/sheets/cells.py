"""What stands in a cell and what it means: every cell is text, so that 0.50 keeps its places and 01 its zero.

A list stands one item a line, and so do pairs, “name: value”. Characters that a workbook cannot hold are written as it names
them itself (_x000B_), and so is a text that looks like such a name.
"""

import re
from decimal import Decimal
from typing import Any, Final

from readmission.sheets.layout import NO, YES, Kind
from readmission.sheets.problems import TextTooLong

MAX_CHARACTERS: Final = 32_767
MAX_DIGITS: Final = 18

_TO_NAME: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NAMED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_TRUTHS: Final = {YES: True, NO: False, "true": True, "false": False}


class NotThisKind(Exception):
    """A text is not what its column holds; the sentence says what is expected."""


def cell_text(text: str) -> str:
    """A text as it is put into a workbook."""
    named = _TO_NAME.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(named) > MAX_CHARACTERS:
        raise TextTooLong(most=MAX_CHARACTERS, beginning=text[:60])
    return named


def text_of_cell(text: str) -> str:
    """The text that a workbook's cell stands for."""
    plain = text.replace("_x000D_\n", "\n").replace("\r\n", "\n")
    return _NAMED.sub(lambda found: chr(int(found[1], 16)), plain)


def written(value: Any, kind: Kind) -> str:
    """A value of a form as the text of a cell."""
    if kind is Kind.TRUTH:
        return YES if value else NO
    if kind is Kind.LIST:
        return "\n".join(value)
    if kind is Kind.PAIRS:
        return "\n".join(f"{name}: {said}" for name, said in value.items())
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def meant(text: str, kind: Kind) -> Any:
    """The value of a form that a cell's text, which is not empty, stands for; raises NotThisKind."""
    if kind is Kind.NAME:
        return text.strip()
    if kind is Kind.NUMBER:
        return _number(text.strip())
    if kind is Kind.TRUTH:
        if text.strip().lower() not in _TRUTHS:
            raise NotThisKind(f"“{text}” is neither {YES} nor {NO}.")
        return _TRUTHS[text.strip().lower()]
    if kind is Kind.LIST:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if kind is Kind.PAIRS:
        return _pairs(text)
    return text


def _number(text: str) -> int | Decimal:
    if not _NUMBER.fullmatch(text) or len(text) > MAX_DIGITS:
        raise NotThisKind(f"“{text}” is no number; write it like 12 or 0.50.")
    return Decimal(text) if "." in text else int(text)


def _pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for line in text.split("\n"):
        name, colon, said = (part.strip() for part in line.partition(":"))
        if not line.strip():
            continue
        if not colon or not name or not said:
            raise NotThisKind(f"“{line}” is expected as “name: value”, one a line.")
        if name in pairs:
            raise NotThisKind(f"“{name}” stands here a second time.")
        pairs[name] = said
    return pairs
