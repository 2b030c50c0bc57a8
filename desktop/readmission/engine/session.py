"""Answers under a form, kept worked out edit by edit: asked for outcomes, values and explanations."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final

import numpy as np

from readmission.answers.changes import Answers, Changes
from readmission.answers.finding import FormulaLine, Outcome, Shown
from readmission.answers.model import Key, Place, Value
from readmission.engine.columns import Floats
from readmission.engine.compiled_form import CompiledForm
from readmission.engine.entry import value_of
from readmission.engine.expectation import Tallies
from readmission.engine.explain import Explanation
from readmission.engine.figures import Figures
from readmission.engine.masks import Counts
from readmission.engine.outcomes import FAULTS, Failure, Outcomes
from readmission.engine.recheck import Recheck
from readmission.engine.snapshot import Snapshot
from readmission.form.nodes import Expression

# From this many edits on, working everything out anew is quicker than following each of them.
_MANY_EDITS: Final = 64


@dataclass(frozen=True)
class Delta:
    """What a step changed.

    `failed` are rules that fail now and did not, `passed` those that failed and do not, `again` those that failed, were run again
    and still fail (their figures may differ). `relevance` are the places that became relevant, owed, or the reverse, `computed`
    the calculated fields that hold something else.
    """

    failed: frozenset[Failure] = frozenset()
    passed: frozenset[Failure] = frozenset()
    again: frozenset[Failure] = frozenset()
    relevance: frozenset[Place] = frozenset()
    computed: frozenset[Place] = frozenset()


class Session:
    """One set of answers, with last year's and the reference figures where there are any."""

    def __init__(self, form: CompiledForm, answers: Answers, last: Answers | None, reference: Answers | None) -> None:
        self.answers = answers
        self._form = form
        before = None
        if last is not None:
            before = form.open(last, None, None)
            form.work_out(before)
        self._world = form.open(answers, reference, before)
        self._broken: frozenset[int] = frozenset()
        self._outcomes = Outcomes(form.rules, last=last is not None, reference=reference is not None)
        self._tallies = Tallies(form.plan)
        self._figures = self.figures(whole=False)
        self.refresh()

    # Keeping up ----------------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Work everything out anew from the columns."""
        self._broken = self._form.work_out(self._world)
        with np.errstate(all="ignore"):
            self._outcomes.work_out(self._world)
        self._tallies.count(self._world)
        self._world.shifted.clear()

    def prepare(self) -> Iterator[None]:
        """Compile, piece by piece, what the first edits would have to wait for; nothing comes out differently."""
        form = self._form
        for unit in form.dependence.units:
            unit.prepare()
            yield
        rules = [rule for rule in form.rules.rules.values() if self._outcomes.able(rule)]
        for rule in rules:
            rule.compiled.prepare()
            yield
        for rule in rules:
            shown = (expression.root for _name, expression in rule.rule.shown)
            for part in (*Explanation.asked(rule.rule.check.root), *shown):
                form.prepare(self._world, rule.rule.table, part)
                yield

    def apply(self, changes: Changes) -> Delta:
        """Take a step over, in the answers too, and say what it changed."""
        self.answers.apply(changes)
        self._form.take_over(self._world)
        if changes.rows or self._broken:
            return self._apply_all(changes)
        if len(changes.edits) > _MANY_EDITS:
            return self._apply_all(changes, edits_alone=True)
        work = Recheck(self._form.dependence, self._world, self._outcomes)
        rows = set()
        for edit in changes.edits:
            found = self._form.reader.put(self._world, edit.place, edit.new)
            if found is not None:
                work.edited(*found)
                rows.add((found[0], found[2]))
        try:
            with np.errstate(all="ignore"):
                work.run()
        except FAULTS:
            # A condition or calculation stopped: what depends on it is found by working everything out.
            return self._apply_all(Changes())
        return self._delta(work, rows)

    def _delta(self, work: Recheck, rows: set[tuple[int, int]]) -> Delta:
        shifted = frozenset(self._places(self._world.shifted))
        for store, row in rows | {(store, row) for store, _, row in self._world.shifted}:
            self._tallies.changed(store, row)
        self._world.shifted.clear()
        turned = {(rule.id, self._key(rule.store, row)): failed for rule, row, failed in work.turned}
        again = {
            (rule.id, self._key(rule.store, row))
            for rule, rows_again in work.rerun
            for row in rows_again
            if self._outcomes.failed[rule.store][rule.number].item(row)
        }
        return Delta(
            frozenset(failure for failure, failed in turned.items() if failed),
            frozenset(failure for failure, failed in turned.items() if not failed),
            frozenset(again - turned.keys()),
            shifted,
            frozenset(self._places((store, column, row) for store, column, found in work.computed for row in found)),
        )

    def _apply_all(self, changes: Changes, *, edits_alone: bool = False) -> Delta:
        """Work everything out anew; what cannot have come out differently is told where nothing but the edits is different."""
        world = self._world
        moved = {self._form.plan.tables[row.table] for row in changes.rows}
        failing, stood = self._outcomes.failures(world), Snapshot(self._form.plan, world)
        for store in moved:
            world.move_rows(store)
        columns = set()
        for edit in changes.edits:
            found = self._form.reader.put(world, edit.place, edit.new)
            if found is not None:
                columns.add(found[:2])
        self.refresh()
        fails = self._outcomes.failures(world)
        relevance, computed = stood.changed(world, moved)
        return Delta(
            frozenset(fails - failing),
            frozenset(failing - fails),
            frozenset(self._run_again(fails & failing, columns) if edits_alone and not self._broken else fails & failing),
            frozenset(self._places(relevance)),
            frozenset(self._places(computed)),
        )

    def _run_again(self, failures: set[Failure], columns: set[tuple[int, int]]) -> set[Failure]:
        reached = self._form.dependence.reached(columns)
        return {failure for failure in failures if failure[0] in reached}

    # Asking --------------------------------------------------------------------------------------------------------------------

    def rows(self, table: str) -> tuple[Key, ...]:
        """The keys of a table in order; those of a list as people added them, country by country."""
        declared = self._form.form.tables[table]
        return tuple(self._world.listed(declared)) if declared.is_list else self._world.rowset(self._store(table)).keys

    def has_row(self, table: str, key: Key) -> bool:
        """Whether a table has a row."""
        return key in self._world.rowset(self._store(table)).index

    def relevant(self, place: Place) -> bool:
        """Whether a cell is shown and exported."""
        found = self._find(place)
        return found is not None and bool(self._world.relevant[found[0]].item(*found[1:]))

    def expected(self, place: Place) -> bool:
        """Whether an answer is owed: the cell is relevant and its level or condition asks for it."""
        found = self._find(place)
        return found is not None and bool(self._world.owed[found[0]].item(*found[1:]))

    def tally(self, table: str, key: Key) -> tuple[int, int, int, int]:
        """Of a row: how many answers are owed, how many of them given; how many more are offered, how many of them given."""
        return self._tallies.of(self._world, self._store(table), key)

    def tallies(self, table: str) -> tuple[Sequence[Key], Counts]:
        """The same of all rows of a table, one column a row."""
        store = self._store(table)
        return self._world.rowset(store).keys, self._tallies.of_all(self._world, store)

    def value(self, place: Place) -> Value | None:
        """What rules see at a place, computed fields included; None where no value stands."""
        found = self._find(place)
        if found is None:
            return None
        store, column, row = found
        number = self._world.xi[store][column](row)
        declared = self._form.form.tables[place.table].fields[column]
        return None if isnan(number) else value_of(declared, number, self._form.plan.texts)

    def evaluate(self, expression: Expression) -> dict[Key, float | None]:
        """What an expression yields by row: a number, the rank of a code, 1 and 0 for a condition; None without a value."""
        type_ = expression.root.type
        factor = 1.0 if type_.ratio else 10.0**type_.scale
        return {key: None if isnan(number) else number / factor for key, number in self._by_row(expression)}

    def evaluate_scaled(self, expression: Expression) -> dict[Key, int | None]:
        """The same as the exact integer of the expression's scale; raises TypeError for a ratio, which has none."""
        if expression.root.type.ratio:
            raise TypeError("a ratio has no scale")
        return {key: None if isnan(number) else int(number) for key, number in self._by_row(expression)}

    def outcome(self, rule_id: str, key: Key) -> Outcome:
        """How a rule ended at a row."""
        rule = self._form.rules.rules[rule_id]
        row = self._world.rowset(rule.store).index.get(key)
        if row is None or not self._outcomes.able(rule):
            return Outcome.NOT_APPLICABLE
        if self._stopped(rule_id) or row in self._outcomes.faults.get(rule_id, ()):
            return Outcome.COULD_NOT_RUN
        applies, true, false = rule.outcome.one(self._world, row)
        if not applies or not (true or false):
            return Outcome.NOT_APPLICABLE
        return Outcome.FAILED if false else Outcome.PASSED

    def failed(self) -> Iterator[Failure]:
        """The rules that fail, with the rows where they do."""
        return iter(sorted(failure for failure in self._outcomes.failures(self._world) if not self._stopped(failure[0])))

    def not_run(self) -> frozenset[Failure]:
        """The rules that could not run, with the rows where they could not: a fault of the program or of the form."""
        rules = self._form.rules.rules
        found = set()
        for rule_id, rows in self._outcomes.faults.items():
            keys = self._world.rowset(rules[rule_id].store).keys
            found |= {(rule_id, keys[row]) for row in rows}
        for rule_id, rule in rules.items() if self._broken else ():
            if self._stopped(rule_id) and self._outcomes.able(rule):
                found |= {(rule_id, key) for key in self._world.rowset(rule.store).keys}
        return frozenset(found)

    def figures(self, *, whole: bool) -> Figures:
        """What `shown` and `explain` read from until the next step; whole columns where they are asked at many rows."""
        return Figures(self._form, self._world, whole=whole)

    def shown(self, expression: Expression, keys: Sequence[Key], figures: Figures | None = None) -> list[Shown | None]:
        """The values of an expression at rows as a message names them; None where no value stands."""
        index = self._world.rowset(self._store(expression.table)).index
        rows = [index.get(key) for key in keys]
        there = [row for row in rows if row is not None]
        values = iter((figures or self._figures).shown(expression.table, expression.root, there))
        return [None if row is None else next(values) for row in rows]

    def explain(self, rule_id: str, keys: Sequence[Key], figures: Figures | None = None) -> list[FormulaLine]:
        """The figures of a rule at rows, as lines without words; empty where it has not failed."""
        rule = self._form.rules.rules[rule_id]
        if self._stopped(rule_id):
            return [()] * len(keys)
        index, failed = self._world.rowset(rule.store).index, self._outcomes.failed[rule.store][rule.number]
        rows = [row if (row := index.get(key)) is not None and failed.item(row) else None for key in keys]
        lines = iter((figures or self._figures).lines(rule.rule.check, [row for row in rows if row is not None]))
        return [() if row is None else next(lines) for row in rows]

    def _by_row(self, expression: Expression) -> Iterator[tuple[Key, float]]:
        numbers: Floats = self._form.ranks(self._world, expression)
        return zip(self._world.rowset(self._store(expression.table)).keys, numbers.tolist(), strict=True)

    def _stopped(self, rule_id: str) -> bool:
        return bool(self._broken) and not self._broken.isdisjoint(self._form.dependence.behind[rule_id])

    def _store(self, table: str) -> int:
        return self._form.plan.tables[table]

    def _key(self, store: int, row: int) -> Key:
        return self._world.rowset(store).keys[row]

    def _find(self, place: Place) -> tuple[int, int, int] | None:
        store = self._form.plan.tables.get(place.table)
        if store is None:
            return None
        row = self._world.rowset(store).index.get(place.key)
        column = self._form.plan.columns[store].index.get(place.field)
        return None if row is None or column is None else (store, column, row)

    def _places(self, spots: Iterable[tuple[int, int, int]]) -> Iterator[Place]:
        for store, column, row in spots:
            table = self._form.plan.columns[store].table
            yield Place(table.id, self._key(store, row), table.fields[column].id)
