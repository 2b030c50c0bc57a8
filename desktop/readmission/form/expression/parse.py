"""Reads an expression: from its text to the typed form, with every problem found at once.

The language is the expression part of Python's grammar, cut down to comparisons, `and or not`, `in`, `+ - * /`, `if … else`, the
functions of a closed table and fields of tables; `SEMANTICS.md` says what each means.
"""

import ast
from collections.abc import Callable
from typing import Any, Final

from readmission.form.expression.aggregates import AGGREGATES, read_aggregate
from readmission.form.expression.families import read_number
from readmission.form.expression.functions import FUNCTIONS, call_function
from readmission.form.expression.grammar import read_tree
from readmission.form.expression.names import Names
from readmission.form.expression.operators import read_arithmetic, read_choice, read_comparison, read_junction, read_sign
from readmission.form.expression.problem import ExpressionRefused, Problem, did_you_mean
from readmission.form.expression.reading import Reading, Reference, Scope, noun
from readmission.form.expression.references import read_field, read_name
from readmission.form.expression.size import MAX_PARTS, is_surely_small, tree_size
from readmission.form.expression.tokens import number_value
from readmission.form.nodes import TEXT, TRUTH, Constant, Expression, Kind, Node, Type

MEMBER: Final = "x"


def parse(source: str, *, table: str, names: Names, want: Kind | None, member: str = "") -> Expression:
    """The typed form of an expression that stands in the rows of a table; raises ExpressionRefused with all problems.

    `want` is the kind it must have, `member` the field (`RD` or `T02.RET_TOT`) that the name `x` stands for.
    """
    tree = names.trees.get(source)
    if tree is None:
        tree = names.trees[source] = read_tree(source)
    reading = Reading(names, tree, _read)
    scope = Scope(table, names.dimensions(table))
    if member:
        scope = scope.with_bound(MEMBER, _member(names, table, member))
    root = reading.node(tree.root, scope)
    if root is not None and want is not None and root.type.kind is not want:
        reading.wrong(1, f"{noun(Type(want))} is needed here, this is {noun(root.type)}")
    if root is not None and not is_surely_small(source) and tree_size(root) > MAX_PARTS:
        reading.wrong(1, f"written out, the expression has more than {MAX_PARTS} parts")
    if reading.problems or root is None:
        raise ExpressionRefused(reading.problems or [Problem(1, "the expression cannot be understood")])
    return Expression(source, table, root)


def _member(names: Names, table: str, member: str) -> Reference:
    other, _, field = member.rpartition(".")
    reference = Reference(other or table, field)
    if reference.table not in names.tables or field not in names.tables[reference.table].by_id:
        raise ExpressionRefused([Problem(1, f"“{member}”, for which “{MEMBER}” stands, is no field")])
    return reference


def _read_constant(reading: Reading, part: ast.Constant, scope: Scope) -> Node | None:
    if isinstance(part.value, bool):
        return Constant(TRUTH, part.value)
    if isinstance(part.value, str):
        return Constant(TEXT, reading.tree.text(part))
    if not isinstance(part.value, int | float):
        reading.wrong(part, "this is not part of the language")
        return None
    value, places = number_value(reading.tree.number(part))
    return Constant(Type(Kind.NUMBER, scale=places), value)


def _read_call(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    if not isinstance(part.func, ast.Name):
        reading.wrong(part, "only a function of the table can be called")
        return None
    name = part.func.id
    if any(isinstance(argument, ast.Starred) for argument in part.args):
        reading.wrong(part, "“*” before a value is not part of the language")
        return None
    if name in AGGREGATES:
        return read_aggregate(reading, part, scope, name)
    if name == "number":
        return read_number(reading, part, scope)
    if name in FUNCTIONS:
        return call_function(reading, part, scope, FUNCTIONS[name])
    if name == "fields":
        reading.wrong(part, "fields() stands after “for x in” only")
    else:
        reading.wrong(part, f"there is no function “{name}”{did_you_mean(name, [*FUNCTIONS, *AGGREGATES, 'number', 'fields'])}")
    return None


_READERS: Final[dict[type[ast.expr], Callable[[Reading, Any, Scope], Node | None]]] = {
    ast.Constant: _read_constant,
    ast.Name: read_name,
    ast.Attribute: read_field,
    ast.BinOp: read_arithmetic,
    ast.UnaryOp: read_sign,
    ast.BoolOp: read_junction,
    ast.Compare: read_comparison,
    ast.IfExp: read_choice,
    ast.Call: _read_call,
}
_ELSEWHERE: Final[dict[type[ast.expr], str]] = {
    ast.Subscript: 'a field follows the code: TABLE["code"].FIELD',
    ast.Tuple: "a list stands after “in” only",
    ast.List: "a list is written with round brackets, after “in” only",
    ast.GeneratorExp: "“for” stands in number(), sum(), any() and all() only",
    ast.ListComp: "“for” stands in number(), sum(), any() and all() only",
}


def _read(reading: Reading, part: ast.expr, scope: Scope) -> Node | None:
    reader = _READERS.get(type(part))
    if reader is None:
        reading.wrong(part, _ELSEWHERE.get(type(part), "this is not part of the language"))
        return None
    return reader(reading, part, scope)


__all__ = ["ExpressionRefused", "Names", "Problem", "parse"]
