"""Aggregates over the rows of another table: no members, void and unknown ones, and the members chosen."""

from typing import Any, Final

import pytest

from engine.small_form import answers, form_of, opened, parsed, round_of
from readmission.answers.model import Reason
from readmission.engine.program import Engine

NA = Reason.NOT_APPLICABLE
DK = Reason.DO_NOT_KNOW

# Stages of GN: 4, void, unknown; of ML: all void; the list of GN has two rows, those of the others none.
CELLS: Final[dict[str, Any]] = {
    "Q_GN_ID__n": 4,
    "Q_GN_TD__n": NA,
    "Q_GN_CH__n": DK,
    "Q_ML_ID__n": NA,
    "Q_ML_TD__n": NA,
    "Q_ML_CH__n": NA,
    "Q_XK_ID__n": 1,
    "Q_XK_TD__n": 2,
    "Q_XK_CH__n": 6,
    "Q_GN_ID__chosen": "Y",
    "Q_GN_TD__chosen": "N",
    "Q_XK_ID__chosen": "Y",
    "Q_XK_TD__chosen": "Y",
    "Q_XK_CH__chosen": "Y",
    "Q_ML_ID__chosen": "N",
    "Q_ML_TD__chosen": "N",
    "Q_ML_CH__chosen": "N",
    "R_GN_r1__start": "2020-05-01",
    "R_GN_r2__start": "2021-05-01",
    "R_GN_r1__kind": "EURA",
    "R_GN_r1__amount": 5,
    "R_GN_r2__amount": 20,
    "B_GN__rating": "1",
    "B_ML__rating": "1",
    "B_XK__rating": "1",
}
# Aggregates from the rows of the countries: for GN, ML and XK.
CASES: Final[dict[str, tuple[float | None, float | None, float | None]]] = {
    "sum(Q.n)": (None, None, 9),
    "1 + sum(Q.n)": (None, 1, 10),
    "sum(Q.n, missing='skip')": (4, None, 9),
    "1 + sum(Q.n, missing='skip')": (5, 1, 10),
    "min(Q.n)": (None, None, 1),
    "min(Q.n, missing='skip')": (4, None, 1),
    "max(Q.n)": (None, None, 6),
    "mean(Q.n)": (None, None, 3),
    "mean(Q.n, missing='skip')": (4, None, 3),
    "mean(Q.n / 2)": (None, None, 1.5),
    "count(Q.chosen)": (1, 0, 3),
    "count(Q)": (3, 3, 3),
    "count(where=Q.n > 1)": (1, 0, 2),
    "any(Q.chosen)": (1, 0, 1),
    "all(Q.chosen)": (0, 0, 1),
    "any(Q.n > 5)": (None, None, 1),
    "all(Q.n > 0)": (None, None, 1),
    "sum(Q.n, where=Q.chosen)": (4, 0, 9),
    "sum(Q.n, where=stage != 'CH')": (4, None, 3),
    "sum(R.amount)": (25, 0, 0),
    "count(R)": (2, 0, 0),
    "min(R.amount)": (5, None, None),
    "mean(R.amount)": (12.5, None, None),
    "any(R.kind == 'EURA')": (1, 0, 0),
    "all(R.kind == 'EURA')": (None, 1, 1),
    "year(max(R.start))": (2021, None, None),
    "count(R.amount > T.a)": (0, 0, 0),
    "Q['ID'].n": (4, None, 1),
    "last(count(R))": (0, 0, 0),
    "last(sum(Q.n))": (None, None, None),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(form_of(), round_of())


@pytest.mark.parametrize("source", CASES)
def test_an_aggregate_is_what_the_table_says(source: str, engine: Engine) -> None:
    found = engine.open(answers(**CELLS)).evaluate(parsed(source, "T"))
    assert tuple(found.values()) == CASES[source]


@pytest.mark.parametrize("source", CASES)
def test_one_group_computed_alone_equals_the_group_among_all(source: str, engine: Engine) -> None:
    session = engine.open(answers(**CELLS))
    expression = parsed(source, "T")
    for key, number in session.evaluate(expression).items():
        assert (session.shown(expression, [key]) == [None]) == (number is None)


def test_an_aggregate_for_the_whole_state_runs_over_all_countries() -> None:
    session = opened(T_GN__a=1, T_ML__a=2, T_XK__a=Reason.NOT_APPLICABLE, T_GN__b=1)
    assert session.evaluate(parsed("sum(T.a)", "N")) == {(): 3.0}
    assert session.evaluate(parsed("sum(T.b)", "N")) == {(): None}
    assert session.evaluate(parsed("sum(T.a, where=country == 'ML')", "N")) == {(): 2.0}


def test_rows_of_last_year_are_members_though_they_are_gone_this_year() -> None:
    engine = Engine(form_of(), round_of())
    session = engine.open(answers(R_GN_r2__amount=1), last=answers(R_GN_r1__amount=7, R_GN_r2__amount=8))
    assert session.evaluate(parsed("last(sum(R.amount))", "T"))["GN",] == 15.0
    assert session.evaluate(parsed("last(amount)", "R")) == {("GN", "r2"): 8.0}
    assert session.evaluate(parsed("last(count(R)) - count(R)", "T"))["GN",] == 1.0


def test_last_year_is_seen_under_this_forms_conditions_and_calculations() -> None:
    engine = Engine(form_of(), round_of())
    last = answers(T_GN__a=1, T_GN__b=2, T_GN__gated=4, T_GN__all=14, B_GN__gate="N", T_ML__gated=4, B_ML__gate="Y")
    session = engine.open(answers(), last=last)
    assert session.evaluate(parsed("last(parts)", "T"))["GN",] == 3.0
    assert session.evaluate(parsed("last(share)", "T"))["GN",] == 21.4
    assert session.evaluate(parsed("last(gated)", "T")) == {("GN",): None, ("ML",): 4.0, ("XK",): None}


def test_a_row_that_the_table_calls_not_relevant_is_void_in_every_field() -> None:
    session = opened({}, **{**CELLS, "B_XK__rating": "8"})
    assert session.evaluate(parsed("1 + sum(Q.n)", "T"))["XK",] == 1.0
    assert session.evaluate(parsed("count(Q.chosen)", "T"))["XK",] == 0.0
