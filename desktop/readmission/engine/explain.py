"""A failed rule in figures and signs, which every language reads: `432 ≠ 450 = 371 + 79 (Δ −18)`.

The figures stand apart from the signs, because each language sets thousands apart in its own way.

Where a rule fails because several parts are false, each part that figures can show is shown; what a form says in words is left to
the rule's message.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from readmission.answers.finding import FormulaLine, Shown
from readmission.form.nodes import Arithmetic, Both, Call, Compare, Either, Kind, Node

_OPPOSITE: Final = {"==": "≠", "!=": "=", "<": "≥", "<=": ">", ">": "≤", ">=": "<"}
_BETWEEN: Final = " · "

# What each of the rows that are explained has for a part of a check.
_Lines: TypeAlias = list[tuple[FormulaLine, ...]]


class Explanation:
    """The lines for one check at several rows; `shown` gives the values of a part there, `false` where it is certainly false.

    All rows go through the check together: a paste explains thousands.
    """

    def __init__(
        self, shown: Callable[[Node], Sequence[Shown | None]], false: Callable[[Node], Sequence[bool]], rows: int
    ) -> None:
        self._shown = shown
        self._false = false
        self._rows = rows

    def lines(self, check: Node) -> list[FormulaLine]:
        """The figures of a check that is certainly false at each row; empty where it has none."""
        return [parts[0] if len(parts) == 1 else _joined(parts) for parts in self._parts(check)]

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

    def _parts(self, node: Node) -> _Lines:
        if isinstance(node, Compare):
            return self._compared(node)
        if isinstance(node, Call) and node.function == "near":
            return self._distance(node)
        found: _Lines = [()] * self._rows
        if isinstance(node, Either):
            for part in node.parts:
                found = [before + more for before, more in zip(found, self._parts(part), strict=True)]
        elif isinstance(node, Both):
            # One part that is false is enough, and the first is what people look for.
            left = set(range(self._rows))
            for part in node.parts:
                false = self._false(part) if left else ()
                here = [row for row in left if false[row]]
                if here:
                    parts = self._parts(part)
                    for row in here:
                        found[row] = parts[row]
                    left.difference_update(here)
        return found

    def _compared(self, node: Compare) -> _Lines:
        if node.left.type.kind is Kind.TEXT:
            return [((),)] * self._rows
        sign, exact = f" {_OPPOSITE[node.operator]} ", node.operator == "=="
        sides = zip(self._shown(node.left), self._shown(node.right), self._terms(node.left), self._terms(node.right), strict=True)
        lines: _Lines = []
        for left, right, before, after in sides:
            if left is None or right is None:
                lines.append(((),))
                continue
            line = (*_signed(left), sign, *_signed(right))
            if before:
                line = (*before, " = ", *line)
            if after:
                line = (*line, " = ", *after)
            if exact and isinstance(left, tuple) and isinstance(right, tuple):
                line = (*line, " (Δ ", *_signed(_difference(left, right)), ")")
            lines.append((line,))
        return lines

    def _distance(self, node: Call) -> _Lines:
        lines: _Lines = []
        for first, second, tolerance in zip(*(self._shown(argument) for argument in node.arguments), strict=True):
            if isinstance(first, tuple) and isinstance(second, tuple) and isinstance(tolerance, tuple):
                distance, places = _difference(first, second)
                apart = ("|", *_signed(first), " − ", *_signed(second), "| = ")
                lines.append(((*apart, (abs(distance), places), " > ", *_signed(tolerance)),))
            else:
                lines.append(((),))
        return lines

    def _terms(self, node: Node) -> list[FormulaLine]:
        lines: list[FormulaLine] = [()] * self._rows
        if not isinstance(node, Arithmetic) or node.operator not in ("+", "-"):
            return lines
        for sign, part in _addends(node, "+"):
            before, first = (" − ", ("− ",)) if sign == "-" else (" + ", ())
            # A void addend is left out of the sum, and here.
            lines = [
                line if value is None else (*line, before, *_signed(value)) if line else (*first, *_signed(value))
                for line, value in zip(lines, self._shown(part), strict=True)
            ]
        return lines


def _joined(parts: tuple[FormulaLine, ...]) -> FormulaLine:
    found: list[Shown] = []
    for part in dict.fromkeys(filter(None, parts)):
        found += (_BETWEEN, *part) if found else part
    return tuple(found)


def _addends(node: Node, sign: str) -> list[tuple[str, Node]]:
    # A sum leans to the left, as it was read; walked along it rather than into it, however long it is.
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
