"""A failed rule in figures and signs, which every language reads: `432 ≠ 450 = 351 + 97 + 2 + 0 (432 − 450 = −18)`."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from readmission.form.nodes import Arithmetic, Both, Compare, Expression, Kind, Node, Not

Number: TypeAlias = tuple[int, int]

_OPPOSITE: Final = {"==": "≠", "!=": "=", "<": "≥", "<=": ">", ">": "≤", ">=": "<"}


def explain(check: Expression, number: Callable[[Expression], Number | None], false: Callable[[Expression], bool]) -> str:
    """The first comparison of numbers that is certainly false; empty where the rule fails in another way."""
    for compare in _comparisons(check.root):
        part = Expression("", check.table, compare)
        if compare.left.type.kind is not Kind.NUMBER or not false(part):
            continue
        left, right = (number(Expression("", check.table, side)) for side in (compare.left, compare.right))
        if left is None or right is None:
            continue
        line = f"{_print(left)} {_OPPOSITE[compare.operator]} {_print(right)}"
        terms = _terms(compare.right, check.table, number) or _terms(compare.left, check.table, number)
        if terms:
            line += f" = {terms}" if _terms(compare.right, check.table, number) else f"  ({terms})"
        return f"{line}  (Δ {_difference(left, right)})" if compare.operator == "==" else line
    return ""


def _comparisons(node: Node) -> Iterator[Compare]:
    if isinstance(node, Compare):
        yield node
    elif isinstance(node, Both):
        for part in node.parts:
            yield from _comparisons(part)
    elif isinstance(node, Not):
        return


def _terms(node: Node, table: str, number: Callable[[Expression], Number | None]) -> str:
    if not isinstance(node, Arithmetic) or node.operator not in ("+", "-"):
        return ""
    found = []
    for sign, part in _addends(node, "+"):
        value = number(Expression("", table, part))
        if value is not None:
            found.append(f"{'−' if sign == '-' else '+'} {_print(value)}")
    return " ".join(found).removeprefix("+ ")


def _addends(node: Node, sign: str) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Arithmetic) and node.operator in ("+", "-"):
        yield from _addends(node.left, sign)
        yield from _addends(node.right, sign if node.operator == "+" else ("-" if sign == "+" else "+"))
    else:
        yield sign, node


def _print(number: Number) -> str:
    scaled, places = number
    sign, digits = ("−" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _difference(left: Number, right: Number) -> str:
    places = max(left[1], right[1])
    a, b = (value * 10 ** (places - own) for value, own in (left, right))
    return _print((a - b, places))
