"""What an expression yields over the rows of a table: numbers, conditions or texts, each with what is not known of them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from readmission.engine.rowset import Rows
from readmission.form.nodes import Kind, Type

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers, dates (ordinals) or codes (positions): NaN where no value stands, and which of those are void."""

    x: Floats
    void: Mask

    @property
    def known(self) -> Mask:
        """Where a value stands."""
        return ~np.isnan(self.x)

    def take(self, rows: Rows) -> "Numbers":
        """The operand at other rows; unknown where there is no such row (-1)."""
        absent = rows < 0
        if not len(self.x):
            return unknown_numbers(len(rows))
        return Numbers(np.where(absent, np.nan, self.x[rows]), self.void[rows] & ~absent)


@dataclass(frozen=True, slots=True)
class Truths:
    """A condition: where it is certainly true and where it is certainly false."""

    true: Mask
    false: Mask

    def take(self, rows: Rows) -> "Truths":
        """The condition at other rows; undecided where there is no such row."""
        present = rows >= 0
        if not len(self.true):
            return undecided(len(rows))
        return Truths(self.true[rows] & present, self.false[rows] & present)


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts, None where no value stands."""

    text: NDArray[np.object_]

    @property
    def known(self) -> Mask:
        """Where a value stands."""
        return np.array([text is not None for text in self.text], np.bool_)

    def take(self, rows: Rows) -> "Texts":
        """The texts at other rows."""
        found = [None if row < 0 else self.text[row] for row in rows]
        return Texts(_objects(found))


Operand: TypeAlias = Numbers | Truths | Texts


def unknown_numbers(size: int) -> Numbers:
    """Numbers of which nothing is known."""
    return Numbers(np.full(size, np.nan), np.zeros(size, np.bool_))


def undecided(size: int) -> Truths:
    """A condition of which nothing is known."""
    return Truths(np.zeros(size, np.bool_), np.zeros(size, np.bool_))


def unknown(kind: Kind, size: int) -> Operand:
    """An operand of which nothing is known."""
    if kind is Kind.TRUTH:
        return undecided(size)
    if kind is Kind.TEXT:
        return Texts(_objects([None] * size))
    return unknown_numbers(size)


def decided(mask: Mask) -> Truths:
    """A condition that is always decided."""
    return Truths(mask, ~mask)


def scaled(numbers: Numbers, own: Type, to: Type) -> Numbers:
    """Numbers brought to another scale, or to a ratio."""
    if own.ratio or (own.scale == to.scale and not to.ratio):
        return numbers
    factor = 10.0**-own.scale if to.ratio else 10.0 ** (to.scale - own.scale)
    return Numbers(numbers.x / 10.0**own.scale if to.ratio else numbers.x * factor, numbers.void)


def common(*types: Type) -> Type:
    """The type to which numbers are aligned: a ratio if one is, else the largest scale."""
    if any(found.ratio for found in types):
        return Type(Kind.NUMBER, ratio=True)
    return Type(types[0].kind, scale=max(found.scale for found in types))


def round_half_away(x: Floats, own: Type, places: int) -> Floats:
    """Numbers rounded to places, halves away from zero, as scaled integers; exact where they were integers."""
    if own.ratio:
        y = np.abs(x) * 10.0**places
        whole = np.floor(y)
        return np.copysign(np.where(y - whole >= 0.5, whole + 1, whole), x)  # noqa: PLR2004 - a half
    if own.scale <= places:
        return x * 10.0 ** (places - own.scale)
    unit = 10.0 ** (own.scale - places)
    return np.copysign(np.floor((np.abs(x) + unit / 2) / unit), x)


def _objects(found: list[str | None]) -> NDArray[np.object_]:
    array = np.empty(len(found), np.object_)
    array[:] = found
    return array
