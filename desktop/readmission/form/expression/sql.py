"""Prints a typed expression as SQL for SQLite: the independent oracle of the engine.

Each part is printed twice: its value, which is NULL unless the part is a value (a condition: 1, 0, or NULL when undecided), and,
where a sum asks for it, whether it is void. Everything else is left to SQL's own three-valued logic. SQLite's `round` is never
used. Where the answers lie is said in `sql_tables.py`.
"""
# ruff: noqa: S608 - names and texts are quoted by sql_tables; nothing else of an author's text is printed

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Final

from readmission.form.expression.names import Names
from readmission.form.expression.sql_tables import CODES, PARAMETERS, literal, quoted, table_name
from readmission.form.nodes import (
    Aggregate,
    Among,
    Arithmetic,
    Both,
    Call,
    Choose,
    Column,
    Compare,
    Constant,
    Coordinate,
    Either,
    Expression,
    Kind,
    Missing,
    Node,
    Not,
    Parameter,
    Period,
    Tally,
    Type,
)

_OPERATORS: Final = {"==": "=", "!=": "<>"}


@dataclass(frozen=True, slots=True)
class Row:
    """The rows at hand: the alias they are read under, their table and whose they are."""

    names: Names
    alias: str
    table: str
    period: Period

    def coordinate(self, dimension: str) -> str:
        """The code of a dimension."""
        return f"{self.alias}.{quoted(dimension)}"


def select(expression: Expression, names: Names) -> str:
    """A query for the value and the state (`v`, `u`, `x`) of an expression in each row, after the row's dimensions."""
    row = Row(names, "r0", expression.table, Period.NOW)
    dimensions = [row.coordinate(name) for name in names.dimensions(expression.table)]
    inner = ", ".join([*dimensions, f"{value(expression.root, row)} AS v", f"{void(expression.root, row)} AS x"])
    outer = ", ".join([quoted(name) for name in names.dimensions(expression.table)] + ["v", _STATE])
    order = f" ORDER BY {', '.join(quoted(name) for name in names.dimensions(expression.table))}" if dimensions else ""
    return f"SELECT {outer} FROM (SELECT {inner} FROM {table_name(expression.table, Period.NOW)} AS r0){order}"


_STATE: Final = "CASE WHEN v IS NOT NULL THEN 'v' WHEN x THEN 'x' ELSE 'u' END AS state"


def value(node: Node, row: Row) -> str:
    """The value of a part, NULL unless it is one."""
    return f"({_value(node, row)})"


def void(node: Node, row: Row) -> str:
    """Whether a part is void: 1 or 0."""
    if isinstance(node, Column):
        return f"coalesce({_cell(node, row, 'state')} = 'x', 0)"
    if isinstance(node, Arithmetic) and node.operator in "+-":
        return f"({' AND '.join(void(term, row) for _, term in _terms(node, node.type.ratio))})"
    if isinstance(node, Choose):
        chosen = value(node.condition, row)
        return f"(CASE WHEN {chosen} THEN {void(node.then, row)} ELSE {void(node.otherwise, row)} END)"
    if isinstance(node, Call) and node.function == "negate":
        return void(node.arguments[0], row)
    if isinstance(node, Aggregate) and node.function == "sum":
        return f"(SELECT count(*) > 0 AND count(v) = 0 AND min(x) = 1 FROM ({_members(node, row)}))"
    return "0"


@singledispatch
def _value(node: Node, row: Row) -> str:
    raise TypeError(type(node).__name__)


@_value.register
def _constant(node: Constant, row: Row) -> str:
    return literal(node.value) if isinstance(node.value, str) else str(int(node.value))


@_value.register
def _parameter(node: Parameter, row: Row) -> str:
    return f"SELECT value FROM {PARAMETERS} WHERE name = {literal(node.name)}"


@_value.register
def _coordinate(node: Coordinate, row: Row) -> str:
    return row.coordinate(node.dimension)


@_value.register
def _column(node: Column, row: Row) -> str:
    return _cell(node, row)


@_value.register
def _arithmetic(node: Arithmetic, row: Row) -> str:
    if node.operator in "+-":
        return _sum(node, row)
    left, right = node.left, node.right
    if node.operator == "/":
        return _quotient("1", (left, right), row)
    if node.type.ratio:
        return f"{_ratio(left, row)} * {_ratio(right, row)}"
    return f"{value(left, row)} * {value(right, row)}"


@_value.register
def _compare(node: Compare, row: Row) -> str:
    operator = _OPERATORS.get(node.operator, node.operator)
    if node.left.type.kind is Kind.NUMBER:
        left, right = _aligned((node.left, node.right), row)
    elif node.left.type.kind is Kind.CODE and operator not in ("=", "<>"):
        left, right = _rank(node.left, row), _rank(node.right, row)
    else:
        left, right = value(node.left, row), value(node.right, row)
    return f"{left} {operator} {right}"


