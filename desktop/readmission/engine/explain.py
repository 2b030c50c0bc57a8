"""A failed rule in figures and signs, which every language reads: `432 ≠ 450 = 371 + 79 (Δ −18)`.

The figures stand apart from the signs, because each language sets thousands apart in its own way.

Where a rule fails because several parts are false, each part that figures can show is shown; what a form says in words is left to
the rule's message.
"""

from collections.abc import Callable, Iterator
from typing import Final

from readmission.answers.finding import FormulaLine, Shown
from readmission.form.nodes import Arithmetic, Both, Call, Compare, Either, Kind, Node

_OPPOSITE: Final = {"==": "≠", "!=": "=", "<": "≥", "<=": ">", ">": "≤", ">=": "<"}
_BETWEEN: Final = " · "


class Explanation:
    """The line for one check at one row; `shown` gives the value of a part there, `false` says where a part is certainly false."""

    def __init__(self, shown: Callable[[Node], Shown | None], false: Callable[[Node], bool]) -> None:
        self._shown = shown
        self._false = false

    def line(self, check: Node) -> FormulaLine:
        """The figures of a check that is certainly false; empty where it has none."""
        found: list[Shown] = []
        for part in dict.fromkeys(part for part in self._parts(check) if part):
            found += (_BETWEEN, *part) if found else part
        return tuple(found)

    @staticmethod
    def asked(check: Node) -> Iterator[Node]:
        """The parts whose values the line of a check may ask for."""
        if isinstance(check, Either | Both):
            for part in check.parts:
                if isinstance(check, Both):
                    yield part
                yield from Explanation.asked(part)
        elif isinstance(check, Compare):
            for side in (check.left, check.right):
                yield side
                if isinstance(side, Arithmetic) and side.operator in ("+", "-"):
                    yield from (part for _sign, part in _addends(side, "+"))
        elif isinstance(check, Call) and check.function == "near":
            yield from check.arguments

    def _parts(self, node: Node) -> Iterator[FormulaLine]:
        if isinstance(node, Either):
            for part in node.parts:
                yield from self._parts(part)
        elif isinstance(node, Both):
            # One part that is false is enough, and the first is what people look for.
            yield from self._parts(next(part for part in node.parts if self._false(part)))
        elif isinstance(node, Compare):
            yield self._compared(node)
        elif isinstance(node, Call) and node.function == "near":
            yield self._distance(node)

    def _compared(self, node: Compare) -> FormulaLine:
        left, right = self._shown(node.left), self._shown(node.right)
        if left is None or right is None or node.left.type.kind is Kind.TEXT:
            return ()
        before, after = self._terms(node.left), self._terms(node.right)
        line = [*before, " = "] if before else []
        line += [*_signed(left), f" {_OPPOSITE[node.operator]} ", *_signed(right)]
        line += [" = ", *after] if after else []
        if node.operator == "==" and isinstance(left, tuple) and isinstance(right, tuple):
            line += [" (Δ ", *_signed(_difference(left, right)), ")"]
        return tuple(line)

    def _distance(self, node: Call) -> FormulaLine:
        first, second, tolerance = (self._shown(argument) for argument in node.arguments)
        if not (isinstance(first, tuple) and isinstance(second, tuple) and isinstance(tolerance, tuple)):
            return ()
        distance, places = _difference(first, second)
        apart = ("|", *_signed(first), " − ", *_signed(second), "| = ")
        return (*apart, (abs(distance), places), " > ", *_signed(tolerance))

    def _terms(self, node: Node) -> FormulaLine:
        if not isinstance(node, Arithmetic) or node.operator not in ("+", "-"):
            return ()
        found: list[Shown] = []
        for sign, part in _addends(node, "+"):
            value = self._shown(part)
            # A void addend is left out of the sum, and here.
            if value is None:
                continue
            if found:
                found.append(" − " if sign == "-" else " + ")
            elif sign == "-":
                found.append("− ")
            found += _signed(value)
        return tuple(found)


def _addends(node: Node, sign: str) -> list[tuple[str, Node]]:
    # A sum leans to the left, as it was read; walked along it rather than into it, because a paste explains thousands.
    found = []
    while isinstance(node, Arithmetic) and node.operator in ("+", "-"):
        found.append(_addends(node.right, sign if node.operator == "+" else ("-" if sign == "+" else "+")))
        node = node.left
    return [(sign, node), *(addend for part in reversed(found) for addend in part)]


def _signed(value: Shown) -> FormulaLine:
    """A value with the sign of a negative one before its figures: not every language's own minus reads as one in a formula."""
    return ("−", (-value[0], value[1])) if isinstance(value, tuple) and value[0] < 0 else (value,)


def _difference(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    places = max(left[1], right[1])
    first, second = (value * 10 ** (places - own) for value, own in (left, right))
    return first - second, places
