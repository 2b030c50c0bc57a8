"""The class of a country: shares of the states that rate it high and low, and the same shares weighted beside it.

This is the method of the program, written in the questionnaire's edition; the Commission's own method is not public. A weight
enters by its square root, taken in whole millionths so that every machine finds the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import ClassVar, Final

from readmission.answers.model import Key, Place
from readmission.assessment.method import Method
from readmission.assessment.result import Classified, Part, Rating, Shares
from readmission.assessment.sources import Reader
from readmission.engine.program import Session
from readmission.errors import FormError
from readmission.form.method import Classification
from readmission.form.model import Form
from readmission.form.nodes import Column

_MILLION: Final = 10**6


class RatingIsNoQuestion(FormError):
    """The rating of a classification is not the answer to a question."""

    code: ClassVar[str] = "FO-72"
    happened: ClassVar[str] = "The classification rates by “{source}”, which is not one ranked question."
    unharmed: ClassVar[str] = "Nothing was assessed."
    remedy: ClassVar[str] = "Name the field that holds the rating, and give its code list ranks."


@dataclass(frozen=True, slots=True)
class StateRatings:
    """What one state contributes to the classes, by row."""

    state: str
    session: Session
    counts: Mapping[Key, float | None]
    weights: Mapping[Key, int | None]
    reader: Reader


def state_ratings(classification: Classification, state: str, session: Session, reader: Reader) -> StateRatings:
    """Evaluate who counts and what a rating weighs over all rows of a state."""
    weights = session.evaluate_scaled(classification.weight) if classification.weight else {}
    return StateRatings(state, session, session.evaluate(classification.counts), weights, reader)


def classified(
    classification: Classification, form: Form, country: str, states: Sequence[StateRatings], method: Method, before: str
) -> Classified:
    """The class of a country with the rating of each state."""
    column = rated_column(classification)
    name = f"class/{country}"
    key = (country,)
    ratings = tuple(
        rating(form, Place(column.table, key, column.field), state, country, f"{name}/{state.state}") for state in states
    )
    shares = _shares(ratings, method, {item.state: 1 for item in ratings})
    weighted = None
    if classification.weight:
        roots = {item.state: isqrt(max(item.weight, 0) * _MILLION**2) for item in ratings if item.weight is not None}
        weighted = _shares(ratings, method, roots)
    return Classified(
        name,
        country,
        _class(classification, shares, method),
        shares,
        _class(classification, weighted, method) if weighted else "",
        weighted,
        before,
        ratings,
    )


def rating(form: Form, place: Place, state: StateRatings, country: str, name: str) -> Rating:
    """A state's rating at a place, or why it has none; states that do not count for the country leave."""
    key = (country,)
    field = form.tables[place.table].by_id[place.field]
    answer = state.session.value(place)
    code = answer if isinstance(answer, str) else ""
    known = form.codelists[field.codelist].by_id.get(code)
    rank = known.rank if known else None
    sources = state.reader.of_place(place)
    if state.counts.get(key) == 0:
        part = Part.LEFT_OUT
    elif not code:
        part = Part.MISSING if any(source.reason for source in sources) else Part.NO_ANSWER
    else:
        part = Part.NO_EXPERIENCE if rank is None else Part.ENTERED
    if form.classification is not None:
        sources += state.reader.sources((form.classification.weight, form.classification.counts), key)
    return Rating(name, state.state, part, code, rank, state.weights.get(key), sources)


def rated_column(classification: Classification) -> Column:
    """The field that holds the rating; raises RatingIsNoQuestion."""
    root = classification.rating.root
    if not isinstance(root, Column) or root.fixed or root.table != classification.table:
        raise RatingIsNoQuestion(source=classification.rating.source)
    return root


def _shares(ratings: Sequence[Rating], method: Method, weights: Mapping[str, int]) -> Shares:
    high = middle = low = states = 0
    for item in ratings:
        if item.part is not Part.ENTERED or item.rank is None or item.state not in weights:
            continue
        states += 1
        weight = weights[item.state]
        if item.rank >= method.class_high_rank:
            high += weight
        elif item.rank <= method.class_low_rank:
            low += weight
        else:
            middle += weight
    return Shares(states, high, middle, low)


def _class(classification: Classification, shares: Shares, method: Method) -> str:
    if shares.states < method.class_minimum_states or not shares.total:
        return classification.not_assessed
    if 100 * shares.high >= method.class_well_share * shares.total:
        return classification.well
    if 100 * shares.low > method.class_improve_share * shares.total:
        return classification.improve
    return classification.average
