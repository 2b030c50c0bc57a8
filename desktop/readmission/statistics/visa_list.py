"""Third countries whose nationals needed a visa, with the dates between which they did.

A country can stand on several lines, one for each period. Which certainty a line has says where it comes from: read in the
Regulation, general knowledge still to be confirmed, or uncertain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from readmission.errors import Phrase
from readmission.statistics.columns import LineUnreadable, read_lines

COLUMNS: Final = ("country", "annex_part", "since", "until", "certainty", "note")


class Certainty(StrEnum):
    """How sure a line of the list is."""

    READ = "read"
    KNOWLEDGE = "general knowledge"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class VisaPeriod:
    """A period in which nationals of a country needed a visa, both days included; open where there is no date."""

    country: str
    annex_part: int
    since: date | None
    until: date | None
    certainty: Certainty
    note: str

    def covers(self, day: date) -> bool:
        """Whether a visa was needed on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class VisaList:
    """The periods of all countries."""

    periods: tuple[VisaPeriod, ...]

    def required(self, day: date) -> dict[str, VisaPeriod]:
        """The countries whose nationals needed a visa on a day, each with the line that says so."""
        return {period.country: period for period in self.periods if period.covers(day)}

    def required_in(self, year: int) -> dict[str, VisaPeriod]:
        """The countries whose nationals needed a visa at the end of a reporting year."""
        # A country that was exempted during a year is out of the round for it: the round looks at visa policy as it stands.
        return self.required(date(year, 12, 31))


def read_visa_list(data: bytes, *, name: str = "") -> VisaList:
    """The list of a file; raises an error with the line for anything odd, overlapping periods included."""
    periods: list[VisaPeriod] = []
    for line, row in read_lines(data, COLUMNS, name):
        period = _period(name, line, row)
        if any(period.country == other.country and _overlap(period, other) for other in periods):
            raise LineUnreadable(name, line=line, why=Phrase("two periods of {country} overlap", country=period.country))
        periods.append(period)
    return VisaList(tuple(periods))


def _period(name: str, line: int, row: Mapping[str, str]) -> VisaPeriod:
    try:
        period = VisaPeriod(
            country=row["country"],
            annex_part=int(row["annex_part"]),
            since=_day(row["since"]),
            until=_day(row["until"]),
            certainty=Certainty(row["certainty"]),
            note=row["note"],
        )
    except ValueError as error:
        raise LineUnreadable(name, line=line, why=str(error)) from None
    if len(period.country) != 2 or not (period.country.isascii() and period.country.isupper()):  # noqa: PLR2004 - ISO alpha-2
        raise LineUnreadable(name, line=line, why=Phrase("“{country}” is no country code", country=period.country[:10]))
    if period.since and period.until and period.until < period.since:
        raise LineUnreadable(name, line=line, why=Phrase("the period ends before it begins"))
    return period


def _day(text: str) -> date | None:
    if not text:
        return None
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"“{text}” is no date like 2017-06-10")
    return day


def _overlap(one: VisaPeriod, other: VisaPeriod) -> bool:
    return (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (one.until or date.max)
