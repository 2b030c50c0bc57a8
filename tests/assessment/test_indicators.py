"""Indicators: the worked example, who enters, when a rate is shown, and exactness."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessed_round import STATES, WORKED, answers, small_form, small_round, submission, worked_example
from readmission.answers.model import Place, Reason
from readmission.assessment.assess import assess
from readmission.assessment.indicators import per_mille
from readmission.assessment.result import Assessment, Figure, Part, Showing
from readmission.assessment.submission import Submission
from readmission.canonical import Json

FORM = small_form()


def assessed(*submissions: Submission, parameters: dict[str, int] | None = None, previous: Json = None) -> Assessment:
    given_by = {one.state: one for one in submissions}
    return assess(FORM, small_round(parameters=parameters), given_by, previous=previous)


def figure(result: Assessment, name: str) -> Figure:
    indicator, country = name.split("/")
    found = next(one for one in result.countries if one.country == country)
    return next(one for one in found.figures if one.indicator == indicator)


def guinea(state: str, accepted: int | Reason, submitted: int | Reason, cases: str = "Y") -> Submission:
    return submission(state, answers("GN", {"B.B0_01": cases, "T03.REQ_ACC": accepted, "T03.REQ_SUB": submitted}))


WORKED_RATES = {"IND_b": 32, "IND_c": 347, "IND_iss": 153, "IND_ret": 66, "IND_req": 288}


@pytest.mark.parametrize(("indicator", "rate"), WORKED_RATES.items())
def test_the_worked_example_gives_its_figures(indicator: str, rate: int) -> None:
    found = figure(assessed(worked_example()), f"{indicator}/GN")
    assert (found.showing, found.per_mille) == (Showing.RATE, rate)
    assert found.terms[0].per_mille == rate


def test_an_indicator_without_denominator_is_the_sum() -> None:
    found = figure(assessed(worked_example(), submission("DE", answers("GN", {"B.B0_01": "Y", "T01.RD": 8}))), "IND_a/GN")
    assert (found.showing, found.numerator, found.per_mille) == (Showing.SUM, 440, None)


def test_the_value_over_all_states_divides_sums_and_does_not_average_rates() -> None:
    found = figure(assessed(guinea("BE", 1, 10), guinea("DE", 90, 90)), "IND_c/GN")
    assert (found.numerator, found.denominator, found.per_mille) == (91, 100, 910)


def test_a_state_that_does_not_pursue_returns_leaves_numerator_and_denominator() -> None:
    found = figure(assessed(guinea("BE", 30, 60), guinea("DE", 0, 500, cases="P")), "IND_c/GN")
    assert (found.numerator, found.denominator) == (30, 60)
    assert [term.part for term in found.terms] == [Part.ENTERED, Part.LEFT_OUT]
    assert found.terms[1].per_mille is None


def test_a_state_without_one_of_the_parts_enters_with_neither() -> None:
    found = figure(assessed(guinea("BE", 30, 60), guinea("DE", Reason.NOT_COLLECTED, 500)), "IND_c/GN")
    assert (found.numerator, found.denominator) == (30, 60)
    assert found.terms[1].part is Part.MISSING


def test_a_state_of_which_nothing_was_owed_is_not_said_to_have_kept_it_back() -> None:
    result = assessed(guinea("BE", 30, 60), submission("DE", answers("GN", {"B.B0_01": "N"})))
    assert figure(result, "IND_c/GN").terms[1].part is Part.NO_ANSWER
    assert all(dict(note.values).get("indicator") != "IND_c" for note in result.countries[0].notes)


def test_nothing_at_all_is_no_rate_and_no_zero() -> None:
    found = figure(assessed(guinea("BE", Reason.NOT_COLLECTED, Reason.DO_NOT_KNOW)), "IND_c/GN")
    assert (found.showing, found.numerator, found.denominator, found.per_mille) == (Showing.MISSING, None, None, None)


SHOWN = {
    "a denominator of zero is no cases": (0, 0, Showing.NO_CASES, None),
    "below 20 there are only counts": (3, 19, Showing.COUNTS, None),
    "from 20 the rate stands in brackets": (3, 20, Showing.BRACKETS, 150),
    "below 50 too": (3, 49, Showing.BRACKETS, 61),
    "from 50 it is shown": (3, 50, Showing.RATE, 60),
    "accepted requests of earlier years can exceed a hundred": (60, 50, Showing.RATE, 1200),
}


@pytest.mark.parametrize(("accepted", "submitted", "showing", "rate"), SHOWN.values(), ids=SHOWN)
def test_small_denominators_are_shown_with_care(accepted: int, submitted: int, showing: Showing, rate: int | None) -> None:
    found = figure(assessed(guinea("BE", accepted, submitted)), "IND_c/GN")
    assert (found.showing, found.per_mille) == (showing, rate)


def test_the_round_can_move_the_limits() -> None:
    found = figure(assessed(guinea("BE", 3, 10), parameters={"show_counts_below": 5, "show_brackets_below": 10}), "IND_c/GN")
    assert found.showing is Showing.RATE


def test_halves_are_rounded_away_from_zero() -> None:
    assert [per_mille(1, 2000), per_mille(3, 2000), per_mille(-1, 2000), per_mille(5, 2000)] == [1, 2, -1, 3]


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**15))
def test_a_rate_is_never_more_than_half_a_unit_from_the_truth(part: int, whole: int) -> None:
    error = Fraction(1000 * part, whole) - per_mille(part, whole)
    assert abs(error) <= Fraction(1, 2)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=len(STATES)))
def test_the_sum_over_states_is_exact(pairs: list[tuple[int, int]]) -> None:
    found = figure(assessed(*(guinea(state, *pair) for state, pair in zip(STATES, pairs, strict=False))), "IND_c/GN")
    assert found.numerator == sum(part for part, _ in pairs)
    assert found.denominator == sum(whole for _, whole in pairs)


def test_each_term_names_the_cells_it_read() -> None:
    term = figure(assessed(worked_example()), "IND_c/GN").terms[0]
    assert [(source.place, source.value) for source in term.sources] == [
        ("T03[GN].REQ_ACC", str(WORKED["T03.REQ_ACC"])),
        ("T03[GN].REQ_SUB", str(WORKED["T03.REQ_SUB"])),
        ("B[GN].B0_01", "Y"),
    ]


def test_flags_on_the_cells_that_were_used_are_said() -> None:
    one = worked_example()
    place = Place("T03", ("GN",), "REQ_SUB")
    cell = one.answers.cells[place]
    one.answers.cells[place] = type(cell)(value=cell.value, flags="EP")
    assert assessed(one).countries[0].flags == "EP"
