"""Figures gathered from several files: what is asked for is kept, the newer of two is used, the rest is counted.

A series is found by data set, period, state, citizenship and whatever else it is broken down by; a total over a breakdown is the
same as no breakdown. Absence means zero in our own extract alone: a download leaves out what nobody selected.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar, Final, NamedTuple

from readmission.errors import StatisticsError
from readmission.statistics.extract import Figure, FigureTwice, ReferenceExtract, Rest
from readmission.statistics.observations import Observation, Unmapped

# What every breakdown calls the sum over it; units and frequencies are no breakdown.
TOTALS: Final = frozenset({"T", "TOTAL", "TOT", "_T"})
PERSONS: Final = "PER"

_NO_BREAKDOWN: Final = frozenset({"geo", "citizen", "freq", "unit"})


class FiguresDiffer(StatisticsError):
    """Two files state one figure differently, and neither says that it is the newer one."""

    code: ClassVar[str] = "RF-11"
    happened: ClassVar[str] = "This file and {other} state {figure} differently, and neither is the newer one."
    unharmed: ClassVar[str] = "No figure of either was used."
    remedy: ClassVar[str] = "Leave the older file out, or say the date of the update of a file that does not say it."


class Series(NamedTuple):
    """What a figure is of; `rest` are the breakdowns beside state and citizenship."""

    dataset: str
    time: str
    geo: str
    citizen: str
    rest: Rest


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for: breakdowns by data set, the years, the codes of states and citizenships in Eurostat's spelling."""

    datasets: Mapping[str, frozenset[Rest]]
    years: frozenset[str]
    states: frozenset[str]
    citizens: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Stated:
    figure: Figure
    updated: datetime | None
    file: str


@dataclass(slots=True)
class FileReport:
    """What became of a file: figures used, figures that nobody asked for, what had no code, when it was last updated."""

    name: str
    sha512: str
    format: str
    used: int = 0
    outside: int = 0
    unmapped: Unmapped = field(default_factory=Unmapped)
    updated: datetime | None = None