@_value.register
def _among(node: Among, row: Row) -> str:
    return f"{value(node.operand, row)} IN ({', '.join(literal(code) for code in node.codes)})"


@_value.register
def _both(node: Both, row: Row) -> str:
    return " AND ".join(value(part, row) for part in node.parts)


@_value.register
def _either(node: Either, row: Row) -> str:
    return " OR ".join(value(part, row) for part in node.parts)


@_value.register
def _not(node: Not, row: Row) -> str:
    return f"NOT {value(node.operand, row)}"


@_value.register
def _choose(node: Choose, row: Row) -> str:
    then, otherwise = _aligned((node.then, node.otherwise), row)
    return f"CASE WHEN {value(node.condition, row)} THEN {then} ELSE {otherwise} END"


@_value.register
def _tally(node: Tally, row: Row) -> str:
    return " + ".join(f"coalesce({value(part, row)}, 0)" for part in node.parts)


@_value.register
def _aggregate(node: Aggregate, row: Row) -> str:
    members = f"FROM ({_members(node, row)})"
    if node.function == "count":
        return f"SELECT count(*) {members}"
    if node.function == "any":
        return f"SELECT CASE WHEN max(v) = 1 THEN 1 WHEN count(v) < count(*) THEN NULL ELSE 0 END {members}"
    if node.function == "all":
        return f"SELECT CASE WHEN min(v) = 0 THEN 0 WHEN count(v) < count(*) THEN NULL ELSE 1 END {members}"
    found = {
        "sum": "CASE WHEN count(*) = 0 THEN 0 ELSE sum(v) END",
        "min": "min(v)",
        "max": "max(v)",
        "mean": f"CAST(sum(v) AS REAL) / (count(v) * {10**node.operand.type.scale})",
    }[node.function]
    if node.missing is Missing.SKIP:
        return f"SELECT {found} {members}"
    return f"SELECT CASE WHEN sum(v IS NULL AND NOT x) > 0 THEN NULL ELSE {found} END {members}"


@_value.register
def _call(node: Call, row: Row) -> str:
    if node.function in _OF_ONE_VALUE:
        return _OF_ONE_VALUE[node.function].format(value(node.arguments[0], row))
    return _CALLS[node.function](node, row)


def _chosen(node: Call, row: Row) -> str:
    # With several arguments SQLite's min and max give NULL as soon as one is NULL.
    function = {"least": "min", "greatest": "max"}.get(node.function, node.function)
    return f"{function}({', '.join(_aligned(node.arguments, row))})"


def _near(node: Call, row: Row) -> str:
    first, second, tolerance = _aligned(node.arguments, row)
    return f"abs({first} - {second}) <= {tolerance}"


def _rate(node: Call, row: Row) -> str:
    return _quotient("100", node.arguments, row)


def _multiple(node: Call, row: Row) -> str:
    # A remainder by zero is NULL in SQLite.
    return f"{' % '.join(_aligned(node.arguments, row))} = 0"


def _matches(node: Call, row: Row) -> str:
    return f"regexp({value(node.arguments[1], row)}, {value(node.arguments[0], row)})"


def _flagged(node: Call, row: Row) -> str:
    return f"coalesce(instr({_cell(_asked(node), row, 'flags')}, {value(node.arguments[1], row)}) > 0, 0)"


def _missing(node: Call, row: Row) -> str:
    reason = _cell(_asked(node), row, "reason")
    if len(node.arguments) == 1:
        return f"{reason} IS NOT NULL"
    return f"coalesce({reason} = {value(node.arguments[1], row)}, 0)"


def _asked(node: Call) -> Column:
    column = node.arguments[0]
    if not isinstance(column, Column):
        raise TypeError(node.function)
    return column


def _cell(column: Column, row: Row, what: str = "") -> str:
    name = f"{column.field}.{what}" if what else column.field
    pinned = dict(column.fixed)
    if column.table == row.table and column.period is row.period and not pinned:
        return f"{row.alias}.{quoted(name)}"
    alias = f"{row.alias}c"
    same = [
        f"{alias}.{quoted(dimension)} = {literal(pinned[dimension]) if dimension in pinned else row.coordinate(dimension)}"
        for dimension in row.names.dimensions(column.table)
    ]
    where = f" WHERE {' AND '.join(same)}" if same else ""
    return f"(SELECT {alias}.{quoted(name)} FROM {table_name(column.table, column.period)} AS {alias}{where})"


def _rank(node: Node, row: Row) -> str:
    wanted = f"codelist = {literal(node.type.codelist)} AND code = {value(node, row)}"
    return f"(SELECT rank FROM {CODES} WHERE {wanted})"


