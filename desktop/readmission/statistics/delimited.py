"""Delimited text line by line: the delimiter is seen from the headings, every fault has its line."""

import csv
from collections.abc import Iterable, Iterator
from typing import Final

from readmission.statistics.columns import LineUnreadable
from readmission.statistics.source import Source

_DELIMITERS: Final = (",", ";", "\t")


def headings(line: str) -> list[str]:
    """The headings of a first line."""
    return next(iter(csv.reader([line.rstrip("\r\n")], delimiter=delimiter_of(line))), [])


def delimiter_of(line: str) -> str:
    """What stands between the headings of a first line."""
    return max(_DELIMITERS, key=line.count)


def read_delimited(source: Source, *, older: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty with its number, the headings among them; raises LineUnreadable."""
    lines = source.lines(older=older)
    first = next(lines, "")
    reader = csv.reader(_again(first, lines), delimiter=delimiter_of(first), strict=True)
    try:
        for fields in reader:
            if fields:
                yield reader.line_num, fields
    except csv.Error as error:
        raise LineUnreadable(source.name, line=reader.line_num, why=str(error)) from None


def _again(first: str, lines: Iterable[str]) -> Iterator[str]:
    yield first
    yield from lines
