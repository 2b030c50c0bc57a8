"""The state of reading one expression: where a name is looked up, and the problems found so far.

A part that has a problem is `None` from there on, so that one mistake is told once and the others are still found.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from readmission.form.expression.grammar import Tree
from readmission.form.expression.names import Names
from readmission.form.expression.problem import Problem
from readmission.form.nodes import Kind, Node, Period, Type

Read: TypeAlias = Callable[["Reading", ast.expr, "Scope"], Node | None]


@dataclass(frozen=True, slots=True)
class Reference:
    """A field of a table with the codes that are pinned in it."""

    table: str
    field: str
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a part stands: bare names are fields of `table`; the rows at hand have the dimensions `dimensions`.

    `bound` are names that stand for a field of a family (`in_family`: by “for … in”), `aggregate` is the function whose members
    are at hand.
    """

    table: str
    dimensions: tuple[str, ...]
    period: Period = Period.NOW
    bound: Mapping[str, Reference] = field(default_factory=dict)
    in_family: bool = False
    aggregate: str = ""

    def of_last_year(self) -> "Scope":
        """The same place in last year's answers."""
        return replace(self, period=Period.LAST)

    def with_bound(self, name: str, reference: Reference) -> "Scope":
        """The same place with a name that stands for a field."""
        return replace(self, bound={**self.bound, name: reference})

    def of_members(self, function: str, dimensions: tuple[str, ...]) -> "Scope":
        """The rows that an aggregate runs over."""
        return replace(self, aggregate=function, dimensions=dimensions)


@dataclass(slots=True)
class Reading:
    """One expression being read."""

    names: Names
    tree: Tree
    read: Read
    problems: list[Problem] = field(default_factory=list)

    def node(self, part: ast.expr, scope: Scope) -> Node | None:
        """The typed form of a part, or None when it has a problem."""
        return self.read(self, part, scope)

    def wrong(self, part: ast.expr | int, text: str) -> None:
        """Take a problem down, at a part or a column."""
        column = part if isinstance(part, int) else part.col_offset
        # A list without brackets of its own begins at those that the grammar sets around the whole.
        self.problems.append(Problem(max(column, 1), text))

    def text(self, part: ast.expr | None) -> str | None:
        """The text of a part that is a text in quotation marks; None otherwise."""
        return self.tree.text(part) if isinstance(part, ast.Constant) and isinstance(part.value, str) else None


_NOUNS = {Kind.TEXT: "a text", Kind.DATE: "a date", Kind.TRUTH: "a condition"}


def noun(type_: Type) -> str:
    """A type in words."""
    if type_.kind is Kind.CODE:
        return f"a code of {type_.codelist}" if type_.codelist else "a code"
    if type_.kind is Kind.NUMBER:
        return "a ratio" if type_.ratio else "a decimal number" if type_.scale else "a number"
    return _NOUNS[type_.kind]
