"""Random expressions: printed SQL runs in SQLite, and the canonical text is read as the same typed form."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle.data import World, oracle, worlds
from oracle.expressions import Written, expressions
from oracle.vocabulary import NAMES
from readmission.form.expression.parse import parse
from readmission.form.expression.show import show
from readmission.form.expression.sql import select
from readmission.form.nodes import Expression, Kind

SLOWLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def typed(written: Written) -> Expression:
    return parse(written.source, table=written.table, names=NAMES, want=None)


@SLOWLY
@given(expressions())
def test_what_show_prints_is_read_as_the_same_expression(written: Written) -> None:
    expression = typed(written)
    assert parse(show(expression), table=written.table, names=NAMES, want=expression.root.type.kind).root == expression.root


@settings(SLOWLY, max_examples=60)
@given(st.lists(expressions(), min_size=5, max_size=5), worlds())
def test_sqlite_accepts_what_is_printed_and_conditions_are_true_false_or_undecided(written: list[Written], world: World) -> None:
    connection = oracle(world)
    for one in written:
        expression = typed(one)
        rows = connection.execute(select(expression, NAMES)).fetchall()
        for *_, value, state in rows:
            assert (value is not None) == (state == "v")
            if expression.root.type.kind is Kind.TRUTH:
                assert value in (0, 1, None)
    connection.close()
