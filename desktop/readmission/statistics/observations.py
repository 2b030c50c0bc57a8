"""One published figure as every format states it, and how its parts are written: period, value, flags, date of the last update."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from readmission.errors import Phrase
from readmission.statistics.columns import LineUnreadable

TIME: Final = "time"

_VALUE: Final = re.compile(r"(-?[0-9]{1,15})(?:\.0+)?", re.ASCII)
_FLAGGED: Final = re.compile(r"(:|-?[0-9.]+)\s*([A-Za-z,; ]*)", re.ASCII)
_FLAGS: Final = re.compile(r"[a-z]{0,10}", re.ASCII)
_PERIOD: Final = re.compile(r"([0-9]{4})(?:-?(Q)([1-4])|-?M?(0[1-9]|1[0-2])|-?(S)([12])|-A1)?", re.ASCII)
_MOMENTS: Final = (
    "%d/%m/%y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d.%m.%y",
    "%d.%m.%Y",
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S%z",
)


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure with its coordinates by dimension (period excepted); without a value it is not available.

    `time` is a year, a quarter `2025-Q1`, a half-year `2025-S1` or a month `2025-06`; `flags` are Eurostat's letters; `updated` is
    what the file says about its last update.
    """

    dataset: str
    dimensions: Mapping[str, str]
    time: str
    value: int | None
    flags: str = ""
    updated: datetime | None = None
    line: int = 0


@dataclass(slots=True)
class Unmapped:
    """What a file says that has no code here, with how many of its figures were left out for it."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, dimension: str, text: str) -> None:
        """Count one figure that was left out."""
        self.counts[dimension, text[:80]] += 1

    def __iter__(self) -> Iterator[tuple[str, str, int]]:
        """Dimension, text and count, the most frequent first."""
        ordered = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        return ((dimension, text, count) for (dimension, text), count in ordered)


def read_period(text: str, name: str, line: int) -> str:
    """A period in one spelling; raises LineUnreadable."""
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        raise LineUnreadable(name, line=line, why=Phrase("“{text}” is no year, quarter or month", text=text[:40]))
    year, quarter, part, month, half, which = match.groups()
    if quarter:
        return f"{year}-Q{part}"
    if half:
        return f"{year}-S{which}"
    return f"{year}-{month}" if month else str(year)


def read_value(text: str, name: str, line: int, *, thousands: str = "") -> int | None:
    """A number of persons, None where it is not available; raises LineUnreadable for anything else."""
    plain = text.strip().replace(thousands, "") if thousands else text.strip()
    if plain in {"", ":"}:
        return None
    match = _VALUE.fullmatch(plain)
    if match is None or match[1].startswith("-"):
        raise LineUnreadable(name, line=line, why=Phrase("“{text}” is no number of persons", text=text[:40]))
    return int(match[1])


def read_flags(text: str, name: str, line: int) -> str:
    """Flag letters in order, each once; raises LineUnreadable."""
    letters = re.sub(r"[\s,;:()]", "", text).lower()
    if not _FLAGS.fullmatch(letters):
        raise LineUnreadable(name, line=line, why=Phrase("“{text}” is no flag", text=text[:40]))
    return "".join(sorted(set(letters)))


def split_flagged(text: str, name: str, line: int) -> tuple[str, str]:
    """A value and the flags that stand behind it (`410 p`, `: c`); raises LineUnreadable."""
    match = _FLAGGED.fullmatch(text.strip())
    if match is None:
        raise LineUnreadable(name, line=line, why=Phrase("“{text}” is no figure with flags", text=text[:40]))
    return match[1], match[2]


def read_moment(text: str, name: str, line: int) -> datetime | None:
    """When the data set was last updated, as Eurostat's clock showed it; None where nothing is said; raises LineUnreadable."""
    said = text.strip()
    if not said:
        return None
    for pattern in _MOMENTS:
        try:
            moment = datetime.strptime(said, pattern)  # noqa: DTZ007 - the zone is said below
        except ValueError:
            continue
        # Published times are those of Luxembourg; kept as they stand, they compare with one another.
        return moment.replace(tzinfo=UTC)
    raise LineUnreadable(name, line=line, why=Phrase("“{said}” is no date of an update", said=said[:40]))
