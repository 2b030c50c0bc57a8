"""What waits for what: the order in which units are worked out, and who reads a column.

Columns of last year never change while answers are open, so nothing waits for them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from readmission.engine.expectation import ExpectationUnit, can_be_owed
from readmission.engine.place import Load
from readmission.engine.plan import Plan
from readmission.engine.rule_unit import RuleUnit
from readmission.engine.together import together
from readmission.engine.unit import FieldUnit, GateUnit, GroupUnit, Unit
from readmission.errors import FormError
from readmission.form.expression.size import distinct_parts
from readmission.form.model import Rule
from readmission.form.nodes import Aggregate, Column

Spot: TypeAlias = tuple[int, int]


class Circular(FormError):
    """A condition or calculation waits for itself."""

    code: ClassVar[str] = "FO-20"
    happened: ClassVar[str] = "The condition or calculation of {field} waits for itself."
    unharmed: ClassVar[str] = "No answer was changed."
    remedy: ClassVar[str] = "Have the form checked by its author."


@dataclass(frozen=True, slots=True)
class Link:
    """A reader of a column: the rank of its unit, and how the rows of the column lead back to its rows.

    An aggregate reads in the rows of its members, which lead on to their groups by the map `groups`.
    """

    rank: int
    load: Load
    groups: int = -1


class Dependence:
    """The units of a form in order, its rules after them, and the readers of each column."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        made = list(_derived_units(plan))
        rules = list(_rule_units(plan))
        # Aggregates are found while everything else is written; an aggregate's own parts hold none.
        made += [GroupUnit(plan, number) for number in range(len(plan.groups))]
        self._fillers = {(unit.store, unit.column): unit for unit in made if not isinstance(unit, ExpectationUnit)}
        self.units = self._ordered(made)
        self.rules = rules
        everything: list[Unit | RuleUnit] = [*self.units, *rules]
        self._everything = everything
        for rank, unit in enumerate(everything):
            unit.rank = rank
        self.whole = list(together(self.units))
        """The same units as a whole pass takes them."""
        self.derived = frozenset((unit.store, unit.column) for unit in made if isinstance(unit, FieldUnit))
        self.links: dict[Spot, list[Link]] = {}
        for unit in everything:
            for load in unit.loads:
                link = Link(unit.rank, load, unit.map if isinstance(unit, GroupUnit) else -1)
                readers = self.links.setdefault(self._spot(load), [])
                if link not in readers:
                    readers.append(link)
        self.behind = {rule.id: self._behind(rule) for rule in rules}
        # What a message names is seldom more than the check reads; by whole tables is exact enough.
        self._figures: dict[int, set[str]] = {}
        for rule in rules:
            for table in _named_tables(rule.rule):
                self._figures.setdefault(plan.tables[table], set()).add(rule.id)

    def reached(self, spots: Iterable[Spot]) -> frozenset[str]:
        """The rules whose outcome or figures columns lead to, whichever rows they do."""
        found: set[str] = set()
        waiting, seen = list(spots), set(spots)
        while waiting:
            spot = waiting.pop()
            found |= self._figures.get(spot[0], set())
            for link in self.links.get(spot, ()):
                unit = self._everything[link.rank]
                if isinstance(unit, RuleUnit):
                    found.add(unit.id)
                elif (unit.store, unit.column) not in seen:
                    seen.add((unit.store, unit.column))
                    waiting.append((unit.store, unit.column))
        return frozenset(found)

    def filler(self, store: int, column: int) -> Unit | None:
        """The unit that fills a column."""
        return self._fillers.get((store, column))

    def _spot(self, load: Load) -> Spot:
        return load.store, self._plan.base(load.store, load.column)

    def _needed(self, unit: Unit | RuleUnit) -> Iterator[Unit]:
        for load in unit.loads:
            filler = self._fillers.get(self._spot(load))
            if filler is not None:
                yield filler

    def _ordered(self, units: Iterable[Unit]) -> list[Unit]:
        order: list[Unit] = []
        state: dict[Unit, bool] = {}
        for start in units:
            waiting = [(start, self._needed(start))] if start not in state else []
            state.setdefault(start, False)
            while waiting:
                unit, needed = waiting[-1]
                following = next((one for one in needed if not state.get(one, False)), None)
                if following is None:
                    waiting.pop()
                    if not state[unit]:
                        state[unit] = True
                        order.append(unit)
                elif following in state:
                    raise Circular(following.name, field=following.name)
                else:
                    state[following] = False
                    waiting.append((following, self._needed(following)))
        return order

    def _behind(self, rule: RuleUnit) -> frozenset[int]:
        found: set[int] = set()
        waiting: list[Unit | RuleUnit] = [rule]
        while waiting:
            for unit in self._needed(waiting.pop()):
                if unit.rank not in found:
                    found.add(unit.rank)
                    waiting.append(unit)
        return frozenset(found)


def _derived_units(plan: Plan) -> Iterator[Unit]:
    for store, columns in enumerate(plan.columns):
        table = columns.table
        if table.relevant is not None:
            yield GateUnit(plan, table, table.relevant.root)
        for column, field in enumerate(table.fields):
            conditional = table.relevant is not None or field.relevant is not None
            if conditional or field.calculation is not None:
                yield FieldUnit(plan, table, column)
            owed_at_times = conditional or table.expected is not None or field.expected is not None
            if plan.asked[store][column] and owed_at_times and can_be_owed(table, field):
                yield ExpectationUnit(plan, table, column)


def _named_tables(rule: Rule) -> set[str]:
    nodes = (node for _, expression in rule.shown for node in distinct_parts(expression.root))
    return {node.table for node in nodes if isinstance(node, Column | Aggregate)}


def _rule_units(plan: Plan) -> Iterator[RuleUnit]:
    counts: dict[int, int] = {}
    for rule in plan.form.rules.values():
        store = plan.tables[rule.table]
        unit = RuleUnit(plan, rule, counts.get(store, 0))
        counts[store] = unit.number + 1
        yield unit
