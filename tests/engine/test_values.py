"""What an operator or a function yields for values, void and unknown operands (the tables of SEMANTICS.md, by hand)."""

from math import isclose
from typing import Any, Final

import pytest

from engine.small_form import answers, form_of, opened, parsed, round_of
from readmission.answers.model import Cell, Reason
from readmission.engine.program import Engine
from readmission.form.nodes import Kind

NA = Reason.NOT_APPLICABLE
DK = Reason.DO_NOT_KNOW
MISSING: Final = None

# Row GN: a = 7, b void, c unknown, all = 0, days = 2.5; row ML: a void, b void; row XK: everything blank.
CELLS: Final[dict[str, Any]] = {
    "T_GN__a": 7,
    "T_GN__b": NA,
    "T_GN__c": Cell(reason=DK, flags=""),
    "T_GN__all": 0,
    "T_GN__days": 25,
    "T_ML__a": NA,
    "T_ML__b": NA,
    "T_ML__all": Cell(value=100, flags="BE"),
    "T_ML__days": "?12,5",
    "B_GN__gate": "N",
    "B_GN__rating": "4",
    "B_GN__since": "2024-02-29",
    "B_ML__rating": "8",
    "B_ML__gate": "Y",
    "B_ML__why": "not shown",
    "T_GN__gated": 3,
    "T_ML__gated": 11,
    "B_GN__why": "çé12",
}

NUMBERS: Final[dict[str, Any]] = {
    "a + all": 7,
    "a - days": 4.5,
    "a + b": 7,
    "b - a": -7,
    "b + b": MISSING,
    "a + c": MISSING,
    "b + c": MISSING,
    "b + b + a": 7,
    "a + gated": 7,
    "gated + b": MISSING,
    "-a": -7,
    "-b + a": 7,
    "a * days": 17.5,
    "a * b": MISSING,
    "a / days": 2.8,
    "a / all": MISSING,
    "share(days, a)": 2.5 / 7,
    "rate(a, 28)": 25,
    "rate(a, all)": MISSING,
    "a if gated > 0 else days": 2.5,
    "(b if gated > 0 else a) + 1": 8,
    "(b if a > 0 else a) + 1": 1,
    "abs(days - a)": 4.5,
    "abs(b)": MISSING,
    "least(a, days)": 2.5,
    "greatest(a, days, 9)": 9,
    "least(a, b)": MISSING,
    "coalesce(b, c, days)": 2.5,
    "coalesce(b, c)": MISSING,
    "round(days, 0)": 3,
    "round(-days, 0)": -3,
    "round(days * days, 1)": 6.3,
    "round(days, 3)": 2.5,
    "round(a / 8, 2)": 0.88,
    "round(-a / 8, 2)": -0.88,
    "round(c, 0)": MISSING,
    "rank(B.rating)": 4,
    "year(B.since)": 2024,
    "length(B.why)": 4,
    "number(x > 0 for x in (a, b, c, all, days))": 2,
    "sum(x for x in (a, b, all))": 7,
    "swing * a": 3.5,
    "reporting_year": 2025,
    "parts": 7,
    "share": MISSING,
}