@dataclass
class Gathered:
    """Published figures of several files, asked for by ISO codes.

    `codes` holds the codes in which Eurostat differs from ISO, `alternatives` what else a citizenship is published as, with the
    note that says how that differs.
    """

    codes: Mapping[str, str]
    alternatives: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    reports: list[FileReport] = field(default_factory=list)
    _rows: dict[Series, _Stated] = field(default_factory=dict)
    _extracts: list[ReferenceExtract] = field(default_factory=list)

    @property
    def updated(self) -> datetime | None:
        """The oldest last update among the files of which a figure was used; None where one does not say it."""
        said = [report.updated for report in self.reports if report.used]
        known = [moment for moment in said if moment is not None]
        return min(known) if known and len(known) == len(said) else None

    @property
    def seen(self) -> frozenset[tuple[str, Rest]]:
        """The data sets and breakdowns of which there is a figure."""
        return frozenset((series.dataset, series.rest) for series in self._rows)

    def add(
        self,
        observations: Iterable[Observation],
        wanted: Wanted,
        known: Mapping[str, frozenset[str]],
        report: FileReport,
        *,
        updated: datetime | None = None,
    ) -> None:
        """Take a file's figures over; `known` are the codes of dimensions that are known without being asked for.

        `updated` is said for a file that does not say it. Raises FigureTwice or FiguresDiffer; then nothing was taken over.
        """
        taken: dict[Series, _Stated] = {}
        for observation in observations:
            series = self._series(observation, wanted, known, report)
            if series is None:
                continue
            if series in taken:
                raise FigureTwice(report.name, line=observation.line, figure=_spoken(series))
            moment = observation.updated or updated
            taken[series] = _Stated(Figure(observation.value, observation.flags), moment, report.name)
            report.updated = min(filter(None, (report.updated, moment)), default=None)
        self._merge(taken)
        report.used = len(taken)
        self.reports.append(report)

    def add_extract(self, extract: ReferenceExtract, report: FileReport) -> None:
        """Take over an extract of ours, in which an absent row of a published series means zero."""
        rows = {
            Series(dataset, str(year), geo, citizen, ()): _Stated(figure, None, report.name)
            for (dataset, year, geo, citizen), figure in extract.rows.items()
        }
        self._merge(rows)
        self._extracts.append(extract)
        report.used = len(rows)
        self.reports.append(report)

    def figure(self, dataset: str, year: int, state: str, citizen: str, *, quarter: str = "", rest: Rest = ()) -> Figure | None:
        """One figure, or None where no file states it."""
        time = f"{year}-{quarter}" if quarter else str(year)
        geo = self.codes.get(state, state)
        for code, note in self._called(citizen):
            stated = self._rows.get(Series(dataset, time, geo, code, rest))
            if stated is not None:
                return replace(stated.figure, note=note) if note else stated.figure
        for extract in self._extracts:
            found = extract.figure(dataset, year, state, citizen, quarter=quarter, rest=rest)
            if found is not None:
                return found
        return None

    def figures(
        self, dataset: str, year: int, states: Iterable[str], citizens: Iterable[str]
    ) -> dict[tuple[str, str], int | None]:
        """The values of one data set and year by state and citizenship, None where not available."""
        asked = tuple(citizens)
        return {
            (state, citizen): found.value if (found := self.figure(dataset, year, state, citizen)) else None
            for state in states
            for citizen in asked
        }

    def _called(self, citizen: str) -> Iterator[tuple[str, str]]:
        yield self.codes.get(citizen, citizen), ""
        if citizen in self.alternatives:
            yield self.alternatives[citizen]

    def _series(
        self, observation: Observation, wanted: Wanted, known: Mapping[str, frozenset[str]], report: FileReport
    ) -> Series | None:
        said = observation.dimensions
        unit = said.get("unit", PERSONS)
        asked = wanted.datasets.get(observation.dataset)
        if asked is None or unit != PERSONS:
            report.unmapped.add(*(("unit", unit) if asked is not None else ("dataset", observation.dataset)))
            return None
        geo = self.codes.get(said.get("geo", ""), said.get("geo", ""))
        citizen = self.codes.get(said.get("citizen", "TOTAL"), said.get("citizen", "TOTAL"))
        for dimension, code, among in (("geo", geo, wanted.states), ("citizen", citizen, wanted.citizens)):
            if code not in among:
                if code in known.get(dimension, frozenset()):
                    report.outside += 1
                else:
                    report.unmapped.add(dimension, code)
                return None
        rest = rest_of(said)
        if rest not in asked or observation.time[:4] not in wanted.years:
            report.outside += 1
            return None
        return Series(observation.dataset, observation.time, geo, citizen, rest)

    def _merge(self, taken: Mapping[Series, _Stated]) -> None:
        newer = {series: stated for series, stated in taken.items() if self._is_newer(series, stated)}
        self._rows.update(newer)

    def _is_newer(self, series: Series, stated: _Stated) -> bool:
        before = self._rows.get(series)
        if before is None or before.figure == stated.figure:
            return before is None or _age(stated) > _age(before)
        if _age(stated) == _age(before):
            raise FiguresDiffer(stated.file, other=before.file, figure=_spoken(series))
        return _age(stated) > _age(before)


def rest_of(dimensions: Mapping[str, str]) -> Rest:
    """The breakdowns among coordinates: no totals, in one order."""
    return tuple(sorted((name, code) for name, code in dimensions.items() if name not in _NO_BREAKDOWN and code not in TOTALS))


def _age(stated: _Stated) -> float:
    # A figure without a date is older than any with one.
    return stated.updated.timestamp() if stated.updated else float("-inf")


def _spoken(series: Series) -> str:
    return " ".join([series.dataset, series.time, series.geo, series.citizen, *(code for _, code in series.rest)])
