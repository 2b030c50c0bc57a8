"""Tables as text: what encoding a file has and what separates its cells, found out from the file itself."""

import csv
import io
import re
from typing import Final, NamedTuple

from readmission.sheets.far_cells import MAX_COLUMNS, MAX_ROWS
from readmission.sheets.refused_files import Excess, NotText, TooLarge

SEPARATORS: Final = ("\t", ";", ",", "|")
MAX_TEXT: Final = 32_767

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_FIRST: Final = "utf-8"
_CODE_PAGE: Final = "cp"
_OTHERS: Final = ("cp1252", "cp1250")
_SAID: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LOOKED_AT: Final = 30


class Text(NamedTuple):
    """The text of a file, and the code page that was assumed because the file does not say its own; empty where nothing was."""

    text: str
    assumed: str = ""


class TextTable(NamedTuple):
    """The rows of a file of separated values, and the code page that was assumed."""

    rows: list[list[str]]
    assumed: str = ""


def read_text(data: bytes, usual: str = "") -> Text:
    """The text of a file, whose code page is the usual one of a country where the file does not say; raises NotText."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], (encoding,))
    return _decoded(data, (_FIRST, usual, *_OTHERS) if usual else (_FIRST, *_OTHERS))


def read_table(data: bytes, usual: str = "") -> TextTable:
    """The rows of a file of separated values; raises NotText or TooLarge."""
    text, assumed = read_text(data, usual)
    said = _SAID.match(text)
    # The line that tells Excel the separator is a line of the file: rows keep their numbers.
    separator = said[1] if said else _separator(text)
    rows: list[list[str]] = []
    csv.field_size_limit(MAX_TEXT)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            if number > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise TooLarge(what=Excess.LINES)
            rows.append([] if said and number == 1 else row)
    except csv.Error:
        raise TooLarge(what=Excess.LONG) from None
    return TextTable(rows, assumed)


def _decoded(data: bytes, encodings: tuple[str, ...]) -> Text:
    for encoding in encodings:
        try:
            # Bytes that are well-formed in a code of Unicode are in that code; every text is well-formed in a code page.
            return Text(data.decode(encoding), encoding if encoding.startswith(_CODE_PAGE) else "")
        except UnicodeDecodeError:
            continue
    raise NotText


def _separator(text: str) -> str:
    """What separates cells: what divides the most lines evenly, and into the most cells."""
    lines = text.splitlines()[:_LOOKED_AT]

    def evenness(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
        most = max(set(widths), key=lambda width: (widths.count(width) if width > 1 else 0, width), default=1)
        return (widths.count(most), most) if most > 1 else (0, 0)

    try:
        return max(SEPARATORS, key=evenness)
    except csv.Error:
        raise TooLarge(what=Excess.LONG) from None
