"""The reference extract: published figures by data set, year, state and citizenship.

The file leaves out rows that are zero. A row that is absent from a published series therefore means 0 (which stands for 0, 1
or 2: figures are rounded to 5). A series without any figure, a citizenship that the extract never names and `:` mean that the
figure is not available.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Protocol, TypeAlias

from readmission.errors import Phrase, StatisticsError
from readmission.statistics.columns import LineUnreadable, read_lines

COLUMNS: Final = ("dataset", "time", "geo", "citizen", "value", "flag")
NOT_AVAILABLE: Final = ":"

# What a figure is broken down by beside state and citizenship: pairs of dimension and code, in order.
Rest: TypeAlias = tuple[tuple[str, str], ...]

# Eurostat's letters for the status of an observation; one figure can carry several.
_FLAGS: Final = re.compile(r"[bcdenprsuz]*", re.ASCII)
_DATASET: Final = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_YEAR: Final = re.compile(r"[0-9]{4}", re.ASCII)
_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]*", re.ASCII)
_VALUE: Final = re.compile(r":|0|[1-9][0-9]{0,11}", re.ASCII)


class FigureTwice(StatisticsError):
    """An extract states one figure on two lines."""

    code: ClassVar[str] = "RF-04"
    happened: ClassVar[str] = "Line {line} states {figure} a second time."
    unharmed: ClassVar[str] = "No figure of the file was used."
    remedy: ClassVar[str] = "Take the file as it was published; each figure stands in it once."


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure with its flag letters; without a value it is not available. `note` says how it is not quite what was asked."""

    value: int | None
    flag: str = ""
    note: str = ""


class Published(Protocol):
    """Published figures, whatever files they are from."""

    @property
    def updated(self) -> datetime | None:
        """How old the oldest of them are; None where that is not known."""
        ...

    def figure(self, dataset: str, year: int, state: str, citizen: str, *, quarter: str = "", rest: Rest = ()) -> Figure | None:
        """One figure, or None where there is no such series at all."""
        ...

    def figures(
        self, dataset: str, year: int, states: Iterable[str], citizens: Iterable[str]
    ) -> dict[tuple[str, str], int | None]:
        """The values of one data set and year by state and citizenship, None where not available."""
        ...


@dataclass(frozen=True)
class ReferenceExtract:
    """Published figures, asked for by ISO codes; `codes` holds the codes in which Eurostat differs from ISO."""

    sha512: str
    rows: Mapping[tuple[str, int, str, str], Figure]
    published: frozenset[tuple[str, int, str]]
    citizens: frozenset[str]
    codes: Mapping[str, str]
    updated: datetime | None = None

    def figure(self, dataset: str, year: int, state: str, citizen: str, *, quarter: str = "", rest: Rest = ()) -> Figure | None:
        """One figure, or None where the extract holds no such series at all: it has whole years, and totals over breakdowns."""
        if quarter or rest:
            return None
        geo = self.codes.get(state, state)
        who = self.codes.get(citizen, citizen)
        stated = self.rows.get((dataset, year, geo, who))
        if stated is not None:
            return stated
        if (dataset, year, geo) not in self.published or who not in self.citizens:
            return None
        return Figure(0)

    def figures(
        self, dataset: str, year: int, states: Iterable[str], citizens: Iterable[str]
    ) -> dict[tuple[str, str], int | None]:
        """The values of one data set and year by state and citizenship, None where not available."""
        wanted = tuple(citizens)
        return {
            (state, citizen): found.value if (found := self.figure(dataset, year, state, citizen)) else None
            for state in states
            for citizen in wanted
        }


def read_extract(data: bytes, codes: Mapping[str, str], *, name: str = "") -> ReferenceExtract:
    """The figures of a file; raises an error with the line for anything that is not exactly its format."""
    rows: dict[tuple[str, int, str, str], Figure] = {}
    for line, row in read_lines(data, COLUMNS, name):
        _refuse_oddities(name, line, row)
        key = (row["dataset"], int(row["time"]), row["geo"], row["citizen"])
        if key in rows:
            raise FigureTwice(name, line=line, figure=" ".join(map(str, key)))
        rows[key] = Figure(None if row["value"] == NOT_AVAILABLE else int(row["value"]), row["flag"])
    return ReferenceExtract(
        sha512=hashlib.sha512(data).hexdigest(),
        rows=rows,
        published=frozenset(key[:3] for key, figure in rows.items() if figure.value is not None),
        citizens=frozenset(citizen for _, _, _, citizen in rows),
        codes=dict(codes),
    )


def _refuse_oddities(name: str, line: int, row: Mapping[str, str]) -> None:
    patterns = {"dataset": _DATASET, "time": _YEAR, "geo": _CODE, "citizen": _CODE, "value": _VALUE, "flag": _FLAGS}
    for column, pattern in patterns.items():
        if not pattern.fullmatch(row[column]):
            raise LineUnreadable(name, line=line, why=Phrase("“{said}” is no {column}", said=row[column][:40], column=column))
