"""A failed rule in figures and signs, which every language reads: `432 ≠ 450 = 371 + 79 (Δ −18)`.

Where a rule fails because several parts are false, each part that figures can show is shown; what a form says in words is left to
the rule's message.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from readmission.answers.finding import Shown
from readmission.form.nodes import Arithmetic, Both, Call, Compare, Either, Kind, Node

_OPPOSITE: Final = {"==": "≠", "!=": "=", "<": "≥", "<=": ">", ">": "≤", ">=": "<"}
_BETWEEN: Final = " · "


class Explanation:
    """The line for one check at one row; `shown` gives the value of a part there, `false` says where a part is certainly false."""

    def __init__(self, shown: Callable[[Node], Shown | None], false: Callable[[Node], bool]) -> None:
        self._shown = shown
        self._false = false

    def line(self, check: Node) -> str:
        """The figures of a check that is certainly false; empty where it has none."""
        return _BETWEEN.join(dict.fromkeys(part for part in self._parts(check) if part))

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

    def _parts(self, node: Node) -> Iterator[str]:
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

    def _compared(self, node: Compare) -> str:
        left, right = self._shown(node.left), self._shown(node.right)
        if left is None or right is None or node.left.type.kind is Kind.TEXT:
            return ""
        before, after = self._terms(node.left), self._terms(node.right)
        line = f"{f'{before} = ' if before else ''}{written(left)} {_OPPOSITE[node.operator]} {written(right)}"
        line += f" = {after}" if after else ""
        return f"{line} (Δ {_difference(left, right)})" if node.operator == "==" and isinstance(left, tuple) else line

    def _distance(self, node: Call) -> str:
        first, second, tolerance = (self._shown(argument) for argument in node.arguments)
        if not (isinstance(first, tuple) and isinstance(second, tuple) and isinstance(tolerance, tuple)):
            return ""
        distance = _difference(first, second).lstrip("−")
        return f"|{written(first)} − {written(second)}| = {distance} > {written(tolerance)}"

    def _terms(self, node: Node) -> str:
        if not isinstance(node, Arithmetic) or node.operator not in ("+", "-"):
            return ""
        found = ""
        for sign, part in _addends(node, "+"):
            value = self._shown(part)
            # A void addend is left out of the sum, and here.
            if value is not None:
                found += f" {'−' if sign == '-' else '+'} {written(value)}"
        return found.removeprefix(" + ").strip()


def _addends(node: Node, sign: str) -> list[tuple[str, Node]]:
    # A sum leans to the left, as it was read; walked along it rather than into it, because a paste explains thousands.
    found = []
    while isinstance(node, Arithmetic) and node.operator in ("+", "-"):
        found.append(_addends(node.right, sign if node.operator == "+" else ("-" if sign == "+" else "+")))
        node = node.left
    return [(sign, node), *(addend for part in reversed(found) for addend in part)]


@lru_cache(maxsize=16384)
def written(value: Shown) -> str:
    """A value in bare figures, with a point before the decimals: how thousands are set apart differs from language to language."""
    if isinstance(value, str):
        return value
    scaled, places = value
    digits = str(abs(scaled)).rjust(places + 1, "0")
    whole, decimals = (digits[:-places], digits[-places:]) if places else (digits, "")
    return f"{'−' if scaled < 0 else ''}{whole}{f'.{decimals}' if decimals else ''}"


def _difference(left: Shown, right: Shown) -> str:
    if isinstance(left, str) or isinstance(right, str):
        return ""
    places = max(left[1], right[1])
    first, second = (value * 10 ** (places - own) for value, own in (left, right))
    return written((first - second, places))
