"""The Data Browser's spreadsheet: sheets with a head of filters, a line of periods, then a line of figures for each place.

Another package reads the cells; here they are rows of texts. In each sheet the filters stand above the table as pairs of texts,
the table's head begins with `TIME`, a line below it names the dimensions that vary, flags stand in the column right of a figure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final, TypeAlias

from readmission.errors import Phrase, StatisticsError
from readmission.statistics.columns import LineUnreadable
from readmission.statistics.explorer import letters_of
from readmission.statistics.labels import Labels
from readmission.statistics.observations import Observation, Unmapped, read_moment, read_period, read_value

Rows: TypeAlias = Sequence[Sequence[str]]

_DATASET: Final = re.compile(r"\[([a-z][a-z0-9_]*?)(?:__custom_[0-9]+)?\]", re.ASCII | re.IGNORECASE)
_ENDS: Final = ("special value", "observation flags", "available flags", "footnote", "notes")
_FIELD: Final = re.compile(r"\s*\((?:labels?|codes?)\)$", re.IGNORECASE)


class NoTable(StatisticsError):
    """A spreadsheet holds no table of published figures."""

    code: ClassVar[str] = "RF-08"
    happened: ClassVar[str] = "The workbook holds no table of figures as the Data Browser writes them."
    unharmed: ClassVar[str] = "No figure of it was used."
    remedy: ClassVar[str] = "Download the data set again as a workbook, a TSV file or SDMX-CSV."


def read_browser(
    sheets: Mapping[str, Rows], dataset: str, labels: Labels, unmapped: Unmapped, *, name: str = ""
) -> Iterator[Observation]:
    """The figures of all sheets with a table; raises NoTable where no sheet has one."""
    tables = 0
    for title, rows in sheets.items():
        start = next((number for number, row in enumerate(rows) if _text(row, 0).strip().casefold() == "time"), None)
        if start is not None:
            tables += 1
            yield from _Sheet(f"{name} {title}".strip(), rows, start, dataset, labels, unmapped).figures()
    if not tables:
        raise NoTable(name)


class _Sheet:
    def __init__(self, name: str, rows: Rows, start: int, dataset: str, labels: Labels, unmapped: Unmapped) -> None:
        self.name = name
        self.rows = rows
        self.start = start
        self.labels = labels
        self.unmapped = unmapped
        self.dataset = dataset
        self.updated: datetime | None = None
        self.fixed: dict[str, str | None] = {}
        self._read_head()

    def figures(self) -> Iterator[Observation]:
        times = self._times()
        first = min(times, default=0)
        varying = self._varying(first)
        for number, row in enumerate(self.rows[self.start + 2 :], start=self.start + 3):
            if not _text(row, 0) or _text(row, 0).casefold().rstrip("s: ").startswith(tuple(end.rstrip("s") for end in _ENDS)):
                return
            found = self._coordinates(row, varying)
            if found is None:
                continue
            for place, time in times.items():
                if text := _text(row, place):
                    flags = _text(row, place + 1) if place + 1 not in times else ""
                    value = read_value(text, self.name, number)
                    yield Observation(
                        self.dataset, found, time, value, letters_of(flags, self.name, number), self.updated, number
                    )

    def _read_head(self) -> None:
        for number, row in enumerate(self.rows[: self.start], start=1):
            texts = [text for text in row if text]
            if not texts:
                continue
            first, said = texts[0].strip().rstrip(":"), texts[-1]
            if first.casefold() == "dataset":
                match = _DATASET.search(said)
                self.dataset = match[1].casefold() if match else self.dataset
            elif first.casefold().startswith("last update") and len(texts) > 1:
                self.updated = read_moment(said, self.name, number)
            elif len(texts) > 1 and (dimension := self.labels.dimension(first)):
                self.fixed[dimension] = self.labels.code(dimension, said)
                if self.fixed[dimension] is None:
                    self.unmapped.add(dimension, said)

    def _times(self) -> dict[int, str]:
        head = self.rows[self.start]
        return {
            place: read_period(text, self.name, self.start + 1)
            for place, text in enumerate(head)
            if place and text.strip() and text.strip().casefold() != "time"
        }

    def _varying(self, before: int) -> dict[int, str]:
        row = self.rows[self.start + 1] if self.start + 1 < len(self.rows) else ()
        found: dict[int, str] = {}
        for place in range(before):
            heading = _text(row, place)
            if not heading:
                continue
            dimension = self.labels.dimension(_FIELD.sub("", heading))
            if dimension is None:
                raise LineUnreadable(
                    self.name, line=self.start + 2, why=Phrase("“{heading}” is no known dimension", heading=heading[:60])
                )
            # Codes and labels may stand side by side; the codes say it more exactly.
            if dimension not in found.values() or "code" in heading.casefold():
                found = {at: said for at, said in found.items() if said != dimension} | {place: dimension}
        return found

    def _coordinates(self, row: Sequence[str], varying: Mapping[int, str]) -> dict[str, str] | None:
        found: dict[str, str] = {}
        for dimension, code in self.fixed.items():
            if code is None:
                return None
            found[dimension] = code
        for place, dimension in varying.items():
            code = self.labels.code(dimension, _text(row, place))
            if code is None:
                self.unmapped.add(dimension, _text(row, place))
                return None
            found[dimension] = code
        return found


def _text(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
