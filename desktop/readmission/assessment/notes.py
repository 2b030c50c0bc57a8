"""What a reader must know beside a country's figures: who speaks, for how much, and where two ways of counting differ."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from readmission.assessment.indicators import per_mille
from readmission.assessment.method import Method
from readmission.assessment.result import Classified, Figure, Note, NoteKind, Part


def notes(figures: Sequence[Figure], classified: Classified | None, method: Method) -> Iterator[Note]:
    """The remarks on one country, in the order of the rules' numbers."""
    if classified is not None:
        yield from _of_class(classified, method)
    for figure in figures:
        missing = sum(term.part is Part.MISSING for term in figure.terms)
        if missing:
            asked = sum(term.part in (Part.ENTERED, Part.MISSING) for term in figure.terms)
            values = (("indicator", figure.indicator), ("missing", missing), ("asked", asked))
            yield Note(NoteKind.PARTS_MISSING, "", values)
        yield from _far(figure, method)


def _of_class(classified: Classified, method: Method) -> Iterator[Note]:
    weights = {one.state: one.weight for one in classified.ratings if one.part is not Part.LEFT_OUT and one.weight}
    if classified.weighted is not None:
        if len(weights) < method.class_minimum_states:
            yield Note(NoteKind.FEW_STATES, "M05", (("states", len(weights)), ("minimum", str(method.class_minimum_states))))
        if classified.weighted_code != classified.code:
            values = (("unweighted", classified.code), ("weighted", classified.weighted_code))
            yield Note(NoteKind.WEIGHTED_DIFFERS, "M12", values)
        total = sum(weights.values())
        largest = max(weights, key=lambda state: (weights[state], state), default="")
        if largest and 100 * weights[largest] > method.one_state_share * total:
            yield Note(NoteKind.ONE_STATE, "M13", (("state", largest), ("part", weights[largest]), ("total", total)))


def _far(figure: Figure, method: Method) -> Iterator[Note]:
    """The states whose rate lies far from the others': perhaps a country treats states unequally, so it is no mistake."""
    rates = {
        term.state: per_mille(term.numerator, term.denominator)
        for term in figure.terms
        if term.part is Part.ENTERED
        and term.numerator is not None
        and (term.denominator or 0) >= method.far_denominator * 10**figure.places
        and term.denominator
    }
    if len(rates) < method.class_minimum_states:
        return
    median = _median(list(rates.values()))
    spread = _median([abs(rate - median) for rate in rates.values()])
    for state, rate in sorted(rates.items()):
        # Where half of the states have one and the same rate, the spread says nothing about the others.
        if spread and abs(rate - median) > method.far_deviations * spread:
            values = (("indicator", figure.indicator), ("state", state), ("rate", rate), ("median", int(median)))
            yield Note(NoteKind.FAR_FROM_OTHERS, "M06", values)


def _median(numbers: list[Fraction] | list[int]) -> Fraction:
    ordered = sorted(Fraction(number) for number in numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
