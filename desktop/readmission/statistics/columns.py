"""Comma-separated files of the project, read strictly: columns by their headings, every fault with its line."""

import csv
import io
from collections.abc import Iterator
from typing import ClassVar

from readmission.errors import Phrase, StatisticsError


class NotUtf8(StatisticsError):
    """A file of figures is not UTF-8 text."""

    code: ClassVar[str] = "RF-01"
    happened: ClassVar[str] = "The file is not UTF-8 text (byte {offset})."
    unharmed: ClassVar[str] = "No figure of it was used."
    remedy: ClassVar[str] = "Save the file again as UTF-8 text with commas."


class WrongColumns(StatisticsError):
    """The headings of a file are not those of its format."""

    code: ClassVar[str] = "RF-02"
    happened: ClassVar[str] = "The headings should be {wanted}, in any order; found: {found}."
    unharmed: ClassVar[str] = "No figure of it was used."
    remedy: ClassVar[str] = "Take the file as it was published, with its first line."


class LineUnreadable(StatisticsError):
    """A line does not hold what its format asks for."""

    code: ClassVar[str] = "RF-03"
    happened: ClassVar[str] = "Line {line} cannot be read: {why}."
    unharmed: ClassVar[str] = "No figure of it was used."
    remedy: ClassVar[str] = "Correct the line at its source, or take the file as it was published."


def read_lines(data: bytes, columns: tuple[str, ...], name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line of a file below its headings, with its number; raises NotUtf8, WrongColumns or LineUnreadable."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(name, offset=error.start) from None
    lines = _lines(text, name)
    _, headings = next(lines, (1, []))
    if sorted(headings) != sorted(columns):
        raise WrongColumns(name, wanted=", ".join(columns), found=", ".join(headings)[:200] or "none")
    for line, fields in lines:
        if len(fields) != len(headings):
            raise LineUnreadable(
                name, line=line, why=Phrase("{found} columns instead of {wanted}", found=len(fields), wanted=len(headings))
            )
        yield line, dict(zip(headings, fields, strict=True))


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for fields in reader:
            yield reader.line_num, fields
    except csv.Error as error:
        raise LineUnreadable(name, line=reader.line_num, why=str(error)) from None
