"""`sum count min max mean any all` over the rows of another table.

Which table that is follows from the fields that are named: the first one whose dimensions cover those of all others.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from readmission.form.expression.families import read_family
from readmission.form.expression.operators import condition, number
from readmission.form.expression.problem import did_you_mean
from readmission.form.expression.reading import Reading, Scope, noun
from readmission.form.expression.references import reference_of
from readmission.form.nodes import COUNT, RATIO, TRUTH, Aggregate, Both, Constant, Kind, Missing, Node

AGGREGATES: Final = ("sum", "count", "min", "max", "mean", "any", "all")
_WITH_MISSING: Final = ("sum", "min", "max", "mean")
_ONE_ROW: Final = {"min": "least(a, b)", "max": "greatest(a, b)", "sum": "a + b", "any": "a or b", "all": "a and b"}


@dataclass(frozen=True, slots=True)
class _Source:
    """A table named in an aggregate, with the codes pinned in it and where it is named."""

    table: str
    fixed: tuple[tuple[str, str], ...]
    dimensions: frozenset[str]


def read_aggregate(reading: Reading, part: ast.Call, scope: Scope, function: str) -> Node | None:
    """A call of an aggregate, or of its form over the fields of one row."""
    if function in ("sum", "any", "all") and part.args and isinstance(part.args[0], ast.GeneratorExp):
        return read_family(reading, part, scope, function)
    where, missing = _keywords(reading, part, function)
    if not _has_its_arguments(reading, part, scope, function, where):
        return None
    source = _table(reading, part, scope, function, [*part.args, *([where] if where else [])])
    if source is None:
        return None
    dimensions = tuple(name for name in reading.names.dimensions(source.table) if name in source.dimensions)
    inner = scope.of_members(function, (*dimensions, *(name for name, _ in source.fixed)))
    operand = _operand(reading, part, inner, function)
    chosen = condition(reading, where, inner, role="where=") if where else None
    if operand is None or (where and chosen is None):
        return None
    if function == "count" and operand != Constant(TRUTH, value=True):
        operand, chosen = Constant(TRUTH, value=True), Both((operand, chosen)) if chosen else operand
    by = tuple(name for name in dimensions if name in scope.dimensions)
    type_ = {"count": COUNT, "mean": RATIO}.get(function, operand.type)
    return Aggregate(type_, function, source.table, operand, chosen, missing, by, source.fixed, scope.period)


def _keywords(reading: Reading, part: ast.Call, function: str) -> tuple[ast.expr | None, Missing]:
    where, missing = None, Missing.SPREAD
    given = [keyword.arg for keyword in part.keywords]
    for keyword in part.keywords:
        if given.count(keyword.arg) > 1:
            reading.wrong(keyword.col_offset, f"{keyword.arg}= stands here twice")
        elif keyword.arg == "where":
            where = keyword.value
        elif keyword.arg != "missing":
            close = did_you_mean(keyword.arg or "", ("where", "missing"))
            reading.wrong(keyword.col_offset, f"{function}() takes no {keyword.arg}={close}")
        elif function not in _WITH_MISSING:
            reading.wrong(keyword.col_offset, f"missing= is for {', '.join(_WITH_MISSING)}, not for {function}()")
        elif reading.text(keyword.value) != "skip":
            reading.wrong(keyword.value, "missing= can only be 'skip'")
        else:
            missing = Missing.SKIP
    return where, missing


def _has_its_arguments(reading: Reading, part: ast.Call, scope: Scope, function: str, where: ast.expr | None) -> bool:
    if scope.aggregate:
        reading.wrong(part, f"{function}() inside of {scope.aggregate}(): make the inner one a calculated field")
        return False
    if any(isinstance(argument, ast.GeneratorExp) for argument in part.args):
        reading.wrong(part, f"“for” stands in number(), sum(), any() and all() only, not in {function}()")
        return False
    if len(part.args) == 1 or (function == "count" and not part.args and where):
        return True
    if len(part.args) > 1 and function in _ONE_ROW:
        reading.wrong(part, f"{function}() runs over rows; for the values of one row write {_ONE_ROW[function]}")
    elif function == "count":
        reading.wrong(part, "it is written count(TABLE), count(condition) or count(where=condition)")
    else:
        reading.wrong(part, f"it is written {function}(TABLE.FIELD), with where= if needed")
    return False


def _operand(reading: Reading, part: ast.Call, inner: Scope, function: str) -> Node | None:
    if function == "count":
        return _counted(reading, part, inner)
    if function in ("any", "all"):
        return condition(reading, part.args[0], inner, role=f"{function}()")
    if function in ("sum", "mean"):
        return number(reading, part.args[0], inner, role=f"{function}()")
    operand = reading.node(part.args[0], inner)
    if operand is None or operand.type.kind in (Kind.NUMBER, Kind.DATE):
        return operand
    hint = "; write rank(x)" if reading.names.is_ranked(operand.type.codelist) else ""
    reading.wrong(part.args[0], f"{function}() needs numbers or dates, this is {noun(operand.type)}{hint}")
    return None


def _counted(reading: Reading, part: ast.Call, inner: Scope) -> Node | None:
    if not part.args or _is_table(reading, part.args[0]):
        return Constant(TRUTH, value=True)
    operand = reading.node(part.args[0], inner)
    if operand is None or operand.type.kind is Kind.TRUTH:
        return operand
    hint = "write given(x) to count what is given"
    reading.wrong(part.args[0], f"count() needs a condition, this is {noun(operand.type)}; {hint}")
    return None


def _is_table(reading: Reading, part: ast.expr) -> bool:
    return isinstance(part, ast.Name) and part.id in reading.names.tables


def _table(reading: Reading, part: ast.Call, scope: Scope, function: str, inside: list[ast.expr]) -> _Source | None:
    before = len(reading.problems)
    sources = [source for each in inside for source in _sources(reading, each, scope)]
    if len(reading.problems) > before:
        return None
    needed = frozenset[str]().union(*(source.dimensions for source in sources))
    covering = [source for source in sources if source.dimensions >= needed]
    if not sources:
        reading.wrong(part, f"{function}() names no table to run over; write TABLE.FIELD")
    elif not covering:
        tables = dict.fromkeys(source.table for source in sources)
        reading.wrong(part, f"{' and '.join(tables)} have no rows in common to run over")
    elif needed <= set(scope.dimensions):
        reading.wrong(part, f"there is one row of {covering[0].table} here, so {function}() has nothing to run over")
    else:
        return _unpinned_if_mixed(reading, covering[0], sources)
    return None


def _unpinned_if_mixed(reading: Reading, chosen: _Source, sources: list[_Source]) -> _Source:
    if all(source.fixed for source in sources if source.table == chosen.table):
        return chosen
    return _Source(chosen.table, (), frozenset(reading.names.dimensions(chosen.table)))


def _sources(reading: Reading, part: ast.expr, scope: Scope) -> Iterator[_Source]:
    waiting: list[ast.AST] = [part]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and _is_field(reading, node, scope)):
            reference = reference_of(reading, node, scope)
            if reference is not None:
                yield _source(reading, reference.table, reference.fixed)
        elif isinstance(node, ast.Name) and _is_table(reading, node):
            yield _source(reading, node.id, ())
        else:
            inner = [child for child in ast.iter_child_nodes(node) if not (isinstance(node, ast.Call) and child is node.func)]
            waiting.extend(reversed(inner))


def _source(reading: Reading, table: str, fixed: tuple[tuple[str, str], ...]) -> _Source:
    pinned = {name for name, _ in fixed}
    return _Source(table, fixed, frozenset(name for name in reading.names.dimensions(table) if name not in pinned))


def _is_field(reading: Reading, node: ast.Name, scope: Scope) -> bool:
    return node.id in scope.bound or node.id in reading.names.tables[scope.table].by_id
