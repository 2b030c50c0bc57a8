"""The cells that a finding points at, as a rule names them: `RD`, `RD_*`, `T02.RET_TOT`, `B0_02["CH"].chosen`."""

import re
from collections.abc import Mapping
from fnmatch import translate
from typing import Final

from readmission.form.model import CodeList, DimensionKind, Mark, Table
from readmission.form.nodes import Column, Expression, Period, walk
from readmission.form.problems import did_you_mean

_JOKERS: Final = frozenset("*?[")
_CODES: Final = r'"[^"\]]+"(?:, ?"[^"\]]+")*'
_MARK: Final = re.compile(rf"(?:([A-Za-z][A-Za-z0-9_]*)(?:\[({_CODES})\])?\.)?([A-Za-z][A-Za-z0-9_*]*)", re.ASCII)


class NotAMark(Exception):
    """A text names no cell that a rule can point at; the sentence says why."""


def fields_like(pattern: str, table: Table) -> tuple[str, ...]:
    """The fields of a table that a name or a pattern such as RD_* takes; raises NotAMark when there are none."""
    if _JOKERS.isdisjoint(pattern):
        found: tuple[str, ...] = (pattern,) if pattern in table.by_id else ()
    else:
        fits = re.compile(translate(pattern)).match
        found = tuple(name for name in table.by_id if fits(name))
    if not found:
        raise NotAMark(f"“{table.id}” has no field “{pattern}”{did_you_mean(pattern, table.by_id)}")
    return found


def read_marks(text: str, table: Table, tables: Mapping[str, Table], codelists: Mapping[str, CodeList]) -> tuple[Mark, ...]:
    """The cells that a text of `places` names, for a rule about the rows of `table`; raises NotAMark."""
    match = _MARK.fullmatch(text)
    if match is None:
        raise NotAMark(f'“{text}” names no cell; write RD, RD_*, T02.RET_TOT or B0_02["CH"].chosen.')
    marked = tables.get(match[1]) if match[1] else table
    if marked is None:
        raise NotAMark(f"There is no table “{match[1]}”{did_you_mean(match[1], tables)}")
    fixed = _fixed(re.findall(r'"([^"]+)"', match[2] or ""), marked, codelists)
    own = {dimension.id for dimension in table.dimensions}
    open_ = [dimension.id for dimension in marked.dimensions if dimension.id not in own and dimension.id not in dict(fixed)]
    if open_:
        raise NotAMark(f"“{text}” names several cells here; choose one code of {', '.join(open_)} in brackets.")
    return tuple(Mark(marked.id, name, fixed) for name in fields_like(match[3], marked))


def marks_read(expression: Expression) -> tuple[Mark, ...]:
    """The fields that an expression reads in its own row, in the order in which it reads them."""
    columns = (node for node in walk(expression.root) if isinstance(node, Column))
    own = (node.field for node in columns if node.table == expression.table and node.period is Period.NOW and not node.fixed)
    return tuple(Mark(expression.table, name) for name in dict.fromkeys(own))


def _fixed(codes: list[str], table: Table, codelists: Mapping[str, CodeList]) -> tuple[tuple[str, str], ...]:
    chosen = [dimension for dimension in table.dimensions if dimension.kind is DimensionKind.CODES]
    if codes and len(codes) != len(chosen):
        raise NotAMark(f"“{table.id}” takes {len(chosen)} codes in brackets.")
    for code, dimension in zip(codes, chosen, strict=False):
        if code not in codelists[dimension.codelist].by_id:
            raise NotAMark(f"“{code}” is not in {dimension.codelist}{did_you_mean(code, codelists[dimension.codelist].by_id)}")
    return tuple((dimension.id, code) for dimension, code in zip(chosen, codes, strict=False))
