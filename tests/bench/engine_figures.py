"""The engine beside hand-written numpy on the same checks, and against its budgets in time.

The form is made here: two monthly tables of 30 numbers, an annual and a qualitative table by country, 70 rules, 10 calculated
fields, 20 conditions. Answers are random: 3 % of the cells are unknown, 1 % not applicable. The hand-written peer runs the
48 row rules of the monthly tables over the same arrays and must find the same violations. Times are in milliseconds, the best of
many runs; a budget in time is the peer of its row.

`PYTHONPATH=desktop python tests/bench/engine_figures.py`
"""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from readmission.answers.changes import Answers, Changes, Edit
from readmission.answers.model import Cell, Key, Place, Reason
from readmission.engine.program import Engine, Session
from readmission.engine.rule_unit import compile_rules
from readmission.form.expression.names import Names
from readmission.form.expression.parse import parse
from readmission.form.model import (
    Code,
    CodeList,
    Dimension,
    DimensionKind,
    Field,
    FieldType,
    Form,
    Level,
    ParameterDefault,
    Rule,
    RuleSeverity,
    Shape,
    Table,
)
from readmission.form.nodes import Expression, Kind
from readmission.form.round import Dates, Round, ScopeEntry

MONTHLY: Final = 30
ANNUAL: Final = 20
EDITS: Final = 4_000
# Countries and periods of each size: about 60,000 and 1,000,000 cells.
SIZES: Final = {"60k cells": (60, 16), "1M cells": (260, 64)}
MEASURED_MONTHS: Final = ("M1", "M2")

# The row rules of a monthly table, as an author writes them and as a programmer writes them by hand.
_ADDED: Final = [(0, (1, 2, 3)), (4, (5, 6)), (7, (8, 9, 10, 11)), (12, (13, 14)), (15, (16, 17, 18)), (19, (20, 21))]
_ORDERED: Final = [(1, 0), (5, 4), (8, 7), (13, 12), (16, 15), (20, 19), (22, 23), (23, 24), (24, 25), (25, 26)]
_NEAR: Final = [(27, 28), (28, 29), (26, 27), (9, 10)]
_IMPLIED: Final = [(0, 27), (4, 28), (7, 29), (12, 26)]


def _row_rules(table: str) -> dict[str, tuple[str, str]]:
    rules = {
        f"{table}_A{n}": (f"f{all_} == {' + '.join(f'f{part}' for part in parts)}", "") for n, (all_, parts) in enumerate(_ADDED)
    }
    rules |= {f"{table}_O{n}": (f"f{small} <= f{large}", "") for n, (small, large) in enumerate(_ORDERED)}
    rules |= {f"{table}_N{n}": (f"near(f{a}, f{b}, 40)", "") for n, (a, b) in enumerate(_NEAR)}
    rules |= {f"{table}_I{n}": (f"f{then} > 0", f"f{when} > 90") for n, (when, then) in enumerate(_IMPLIED)}
    return rules


Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def by_hand(x: list[Floats], z: list[Floats], v: list[Mask], failed: NDArray[np.bool_]) -> None:
    """The same 24 checks in numpy: `x` has NaN and `z` 0 where a cell is void, `v` says where."""
    rule = 0
    for total, parts in _ADDED:
        added, void = z[parts[0]], v[parts[0]]
        for part in parts[1:]:
            added, void = added + z[part], void & v[part]
        failed[rule] = ((x[total] < added) | (x[total] > added)) & ~void
        rule += 1
    for small, large in _ORDERED:
        failed[rule] = x[small] > x[large]
        rule += 1
    for first, second in _NEAR:
        failed[rule] = np.abs(x[first] - x[second]) > 40
        rule += 1
    for when, then in _IMPLIED:
        failed[rule] = (x[when] > 90) & (x[then] <= 0)
        rule += 1


def _other_rules() -> dict[str, tuple[str, str, str]]:
    """22 rules over several tables: sums of months and of countries, last year, answers against numbers."""
    rules = {f"S{n}": ("Y", f"g{n} == sum(M1.f{n}, missing='skip')", "") for n in range(5)}
    rules |= {f"L{n}": ("Y", f"near(g{n}, last(g{n}), swing * last(g{n})) or near(g{n}, last(g{n}), 50)", "") for n in range(5)}
    rules |= {f"T{n}": ("Y", f"g{n} <= g{n + 5} + M2_total", "") for n in range(3)}
    rules |= {f"C{n}": ("N", f"t{n} == sum(Y.g{n})", "") for n in range(3)}
    rules |= {f"Q{n}": ("Q", f"Y.g{n} > 0", f'c{n} in ("4", "5")') for n in range(3)}
    rules["P0"] = ("Q", "count(M2.f0 > 95) < 3 or given(text)", "")
    rules["P1"] = ("Q", "all(M1.f22 <= M1.f23)", 'c3 == "5"')
    rules["P2"] = ("M1", "f0 <= Y.g0", "")
    return rules


