"""The engine and SQLite agree about every expression: two interpreters of one typed form that share no code.

A number is compared exactly where it is a scaled integer and to the last bits where it is a ratio; whether an empty result is void
or unknown shows in the sum of the expression and 1.
"""

import sqlite3
from dataclasses import replace
from datetime import date
from math import isclose
from typing import Final

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from oracle.data import World, oracle, random_world, worlds
from oracle.expressions import Written, expressions
from oracle.vocabulary import COUNTRIES, NAMES, PARAMETERS, REPORTING_YEAR_OF_TESTS, sample_form
from readmission.engine.program import Engine, Session
from readmission.form.expression.parse import parse
from readmission.form.expression.sql import select
from readmission.form.nodes import COUNT, Arithmetic, Constant, Expression, Kind
from readmission.form.round import Dates, Round, ScopeEntry

ROUND: Final = Round(
    id="2025",
    edition="2025",
    year=REPORTING_YEAR_OF_TESTS,
    version=1,
    rehearsal=True,
    structure="0" * 128,
    states=("BE",),
    scope=tuple(ScopeEntry(country, None) for country in COUNTRIES),
    dates=Dates(date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)),
    parameters={name: parameter.value for name, parameter in PARAMETERS.items()},
    extracts={},
    audience="EU",
    marking="",
    marking_ceiling="",
)
ENGINE: Final = Engine(sample_form(), ROUND)


def agree(mine: float | None, theirs: float | None, expression: Expression) -> bool:
    if mine is None or theirs is None:
        return mine is None and theirs is None
    if expression.root.type.ratio:
        return isclose(mine, theirs, rel_tol=1e-12, abs_tol=1e-12)
    return mine == theirs


def compare(session: Session, mine: Expression, theirs: Expression, connection: sqlite3.Connection) -> None:
    """One expression in the engine against one in SQLite: the same one, but for a control."""
    computed = session.evaluate(mine) if mine.root.type.ratio else session.evaluate_scaled(mine)
    answered = {tuple(row[:-2]): row[-2] for row in connection.execute(select(theirs, NAMES))}
    assert set(computed) == set(answered)
    wrong = {key: (computed[key], answered[key]) for key in answered if not agree(computed[key], answered[key], mine)}
    assert not wrong, f"engine and SQLite: {wrong}"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(expressions(), min_size=5, max_size=5), worlds())
def test_the_engine_computes_what_sqlite_computes(written: list[Written], world: World) -> None:
    session = ENGINE.open(world.now, last=world.last, reference=world.reference)
    connection = oracle(world)
    for one in written:
        note(f"{one.table}: {one.source}")
        expression = parse(one.source, table=one.table, names=NAMES, want=None)
        compare(session, expression, expression, connection)
        if expression.root.type.kind is Kind.NUMBER:
            more = replace(expression, root=Arithmetic(expression.root.type, "+", expression.root, Constant(COUNT, 1)))
            compare(session, more, more, connection)
    connection.close()


DIFFERENT: Final = {
    "RD + RD_F": "RD - RD_F",
    "RD + RD_M": "RD + coalesce(RD_M, 0)",
    "sum(S.n)": "sum(S.n, missing='skip')",
    "any(S.chosen)": "count(S.chosen) > 0",
    "last(RD) == 1": "RD == 1",
    "missing(RD)": "not given(RD)",
}


@pytest.mark.parametrize("mine", DIFFERENT)
def test_a_difference_between_the_two_is_seen(mine: str) -> None:
    differences = 0
    written, other = (parse(source, table="T", names=NAMES, want=None) for source in (mine, DIFFERENT[mine]))
    for seed in range(50):
        world = random_world(seed)
        session = ENGINE.open(world.now, last=world.last, reference=world.reference)
        connection = oracle(world)
        try:
            compare(session, written, other, connection)
        except AssertionError:
            differences += 1
        compare(session, written, written, connection)
        connection.close()
    assert differences > 0
