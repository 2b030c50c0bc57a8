"""What compiled code for whole columns calls; `scalar_functions` has the same for one row.

Invalid operations give NaN silently: the caller holds `numpy.errstate` for a whole pass.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from readmission.engine.columns import Floats, Mask

HALF: Final = 0.5
nan = math.nan
where = np.where
absolute = np.abs
logical_not = np.logical_not

# Days from 0001-01-01 (ordinal 1) to 1970-01-01, where numpy begins to count.
_EPOCH = 719_163
_FIRST_YEAR = 1970

_MOST_OF_A_BYTE: Final = 255


def pick(column: NDArray[np.generic], rows: NDArray[np.intp], absent: float) -> NDArray[np.generic]:
    """The cells of rows that may not exist (-1)."""
    if not len(column):
        return np.full(len(rows), absent)
    return np.where(rows < 0, absent, column[rows])


def voided(sums: Floats, void: Mask) -> Floats:
    """A sum, with no value where all its addends are void."""
    result: Floats = np.where(void, nan, sums)
    return result


def divide(part: Floats, whole: Floats) -> Floats:
    """A quotient, with no value for a division by zero."""
    result: Floats = part / _not_zero(whole)
    return result


def _not_zero(divisor: Floats) -> Floats:
    if divisor.ndim == 0 and divisor:
        # A constant, which most divisors are.
        return divisor
    return np.where(divisor == 0.0, nan, divisor)


def least(*values: Floats) -> Floats:
    """The least of values; none if one is none."""
    result = values[0]
    for value in values[1:]:
        result = np.minimum(result, value)
    return result


def greatest(*values: Floats) -> Floats:
    """The greatest of values; none if one is none."""
    result = values[0]
    for value in values[1:]:
        result = np.maximum(result, value)
    return result


def coalesce(*values: Floats) -> Floats:
    """The first that is a value."""
    result = values[-1]
    for value in values[-2::-1]:
        result = np.where(np.isnan(value), result, value)
    return result


def shift_away(number: Floats, step: float) -> Floats:
    """A scaled integer divided by `step`, halves away from zero."""
    result: Floats = np.copysign(np.floor((2.0 * np.abs(number) + step) / (2.0 * step)), number) + 0.0
    return result


def round_ratio(ratio: Floats, factor: float) -> Floats:
    """A ratio as a scaled integer, halves away from zero."""
    scaled = np.abs(ratio) * factor
    whole = np.floor(scaled)
    result: Floats = np.copysign(np.where(scaled - whole >= HALF, whole + 1.0, whole), ratio) + 0.0
    return result


def remainder(number: Floats, divisor: Floats) -> Floats:
    """How far a number is from a multiple, without sign; none for a divisor of zero."""
    result: Floats = np.abs(np.fmod(number, _not_zero(divisor)))
    return result


def year(ordinal: Floats) -> Floats:
    """The calendar year of a date."""
    days = np.asarray(np.where(np.isnan(ordinal), _EPOCH, ordinal) - _EPOCH, np.int64).astype("datetime64[D]")
    years = days.astype("datetime64[Y]").astype(np.float64) + _FIRST_YEAR
    result: Floats = np.where(np.isnan(ordinal), nan, years)
    return result


def tally(*masks: Mask) -> Floats:
    """How many masks hold in each row."""
    if len(masks) > _MOST_OF_A_BYTE:
        half = len(masks) // 2
        return tally(*masks[:half]) + tally(*masks[half:])
    total = masks[0].view(np.uint8)
    for mask in masks[1:]:
        total = total + mask.view(np.uint8)
    return total.astype(np.float64)


def counted(masks: Mask) -> Floats:
    """The same for masks that stand in one matrix."""
    found: Floats = np.add.reduce(masks, axis=0, dtype=np.float64)
    return found


def truth(yes: Mask, no: Mask) -> Floats:
    """A condition as a column: 1, 0 or no value."""
    result: Floats = np.where(yes, 1.0, np.where(no, 0.0, nan))
    return result