def _members(node: Aggregate, row: Row) -> str:
    inner = replace(row, alias=f"{row.alias}m", table=node.table, period=node.period)
    chosen = [f"{inner.coordinate(dimension)} = {row.coordinate(dimension)}" for dimension in node.by]
    chosen += [f"{inner.coordinate(dimension)} = {literal(code)}" for dimension, code in node.fixed]
    chosen += [value(node.where, inner)] if node.where is not None else []
    where = f" WHERE {' AND '.join(chosen)}" if chosen else ""
    columns = f"{value(node.operand, inner)} AS v, {void(node.operand, inner)} AS x"
    return f"SELECT {columns} FROM {table_name(node.table, node.period)} AS {inner.alias}{where}"


def _ratio(node: Node, row: Row) -> str:
    printed = value(node, row)
    return printed if node.type.ratio else f"(CAST({printed} AS REAL) / {10**node.type.scale})"


def _aligned(nodes: tuple[Node, ...], row: Row) -> list[str]:
    """The values on one scale: real numbers if one is a ratio, integers of the largest scale otherwise."""
    if any(node.type.ratio for node in nodes):
        return [_ratio(node, row) for node in nodes]
    scale = max(node.type.scale for node in nodes)
    return [_scaled(node, scale, row) for node in nodes]


def _scaled(node: Node, scale: int, row: Row) -> str:
    printed = value(node, row)
    return f"({printed} * {10 ** (scale - node.type.scale)})" if scale > node.type.scale else printed


def _quotient(factor: str, nodes: tuple[Node, ...], row: Row) -> str:
    # SQLite gives NULL for a quotient by zero.
    part, whole = _aligned(nodes, row)
    return f"({factor} * CAST({part} AS REAL)) / CAST({whole} AS REAL)"


def _terms(node: Node, ratio: bool) -> list[tuple[str, Node]]:
    # Only down the left side and among numbers of one sort: ratios are added in the order in which they are written.
    if not (isinstance(node, Arithmetic) and node.operator in "+-" and node.type.ratio is ratio):
        return [("+", node)]
    return [*_terms(node.left, ratio), (node.operator, node.right)]


def _sum(node: Arithmetic, row: Row) -> str:
    """A chain of `+` and `-`: a void term is nothing, an unknown one makes the whole unknown, and so do void terms alone."""
    terms = _terms(node, node.type.ratio)
    nothing = " AND ".join(void(term, row) for _, term in terms)
    addends = (
        f" {sign} coalesce({_on_scale(term, node.type, row)}, CASE WHEN {void(term, row)} THEN 0 END)" for sign, term in terms
    )
    return f"CASE WHEN {nothing} THEN NULL ELSE 0{''.join(addends)} END"


def _on_scale(node: Node, type_: Type, row: Row) -> str:
    return _ratio(node, row) if type_.ratio else _scaled(node, type_.scale, row)


def _round(node: Call, row: Row) -> str:
    operand, places = node.arguments[0], node.type.scale
    if operand.type.ratio:
        # y is the distance from zero, f its whole part; a half goes away from zero.
        distance = f"SELECT sign(r) AS s, abs(r) * {10**places} AS y FROM (SELECT {value(operand, row)} AS r)"
        parts = f"SELECT s, y, CAST(y AS INTEGER) AS f FROM ({distance})"
        return f"SELECT CAST(s AS INTEGER) * (f + (y - f >= 0.5)) FROM ({parts})"
    if places >= operand.type.scale:
        return f"{value(operand, row)} * {10 ** (places - operand.type.scale)}"
    step = 10 ** (operand.type.scale - places)
    # An integer division of SQLite cuts towards zero.
    half = f"CASE WHEN n < 0 THEN {-(step // 2)} ELSE {step // 2} END"
    return f"SELECT (n + {half}) / {step} FROM (SELECT {value(operand, row)} AS n)"


_OF_ONE_VALUE: Final = {
    "given": "{} IS NOT NULL",
    "abs": "abs({})",
    "negate": "-{}",
    "length": "length({})",
    # A Julian day starts at noon; day 1 of the year 1 began at 1721425.5.
    "year": "CAST(strftime('%Y', {} + 1721424.5) AS INTEGER)",
}
_CALLS: Final[dict[str, Callable[[Call, Row], str]]] = {
    "least": _chosen,
    "greatest": _chosen,
    "coalesce": _chosen,
    "near": _near,
    "rate": _rate,
    "multiple": _multiple,
    "matches": _matches,
    "missing": _missing,
    "flagged": _flagged,
    "rank": lambda node, row: _rank(node.arguments[0], row),
    "round": _round,
}
