"""Classes: shares of states, the least number of states, weights, and what is said beside them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessed_round import STATES, answers, small_form, small_round, submission
from readmission.assessment.assess import assess
from readmission.assessment.classes import RatingIsNoQuestion
from readmission.assessment.method import ParameterMissing
from readmission.assessment.result import Classified, Country, NoteKind, Part
from readmission.form.model import Form
from readmission.form.nodes import COUNT, Constant, Expression

FORM = small_form()


def rated(*ratings: str, weights: tuple[int, ...] = (), cases: str = "", form: Form = FORM) -> Country:
    found = {}
    for place, (state, rating) in enumerate(zip(STATES, ratings, strict=False)):
        values: dict[str, int | str] = {"B.B0_01": cases[place] if cases else "Y"}
        if rating != "-":
            values["B.B12_01"] = rating
        if weights:
            values["T03.REQ_SUB"] = weights[place]
        found[state] = submission(state, answers("GN", values))
    return assess(form, small_round(), found).countries[0]


def classified(country: Country) -> Classified:
    assert country.classified is not None
    return country.classified


CLASSES = {
    "six of ten high is well": ("4454441333", "W"),
    "one less is average": ("4454411333", "A"),
    "more than half low is to be improved": ("1212123333", "I"),
    "exactly half low is average": ("1212133333", "A"),
    "four states are not assessed": ("4444", "X"),
    "five states are assessed": ("44441", "W"),
    "nobody rated": ("-----", "X"),
    "states without experience do not count": ("44440000", "X"),
    "nor do those who do not know": ("44449", "X"),
}


@pytest.mark.parametrize(("ratings", "code"), CLASSES.values(), ids=CLASSES)
def test_the_class_follows_from_the_shares(ratings: str, code: str) -> None:
    assert classified(rated(*ratings)).code == code


def test_states_that_do_not_pursue_returns_leave_the_class() -> None:
    found = classified(rated(*"1111155555", cases="PPPPPYYYYY"))
    assert (found.code, found.shares.states) == ("W", 5)
    assert [rating.part for rating in found.ratings].count(Part.LEFT_OUT) == 5


def test_the_weighted_class_stands_beside_and_a_difference_is_said() -> None:
    country = rated(*"44444411", weights=(1, 1, 1, 1, 1, 1, 400, 400))
    found = classified(country)
    assert (found.code, found.weighted_code) == ("W", "I")
    assert NoteKind.WEIGHTED_DIFFERS in {note.kind for note in country.notes}


def test_weights_enter_by_their_square_root() -> None:
    found = classified(rated(*"41333", weights=(4, 9, 0, 0, 16)))
    assert found.weighted is not None
    assert (found.weighted.high, found.weighted.low, found.weighted.middle) == (2_000_000, 3_000_000, 4_000_000)


def test_a_state_whose_weight_is_unknown_is_in_the_shares_but_not_in_the_weighted_ones() -> None:
    values = {state: submission(state, answers("GN", {"B.B0_01": "Y", "B.B12_01": "4"})) for state in STATES[:6]}
    found = classified(assess(FORM, small_round(), values).countries[0])
    assert found.weighted is not None
    assert (found.shares.states, found.weighted.states, found.weighted_code) == (6, 0, "X")


def test_without_a_weight_in_the_form_there_are_no_weighted_shares() -> None:
    found = classified(rated(*"44444", form=small_form(weighted=False)))
    assert (found.weighted, found.weighted_code) == (None, "")


def test_one_state_with_most_of_the_requests_is_said() -> None:
    notes = {note.kind: dict(note.values) for note in rated(*"44444", weights=(61, 10, 10, 10, 9)).notes}
    assert notes[NoteKind.ONE_STATE] == {"state": "BE", "part": 61, "total": 100}
    assert NoteKind.ONE_STATE not in {note.kind for note in rated(*"44444", weights=(60, 10, 10, 10, 10)).notes}


def test_few_states_with_requests_are_said() -> None:
    assert NoteKind.FEW_STATES in {note.kind for note in rated(*"44444", weights=(10, 10, 10, 10, 0)).notes}
    assert NoteKind.FEW_STATES not in {note.kind for note in rated(*"44444", weights=(10, 10, 10, 10, 1)).notes}


def test_ratings_by_stage_are_found_by_their_shape() -> None:
    values = answers("GN", {"B.B0_01": "Y", "B12_02/ID.rating": "4", "B12_02/TD.rating": "0"})
    country = assess(FORM, small_round(), {"BE": submission("BE", values)}).countries[0]
    assert {stage.stage: stage.ratings[0].part for stage in country.stages} == {
        "ID": Part.ENTERED,
        "TD": Part.NO_EXPERIENCE,
        "ACC": Part.NO_ANSWER,
        "OPS": Part.NO_ANSWER,
        "EUTD": Part.NO_ANSWER,
    }
    assert country.stages[0].id == "B12_02.rating/GN/ID"


def test_a_rating_that_is_no_question_is_refused() -> None:
    assert FORM.classification is not None
    odd = replace(FORM.classification, rating=Expression("1", "B", Constant(COUNT, 1)))
    with pytest.raises(RatingIsNoQuestion):
        rated("4", form=replace(FORM, classification=odd))


def test_a_form_without_a_parameter_of_the_method_is_refused() -> None:
    parameters = {name: value for name, value in FORM.parameters.items() if name != "class_well_share"}
    with pytest.raises(ParameterMissing) as refused:
        rated("4", form=replace(FORM, parameters=parameters))
    assert "class_well_share" in str(refused.value)


@settings(deadline=None, max_examples=30)
@given(st.text("012345", min_size=1, max_size=10))
def test_the_class_does_not_depend_on_which_state_said_what(ratings: str) -> None:
    assert classified(rated(*ratings)).code == classified(rated(*ratings[::-1])).code


@settings(deadline=None, max_examples=30)
@given(st.text("12345", min_size=5, max_size=10))
def test_a_better_rating_never_makes_the_class_worse(ratings: str) -> None:
    order = {"I": 0, "A": 1, "W": 2}
    better = str(min(5, int(ratings[0]) + 1)) + ratings[1:]
    assert order[classified(rated(*ratings)).code] <= order[classified(rated(*better)).code]
