"""Rules compiled: one at a time for a row that was edited, and all of a table together for a whole pass."""

from functools import cached_property

from readmission.engine.code import Writer
from readmission.engine.dialect import numbered
from readmission.engine.families import families, merged
from readmission.engine.place import Load
from readmission.engine.plan import GATE, Plan
from readmission.engine.scope import Compiled, Scope
from readmission.form.expression.size import distinct_parts
from readmission.form.model import Origin, Rule
from readmission.form.nodes import TRUTH, Aggregate, Both, Column, Expression, Node, Period


class RuleUnit:
    """One rule: where it fails, and how it ended in detail."""

    def __init__(self, plan: Plan, rule: Rule, number: int) -> None:
        self.id = rule.id
        self.rule = rule
        self.store = plan.tables[rule.table]
        self.number = number
        """Its place among the rules of its table."""
        self.rank = -1
        self._plan = plan
        table = plan.form.tables[rule.table]
        self.conditions: tuple[Node, ...] = (
            *((Column(TRUTH, table.id, GATE),) if table.relevant is not None else ()),
            *(one.root for one in (rule.where, rule.when) if one is not None),
        )
        # A condition that reads last year decides by itself whether it holds without one.
        self.needs_last = _reads_last(rule.check)
        self.needs_reference = _reads_reference(plan, rule.check)
        scope = Scope(plan, rule.table)
        self.compiled = Compiled(scope, lambda writer: [self.write_failed(writer)])
        self.loads: tuple[Load, ...] = tuple(scope.loads)

    def write_failed(self, writer: Writer) -> str:
        """Where it fails: its conditions are certainly true and its check is certainly false."""
        return _failed(writer, (*self.conditions, self.rule.check.root))

    @cached_property
    def outcome(self) -> Compiled:
        """Whether it applies, whether its check is certainly true, and whether it is certainly false."""
        return Compiled(Scope(self._plan, self.rule.table), self._write_outcome)

    def _write_outcome(self, writer: Writer) -> list[str]:
        applies = writer.yes(Both(self.conditions)) if self.conditions else "True"
        return [applies, writer.yes(self.rule.check.root), writer.no(self.rule.check.root)]


def compile_rules(plan: Plan, rules: list[RuleUnit]) -> Compiled:
    """All rules of one table in one function, which sets in the matrix `F` where each fails; those of one shape at once."""
    scope = Scope(plan, rules[0].rule.table)
    wholes = [Both((*rule.conditions, rule.rule.check.root)) for rule in rules]
    together = families(wholes, scope)

    def write(writer: Writer) -> list[str]:
        found = [merged([wholes[number] for number in numbers]) for numbers in together]
        return [_failed(writer, one.parts) for one in found if isinstance(one, Both)]

    return Compiled(scope, write, [f"F{numbered([rules[number].number for number in numbers])}" for numbers in together])


def _failed(writer: Writer, parts: tuple[Node, ...]) -> str:
    *conditions, check = parts
    return writer.fails(Both(tuple(conditions)) if conditions else None, check)


def _reads_last(expression: Expression) -> bool:
    return any(isinstance(node, Column | Aggregate) and node.period is Period.LAST for node in distinct_parts(expression.root))


def _reads_reference(plan: Plan, expression: Expression) -> bool:
    tables = {node.table for node in distinct_parts(expression.root) if isinstance(node, Column | Aggregate)}
    return any(plan.form.tables[table].origin is Origin.REFERENCE for table in tables)
