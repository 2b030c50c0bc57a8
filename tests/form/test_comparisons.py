"""What a form says about comparing the states and about readers is checked against its tables, with the place of each slip."""

import pytest

from readmission.form.method import Circulation, Comparison, ComparisonKind
from readmission.form.problems import FormRefused
from readmission.form.reader import read_form

PUBLISHED = """\
tables:
  E:
    label: Published
    shape: grid
    origin: reference
    by: {country: CL_COUNTRY}
    fields:
      E_RD: {type: count, label: Decisions}
  A:
    label: General
    shape: form
    fields:
      READERS: {type: code, codelist: CL_FREQ, label: Who may read?}
"""


def read(small: dict[str, str], text: str) -> tuple[dict[str, Comparison], Circulation | None]:
    files = small | {"published.yaml": PUBLISHED, "compared.yaml": text}
    form = read_form({name: said.encode() for name, said in files.items()})
    return form.comparisons, form.circulation


def problems(small: dict[str, str], text: str) -> list[str]:
    with pytest.raises(FormRefused) as refused:
        read(small, text)
    return [str(problem) for problem in refused.value.problems]


def comparison(said: str) -> str:
    return f"comparisons:\n  M1: {{label: Something, {said}}}\n"


def circulation(**changed: str) -> str:
    said = {"country": "B.FREQ", "general": "A.READERS", "kept_back": "'9'"} | changed
    return f"circulation: {{{', '.join(f'{name}: {value}' for name, value in said.items())}}}\n"


def test_a_sum_is_held_against_a_published_figure(small: dict[str, str]) -> None:
    found, _ = read(small, comparison("kind: published-sum, fields: T01.RD, against: E.E_RD"))
    assert found["M1"].kind is ComparisonKind.PUBLISHED_SUM
    assert (found["M1"].fields, found["M1"].against) == ((("T01", "RD"),), ("E", "E_RD"))


def test_the_two_questions_about_readers_are_named(small: dict[str, str]) -> None:
    assert read(small, circulation())[1] == Circulation(("B", "FREQ"), ("A", "READERS"), "9")


SLIPS = {
    "kind: published-sum, fields: T01.RD": (
        "compared.yaml, line 2, column 3: A comparison of the kind “published-sum” needs “against”."
    ),
    "kind: same-code, fields: B.FREQ, against: E.E_RD": (
        "compared.yaml, line 2, column 59: “against” does not go with the kind “same-code”."
    ),
    "kind: same-code, fields: B.FREK": ("compared.yaml, line 2, column 51: “B” has no field “FREK”; did you mean “FREQ”?"),
    "kind: same-code, fields: T1.RD": ("compared.yaml, line 2, column 51: There is no table “T1”; did you mean “T01”?"),
    "kind: same-code, fields: T01.RD": "compared.yaml, line 2, column 51: “T01.RD” holds no code.",
    "kind: same-code, fields: A.READERS": (
        "compared.yaml, line 2, column 51: Answers are compared country by country; “A” has no countries."
    ),
    "kind: same-rows, fields: T01.RD, key: RD": "compared.yaml, line 2, column 51: Rows are compared within one list.",
    "kind: published-sum, fields: T01.RD, against: T01.RD_M": (
        "compared.yaml, line 2, column 72: “T01.RD_M” is no published figure of the same kind and rows."
    ),
}


@pytest.mark.parametrize("said", SLIPS)
def test_a_slip_in_a_comparison_is_named_with_its_place(said: str, small: dict[str, str]) -> None:
    assert problems(small, comparison(said)) == [SLIPS[said]]


def test_a_question_that_is_not_asked_for_each_country_cannot_be_an_exception(small: dict[str, str]) -> None:
    assert problems(small, circulation(country="A.READERS")) == [
        "compared.yaml, line 1, column 24: “A.READERS” is not asked for each country."
    ]


def test_a_code_that_is_no_answer_cannot_keep_anything_back(small: dict[str, str]) -> None:
    assert problems(small, circulation(kept_back="C")) == [
        "compared.yaml, line 1, column 63: “C” is no answer to “A.READERS”.",
        "compared.yaml, line 1, column 63: “C” is no answer to “B.FREQ”.",
    ]


def test_readers_of_a_table_are_those_of_its_fields(small: dict[str, str]) -> None:
    files = small | {
        "published.yaml": PUBLISHED.replace("    label: General\n", "    label: General\n    commission_only: true\n")
    }
    form = read_form({name: said.encode() for name, said in files.items()})
    assert form.tables["A"].by_id["READERS"].commission_only
    assert not form.tables["E"].by_id["E_RD"].commission_only
