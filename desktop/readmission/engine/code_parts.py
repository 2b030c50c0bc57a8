"""The small parts of generated code, and what the generator asks about the rows it writes for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import isnan
from typing import Final, Protocol

from readmission.engine.dialect import Dialect
from readmission.engine.place import Load
from readmission.engine.source import Source
from readmission.engine.texts import MeasureKey
from readmission.form.nodes import Aggregate, Column, Coordinate, Kind, Node, Type

TRUE: Final = "True"
FALSE: Final = "False"


class Places(Protocol):
    """Where the rows of an expression find what it reads."""

    def column(self, node: Column) -> Load:
        """A field."""

    def measured(self, node: Column, measure: MeasureKey) -> Load:
        """A measure of a field's cell."""

    def coordinate(self, node: Coordinate) -> Load:
        """A dimension of the row itself."""

    def aggregate(self, node: Aggregate) -> Load:
        """An aggregate, computed once for all who ask for it."""

    def parameter(self, name: str) -> float:
        """A threshold, scaled."""

    def text(self, text: str) -> float:
        """The number of a text or code."""

    def measure(self, measure: MeasureKey) -> int:
        """The number of a measure of texts."""

    def measure_now(self, measure: MeasureKey, text: float) -> float:
        """The measure of one text."""


@dataclass(frozen=True, slots=True)
class Addend:
    """A value that is 0 where it is void, where that is, and under which condition it can be void at all."""

    value: str
    void: str = FALSE
    possible: str = ""


def literal(number: float) -> str:
    """A number as code."""
    return "nan" if isnan(number) else repr(number)


def common(left: Type, right: Type) -> Type:
    """The scale on which two numbers meet."""
    if left.ratio or right.ratio:
        return Type(Kind.NUMBER, ratio=True)
    return left if left.scale >= right.scale else right


class Parts:
    """Writes small parts, each once; constant conditions are folded."""

    def __init__(self, places: Places, dialect: Dialect) -> None:
        self._places = places
        self._dialect = dialect
        self._counts_void = dialect.prefix == ""
        self.source = Source(dialect)

    def value(self, node: Node) -> str:
        """The value of a part; what kinds of parts there are is said further down."""
        raise NotImplementedError

    def _let(self, written: str) -> str:
        return self.source.let(written)

    def _load(self, kind: str, load: Load, absent: str) -> str:
        return self._let(self._dialect.load(kind, load, absent))

    def _as(self, node: Node, wanted: Type) -> str:
        if node.type.kind is not Kind.NUMBER:
            return self.value(node)
        return self._scaled(self.value(node), node.type, wanted)

    def _all_as(self, nodes: Iterable[Node]) -> list[str]:
        nodes = list(nodes)
        shared = reduce(common, (node.type for node in nodes))
        return [self._as(node, shared) for node in nodes]

    def _scaled(self, written: str, have: Type, want: Type) -> str:
        if want.ratio and not have.ratio and have.scale:
            return self._let(f"({written} / {10.0**have.scale!r})")
        if not want.ratio and want.scale > have.scale:
            return self._let(f"({written} * {10.0 ** (want.scale - have.scale)!r})")
        return written

    def _select(self, mask: str, then: str, otherwise: str) -> str:
        if mask in (TRUE, FALSE):
            return then if mask == TRUE else otherwise
        return self._let(self._dialect.choose(mask, then, otherwise))

    def _both(self, left: str, right: str) -> str:
        if FALSE in (left, right):
            return FALSE
        if TRUE in (left, right):
            return right if left == TRUE else left
        return self._let(self._dialect.both(left, right))

    def _either(self, left: str, right: str) -> str:
        if TRUE in (left, right):
            return TRUE
        if FALSE in (left, right):
            return right if left == FALSE else left
        return self._let(self._dialect.either(left, right))

    def _opposite(self, mask: str) -> str:
        if mask in (TRUE, FALSE):
            return FALSE if mask == TRUE else TRUE
        return self._let(self._dialect.opposite(mask))
