"""What compiled code for one row calls; the same functions as `column_functions`, on plain numbers."""

import math
from datetime import date
from typing import Final

HALF: Final = 0.5
nan = math.nan
absolute = abs


def voided(total: float, void: bool) -> float:
    """A sum, or no value if all its addends are void."""
    return nan if void else total


def divide(part: float, whole: float) -> float:
    """A quotient, or no value for a division by zero."""
    return part / whole if whole else nan


def least(*values: float) -> float:
    """The least of values; none if one is none."""
    result = values[0]
    for value in values[1:]:
        if result != result or value != value:  # noqa: PLR0124 (NaN is no value)
            return nan
        result = min(result, value)
    return result


def greatest(*values: float) -> float:
    """The greatest of values; none if one is none."""
    result = values[0]
    for value in values[1:]:
        if result != result or value != value:  # noqa: PLR0124 (NaN is no value)
            return nan
        result = max(result, value)
    return result


def coalesce(*values: float) -> float:
    """The first that is a value."""
    return next((value for value in values if value == value), nan)  # noqa: PLR0124 (NaN is no value)


def shift_away(number: float, step: float) -> float:
    """A scaled integer divided by `step`, halves away from zero."""
    if math.isnan(number):
        return nan
    return math.copysign(math.floor((2.0 * abs(number) + step) / (2.0 * step)), number) + 0.0


def round_ratio(ratio: float, factor: float) -> float:
    """A ratio as a scaled integer, halves away from zero."""
    if math.isnan(ratio):
        return nan
    scaled = abs(ratio) * factor
    whole = math.floor(scaled)
    return math.copysign(whole + 1.0 if scaled - whole >= HALF else whole, ratio) + 0.0


def remainder(number: float, divisor: float) -> float:
    """How far a number is from a multiple, without sign; none for a divisor of zero."""
    if math.isnan(number) or math.isnan(divisor) or not divisor:
        return nan
    return abs(math.fmod(number, divisor))


def year(ordinal: float) -> float:
    """The calendar year of a date."""
    return nan if math.isnan(ordinal) else float(date.fromordinal(int(ordinal)).year)


def tally(*masks: bool) -> float:
    """How many conditions hold."""
    return float(sum(masks))


def truth(yes: bool, no: bool) -> float:
    """A condition as a number: 1, 0 or no value."""
    return 1.0 if yes else 0.0 if no else nan