CONDITIONS: Final[dict[str, Any]] = {
    "a == 7": True,
    "a != 7": False,
    "a == b": MISSING,
    "a != c": MISSING,
    "all <= days": True,
    "0 <= all < a": True,
    "0 < all < c": False,
    "a > 0 and c > 0": MISSING,
    "a < 0 and c > 0": False,
    "a > 0 or c > 0": True,
    "a < 0 or c > 0": MISSING,
    "not c > 0": MISSING,
    "not (a < 0 or c > 0)": MISSING,
    "B.gate": False,
    "not B.gate": True,
    "B.gate == (a == 0)": True,
    "given(a)": True,
    "given(b)": False,
    "given(c)": False,
    "given(a + b)": True,
    "missing(a)": False,
    "missing(b)": True,
    'missing(c, "DK")': True,
    'missing(c, "NC")': False,
    "missing(gated)": False,
    'flagged(all, "B")': False,
    "near(a, days, 4.5)": True,
    "near(a, days, 4.4)": False,
    "near(a, c, 1)": MISSING,
    "multiple(a, 7)": True,
    "multiple(days, 2)": False,
    "multiple(a, all)": MISSING,
    'B.rating in ("4", "5")': True,
    'B.rating in ("1",)': False,
    'B.rating < "5"': True,
    'B.rating == "4"': True,
    'matches(B.why, "[a-z]+")': False,
    'matches(B.why, ".*12")': True,
    'B.why == "çé12"': True,
    'B.since < date("2025-01-01")': True,
    'country in ("GN", "XK")': True,
    "(a > 0 if c > 0 else a < 0)": False,
    "any(x > 5 for x in (a, c))": True,
    "all(x > 5 for x in (a, c))": MISSING,
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(form_of(), round_of())


@pytest.mark.parametrize("source", NUMBERS)
def test_a_number_is_what_the_table_says(source: str, engine: Engine) -> None:
    found = engine.open(answers(**CELLS)).evaluate(parsed(source, "T"))["GN",]
    wanted = NUMBERS[source]
    assert (found is None) == (wanted is None)
    assert found is None or wanted is None or isclose(found, wanted, rel_tol=1e-15)


@pytest.mark.parametrize("source", CONDITIONS)
def test_a_condition_is_what_the_table_says(source: str, engine: Engine) -> None:
    found = engine.open(answers(**CELLS)).evaluate(parsed(source, "T", Kind.TRUTH))["GN",]
    wanted = CONDITIONS[source]
    assert found == (None if wanted is None else float(wanted))


@pytest.mark.parametrize("source", [*NUMBERS, *CONDITIONS])
def test_one_row_computed_alone_equals_the_row_of_a_column(source: str, engine: Engine) -> None:
    session = engine.open(answers(**CELLS))
    expression = parsed(source, "T")
    for key, number in session.evaluate(expression).items():
        (shown,) = session.shown(expression, [key])
        assert (shown is None) == (number is None)
        if isinstance(shown, tuple) and number is not None and not expression.root.type.ratio:
            assert shown == (round(number * 10 ** shown[1]), expression.root.type.scale)


def test_an_unranked_code_is_a_value_but_cannot_be_ordered() -> None:
    session = opened({}, **CELLS)
    wanted = {'B.rating == "8"': 1.0, 'B.rating < "5"': None, "rank(B.rating)": None, "given(B.rating)": 1.0}
    assert {source: session.evaluate(parsed(source, "T"))["ML",] for source in wanted} == wanted


def test_text_that_is_no_number_is_unknown() -> None:
    session = opened({}, **CELLS)
    assert session.evaluate(parsed("given(days)", "T"))["ML",] == 0.0
    assert session.evaluate(parsed("missing(days)", "T"))["ML",] == 0.0
    assert session.evaluate(parsed("days + 1", "T"))["ML",] is None


def test_a_cell_that_is_not_relevant_is_void_and_keeps_what_stands_in_it() -> None:
    session = opened({}, **CELLS)
    assert session.evaluate(parsed("1 + gated", "T"))["GN",] == 1.0
    assert session.evaluate(parsed("1 + gated", "T"))["ML",] == 12.0
    assert {one.value for place, one in session.answers.cells.items() if place.field == "gated"} == {3, 11}


def test_a_text_that_is_not_relevant_has_no_length_and_no_flag() -> None:
    session = opened(B_GN__rating="3", B_GN__why=Cell(value="abc", flags="B"))
    assert session.evaluate(parsed("length(why)", "B"))["GN",] is None
    assert session.evaluate(parsed('flagged(why, "B")', "B"))["GN",] == 0.0


def test_a_half_is_rounded_away_from_zero_where_sqlite_and_python_do_not() -> None:
    session = opened(T_GN__a=5, T_GN__b=1)
    wanted = {"round(a / 1000, 2)": 1, "round(0 - a / 1000, 2)": -1, "round(a / 2, 0)": 3, "round(b / 2, 0)": 1}
    assert {source: session.evaluate_scaled(parsed(source, "T"))["GN",] for source in wanted} == wanted


def test_numbers_of_53_bits_are_added_exactly() -> None:
    most = 2**53 - 1
    session = opened(T_GN__a=most - 1, T_GN__b=1, T_GN__all=most)
    assert session.evaluate_scaled(parsed("a + b", "T"))["GN",] == most
    assert session.evaluate(parsed("all == a + b", "T"))["GN",] == 1.0


def test_a_ratio_has_no_exact_scale() -> None:
    with pytest.raises(TypeError, match="ratio"):
        opened().evaluate_scaled(parsed("a / b", "T"))


def test_a_threshold_of_the_round_replaces_the_one_of_the_form() -> None:
    engine = Engine(form_of(), round_of(parameters={"swing": 25}))
    assert engine.open(answers(T_GN__a=4)).evaluate(parsed("swing * a", "T"))["GN",] == 10.0
