"""Bar charts as geometry: shares of a row as bars, with the same figures as a sentence for those who do not see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SHADES: Final = ("low-2", "low-1", "middle", "high-1", "high-2")

_ROW: Final = 30
_LEGEND: Final = 26
_LETTER: Final = 6.6


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a row: its shade, its size and what is written on it."""

    shade: str
    size: int
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a row as it is drawn."""

    shade: str
    x: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is drawn, with a remark to its right."""

    label: str
    y: int
    bars: tuple[Bar, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend."""

    shade: str
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of stacked shares."""

    title: str
    alternative: str
    legend: tuple[Key, ...]
    rows: tuple[Row, ...]
    width: int
    height: int
    left: int
    span: int


def shade(position: int, of: int) -> str:
    """The shade of a step of a scale, the lowest first."""
    if of < 2:  # noqa: PLR2004 - a scale of one step has no ends
        return SHADES[len(SHADES) // 2]
    return SHADES[(2 * position * (len(SHADES) - 1) + of - 1) // (2 * (of - 1))]


def chart(
    title: str,
    alternative: str,
    legend: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, Sequence[Share], str]],
    width: int,
) -> Chart:
    """Lay rows of (label, shares, remark) out below a legend of (shade, text)."""
    left = min(260, 16 + int(_LETTER * max((len(label) for label, _, _ in rows), default=0)))
    right = 16 + int(_LETTER * max((len(note) for _, _, note in rows), default=0))
    span = width - left - right
    drawn = tuple(
        Row(label, _LEGEND + number * _ROW, _bars(shares, left, span), note) for number, (label, shares, note) in enumerate(rows)
    )
    return Chart(title, alternative, _legend(legend), drawn, width, _LEGEND + len(rows) * _ROW, left, span)


def _bars(shares: Sequence[Share], left: int, span: int) -> tuple[Bar, ...]:
    total = sum(share.size for share in shares)
    bars: list[Bar] = []
    done = 0
    for share in shares:
        if share.size:
            start, end = span * done / total, span * (done + share.size) / total
            bars.append(Bar(share.shade, round(left + start, 1), round(end - start, 1), share.text))
            done += share.size
    return tuple(bars)


def _legend(entries: Sequence[tuple[str, str]]) -> tuple[Key, ...]:
    x = 0.0
    keys: list[Key] = []
    for shade_name, text in entries:
        keys.append(Key(shade_name, text, round(x, 1)))
        x += 34 + _LETTER * len(text)
    return tuple(keys)
