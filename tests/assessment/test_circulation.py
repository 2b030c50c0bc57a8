"""A result that is passed on holds nothing that a state keeps to the Commission, nothing small, and no way to work it out."""

from dataclasses import replace

import pytest

from assessed_round import answers, small_form, small_round, submission, ten_states
from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Place
from readmission.assessment import result
from readmission.assessment.assess import assess
from readmission.assessment.circulation import kept_back, shared
from readmission.assessment.result import Assessment, Circulation, Figure, Showing
from readmission.assessment.submission import Submission
from readmission.form.method import Circulation as Asked
from readmission.form.model import Field, FieldType, Form, Shape, Table

CANARY = 31_337


def asking_form() -> Form:
    """The small questionnaire with the two questions about readers, and one question for the Commission only."""
    form = small_form()
    dossier, exceptional = form.tables["B"], Field("B0_05", FieldType.CODE, "Readers", codelist="CL_QUAL")
    secret = Field("B11_06", FieldType.TEXT, "Risks", commission_only=True)
    general = Table("A", "General", Shape.FORM, (), (Field("A1_07", FieldType.CODE, "Readers", codelist="CL_QUAL"),))
    tables = form.tables | {"A": general, "B": replace(dossier, fields=(*dossier.fields, exceptional, secret))}
    return replace(form, tables=tables, circulation=Asked(("B", "B0_05"), ("A", "A1_07"), "1"))


FORM = asking_form()


def assessed(submissions: dict[str, Submission], circulation: Circulation) -> Assessment:
    return assess(FORM, small_round(), submissions, circulation=circulation)


def figure(found: Assessment, name: str) -> Figure:
    return next(figure for country in found.countries for figure in country.figures if figure.id == name)


def with_cells(one: Submission, cells: dict[Place, Cell]) -> Submission:
    return replace(one, answers=Answers.of(one.answers.cells | cells, FORM.lists))


def reserved(country: str = "GN") -> dict[str, Submission]:
    """All states, of which one keeps its answers on a country, with a number that nobody else has, to the Commission."""
    found = ten_states()
    cells = {Place("B", (country,), "B0_05"): Cell(value="1")} | answers(country, {"T01.RD": CANARY, "T01.RD_PERS": CANARY})
    found["BE"] = with_cells(found["BE"], cells)
    return found


def test_the_number_of_a_reserved_dossier_is_nowhere_in_the_shared_result() -> None:
    found = reserved()
    assert str(CANARY) not in result.write(assessed(found, Circulation.SHARED)).decode()


def test_the_same_number_stands_in_the_commissions_own_result() -> None:
    assert str(CANARY) in result.write(assessed(reserved(), Circulation.COMMISSION)).decode()


def test_the_total_that_is_passed_on_is_that_of_the_others_alone() -> None:
    found = reserved()
    without = {state: one for state, one in found.items() if state != "BE"}
    shown, others = (figure(assessed(one, Circulation.SHARED), "IND_a/GN") for one in (found, without))
    assert shown.numerator == others.numerator is not None


def test_the_default_of_a_state_holds_for_countries_that_say_nothing_else() -> None:
    cells = answers("GN", {"T01.RD": 5}) | answers("ML", {"T01.RD": 7, "B.B0_05": "2"})
    cells[Place("A", (), "A1_07")] = Cell(value="1")
    assert kept_back(FORM, submission("BE", cells).answers) == {"GN"}


@pytest.mark.parametrize("cell", [Cell(value=9, flags="C"), Cell(value=9, flags="BC")])
def test_a_number_given_as_confidential_is_not_passed_on(cell: Cell) -> None:
    kept = shared(FORM, submission("BE", {Place("T01", ("GN",), "RD"): cell}))
    assert not kept.answers.cells


def test_a_number_with_another_flag_is_passed_on() -> None:
    kept = shared(FORM, submission("BE", {Place("T01", ("GN",), "RD"): Cell(value=9, flags="BE")}))
    assert kept.answers.cells


def test_a_question_for_the_commission_only_is_not_passed_on() -> None:
    kept = shared(FORM, submission("BE", answers("GN", {"B.B11_06": "text", "B.B12_01": "4"})))
    assert [place.field for place in kept.answers.cells] == ["B12_01"]


def small_parts(numbers: dict[str, int]) -> Figure:
    one = {state: submission(state, answers("GN", {"B.B0_01": "Y", "T01.RD": number})) for state, number in numbers.items()}
    return figure(assessed(one, Circulation.SHARED), "IND_a/GN")


def test_a_small_number_takes_the_next_smallest_with_it_so_that_the_total_gives_nothing_away() -> None:
    found = small_parts({"BE": 3, "DE": 200, "EL": 50, "ES": 90})
    assert {term.state for term in found.terms if term.showing is Showing.SMALL} == {"BE", "EL"}
    assert found.numerator == 343


def test_zero_is_no_small_number() -> None:
    found = small_parts({"BE": 0, "DE": 200, "EL": 50})
    assert not [term for term in found.terms if term.showing is Showing.SMALL]


def test_a_small_total_is_not_passed_on() -> None:
    found = small_parts({"BE": 2, "DE": 1})
    assert (found.showing, found.numerator) == (Showing.SMALL, None)


def test_no_cell_of_a_ministry_stands_in_the_shared_result() -> None:
    found = assessed(ten_states(), Circulation.SHARED)
    sources = [term.sources for country in found.countries for each in country.figures for term in each.terms]
    ratings = [rating for country in found.countries if country.classified for rating in country.classified.ratings]
    assert not any(sources)
    assert not any(rating.sources or rating.weight for rating in ratings)
