"""Conditions and sums over the fields of one row: `number(x > 20 for x in (RD, RD_PERS))`, `all(… for x in fields("RD_*"))`."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from typing import Final

from readmission.form.expression.operators import aligned, condition, number
from readmission.form.expression.problem import did_you_mean
from readmission.form.expression.reading import Reading, Reference, Scope
from readmission.form.expression.references import reference_of
from readmission.form.nodes import Arithmetic, Both, Either, Node, Tally

WRITTEN: Final = "number(x > 0 for x in (A, B)) or number(a > 0, b > 0)"
FAMILY_FUNCTIONS: Final = ("number", "sum", "any", "all")
MAX_FAMILY: Final = 100


def read_number(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    """`number(…)`: how many conditions hold."""
    for keyword in part.keywords:
        reading.wrong(keyword.col_offset, f"number() takes no {keyword.arg}=")
    if not part.args:
        reading.wrong(part, f"nothing is counted; it is written {WRITTEN}")
        return None
    if isinstance(part.args[0], ast.GeneratorExp):
        return read_family(reading, part, scope, "number")
    found = [condition(reading, argument, scope, role="number()") for argument in part.args]
    known = tuple(node for node in found if node is not None)
    return Tally(known) if len(known) == len(found) else None


def read_family(reading: Reading, part: ast.Call, scope: Scope, function: str) -> Node | None:
    """A function over `… for x in (A, B)`."""
    family = part.args[0]
    if len(part.args) > 1 or part.keywords or not isinstance(family, ast.GeneratorExp):
        reading.wrong(part, f"{function}(… for x in …) takes nothing else")
        return None
    loop = family.generators[0]
    if len(family.generators) > 1 or loop.ifs or not isinstance(loop.target, ast.Name):
        reading.wrong(family, "it is written (… for x in (A, B)), with one “for” and without “if”")
        return None
    if scope.in_family:
        reading.wrong(part, "“for” inside of “for” is not part of the language")
        return None
    if _is_taken(reading, loop.target.id, scope):
        reading.wrong(loop.target, f"“{loop.target.id}” already means something else here")
        return None
    members = list(_members(reading, loop.iter, scope))
    parts: list[Node] = []
    before = len(reading.problems)
    for member in members:
        inner = replace(scope.with_bound(loop.target.id, member), in_family=True)
        wanted = number if function == "sum" else condition
        node = wanted(reading, family.elt, inner, role=f"{function}()")
        if node is not None:
            parts.append(node)
        if len(reading.problems) > before:
            # One member tells what is wrong with all of them.
            reading.wrong(family.elt, f"… with {loop.target.id} = {member.table}.{member.field}")
            return None
    return _joined(function, tuple(parts)) if parts else None


def _joined(function: str, parts: tuple[Node, ...]) -> Node:
    if function == "number":
        return Tally(parts)
    if function == "sum":
        return reduce(lambda left, right: Arithmetic(aligned(left.type, right.type), "+", left, right), parts)
    if len(parts) == 1:
        return parts[0]
    return Either(parts) if function == "any" else Both(parts)


def _is_taken(reading: Reading, name: str, scope: Scope) -> bool:
    return (
        name in scope.bound
        or name in reading.names.tables[scope.table].by_id
        or name in scope.dimensions
        or reading.names.parameter_type(name) is not None
    )


def _members(reading: Reading, part: ast.expr, scope: Scope) -> Iterator[Reference]:
    if isinstance(part, ast.Tuple) and part.elts:
        for element in part.elts:
            reference = reference_of(reading, element, scope)
            if reference is not None:
                yield reference
        return
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "fields" and len(part.args) == 1:
        yield from _fitting(reading, part.args[0], scope)
        return
    reading.wrong(part, 'after “in” stands (A, B) or fields("A_*")')


def _fitting(reading: Reading, part: ast.expr, scope: Scope) -> Iterator[Reference]:
    text = reading.text(part) or ""
    table_id, _, prefix = text.rpartition(".")
    table_id = table_id or scope.table
    if not prefix.endswith("*") or "*" in prefix[:-1]:
        reading.wrong(part, 'the beginning of names and a star are needed here: fields("RD_*")')
        return
    if table_id not in reading.names.tables:
        reading.wrong(part, f"there is no table “{table_id}”{did_you_mean(table_id, reading.names.tables)}")
        return
    found = [name for name in reading.names.tables[table_id].by_id if name.startswith(prefix[:-1])]
    if not found:
        reading.wrong(part, f"no field of {table_id} begins with “{prefix[:-1]}”")
    elif len(found) > MAX_FAMILY:
        reading.wrong(part, f"{len(found)} fields of {table_id} begin with “{prefix[:-1]}”; at most {MAX_FAMILY} are possible")
    else:
        yield from (Reference(table_id, name) for name in found)
