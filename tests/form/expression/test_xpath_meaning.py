"""What is printed as XPath means what the engine computes: both answer alike, true, false or undecided, whatever is blank.

The functions that survey programs add to XPath are written here by hand.
"""

import re
from datetime import date
from random import Random
from typing import Any, Final

import pytest
from lxml import etree

from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Place
from readmission.engine.program import Engine
from readmission.form.expression.names import Names
from readmission.form.expression.parse import parse
from readmission.form.expression.xpath import fails, holds
from readmission.form.expression.xpath_questions import Spot
from readmission.form.model import Form
from readmission.form.nodes import Kind
from readmission.form.reader import read_form
from readmission.form.round import Dates, Round, ScopeEntry
from readmission.form.xlsform_plan import plan

FORM: Final = """\
form: {id: small, edition: "2025", title: Small, countries: CL_COUNTRY, states: CL_STATE, settled_by: CL_STATE, proposal: Invented.}
parameters: {half: {label: Half, value: 0.5}}
codelists:
  CL_COUNTRY: {label: Country, codes: {GN: Guinea, ML: Mali}}
  CL_STATE: {label: State, codes: {BE: Belgium}}
  CL_FREQ: {label: How often, codes: {5: {label: always, rank: 5}, 1: {label: never, rank: 1}, 9: do not know}}
tables:
  B:
    label: Dossier
    shape: form
    by: {country: CL_COUNTRY}
    fields:
      F: {type: code, codelist: CL_FREQ, label: F}
      G: {type: code, codelist: CL_FREQ, label: G}
      N: {type: count, label: N}
      M: {type: decimal, places: 1, label: M}
      Y: {type: yes-no, label: Y}
      D: {type: date, label: D}
      W: {type: text, label: W}
"""

EXPRESSIONS: Final = (
    'F == "5"',
    'F != "5"',
    "F == G",
    "F != G",
    "F < G",
    'F >= "5"',
    'F in ("5", "9")',
    'F not in ("5", "9")',
    "rank(F) + 1 > N",
    "N == 3",
    "N != 3",
    "N + M > 3",
    "N - M <= 0 or Y",
    "N * 2 >= M / N",
    "rate(N, M) > 50",
    "N > half * M",
    "-N < 0 - 1",
    "abs(N - M) > 1",
    "near(N, M, 2)",
    "given(F) and not given(W)",
    "given(N / M)",
    "not Y",
    "Y == (N > 1)",
    "Y if N > 1 else given(F)",
    '(N if Y else M) > 2 and not F == "1"',
    "length(W) < 2",
    'matches(W, "[a-c]+")',
    'W == "abc"',
    'D < date("2025-06-01")',
    'D != date("2025-06-01")',
    "year(D) == 2025",
    "number(x > 1 for x in (N, M)) == 1",
    'country == "GN" and Y',
)
VALUES: Final[dict[str, tuple[Any, ...]]] = {
    "F": ("5", "1", "9"),
    "G": ("5", "1", "9"),
    "N": (0, 1, 2, 3),
    "M": (0, 10, 15, 30),
    "Y": ("Y", "N"),
    "D": ("2024-02-29", "2025-06-01", "2025-12-31"),
    "W": ("a", "abc", "d e"),
}
ROUND: Final = Round(
    id="2025",
    edition="2025",
    year=2025,
    version=1,
    rehearsal=True,
    structure="0" * 128,
    states=("BE",),
    scope=(ScopeEntry("GN", None), ScopeEntry("ML", None)),
    dates=Dates(date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)),
    parameters={"half": 5},
    extracts={},
    audience="EU",
    marking="",
    marking_ceiling="",
)


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form({"form.yaml": FORM.encode()})


def as_typed(field: str, value: Any) -> str:
    if field == "Y":
        return {"Y": "yes", "N": "no"}[value]
    return f"{value / 10:.1f}" if field == "M" else str(value)


def day(text: str) -> float:
    return float(date.fromisoformat(text).toordinal()) if text else float("nan")


def surveyed(xpath: str, typed: dict[str, str]) -> bool:
    functions = {
        (None, "if"): lambda _context, condition, then, otherwise: then if condition else otherwise,
        (None, "abs"): lambda _context, number: abs(number),
        (None, "date"): lambda _context, text: text,
        (None, "decimal-date-time"): lambda _context, text: day(text),
        (None, "substr"): lambda _context, text, start, end: text[int(start) : int(end)],
        (None, "regex"): lambda _context, text, pattern: re.search(pattern, text) is not None,
    }
    printed = re.sub(r"\$\{([^}]+)\}", r"$\1", xpath)
    return etree.XPath(f"boolean({printed})", extensions=functions)(etree.Element("data"), **typed) is True


@pytest.mark.parametrize("source", EXPRESSIONS)
def test_the_survey_decides_as_the_engine_does(form: Form, source: str) -> None:
    names = Names.of(form.codelists, form.tables, form.parameters)
    expression = parse(source, table="B", names=names, want=Kind.TRUTH)
    spot = Spot(names, plan(form).questions, "B")
    true, false = holds(expression.root, spot), fails(expression.root, spot)
    chance, engine = Random(source), Engine(form, ROUND)
    for _time in range(150):
        given = {field: chance.choice(values) for field, values in VALUES.items() if chance.random() < 0.75}
        cells = {Place("B", ("GN",), field): Cell(value=value) for field, value in given.items()}
        session = engine.open(Answers.of(cells), last=Answers.empty(), reference=Answers.empty())
        decided = session.evaluate(expression)[("GN",)]
        typed = {f"B.{field}": as_typed(field, given[field]) if field in given else "" for field in VALUES}
        typed["key.country"] = "GN"
        assert (surveyed(true, typed), surveyed(false, typed)) == (decided == 1, decided == 0), given
