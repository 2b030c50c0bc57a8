"""Conditions of one shape, which differ only in the columns that they read, made into one condition over all of these columns.

A form asks the same of many fields: whether each is a multiple of five, whether each moved by two steps. Over the matrix of the
columns this is one operation for all of them.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from readmission.engine.code_parts import Places
from readmission.engine.place import Reach
from readmission.form.nodes import (
    Aggregate,
    Arithmetic,
    Call,
    Column,
    Constant,
    Coordinate,
    Node,
    Parameter,
    Tally,
    children,
)

# Fewer are as quick one by one.
_WORTH: Final = 3
_AS_THEY_STAND: Final = (Aggregate, Constant, Coordinate, Parameter, Tally)


@dataclass(frozen=True, slots=True)
class Several(Column):
    """A column that stands for itself and for those of the other members of its family."""

    others: tuple[Column, ...] = ()

    @property
    def members(self) -> tuple[Column, ...]:
        """All columns that are meant."""
        return (Column(self.type, self.table, self.field, self.period, self.fixed), *self.others)


def families(roots: Sequence[Node], places: Places) -> list[list[int]]:
    """The numbers of the roots, those of one shape together where that is worth it."""
    alike: dict[Hashable, list[int]] = {}
    for number, root in enumerate(roots):
        alike.setdefault(_shape(root, places), []).append(number)
    found: list[list[int]] = []
    for numbers in alike.values():
        distinct = len({roots[number] for number in numbers}) == len(numbers)
        found += [numbers] if distinct and len(numbers) >= _WORTH else [[number] for number in numbers]
    return found


def merged(roots: Sequence[Node]) -> Node:
    """One root for roots of one shape."""
    first = roots[0]
    if all(root == first for root in roots[1:]):
        return first
    if isinstance(first, Column):
        others = tuple(root for root in roots[1:] if isinstance(root, Column))
        return Several(first.type, first.table, first.field, first.period, first.fixed, others)
    parts: dict[str, Any] = {}
    for part in fields(first):
        values = [getattr(root, part.name) for root in roots]
        if _is_node(values[0]):
            parts[part.name] = merged(values)
        elif isinstance(values[0], tuple) and values[0] and _is_node(values[0][0]):
            parts[part.name] = tuple(merged(each) for each in zip(*values, strict=True))
    return replace(first, **parts)


def _shape(node: Node, places: Places) -> Hashable:
    if isinstance(node, Column):
        load = places.column(node)
        type_ = node.type
        return (Column, load.store, type_.kind, type_.scale, type_.ratio) if load.reach is Reach.SAME else node
    if isinstance(node, _AS_THEY_STAND) or (isinstance(node, Arithmetic) and _can_be_void(node)):
        return node
    own = tuple(value for part in fields(node) if not _holds_nodes(value := getattr(node, part.name)))
    return (type(node), own, *(_shape(child, places) for child in children(node)))


def _can_be_void(node: Arithmetic) -> bool:
    """Whether operands are left out of a sum where they are void, which is not asked of many columns at once."""
    return node.operator in "+-" and not all(_is_never_void(operand) for operand in (node.left, node.right))


def _is_never_void(node: Node) -> bool:
    if isinstance(node, Arithmetic):
        return node.operator not in "+-"
    return isinstance(node, Constant | Parameter) or (isinstance(node, Call) and node.function != "negate")


def _holds_nodes(value: object) -> bool:
    return _is_node(value) or (isinstance(value, tuple) and bool(value) and _is_node(value[0]))


def _is_node(value: object) -> bool:
    return isinstance(value, Node)
