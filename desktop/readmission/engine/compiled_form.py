"""A form compiled for a round, once for all answers that are opened under it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from readmission.answers.changes import Answers
from readmission.engine.cell_columns import CellReader
from readmission.engine.columns import Floats
from readmission.engine.dependence import Dependence
from readmission.engine.outcomes import FAULTS, RuleBook
from readmission.engine.plan import Plan
from readmission.engine.scope import Compiled, Read, Scope
from readmission.engine.unit import GroupUnit
from readmission.engine.world import World
from readmission.form.model import Form
from readmission.form.nodes import Column, Expression, Kind, Node
from readmission.form.round import Round

_REMEMBERED: Final = 4096


class CompiledForm:
    """The plan of all columns, the units in order, the rules, and whatever expressions were asked for since."""

    def __init__(self, form: Form, round_: Round) -> None:
        self.form = form
        self.round = round_
        self.plan = Plan(form, round_)
        self.dependence = Dependence(self.plan)
        self.rules = RuleBook(self.plan, self.dependence.rules)
        self.reader = CellReader(self.plan, self.dependence.derived)
        self._kept_groups = len(self.plan.groups)
        self._loose: dict[int, GroupUnit] = {}
        self._known: dict[tuple[int, str, bool], _Known] = {}

    def open(self, answers: Answers, reference: Answers | None, last: World | None) -> World:
        """A world of answers in which nothing is worked out yet."""
        world = World(self.plan, answers, reference, last)
        self.reader.fill(world)
        self.take_over(world)
        return world

    def work_out(self, world: World) -> frozenset[int]:
        """Work out all conditions, calculations and aggregates; the ranks of units that could not run."""
        broken: set[int] = set()
        world.follows_shifts = False
        with np.errstate(all="ignore"):
            for unit in self.dependence.whole:
                try:
                    unit.all(world)
                except FAULTS:
                    unit.give_up(world)
                    broken |= unit.ranks
        world.follows_shifts = True
        return frozenset(broken)

    def take_over(self, world: World) -> None:
        """Let a world have what the plan got since it was made."""
        if world.version == self.plan.version:
            return
        if world.last is not None:
            self.take_over(world.last)
        stale = self.reader.fill_new(world)
        with np.errstate(all="ignore"):
            for unit in self.dependence.units:
                if (unit.store, unit.column) in stale:
                    unit.all(world)

    def values(self, world: World, expression: Expression) -> Floats:
        """What an expression yields in each row, as columns hold it; a ranked code gives its number, not its rank."""
        compiled, groups = self._compiled(expression, ranked=False)
        return self._values(world, expression.table, compiled, groups)

    def ranks(self, world: World, expression: Expression) -> Floats:
        """The same with the rank of a code."""
        compiled, groups = self._compiled(expression, ranked=True)
        return self._values(world, expression.table, compiled, groups)

    def value(self, world: World, expression: Expression, row: int) -> float:
        """What an expression yields in one row."""
        return self.part(world, expression.table, expression.root, row)

    def part(self, world: World, table: str, root: Node, row: int) -> float:
        """The same of a part of an expression."""
        compiled, groups = self._compiled(Expression("", table, root), ranked=False)
        self._prepare(world, groups)
        return float(compiled.one(world, row))

    def prepare(self, world: World, table: str, root: Node) -> None:
        """Compile a part now that may be asked for later."""
        compiled, _groups = self._compiled(Expression("", table, root), ranked=False)
        compiled.prepare()
        self.take_over(world)

    def _values(self, world: World, table: str, compiled: Compiled, groups: tuple[int, ...]) -> Floats:
        self._prepare(world, groups)
        size = len(world.rowset(self.plan.tables[table]))
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(compiled.all(world, slice(None)), np.float64), size)

    def _prepare(self, world: World, groups: tuple[int, ...]) -> None:
        self.take_over(world)
        if not groups:
            return
        with np.errstate(all="ignore"):
            for group in groups:
                self._loose[group].all(world)

    def _compiled(self, expression: Expression, *, ranked: bool) -> tuple[Compiled, tuple[int, ...]]:
        """An expression compiled, and the aggregates of its own, which are not kept up to date edit by edit."""
        # Found by identity, which is quick; the expression is kept with it, so that its identity stays its own.
        key = (id(expression.root), expression.table, ranked)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._compile(expression, ranked=ranked)
        return known.compiled, known.groups

    def _compile(self, expression: Expression, *, ranked: bool) -> "_Known":
        root = expression.root
        scope = Scope(self.plan, expression.table)
        if ranked and root.type.kind is Kind.CODE:
            compiled = Compiled(scope, lambda writer: [writer.ranked(root)])
        elif isinstance(root, Column):
            compiled = Read(scope, root)
        else:
            compiled = Compiled(scope, lambda writer: [writer.value(root)])
        return _Known(root, compiled, self._loose_groups(scope))

    def _loose_groups(self, scope: Scope) -> tuple[int, ...]:
        found = []
        asked = {(load.store, load.column) for load in scope.loads}
        for number in range(self._kept_groups, len(self.plan.groups)):
            spec = self.plan.groups[number]
            if (spec.store, spec.column) in asked:
                if number not in self._loose:
                    self._loose[number] = GroupUnit(self.plan, number)
                found.append(number)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Known:
    root: Node
    compiled: Compiled
    groups: tuple[int, ...]
