"""Good expressions: what they are read as, shown in the canonical spelling of the typed form."""

from typing import Final

import pytest

from oracle.vocabulary import NAMES
from readmission.answers.model import Flag, Reason
from readmission.form.expression.names import FLAGS, REASONS, Names
from readmission.form.expression.parse import parse
from readmission.form.expression.reads import reads, rows_read
from readmission.form.expression.show import show
from readmission.form.nodes import (
    COUNT,
    RATIO,
    TRUTH,
    Aggregate,
    Arithmetic,
    Both,
    Call,
    Column,
    Compare,
    Constant,
    Either,
    Expression,
    Kind,
    Missing,
    Period,
    Tally,
    Type,
    walk,
)

# The table, what the author wrote, and the canonical spelling.
GOOD: Final = {
    ("T", "RD_M<=RD"): "RD_M <= RD",
    ("T", "T.RD_M <= RD"): "RD_M <= RD",
    ("T", "RD_M <= RD <= 100"): "RD_M <= RD and RD <= 100",
    ("T", "RD - (RD_M - RD_F) * 2"): "RD - (RD_M - RD_F) * 2",
    ("T", "(RD - RD_M) - RD_F"): "RD - RD_M - RD_F",
    ("T", "-RD + -5"): "-RD + -5",
    ("T", "-(RD + 1)"): "-(RD + 1)",
    ("T", "RD * 0.50"): "RD * 0.50",
    ("T", "not (RD > 1 and shown) or RD == 0"): "not (RD > 1 and shown) or RD == 0",
    ("T", "(RD if shown else RD_M) > 1"): "(RD if shown else RD_M) > 1",
    ("T", "near(RD, last(RD), swing * last(RD))"): "near(RD, last(RD), swing * last(RD))",
    ("T", "last(RD + sum(S.n))"): "last(RD) + last(sum(S.n))",
    ("T", "sum(last(S.n))"): "sum(last(S.n))",
    ("T", "B.rating >= '4'"): 'B.rating >= "4"',
    ("T", "'4' <= B.rating"): '"4" <= B.rating',
    ("T", "B.rating in ('1',)"): 'B.rating in ("1",)',
    ("T", "B.rating not in ('1', 'DK')"): 'not B.rating in ("1", "DK")',
    ("T", "rank(B.rating) - rank(last(B.rating)) >= 2"): "rank(B.rating) - rank(last(B.rating)) >= 2",
    ("T", "S['CH'].chosen and S['SC'].n > 3"): 'S["CH"].chosen and S["SC"].n > 3',
    ("T", "sum(S.n, where=stage == 'CH')"): 'sum(S.n, where=stage == "CH")',
    ("T", "sum(S.n - RD, missing='skip')"): "sum(S.n - RD, missing='skip')",
    ("T", "count(L)"): "count(L)",
    ("T", "count(L.used)"): "count(L, where=L.used)",
    ("T", "count(where=L.used and L.amount > 1)"): "count(L, where=L.used and L.amount > 1)",
    ("T", "count(L.used, where=L.amount > 1)"): "count(L, where=L.used and L.amount > 1)",
    ("T", "any(year(L.signed) <= reporting_year)"): "any(year(L.signed) <= reporting_year)",
    ("T", "True if 1 > 2 else False"): "True if 1 > 2 else False",
    ("N", "sum(S['CH'].n) + sum(T.RD)"): 'sum(S["CH"].n) + sum(T.RD)',
    ("N", "count(where=S['CH'].n > S.n)"): 'count(S, where=S["CH"].n > S.n)',
    ("N", "sum(T.RD, where=country != 'XK') == total"): 'sum(T.RD, where=country != "XK") == total',
    ("S", "n <= T.RD"): "n <= T.RD",
    ("S", 'stage == "CH"'): 'stage == "CH"',
    ("T", "number(x > 20 for x in (RD, E.E_RD)) < 3"): "number(RD > 20, E.E_RD > 20) < 3",
    ("T", "number(x == last(x) for x in (RD, RD_M))"): "number(RD == last(RD), RD_M == last(RD_M))",
    ("T", "number(given(x) for x in fields('RD*'))"): "number(given(RD), given(RD_M), given(RD_F))",
    ("T", "number(x > 1 for x in fields('RD_*')) > 1"): "number(RD_M > 1, RD_F > 1) > 1",
    ("B", "number(x > 1 for x in fields('T.RD_*')) > 1"): "number(T.RD_M > 1, T.RD_F > 1) > 1",
    ("T", "sum(x for x in (RD, RD_M, RD_F)) == 3"): "RD + RD_M + RD_F == 3",
    ("T", "any(x > 1 for x in (RD, RD_M))"): "RD > 1 or RD_M > 1",
    ("T", "all(multiple(x, 5) for x in fields('RD_*'))"): "multiple(RD_M, 5) and multiple(RD_F, 5)",
    ("T", "all(x > 1 for x in (RD,))"): "RD > 1",
    ("B", "same(remark, last(remark))"): "remark == last(remark)",
    ("B", 'length(remark) >= 50 or matches(remark, "[A-Z].*")'): 'length(remark) >= 50 or matches(remark, "[A-Z].*")',
    ("B", "remark == 'say \"no\"'"): "remark == 'say \"no\"'",
    ("B", "since <= date('2025-12-31')"): 'since <= date("2025-12-31")',
    ("B", 'missing(rating) or missing(rating, "NC") or flagged(T.RD, "B")'): (
        'missing(rating) or missing(rating, "NC") or flagged(T.RD, "B")'
    ),
    ("B", "least(since, last(since)) < date('2025-12-31')"): 'least(since, last(since)) < date("2025-12-31")',
    ("T", "share(RD_M, RD) > 0.5"): "RD_M / RD > 0.5",
    ("T", "round(rate(RD_M, RD), 1)"): "round(rate(RD_M, RD), 1)",
    ("T", "shown == (RD > 1)"): "shown and RD > 1 or not shown and not RD > 1",
    ("T", "RD >\n  1"): "RD > 1",
    ("T", "  RD > 1  "): "RD > 1",
    ("T", "coalesce(RD, 0) + least(RD, RD_M, 7)"): "coalesce(RD, 0) + least(RD, RD_M, 7)",
    ("T", "coalesce(B.trend, 'UP') == 'UP'"): 'coalesce(B.trend, "UP") == "UP"',
}


