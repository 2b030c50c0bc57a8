"""Texts and codes as numbers: equal texts have equal numbers, and measures of a text are looked up by its number.

An engine keeps one `Texts` for all its sessions, so that constants in compiled code stay valid; it only grows.
"""

from collections.abc import Callable
from math import isnan, nan
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from readmission.form.expression.pattern import read_pattern
from readmission.form.model import Form

Floats: TypeAlias = NDArray[np.float64]

# What is measured of a cell beside its value, and the word it is measured with (a code list, a pattern, a reason, a flag).
MeasureKey: TypeAlias = tuple[str, str]

RANK: Final = "rank"
LENGTH: Final = "length"
MATCHES: Final = "matches"
MISSING: Final = "missing"
FLAGGED: Final = "flagged"

# Measures of the cell and not of its value: always decided, false where the cell is not relevant.
OF_CELL: Final = frozenset({MISSING, FLAGGED})


class Texts:
    """The numbers of all texts seen so far."""

    def __init__(self) -> None:
        self._numbers: dict[str, float] = {}
        self._texts: list[str] = []

    def number(self, text: str) -> float:
        """The number of a text, given out on first sight."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = float(len(self._texts))
            self._texts.append(text)
        return found

    def text(self, number: float) -> str:
        """The text that has a number."""
        return self._texts[int(number)]

    def __len__(self) -> int:
        return len(self._texts)


class Measure:
    """One measure of texts, remembered by the number of the text."""

    def __init__(self, texts: Texts, measure: Callable[[str], float]) -> None:
        self._texts = texts
        self._measure = measure
        self._known: list[float] = []

    def of(self, number: float) -> float:
        """The measure of the text with this number; unknown for an unknown text."""
        if isnan(number):
            return nan
        place = int(number)
        if place >= len(self._known):
            self._learn(place + 1)
        return self._known[place]

    def column(self, numbers: Floats) -> Floats:
        """The measures of many texts."""
        self._learn(len(self._texts))
        table = np.array([*self._known, nan])
        places = np.where(np.isnan(numbers), len(self._known), numbers).astype(np.intp)
        result: Floats = table[places]
        return result

    def _learn(self, count: int) -> None:
        for place in range(len(self._known), count):
            self._known.append(self._measure(self._texts.text(place)))


def measure_of(key: MeasureKey, form: Form, texts: Texts) -> Measure:
    """The measure that a key names: the rank in a code list, the length, or whether a whole text fits a pattern."""
    kind, word = key
    if kind == RANK:
        ranks = {code.id: code.rank for code in form.codelists[word].codes}
        return Measure(texts, lambda text: nan if (rank := ranks.get(text)) is None else float(rank))
    if kind == LENGTH:
        return Measure(texts, lambda text: float(len(text)))
    pattern = read_pattern(word)
    return Measure(texts, lambda text: float(pattern.fits(text)))
