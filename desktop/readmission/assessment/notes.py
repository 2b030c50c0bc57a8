"""What a reader must know beside a country's figures: who speaks, for how much, and where two ways of counting differ."""

from collections.abc import Iterator, Sequence

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