def _tables(periods: int) -> tuple[tuple[CodeList, ...], tuple[Table, ...]]:
    lists = (
        CodeList("SCALE", "Scale", tuple(Code(str(rank), str(rank), rank) for rank in range(1, 6))),
        CodeList("PERIOD", "Periods", tuple(Code(f"P{number}", str(number)) for number in range(periods))),
    )
    country, period = Dimension("country", DimensionKind.COUNTRY), Dimension("period", DimensionKind.CODES, "PERIOD")
    numbers = tuple(Field(f"f{number}", FieldType.COUNT, "") for number in range(MONTHLY))
    computed = tuple(Field(f"k{number}", FieldType.DECIMAL, "", places=1) for number in range(8))
    annual = tuple(Field(f"g{number}", FieldType.COUNT, "") for number in range(ANNUAL))
    totals = tuple(Field(f"{table}_total", FieldType.COUNT, "") for table in MEASURED_MONTHS)
    grades = tuple(Field(f"c{number}", FieldType.CODE, "", codelist="SCALE") for number in range(ANNUAL))
    tables = (
        Table("M1", "", Shape.GRID, (country, period), (*numbers, *computed)),
        Table("M2", "", Shape.GRID, (country, period), numbers),
        Table(
            "Y",
            "",
            Shape.GRID,
            (country,),
            (*annual, *totals),
        ),
        Table("Q", "", Shape.FORM, (country,), (*grades, Field("text", FieldType.TEXT, "", Level.EXTENDED))),
        Table("N", "", Shape.FORM, (), tuple(Field(f"t{number}", FieldType.COUNT, "") for number in range(3))),
    )
    return lists, tables


_CALCULATED: Final = {("M1", f"k{n}"): f"round(rate(f{n}, f{n + 3}), 1)" for n in range(8)} | {
    ("Y", "M1_total"): "sum(M1.f0)",
    ("Y", "M2_total"): "sum(M2.f0)",
}
_CONDITIONS: Final = {("M2", f"f{n}"): f'Q.c{n % 5} > "1"' for n in range(10, 20)} | {
    ("Y", f"g{n}"): f'Q.c{n} != "1"' for n in range(10, 20)
}


def form_of(periods: int) -> Form:
    """The form of the measurements."""
    lists, tables = _tables(periods)
    parameters = (ParameterDefault("swing", "", 5, 1),)
    names = Names.of(lists, tables, parameters)

    def read(source: str, table: str, want: Kind | None = Kind.TRUTH) -> Expression | None:
        return parse(source, table=table, names=names, want=want) if source else None

    def completed(table: Table) -> Table:
        fields = (
            replace(
                one,
                calculation=read(_CALCULATED.get((table.id, one.id), ""), table.id, None),
                relevant=read(_CONDITIONS.get((table.id, one.id), ""), table.id),
            )
            for one in table.fields
        )
        return replace(table, fields=tuple(fields))

    written = {name: (table, *rule) for table in MEASURED_MONTHS for name, rule in _row_rules(table).items()} | _other_rules()
    rules = {}
    for name, (table, check, when) in written.items():
        said = read(check, table)
        assert said is not None
        rules[name] = Rule(name, name, RuleSeverity.ERROR, table, said, "", "", "", (), when=read(when, table))
    return Form(
        "bench",
        "1",
        "",
        {one.id: one for one in lists},
        {one.id: one for one in parameters},
        {},
        {one.id: completed(one) for one in tables},
        rules,
        {},
        None,
        "",
        "",
    )


def answers_of(form: Form, countries: tuple[str, ...], periods: int, seed: int) -> Answers:
    """Random answers; a text stands in few cells."""
    chance = random.Random(seed)
    cells = {}
    for table in form.tables.values():
        periods_of_row = [f"P{number}" for number in range(periods)]
        keys: list[Key] = [()]
        for dimension in table.dimensions:
            codes = countries if dimension.kind is DimensionKind.COUNTRY else periods_of_row
            keys = [(*key, code) for key in keys for code in codes]
        for key in keys:
            for field in table.fields:
                cell = _cell(field, chance)
                if field.calculation is None and cell is not None:
                    cells[Place(table.id, key, field.id)] = cell
    return Answers.of(cells)


