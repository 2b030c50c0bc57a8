"""The semantics of SEMANTICS.md, cell by cell and by hand, as SQLite answers the printed SQL."""

from typing import Final, TypeAlias

import pytest

from oracle.data import World, oracle
from oracle.vocabulary import NAMES
from readmission.answers.changes import Answers
from readmission.answers.model import BLANK, Cell, Place, Reason
from readmission.form.expression.parse import parse
from readmission.form.expression.sql import select

Result: TypeAlias = tuple[int | float | str | None, str]

VOID: Final = (None, "x")
UNKNOWN: Final = (None, "u")
TRUE: Final = (1, "v")
FALSE: Final = (0, "v")
STATES: Final = {"void": Cell(reason=Reason.NOT_APPLICABLE), "blank": BLANK, "withheld": Cell(reason=Reason.WITHHELD)}


def value(number: float) -> Result:
    return number, "v"


def world(now: dict[str, Cell], last: dict[str, Cell] | None = None, reference: dict[str, Cell] | None = None) -> World:
    years = (now, last or {}, reference or {})
    return World(*(Answers.of({Place.parse(place): cell for place, cell in cells.items()}, frozenset({"L"})) for cells in years))


def answer(source: str, cells: World, table: str = "T", key: tuple[str, ...] = ("GN",)) -> Result:
    connection = oracle(cells)
    query = select(parse(source, table=table, names=NAMES, want=None), NAMES)
    rows = {tuple(row[:-2]): (row[-2], row[-1]) for row in connection.execute(query)}
    connection.close()
    return rows[key]


def two(left: str, right: str) -> World:
    """RD is 7 or a state, RD_F is 3 or a state."""
    return world(
        {
            "T[GN].RD": STATES.get(left, Cell(value=7)),
            "T[GN].RD_F": STATES.get(right, Cell(value=3)),
        }
    )


PAIRS: Final = [(left, right) for left in ("value", "void", "blank") for right in ("value", "void", "blank")]

