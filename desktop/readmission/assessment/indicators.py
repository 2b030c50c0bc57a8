"""Indicators of a country: 100 × the sum of numerators over the sum of denominators of the states that enter.

States whose answers say that they do not count leave numerator and denominator; states without both parts are named. A rate is
a whole number of per mille, half away from zero, and never that of nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from readmission.answers.model import Key
from readmission.assessment.method import Method
from readmission.assessment.result import Figure, Part, Showing, Term
from readmission.assessment.sources import Reader
from readmission.engine.program import Session
from readmission.errors import FormError
from readmission.form.method import Indicator
from readmission.form.nodes import Expression


class PartIsARatio(FormError):
    """An indicator is written over a quotient, whose sum over states would mean nothing."""

    code: ClassVar[str] = "FO-71"
    happened: ClassVar[str] = "Indicator “{indicator}” is written over a quotient: {source}."
    unharmed: ClassVar[str] = "Nothing was assessed."
    remedy: ClassVar[str] = "Write numerator and denominator as numbers; the division is made over all states."


@dataclass(frozen=True, slots=True)
class StateColumns:
    """What one state contributes to one indicator, by row."""

    state: str
    numerators: Mapping[Key, int | None]
    denominators: Mapping[Key, int | None] | None
    counts: Mapping[Key, float | None] | None
    reader: Reader


def columns(indicator: Indicator, state: str, session: Session, reader: Reader) -> StateColumns:
    """Evaluate an indicator over all rows of a state, exactly."""
    return StateColumns(
        state,
        session.evaluate_scaled(_number(indicator, indicator.numerator)),
        session.evaluate_scaled(_number(indicator, indicator.denominator)) if indicator.denominator else None,
        session.evaluate(indicator.counts) if indicator.counts else None,
        reader,
    )


def figure(indicator: Indicator, country: str, states: Sequence[StateColumns], method: Method, before: int | None) -> Figure:
    """The figure of a country with the term of each state."""
    scaling = _Scaling.of(indicator)
    name = f"{indicator.id}/{country}"
    terms = tuple(_term(indicator, country, state, scaling, method, f"{name}/{state.state}") for state in states)
    entered = [term for term in terms if term.part is Part.ENTERED]
    numerator = sum(term.numerator or 0 for term in entered) if entered else None
    denominator = sum(term.denominator or 0 for term in entered) if entered and indicator.denominator else None
    showing = _showing(indicator, numerator, denominator, scaling, method)
    rate = _rate(showing, numerator, denominator)
    return Figure(name, indicator.id, country, showing, numerator, denominator, rate, scaling.places, before, terms)


def per_mille(numerator: int, denominator: int) -> int:
    """A share in per mille, rounded half away from zero, in whole numbers only."""
    share = Fraction(1000 * numerator, denominator)
    whole = (2 * abs(share.numerator) + share.denominator) // (2 * share.denominator)
    return whole if share >= 0 else -whole


@dataclass(frozen=True, slots=True)
class _Scaling:
    """Numerator and denominator brought to the same decimal places."""

    places: int
    numerator: int
    denominator: int

    @staticmethod
    def of(indicator: Indicator) -> "_Scaling":
        scales = [part.root.type.scale for part in (indicator.numerator, indicator.denominator) if part]
        places = max(scales)
        return _Scaling(places, 10 ** (places - scales[0]), 10 ** (places - scales[-1]))


def _term(indicator: Indicator, country: str, state: StateColumns, scaling: _Scaling, method: Method, name: str) -> Term:
    key = (country,)
    numerator, denominator = state.numerators.get(key), state.denominators.get(key) if state.denominators else None
    if numerator is not None:
        numerator *= scaling.numerator
    if denominator is not None:
        denominator *= scaling.denominator
    showing = _showing(indicator, numerator, denominator, scaling, method)
    part = _part(indicator, state, key, given=showing is not Showing.MISSING)
    rate = _rate(showing, numerator, denominator) if part is Part.ENTERED else None
    sources = state.reader.sources((indicator.numerator, indicator.denominator, indicator.counts), key)
    return Term(name, state.state, part, showing, numerator, denominator, rate, sources)


def _part(indicator: Indicator, state: StateColumns, key: Key, *, given: bool) -> Part:
    if state.counts is not None and state.counts.get(key) == 0:
        return Part.LEFT_OUT
    if given:
        return Part.ENTERED
    said = state.reader.sources((indicator.numerator, indicator.denominator), key)
    return Part.MISSING if any(source.value or source.reason for source in said) else Part.NO_ANSWER


def _showing(indicator: Indicator, numerator: int | None, denominator: int | None, scaling: _Scaling, method: Method) -> Showing:
    if numerator is None or (indicator.denominator and denominator is None):
        return Showing.MISSING
    if denominator is None:
        return Showing.SUM
    size = Fraction(denominator, 10**scaling.places)
    if size == 0:
        return Showing.NO_CASES
    if size < method.show_counts_below:
        return Showing.COUNTS
    return Showing.BRACKETS if size < method.show_brackets_below else Showing.RATE


def _rate(showing: Showing, numerator: int | None, denominator: int | None) -> int | None:
    if numerator is None or not denominator or showing not in (Showing.RATE, Showing.BRACKETS):
        return None
    return per_mille(numerator, denominator)


def _number(indicator: Indicator, expression: Expression) -> Expression:
    if expression.root.type.ratio:
        raise PartIsARatio(indicator=indicator.id, source=expression.source)
    return expression
