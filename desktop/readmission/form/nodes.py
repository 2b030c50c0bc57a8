"""The typed form of an expression, from which column code, scalar code and SQL are all made.

Every node has a type. A number is an integer times 10^-scale, or a ratio (a quotient: exact in no scale, never compared for
equality). What a node reads is found by walking it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import TypeAlias


class Kind(StrEnum):
    """What an expression yields."""

    NUMBER = "number"
    CODE = "code"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression; `scale` counts decimal places of a number, `codelist` names the list of a code."""

    kind: Kind
    scale: int = 0
    ratio: bool = False
    codelist: str = ""


TRUTH = Type(Kind.TRUTH)
COUNT = Type(Kind.NUMBER)
RATIO = Type(Kind.NUMBER, ratio=True)
DATE = Type(Kind.DATE)
TEXT = Type(Kind.TEXT)


class Period(StrEnum):
    """Whose answers a field is taken from."""

    NOW = "now"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Constant:
    """A number (scaled integer), a date (ordinal), a code or text (itself), or a truth."""

    type: Type
    value: int | str | bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A threshold of the round, by name; a scaled integer of the type's scale."""

    type: Type
    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a table, one value for each row of the expression's own table.

    `fixed` pins dimensions of the field's table to one code each; every other dimension is taken from the row.
    """

    type: Type
    table: str
    field: str
    period: Period = Period.NOW
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Coordinate:
    """The code of a dimension in this row, always a value: `stage == "CH"`, `country in ("GN", "ML")`."""

    type: Type
    dimension: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ - * /`; `+` and `-` leave void operands out."""

    type: Type
    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Compare:
    """`== != < <= > >=` of two numbers, dates, codes or texts (texts and unranked codes: `==` and `!=` only)."""

    operator: str
    left: "Node"
    right: "Node"
    type: Type = TRUTH


@dataclass(frozen=True, slots=True)
class Among:
    """`x in ("a", "b")` of a code."""

    operand: "Node"
    codes: tuple[str, ...]
    type: Type = TRUTH


@dataclass(frozen=True, slots=True)
class Both:
    """`and`."""

    parts: tuple["Node", ...]
    type: Type = TRUTH


@dataclass(frozen=True, slots=True)
class Either:
    """`or`."""

    parts: tuple["Node", ...]
    type: Type = TRUTH


@dataclass(frozen=True, slots=True)
class Not:
    """`not`."""

    operand: "Node"
    type: Type = TRUTH


@dataclass(frozen=True, slots=True)
class Choose:
    """`a if condition else b`; an undecided condition takes b."""

    type: Type
    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the closed table, applied to the values of one row."""

    type: Type
    function: str
    arguments: tuple["Node", ...]


class Missing(StrEnum):
    """What an aggregate does with an unknown member."""

    SPREAD = "spread"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`sum count min max mean any all` over the rows of another table that belong to this row.

    `operand` and `where` are evaluated in the rows of `table`; rows belong together that agree in `by`, the dimensions
    shared by the two tables that are not pinned by `fixed`. `period` says whose rows of a list are meant.
    """

    type: Type
    function: str
    table: str
    operand: "Node"
    where: "Node | None" = None
    missing: Missing = Missing.SPREAD
    by: tuple[str, ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()
    period: Period = Period.NOW


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the listed conditions hold, one for each field of a family of this row: `number(x > 0 for x in RD_*)`."""

    parts: tuple["Node", ...]
    type: Type = COUNT


Node: TypeAlias = (
    Constant
    | Parameter
    | Column
    | Coordinate
    | Arithmetic
    | Compare
    | Among
    | Both
    | Either
    | Not
    | Choose
    | Call
    | Aggregate
    | Tally
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A typed expression with the text it was written as; it stands in the rows of `table`."""

    source: str
    table: str
    root: Node


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node, in the order of its parts."""
    kind: type = type(node)
    single, several = _parts(kind)
    found = [part for name in single if (part := getattr(node, name)) is not None]
    for name in several:
        found.extend(getattr(node, name))
    return tuple(found)


def walk(node: Node) -> Iterator[Node]:
    """The node and every node below it, in the order in which they are written."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(children(found)))


@cache
def _parts(kind: type) -> tuple[tuple[str, ...], tuple[str, ...]]:
    # Read off the annotations once: asking each part what it is, for every node of a form, took a quarter of its reading.
    said = {field.name: str(field.type) for field in fields(kind)}
    single = tuple(name for name, annotation in said.items() if annotation in ("Node", "Node | None"))
    return single, tuple(name for name, annotation in said.items() if annotation.startswith("tuple") and "Node" in annotation)
