"""Conditions printed as XPath: exactly what a condition means where an answer may be blank, or nothing at all."""

import pytest

from readmission.form.expression.names import Names
from readmission.form.expression.parse import parse
from readmission.form.expression.xpath import fails, holds
from readmission.form.expression.xpath_questions import CannotSay, Spot
from readmission.form.model import Form
from readmission.form.nodes import Kind
from readmission.form.reader import read_form
from readmission.form.xlsform_plan import plan

TABLES = """\
tables:
  A:
    label: General
    shape: form
    fields:
      MAIL: {type: text, label: E-mail}
      NUMBER: {type: count, label: Number}
      SURE: {type: yes-no, label: Sure}
  B:
    label: Dossier
    shape: form
    by: {country: CL_COUNTRY}
    fields:
      FREQ: {type: code, codelist: CL_FREQ, label: How often?}
      N: {type: count, label: Number}
      M: {type: count, label: Number, relevant: N > 1}
      D: {type: date, label: Day}
      WHY: {type: text, label: Why?}
  S:
    label: Stages
    shape: choice
    by: {country: CL_COUNTRY, stage: CL_STAGE}
    fields: {chosen: {type: yes-no, label: Experience}}
  M:
    label: Ratings
    shape: matrix
    by: {country: CL_COUNTRY, stage: CL_STAGE}
    fields: {rating: {type: code, codelist: CL_FREQ, label: Rating}}
  R:
    label: Instruments
    shape: list
    by: {country: CL_COUNTRY, row: rows}
    fields: {used: {type: yes-no, label: Used}, title: {type: text, label: Title}}
  E:
    label: Reference
    shape: grid
    origin: reference
    by: {country: CL_COUNTRY}
    fields: {RD: {type: count, label: Decisions}}
"""

SAID = {
    "a code is one or is not": ('FREQ == "5"', "${B.FREQ} = '5'"),
    "unequal to a code needs an answer": ('FREQ != "5"', "(${B.FREQ} != '' and ${B.FREQ} != '5')"),
    "not equal is unequal": ('not FREQ == "5"', "(${B.FREQ} != '' and ${B.FREQ} != '5')"),
    "among codes": ('FREQ in ("5", "1")', "(${B.FREQ} = '5' or ${B.FREQ} = '1')"),
    "not among codes needs an answer": (
        'FREQ not in ("5", "1")',
        "(${B.FREQ} != '' and not(${B.FREQ} = '5' or ${B.FREQ} = '1'))",
    ),
    "unequal numbers are smaller or larger": ("N != 3", "(number(${B.N}) < 3 or number(${B.N}) > 3)"),
    "a parameter is its value": ("N > jump", "number(${B.N}) > 0.50"),
    "given": ("given(WHY)", "${B.WHY} != ''"),
    "not given": ("not given(WHY)", "${B.WHY} = ''"),
    "and turns into or when it is denied": (
        'not (given(WHY) and FREQ == "5")',
        "(${B.WHY} = '' or (${B.FREQ} != '' and ${B.FREQ} != '5'))",
    ),
    "an option is selected": ('S["REQ"].chosen', "selected(${S.chosen}, 'REQ')"),
    "an option is not selected where others may be": (
        'not S["REQ"].chosen',
        "(${S.chosen} != '' and not(selected(${S.chosen}, 'REQ')))",
    ),
    "any option": ("any(S.chosen)", "(selected(${S.chosen}, 'REQ') or selected(${S.chosen}, 'CH'))"),
    "a row of a matrix": ('M["CH"].rating == "1"', "${M.CH.rating} = '1'"),
    "any row of a list": ("any(R.used)", "count(${R.used}[. = 'yes']) > 0"),
    "no row of a list": ("not any(R.used)", "count(${R.used}[not(. = 'no')]) = 0"),
    "the number of rows": ("count(R) == 0", "count(${R}) = 0"),
    "a question that is for no country": ("A.SURE", "${A.SURE} = 'yes'"),
    "the country of the row": ('country == "GN"', "${key.country} = 'GN'"),
    "a quotient by zero is no number": (
        "N / A.NUMBER > 1",
        "if((number(${A.NUMBER}) < 0 or number(${A.NUMBER}) > 0), (number(${B.N})) div number(${A.NUMBER}), number('')) > 1",
    ),
    "an order of codes is that of their ranks": (
        'FREQ < "5"',
        "if(${B.FREQ} = '5', 5, if(${B.FREQ} = '1', 1, number(''))) < if('5' = '5', 5, if('5' = '1', 1, number('')))",
    ),
    "the length of a text that is there": ("length(WHY) < 5", "if(${B.WHY} != '', string-length(${B.WHY}), number('')) < 5"),
    "a day": (
        'D < date("2025-12-31")',
        "if(${B.D} != '', decimal-date-time(${B.D}), number('')) < decimal-date-time(date('2025-12-31'))",
    ),
}

UNSAID = {
    "last year": ("last(N) > 1", "last year"),
    "a reference table": ("E.RD > 1", "table E, which is not in the survey"),
    "a reason": ("missing(N)", "a reason or a flag"),
    "the round": ("N > reporting_year", "only a round says"),
    "a sum with what is not always asked": ("N + M > 1", "adds B.M, which is not always asked"),
    "a function without counterpart": ("least(N, A.NUMBER) > 1", "least() has no counterpart"),
}


@pytest.fixture
def form(small: dict[str, str]) -> Form:
    files = {
        "form.yaml": small["form.yaml"],
        "codelists.yaml": small["codelists.yaml"].replace(
            "  CL_CLASS:\n    label: Class\n    codes: {W: well, A: average, I: improve, X: not assessed}\n", ""
        ),
        "tables.yaml": TABLES,
    }
    return read_form({name: text.encode() for name, text in files.items()})


def spot(form: Form, *, own: str = "") -> Spot:
    return Spot(Names.of(form.codelists, form.tables, form.parameters), plan(form).questions, "B", (), own)


@pytest.mark.parametrize("case", SAID)
def test_said(form: Form, case: str) -> None:
    source, wanted = SAID[case]
    here = spot(form)
    assert holds(parse(source, table="B", names=here.names, want=Kind.TRUTH).root, here) == wanted


@pytest.mark.parametrize("case", UNSAID)
def test_not_said(form: Form, case: str) -> None:
    source, reason = UNSAID[case]
    here = spot(form)
    with pytest.raises(CannotSay, match=reason.replace("(", r"\(").replace(")", r"\)")):
        holds(parse(source, table="B", names=here.names, want=Kind.TRUTH).root, here)


def test_the_question_itself_is_a_point(form: Form) -> None:
    here = spot(form, own="B.N")
    assert fails(
        parse("N <= A.NUMBER", table="B", names=here.names, want=Kind.TRUTH).root, here
    ) == ". > number(${A.NUMBER})".replace(". >", "number(.) >")