# For each operator the nine results, in the order of PAIRS: value, void, blank on the left by the same on the right.
OPERATORS: Final[dict[str, list[Result]]] = {
    "RD + RD_F": [value(10), value(7), UNKNOWN, value(3), VOID, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    "RD - RD_F": [value(4), value(7), UNKNOWN, value(-3), VOID, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    "RD * RD_F": [value(21), *[UNKNOWN] * 8],
    "RD / RD_F": [value(7 / 3), *[UNKNOWN] * 8],
    "rate(RD_F, RD)": [value(300 / 7), *[UNKNOWN] * 8],
    "RD <= RD_F": [FALSE, *[UNKNOWN] * 8],
    "RD != RD_F": [TRUE, *[UNKNOWN] * 8],
    "near(RD, RD_F, 4)": [TRUE, *[UNKNOWN] * 8],
    "least(RD, RD_F)": [value(3), *[UNKNOWN] * 8],
    "greatest(RD, RD_F)": [value(7), *[UNKNOWN] * 8],
    "multiple(RD, RD_F)": [FALSE, *[UNKNOWN] * 8],
    "coalesce(RD, RD_F)": [value(7), value(7), value(7), value(3), UNKNOWN, UNKNOWN, value(3), UNKNOWN, UNKNOWN],
    "number(RD > 1, RD_F > 1)": [value(count) for count in (2, 1, 1, 1, 0, 0, 1, 0, 0)],
    "given(RD) and not given(RD_F)": [FALSE, TRUE, TRUE, *[FALSE] * 6],
    "given(RD + RD_F)": [TRUE, TRUE, FALSE, TRUE, *[FALSE] * 5],
    "RD + RD_F - RD": [value(3), value(0), UNKNOWN, value(3), VOID, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    "RD if RD_F > 1 else RD_F": [value(7), VOID, UNKNOWN, VOID, VOID, UNKNOWN, UNKNOWN, VOID, UNKNOWN],
    "-RD + RD_F": [value(-4), value(-7), UNKNOWN, value(3), VOID, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    "abs(RD) + abs(RD_F)": [value(10), *[UNKNOWN] * 8],
    "-RD": [value(-7)] * 3 + [VOID] * 3 + [UNKNOWN] * 3,
}


@pytest.mark.parametrize("source", OPERATORS)
def test_an_operator_follows_the_table_for_every_pair_of_states(source: str) -> None:
    assert [answer(source, two(*pair)) for pair in PAIRS] == OPERATORS[source]


TRUTHS: Final = {"Y": 1, "N": 0, "": None}

# `and`, `or`, `==`, `!=`, `if` of two conditions, each true, false or undecided.
JUNCTIONS: Final[dict[str, list[int | None]]] = {
    "shown and S['CH'].chosen": [1, 0, None, 0, 0, 0, None, 0, None],
    "shown or S['CH'].chosen": [1, 1, 1, 1, 0, None, 1, None, None],
    "shown == S['CH'].chosen": [1, 0, None, 0, 1, None, None, None, None],
    "shown != S['CH'].chosen": [0, 1, None, 1, 0, None, None, None, None],
    "not shown": [0, 0, 0, 1, 1, 1, None, None, None],
    "shown if S['CH'].chosen else True": [1, 1, 1, 0, 1, 1, None, 1, 1],
}


@pytest.mark.parametrize("source", JUNCTIONS)
def test_conditions_join_as_kleene_says(source: str) -> None:
    cells = [
        {"T[GN].shown": Cell(value=left or None), "S[GN/CH].chosen": Cell(value=right or None), "B[GN].open": Cell(value="Y")}
        for left in TRUTHS
        for right in TRUTHS
    ]
    assert [answer(source, world(each))[0] for each in cells] == JUNCTIONS[source]


def rows(*amounts: int | str, used: str = "") -> World:
    """A list of GN with these amounts (or states), every row used but those marked N."""
    cells = {}
    for index, amount in enumerate(amounts):
        said = used[index] if used else "Y"
        cells[f"L[GN/r{index}].used"] = Cell(value=said) if said != "?" else BLANK
        cells[f"L[GN/r{index}].amount"] = Cell(value=amount) if isinstance(amount, int) else STATES[amount]
    return world(cells)


# What aggregates make of: no row, values, a void one, an unknown one, void ones only, unknown ones only.
MEMBERS: Final = (
    rows(),
    rows(5, 2, 2),
    rows(5, "void", 2),
    rows(5, "void", "withheld"),
    rows("void", "void"),
    rows("void", "blank"),
)
AGGREGATES: Final[dict[str, list[Result]]] = {
    "sum(L.amount)": [value(0), value(9), value(7), UNKNOWN, VOID, UNKNOWN],
    "sum(L.amount, missing='skip')": [value(0), value(9), value(7), value(5), VOID, UNKNOWN],
    "sum(L.amount, where=L.amount > 2)": [value(0), value(5), value(5), value(5), value(0), value(0)],
    "min(L.amount)": [UNKNOWN, value(2), value(2), UNKNOWN, UNKNOWN, UNKNOWN],
    "max(L.amount, missing='skip')": [UNKNOWN, value(5), value(5), value(5), UNKNOWN, UNKNOWN],
    "mean(L.amount)": [UNKNOWN, value(3.0), value(3.5), UNKNOWN, UNKNOWN, UNKNOWN],
    "mean(L.amount, missing='skip')": [UNKNOWN, value(3.0), value(3.5), value(5.0), UNKNOWN, UNKNOWN],
    "count(L)": [value(count) for count in (0, 3, 3, 3, 2, 2)],
    "count(L.amount > 2)": [value(count) for count in (0, 1, 1, 1, 0, 0)],
    "any(L.amount > 4)": [FALSE, TRUE, TRUE, TRUE, UNKNOWN, UNKNOWN],
    "any(L.amount > 5)": [FALSE, FALSE, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    "all(L.amount > 1)": [TRUE, TRUE, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    "all(L.amount > 4)": [TRUE, FALSE, FALSE, UNKNOWN, UNKNOWN, UNKNOWN],
    "sum(L.amount) + 1": [value(1), value(10), value(8), UNKNOWN, value(1), UNKNOWN],
}


@pytest.mark.parametrize("source", AGGREGATES)
def test_an_aggregate_follows_the_table_for_every_sort_of_members(source: str) -> None:
    assert [answer(source, members) for members in MEMBERS] == AGGREGATES[source]


def test_a_member_counts_only_where_its_condition_is_certainly_true() -> None:
    members = rows(5, 7, 9, used="YN?")
    assert answer("sum(L.amount, where=L.used)", members) == value(5)
    assert answer("count(L.used)", members) == value(1)
    assert answer("all(L.amount > 4, where=L.used)", members) == TRUE


def test_a_cell_that_is_not_relevant_is_void_whatever_stands_in_it() -> None:
    hidden = world(
        {"T[GN].shown": Cell(value="N"), "T[GN].RD_M": Cell(reason=Reason.WITHHELD, flags="B"), "T[GN].RD": Cell(value=1)}
    )
    found = [answer(source, hidden) for source in ("RD_M", "RD + RD_M", "missing(RD_M)", 'flagged(RD_M, "B")', "given(RD_M)")]
    assert found == [VOID, value(1), FALSE, FALSE, FALSE]


def test_reasons_and_flags_are_always_decided() -> None:
    cells = world(
        {"T[GN].RD": Cell(reason=Reason.NOT_APPLICABLE), "T[GN].RD_F": Cell(value=1, flags="BE"), "T[GN].FEE": Cell(typed="x")}
    )
    asked = {
        "missing(RD)": TRUE,
        'missing(RD, "NA")': TRUE,
        'missing(RD, "NC")': FALSE,
        "missing(RD_F)": FALSE,
        "missing(FEE)": FALSE,
        'flagged(RD_F, "E")': TRUE,
        'flagged(RD_F, "P")': FALSE,
        'flagged(RD, "B")': FALSE,
        "given(FEE)": FALSE,
        "missing(last(RD))": FALSE,
        "given(E.E_RD)": FALSE,
    }
    assert {source: answer(source, cells) for source in asked} == asked


def test_codes_without_a_rank_are_equal_or_not_but_never_more_or_less() -> None:
    cells = world({"B[GN].rating": Cell(value="DK"), "B[GN].before": Cell(value="4"), "B[GN].trend": Cell(value="UP")})
    asked: dict[str, Result] = {
        'rating == "DK"': TRUE,
        "rating != before": TRUE,
        'rating in ("DK", "1")': TRUE,
        'rating >= "4"': UNKNOWN,
        "rating < before": UNKNOWN,
        "rank(rating)": UNKNOWN,
        "given(rating)": TRUE,
        'before >= "4" and before < "5"': TRUE,
        "rank(before) - 1": value(3),
        'trend == "UP"': TRUE,
        'trend in ("DOWN", "SAME")': FALSE,
        'coalesce(last(trend), "SAME") == "SAME"': TRUE,
    }
    assert {source: answer(source, cells, "B") for source in asked} == asked


def test_rounding_goes_away_from_zero_on_exact_halves() -> None:
    cells = world(
        {"T[GN].shown": Cell(value="Y"), "T[GN].MED": Cell(value=25), "T[GN].FEE": Cell(value=-105), "T[GN].RD": Cell(value=1)}
    )
    asked: dict[str, Result] = {
        "round(MED, 0)": value(3),
        "round(-MED, 0)": value(-3),
        "round(MED, 3)": value(2500),
        "round(FEE, 1)": value(-11),
        "round(FEE + 0.01, 1)": value(-10),
        "round(MED / 10, 2)": value(25),
        "round(MED / 20, 2)": value(13),
        "round(-MED / 20, 2)": value(-13),
        "round(RD / 8, 2)": value(13),
        "round(RD / 3, 4)": value(3333),
        "round(RD * 1.005, 2)": value(101),
        "round(RD / 0, 2)": UNKNOWN,
        "round(2 / 3, 0)": value(1),
    }
    assert {source: answer(source, cells) for source in asked} == asked


def test_numbers_are_brought_to_one_scale() -> None:
    cells = world(
        {"T[GN].shown": Cell(value="Y"), "T[GN].MED": Cell(value=25), "T[GN].FEE": Cell(value=250), "T[GN].RD": Cell(value=2)}
    )
    asked: dict[str, Result] = {
        "MED + FEE": value(500),
        "MED <= FEE": TRUE,
        "MED < FEE": FALSE,
        "near(MED, FEE, 0)": TRUE,
        "MED * FEE": value(6250),
        "FEE - RD": value(50),
        "MED / FEE": value(1.0),
        "MED / FEE * RD": value(2.0),
        "RD / 4 < FEE": TRUE,
        "FEE / 5 + MED": value(3.0),
        "swing * RD": value(100),
        "least(MED, RD)": value(20),
        "MED if RD > 1 else FEE": value(250),
        "coalesce(RD, FEE)": value(200),
        "multiple(FEE, MED)": TRUE,
        "multiple(RD, 0)": UNKNOWN,
        "rate(MED, FEE) > 99.5": TRUE,
        "RD > least_cases": FALSE,
        "reporting_year + 1": value(2026),
    }
    assert {source: answer(source, cells) for source in asked} == asked


def test_texts_and_dates_are_measured() -> None:
    cells = world(
        {"B[GN].remark": Cell(value="né 12"), "B[GN].since": Cell(value="2024-02-29")},
        {"B[GN].remark": Cell(value="ne 12"), "B[GN].since": Cell(value="2023-12-31")},
    )
    asked: dict[str, Result] = {
        "length(remark)": value(5),
        r'matches(remark, "..\s\d+")': TRUE,
        r'matches(remark, "..")': FALSE,
        "same(remark, last(remark))": FALSE,
        'last(remark) == "ne 12"': TRUE,
        "year(since)": value(2024),
        "year(last(since))": value(2023),
        'since > last(since) and since <= date("2024-02-29")': TRUE,
        'year(date("0001-01-01"))': value(1),
        'year(date("9999-12-31"))': value(9999),
    }
    assert {source: answer(source, cells, "B") for source in asked} == asked


def test_rows_are_found_by_the_dimensions_they_share() -> None:
    cells = world(
        {
            **{f"B[{country}].open": Cell(value="Y") for country in ("GN", "ML", "XK")},
            **{f"S[GN/{stage}].n": Cell(value=number) for stage, number in (("CH", 1), ("SC", 2))},
            **{f"S[ML/{stage}].n": Cell(value=number) for stage, number in (("CH", 4), ("SC", 8))},
            "T[GN].RD": Cell(value=2),
            "L[GN/r1].signed": Cell(value="2020-01-01"),
        },
        {"L[GN/r1].signed": Cell(value="2019-01-01"), "L[GN/r2].signed": Cell(value="2018-01-01"), "T[GN].RD": Cell(value=9)},
        {"E[GN].E_RD": Cell(value=5)},
    )
    assert answer("sum(S.n)", cells) == value(3)
    assert answer('S["SC"].n - S["CH"].n', cells) == value(1)
    assert answer('sum(S.n, where=stage == "CH")', cells, "T", ("ML",)) == value(4)
    assert answer('sum(S["CH"].n)', cells, "N", ()) == UNKNOWN
    assert answer("sum(S[\"CH\"].n, missing='skip')", cells, "N", ()) == value(5)
    assert answer("sum(S.n, where=country in ('GN', 'ML') and stage == 'SC')", cells, "N", ()) == value(10)
    assert answer('count(S["CH"].n < S.n)', cells, "N", ()) == value(2)
    assert answer("n >= T.RD", cells, "S", ("GN", "SC")) == TRUE
    assert answer("sum(S.n, where=S.n < RD)", cells) == value(1)
    assert answer("E.E_RD - RD", cells) == value(3)
    assert answer("E.E_RD", cells, "T", ("ML",)) == UNKNOWN
    assert answer("last(RD)", cells) == value(9)
    assert answer("count(L)", cells) == value(1)
    assert answer("last(count(L))", cells) == value(2)
    assert answer("count(given(last(L.signed)))", cells) == value(1)
    assert answer("max(L.signed) > last(max(L.signed))", cells) == TRUE
