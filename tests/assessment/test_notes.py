"""What a reader is told beside a country's figures: a state far from the others stands out, and only such a state."""

from hypothesis import given
from hypothesis import strategies as st

from assessed_round import small_form, small_round
from readmission.assessment.method import Method
from readmission.assessment.notes import notes
from readmission.assessment.result import Figure, NoteKind, Part, Showing, Term

METHOD = Method.of(small_form(), small_round())


def figure(*parts: tuple[int, int]) -> Figure:
    terms = tuple(
        Term(f"IND/GN/S{number}", f"S{number}", Part.ENTERED, Showing.RATE, numerator, denominator, None, ())
        for number, (numerator, denominator) in enumerate(parts)
    )
    return Figure("IND/GN", "IND", "GN", Showing.RATE, None, None, None, 0, None, terms)


def far(*parts: tuple[int, int]) -> set[str]:
    return {
        str(dict(note.values)["state"])
        for note in notes([figure(*parts)], None, METHOD)
        if note.kind is NoteKind.FAR_FROM_OTHERS and note.rule == "M06"
    }


def test_a_state_far_from_the_others_is_named() -> None:
    assert far((40, 100), (42, 100), (44, 100), (46, 100), (38, 100), (90, 100)) == {"S5"}


def test_small_denominators_are_not_compared() -> None:
    assert far((40, 100), (42, 100), (44, 100), (46, 100), (38, 100), (9, 10)) == set()


def test_few_states_are_not_compared() -> None:
    assert far((40, 100), (42, 100), (90, 100)) == set()


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(100, 100)), min_size=5, max_size=12))
def test_never_is_more_than_half_of_the_states_far(parts: list[tuple[int, int]]) -> None:
    assert 2 * len(far(*parts)) <= len(parts)
