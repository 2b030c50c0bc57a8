"""Where rules fail: worked out for whole tables, kept as one mask a rule, and corrected row by row after an edit.

A rule that stops with an error could not run: it is neither passed nor failed, and is reported as a fault. The errors that can
come out of compiled code are listed; anything else is a bug of the program and is not caught.
"""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import numpy as np

from readmission.answers.model import Key
from readmission.engine.columns import ALL, Mask
from readmission.engine.plan import Plan
from readmission.engine.rule_unit import RuleUnit, compile_rules
from readmission.engine.scope import Compiled
from readmission.engine.world import World

Failure: TypeAlias = tuple[str, Key]

FAULTS: Final = (ArithmeticError, LookupError, TypeError, ValueError)


class RuleBook:
    """The rules of a form by table, compiled together for each choice of those that apply."""

    def __init__(self, plan: Plan, rules: list[RuleUnit]) -> None:
        self.rules = {rule.id: rule for rule in rules}
        self._plan = plan
        self._compiled: dict[tuple[int, bool, bool], Compiled] = {}
        self.tables: dict[int, list[RuleUnit]] = {}
        for rule in rules:
            self.tables.setdefault(rule.store, []).append(rule)

    def applicable(self, store: int, *, last: bool, reference: bool) -> list[RuleUnit]:
        """The rules of a table that have what they compare with."""
        return [rule for rule in self.tables[store] if (last or not rule.needs_last) and (reference or not rule.needs_reference)]

    def prepare(self, *, last: bool, reference: bool) -> Iterator[None]:
        """Compile, table by table, what working everything out needs."""
        for store in self.tables:
            if self.applicable(store, last=last, reference=reference):
                self.compiled(store, last=last, reference=reference).all  # noqa: B018 - a cached property
                yield

    def compiled(self, store: int, *, last: bool, reference: bool) -> Compiled:
        """These rules as one function."""
        key = (store, last, reference)
        if key not in self._compiled:
            self._compiled[key] = compile_rules(self._plan, self.applicable(store, last=last, reference=reference))
        return self._compiled[key]


class Outcomes:
    """Where each rule fails over one set of answers, and where it could not run."""

    def __init__(self, book: RuleBook, *, last: bool, reference: bool) -> None:
        self._book = book
        self._last, self._reference = last, reference
        self.failed: dict[int, Mask] = {}
        self.faults: dict[str, set[int]] = {}
        self._applicable = {store: book.applicable(store, last=last, reference=reference) for store in book.tables}
        self._able = {rule.id for rules in self._applicable.values() for rule in rules}

    def able(self, rule: RuleUnit) -> bool:
        """Whether a rule has what it compares with."""
        return rule.id in self._able

    def work_out(self, world: World) -> None:
        """Run all rules on all rows."""
        self.faults.clear()
        for store, rules in self._book.tables.items():
            size = len(world.rowset(store))
            mask = self.failed.get(store)
            if mask is None or mask.shape[1] != size:
                mask = self.failed[store] = np.zeros((len(rules), size), np.bool_)
            if size and self._applicable[store]:
                self._run(world, store, mask)

    def _run(self, world: World, store: int, mask: Mask) -> None:
        rules = self._applicable[store]
        together = self._book.compiled(store, last=self._last, reference=self._reference)
        try:
            together.all(world, ALL, mask)
        except FAULTS:
            for rule in rules:
                for row in range(mask.shape[1]):
                    mask[rule.number, row] = self.one(world, rule, row)

    def one(self, world: World, rule: RuleUnit, row: int) -> bool:
        """Whether a rule fails at a row; a fault is noted."""
        try:
            failed = bool(rule.compiled.one(world, row))
        except FAULTS:
            self.faults.setdefault(rule.id, set()).add(row)
            return False
        if rule.id in self.faults:
            self.faults[rule.id].discard(row)
        return failed

    def some(self, world: World, rule: RuleUnit, rows: Iterable[int]) -> Iterator[tuple[int, bool]]:
        """Run a rule on some rows; the rows where it fails and did not, or the reverse."""
        mask = self.failed[rule.store][rule.number]
        for row in rows:
            failed = self.one(world, rule, row)
            if mask.item(row) is not failed:
                mask[row] = failed
                yield row, failed

    def many(self, world: World, rule: RuleUnit, rows: list[int]) -> Iterator[tuple[int, bool]]:
        """The same on whole columns."""
        index = np.asarray(rows, np.intp)
        mask = self.failed[rule.store][rule.number]
        try:
            found = np.broadcast_to(np.asarray(rule.compiled.some(world, index), np.bool_), len(index))
        except FAULTS:
            yield from self.some(world, rule, rows)
            return
        if rule.id in self.faults:
            self.faults[rule.id].difference_update(rows)
        changed = found != mask[index]
        mask[index] = found
        yield from zip(index[changed].tolist(), found[changed].tolist(), strict=True)

    def failures(self, world: World) -> set[Failure]:
        """All rules that fail, with the keys of the rows."""
        found = set()
        for store, mask in self.failed.items():
            rules, keys = self._book.tables[store], world.rowset(store).keys
            numbers, rows = np.nonzero(mask)
            found |= {(rules[number].id, keys[row]) for number, row in zip(numbers.tolist(), rows.tolist(), strict=True)}
        return found