def read(source: str, table: str = "T", member: str = "", names: Names = NAMES) -> Expression:
    return parse(source, table=table, names=names, want=None, member=member)


@pytest.mark.parametrize(("table", "source"), GOOD, ids=[f"{source[:60]!a} in {table}" for table, source in GOOD])
def test_an_expression_is_read_as_its_canonical_spelling_says(table: str, source: str) -> None:
    expression = read(source, table)
    assert show(expression) == GOOD[table, source]
    assert read(show(expression), table).root == expression.root
    assert expression.source == source
    assert expression.table == table


def test_a_name_for_a_family_stands_for_its_member() -> None:
    assert read("x > last(x)", member="RD_M").root == read("RD_M > last(RD_M)").root
    assert read("any(y > 1 for y in (x, RD_F))", member="RD_M").root == read("RD_M > 1 or RD_F > 1").root
    assert read("x > 1", member="E.E_RD").root == read("E.E_RD > 1").root


def test_literals_keep_the_scale_they_are_written_with() -> None:
    assert [read(text).root for text in ("12", "0.5", "0.50", "-3", "9007199254740992")] == [
        Constant(COUNT, 12),
        Constant(Type(Kind.NUMBER, scale=1), 5),
        Constant(Type(Kind.NUMBER, scale=2), 50),
        Constant(COUNT, -3),
        Constant(COUNT, 2**53),
    ]


def test_sums_align_scales_products_add_them_and_quotients_are_ratios() -> None:
    types = {
        "MED + FEE": Type(Kind.NUMBER, scale=2),
        "MED * FEE": Type(Kind.NUMBER, scale=3),
        "RD * swing": Type(Kind.NUMBER, scale=2),
        "RD / 2": RATIO,
        "RD / 2 + FEE": RATIO,
        "MED if shown else 1": Type(Kind.NUMBER, scale=1),
    }
    assert {text: read(text).root.type for text in types} == types


def test_an_aggregate_groups_by_the_shared_dimensions_and_keeps_its_options() -> None:
    found = read("sum(S.n, where=S.chosen, missing='skip')").root
    assert found == Aggregate(
        COUNT, "sum", "S", Column(COUNT, "S", "n"), Column(TRUTH, "S", "chosen"), Missing.SKIP, by=("country",), fixed=()
    )


def test_a_pinned_aggregate_runs_over_the_rows_of_that_code_only() -> None:
    found = read('sum(S["CH"].n)', "N").root
    assert isinstance(found, Aggregate)
    assert (found.by, found.fixed) == ((), (("stage", "CH"),))


def test_pinned_and_free_mentions_of_one_table_run_over_all_of_its_rows() -> None:
    found = read('any(S["CH"].n > S.n)', "T").root
    assert isinstance(found, Aggregate)
    assert (found.by, found.fixed) == (("country",), ())


def test_last_turns_every_column_and_aggregate_below_to_last_year() -> None:
    root = read("last(RD + sum(S.n, where=S.chosen) + least_cases)").root
    periods = {node.period for node in walk(root) if isinstance(node, Column | Aggregate)}
    assert periods == {Period.LAST}


def test_count_runs_over_the_constant_true_with_its_condition_in_where() -> None:
    found = read("count(L.used, where=L.amount > 1)").root
    assert isinstance(found, Aggregate)
    assert found.operand == Constant(TRUTH, value=True)
    assert isinstance(found.where, Both)


def test_functions_of_authors_become_few_nodes() -> None:
    assert isinstance(read("share(RD, RD_M)").root, Arithmetic)
    assert isinstance(read("same(B.remark, B.remark)").root, Compare)
    assert isinstance(read("number(RD > 1, RD_M > 1)").root, Tally)
    assert isinstance(read("(RD > 1) == shown").root, Either)
    assert isinstance(read("-RD").root, Call)


def test_what_an_expression_reads_is_told_with_the_year() -> None:
    expression = read("RD > last(RD_M) + sum(S.n) - E.E_RD or count(L) > 1")
    assert reads(expression) == {
        ("T", "RD", Period.NOW),
        ("T", "RD_M", Period.LAST),
        ("S", "n", Period.NOW),
        ("E", "E_RD", Period.NOW),
    }
    assert rows_read(expression) == {("S", Period.NOW), ("L", Period.NOW)}


def test_names_are_taken_from_lists_as_well_as_from_mappings() -> None:
    again = Names.of(NAMES.codelists.values(), NAMES.tables.values(), NAMES.parameters.values())
    assert again == NAMES


def test_reasons_and_flags_are_those_of_a_cell() -> None:
    assert tuple(reason.value for reason in Reason) == REASONS
    assert tuple(flag.value for flag in Flag) == FLAGS
