"""Figures as words: rates, counts and the reason why there is no rate."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from readmission.texts import Language

# A result, a trace or a part of one as plain values: the form in which the assessment publishes it.
Document: TypeAlias = Mapping[str, Any]

NO_FIGURE: Final = "–"
_NARROW: Final = "\u00a0"


class Figures:
    """Writes figures of a result in the reader's language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def shown(self, figure: Document, places: int) -> str:
        """A figure as it may be shown: a rate, a rate in brackets, counts only, or why there is none."""
        showing = figure["showing"]
        if showing == "rate":
            return self.rate(figure["per_mille"])
        if showing == "brackets":
            return f"({self.rate(figure['per_mille'])})"
        if showing == "counts":
            return self.counts(figure, places)
        if showing == "sum":
            return self._language.number(figure["numerator"], places)
        if showing == "small":
            return self._language.say("few")
        return self._language.say("no cases") if showing == "no cases" else NO_FIGURE

    def counts(self, figure: Document, places: int) -> str:
        """Numerator and denominator of a figure."""
        if figure["numerator"] is None:
            return NO_FIGURE
        numerator = self._language.number(figure["numerator"], places)
        if figure["denominator"] is None:
            return numerator
        return self._language.say("{part} of {whole}", part=numerator, whole=self._language.number(figure["denominator"], places))

    def rate(self, per_mille: int) -> str:
        """A rate in per cent with one decimal place."""
        return f"{self._language.number(per_mille, 1)}{_NARROW}%"

    def change(self, figure: Document) -> str:
        """The difference from last year in percentage points, or nothing to compare."""
        if figure["before"] is None or figure["per_mille"] is None:
            return NO_FIGURE
        difference = figure["per_mille"] - figure["before"]
        sign = "+" if difference > 0 else "−" if difference < 0 else "±"
        return f"{sign}{self._language.number(abs(difference), 1)}"