def _cell(field: Field, chance: random.Random) -> Cell | None:
    luck = chance.random()
    if luck < 0.04:
        return Cell(reason=Reason.NOT_APPLICABLE) if luck < 0.01 else None
    if field.type is FieldType.CODE:
        return Cell(value=chance.choice("12345"))
    if field.type is FieldType.TEXT:
        return Cell(value="because") if luck < 0.2 else None
    return Cell(value=int(chance.random() * 100))


def opened(countries: int, periods: int) -> Session:
    """A session of one size, with last year."""
    form = form_of(periods)
    names = tuple(f"{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(countries))
    round_ = Round(
        "bench",
        "1",
        2025,
        1,
        True,
        "",
        ("BE",),
        tuple(ScopeEntry(name, None) for name in names),
        Dates(date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)),
        {},
        {},
        "EU",
        "",
        "",
    )
    return Engine(form, round_).open(answers_of(form, names, periods, 1), last=answers_of(form, names, periods, 2))


def best(work: Callable[[], object], runs: int) -> float:
    """The shortest of many runs, in milliseconds."""
    found = []
    for _ in range(runs):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return min(found) * 1000


def _row_rules_beside_numpy(session: Session, runs: int) -> tuple[float, float]:
    world, outcomes, plan = session._world, session._outcomes, session._form.plan
    stores = [plan.tables[table] for table in MEASURED_MONTHS]
    arrays = [(world.x[store], world.z[store], world.v[store]) for store in stores]
    count = len(_row_rules(""))
    failed = [np.zeros((count, len(world.rowset(store))), np.bool_) for store in stores]
    ours = [outcomes.failed[store][:count] for store in stores]
    compiled = [_only_row_rules(session, store, count) for store in stores]

    def by_engine() -> list[Any]:
        for function, mask in zip(compiled, ours, strict=True):
            function(world, slice(None), mask)
        return [np.nonzero(mask) for mask in ours]

    def hand_written() -> list[Any]:
        for (x, z, v), mask in zip(arrays, failed, strict=True):
            by_hand(x, z, v, mask)
        return [np.nonzero(mask) for mask in failed]

    with np.errstate(all="ignore"):
        found, wanted = by_engine(), hand_written()
        for mine, theirs in zip(found, wanted, strict=True):
            assert all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True)), "not the same violations"
        assert sum(len(mine[0]) for mine in found) > 0
        # Taken in turns, so that what else the machine does meets both.
        turns = [(best(by_engine, 5), best(hand_written, 5)) for _ in range(runs)]
    return min(mine for mine, _ in turns), min(theirs for _, theirs in turns)


def _only_row_rules(session: Session, store: int, count: int) -> Callable[..., Any]:
    function: Callable[..., Any] = compile_rules(session._form.plan, session._form.rules.tables[store][:count]).all
    return function


def _edits(session: Session) -> list[float]:
    chance = random.Random(7)
    places = [place for place in session.answers.cells if session._form.form.tables[place.table].by_id[place.field].type.numeric]
    places += [place for place in session.answers.cells if place.table in ("Q", "N")] * 3
    chosen = [places[int(chance.random() * len(places))] for _ in range(EDITS)]
    times = []
    for number, place in enumerate(chosen):
        field = session._form.form.tables[place.table].by_id[place.field]
        changes = Changes((Edit(place, session.answers.cell(place), _cell(field, chance) or Cell()),))
        start = perf_counter()
        session.apply(changes)
        if number >= EDITS // 4:
            times.append((perf_counter() - start) * 1000)
    return sorted(times)


def rows() -> list[dict[str, Any]]:
    """What was measured: name, ours, peer, ratio, budget."""
    found = []
    for size, limit, (countries, periods), runs in zip(SIZES, (5.0, 20.0), SIZES.values(), (60, 12), strict=True):
        session = opened(countries, periods)
        cells = sum(len(session.rows(table.id)) * len(table.fields) for table in session._form.form.tables.values())
        ours, peer = _row_rules_beside_numpy(session, runs)
        found.append(_row(f"48 row rules, {size} ({cells:,}), beside numpy", ours, peer, 2.0))
        found.append(_row(f"full pass, {size}, against {limit:.0f} ms", best(session.refresh, runs), limit, 1.0))
        times = _edits(session)
        found.append(_row(f"one edit, {size}, p50 against 1 ms", times[len(times) // 2], 1.0, 1.0))
        found.append(_row(f"one edit, {size}, p99 against 1 ms", times[len(times) * 99 // 100], 1.0, 1.0))
    return found


def _row(name: str, ours: float, peer: float, budget: float) -> dict[str, Any]:
    return {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "budget": budget}


if __name__ == "__main__":
    json.dump(rows(), sys.stdout, indent=1)
