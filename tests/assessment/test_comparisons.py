"""Where the states' answers on one country do not fit together, the report says so; where they do, it is silent."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessed_round import STATES, answers, small_form, small_round, submission
from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Place
from readmission.assessment.comparisons import remarks
from readmission.assessment.method import Method
from readmission.assessment.result import Note, NoteKind
from readmission.assessment.submission import Submission
from readmission.form.method import Comparison, ComparisonKind
from readmission.form.model import Dimension, DimensionKind, Field, FieldType, Form, Origin, Shape, Table

METHOD = Method.of(small_form(), small_round())
COUNTRY = Dimension("country", DimensionKind.COUNTRY, "CL_COUNTRY")


def compared_form() -> Form:
    form = small_form()
    published = Table("E", "E", Shape.GRID, (COUNTRY,), (Field("E_RD", FieldType.COUNT, "Published"),), Origin.REFERENCE)
    flights = Table(
        "R4",
        "Operations",
        Shape.LIST,
        (COUNTRY, Dimension("row", DimensionKind.ROWS)),
        tuple(Field(name, FieldType.TEXT, name) for name in ("op_id", "month", "type")),
    )
    comparisons = (
        Comparison("M07", ComparisonKind.PUBLISHED_SUM, "Sum", (("T01", "RD_PERS"),), against=("E", "E_RD")),
        Comparison("M08", ComparisonKind.SAME_ROWS, "Operations", (("R4", "month"), ("R4", "type")), key="op_id"),
        Comparison("M09", ComparisonKind.SAME_CODE, "Descriptions", (("B", "B12_01"),)),
    )
    return replace(
        form,
        tables=form.tables | {"E": published, "R4": flights},
        comparisons={comparison.id: comparison for comparison in comparisons},
    )


FORM = compared_form()


def said(*submissions: Submission) -> list[Note]:
    return list(remarks(FORM, "GN", submissions, METHOD))


def with_published(state: str, own: int, published: int) -> Submission:
    cells = {Place("E", ("GN",), "E_RD"): Cell(value=published)}
    return replace(submission(state, answers("GN", {"T01.RD_PERS": own})), reference=Answers.of(cells))


def with_flight(state: str, number: str, month: str, kind: str = "CHARTER", row: str = "r1") -> Submission:
    told = {"op_id": number, "month": month, "type": kind}
    return submission(state, {Place("R4", ("GN", row), field): Cell(value=text) for field, text in told.items()})


def test_a_sum_far_from_the_published_one_is_named_with_both() -> None:
    (note,) = said(with_published("BE", 400, 300), with_published("DE", 700, 600))
    assert note.rule == "M07"
    assert note.values == (("comparison", "M07"), ("states", 2), ("sum", 1100), ("published", 900))


def test_a_state_without_a_published_number_does_not_enter_the_sum() -> None:
    assert said(with_published("BE", 400, 400), submission("DE", answers("GN", {"T01.RD_PERS": 900}))) == []


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=10))
def test_rounding_to_five_alone_never_makes_a_remark(numbers: list[int]) -> None:
    rounded = [(number + 2) // 5 * 5 for number in numbers]
    pairs = zip(STATES, numbers, rounded, strict=False)
    assert said(*(with_published(state, own, published) for state, own, published in pairs)) == []


def test_one_operation_with_two_months_is_named_with_its_states() -> None:
    (note,) = said(
        with_flight("BE", "FX-1", "2025-03"), with_flight("DE", "fx-1", "2025-04"), with_flight("FR", "FX-2", "2025-04")
    )
    assert (note.kind, note.rule) == (NoteKind.ROWS_DIFFER, "M08")
    assert dict(note.values)["states"] == "BE DE"


def test_one_operation_told_alike_by_all_is_no_remark() -> None:
    assert said(with_flight("BE", "FX-1", "2025-03"), with_flight("DE", "FX-1", "2025-03", row="r7")) == []


def test_rows_that_lack_a_part_are_not_compared() -> None:
    assert said(with_flight("BE", "FX-1", "2025-03"), with_flight("DE", "FX-1", "")) == []


def test_states_that_describe_one_thing_differently_are_counted() -> None:
    codes = ("4", "4", "4", "2", "1", "5")
    (note,) = said(*(submission(state, answers("GN", {"B.B12_01": code})) for state, code in zip(STATES, codes, strict=False)))
    assert (note.kind, note.rule) == (NoteKind.CODES_DIFFER, "M09")
    assert (dict(note.values)["code"], dict(note.values)["count"], dict(note.values)["states"]) == ("4", 3, 6)


def test_few_states_are_not_asked_to_agree() -> None:
    assert (
        said(*(submission(state, answers("GN", {"B.B12_01": code})) for state, code in zip(STATES, "4215", strict=False))) == []
    )
