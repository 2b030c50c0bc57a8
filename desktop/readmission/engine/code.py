"""Writes a typed expression as code: its value, its value as an addend, when it is certainly true, when certainly false.

A condition is written twice, and `not` only changes which of the two is meant (De Morgan's laws are applied on the way down), so
that `a <= b` costs one comparison and no test for missing values. Constant conditions are folded while writing.
"""

from collections.abc import Callable
from functools import reduce
from typing import ClassVar, Final

from readmission.engine.code_parts import FALSE, TRUE, literal
from readmission.engine.code_values import Values
from readmission.engine.families import Several
from readmission.engine.texts import FLAGGED, MATCHES, MISSING
from readmission.form.nodes import Aggregate, Among, Both, Call, Choose, Column, Compare, Constant, Either, Kind, Node, Not
from readmission.override import override

_INVERSE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Writer(Values):
    """Writes expressions for the rows of one table in one dialect; equal parts are written once."""

    @override
    def yes(self, node: Node) -> str:
        """Where a condition is certainly true."""
        return self._condition(node, wanted=True)

    @override
    def no(self, node: Node) -> str:
        """Where a condition is certainly false."""
        return self._condition(node, wanted=False)

    def fails(self, conditions: Node | None, check: Node) -> str:
        """Where the conditions are certainly true and the check is certainly false."""
        failed = self.no(check)
        return failed if conditions is None else self._both(self.yes(conditions), failed)

    def _condition(self, node: Node, *, wanted: bool) -> str:
        return self._KINDS[type(node)](self, node, wanted)

    def _constant_condition(self, node: Constant, wanted: bool) -> str:
        return TRUE if bool(node.value) is wanted else FALSE

    def _loaded_condition(self, node: Column | Aggregate, wanted: bool) -> str:
        value = self._column(node) if isinstance(node, Column) else self._aggregate(node)
        return self._let(f"({value} == {float(wanted)!r})")

    def _negation(self, node: Not, wanted: bool) -> str:
        return self._condition(node.operand, wanted=not wanted)

    def _conjunction(self, node: Both, wanted: bool) -> str:
        join = self._both if wanted else self._either
        return reduce(join, (self._condition(part, wanted=wanted) for part in node.parts))

    def _disjunction(self, node: Either, wanted: bool) -> str:
        join = self._either if wanted else self._both
        return reduce(join, (self._condition(part, wanted=wanted) for part in node.parts))

    def _chosen_condition(self, node: Choose, wanted: bool) -> str:
        mask = self.yes(node.condition)
        then = self._both(mask, self._condition(node.then, wanted=wanted))
        otherwise = self._both(self._opposite(mask), self._condition(node.otherwise, wanted=wanted))
        return self._either(then, otherwise)

    def _comparison(self, node: Compare, wanted: bool) -> str:
        left, right = self._compared(node)
        if (node.operator == "!=") is wanted and node.operator in ("==", "!="):
            # An inequality that a missing value does not satisfy.
            return self._let(f"(({left} < {right}) | ({left} > {right}))")
        operator = "==" if node.operator in ("==", "!=") else node.operator if wanted else _INVERSE[node.operator]
        return self._let(f"({left} {operator} {right})")

    def _compared(self, node: Compare) -> tuple[str, str]:
        if node.left.type.kind is Kind.NUMBER:
            left, right = self._all_as((node.left, node.right))
            return left, right
        if node.left.type.kind is Kind.CODE and node.operator not in ("==", "!="):
            return self.ranked(node.left), self.ranked(node.right)
        return self.value(node.left), self.value(node.right)

    def _among(self, node: Among, wanted: bool) -> str:
        value = self.value(node.operand)
        codes = [literal(self._places.text(code)) for code in node.codes]
        found = reduce(self._either, (self._let(f"({value} == {code})") for code in codes))
        return found if wanted else self._both(self._let(f"({value} == {value})"), self._opposite(found))

    def _called_condition(self, node: Call, wanted: bool) -> str:
        return self._CONDITIONS[node.function](self, node, wanted)

    def _near(self, node: Call, wanted: bool) -> str:
        left, right, tolerance = self._all_as(node.arguments)
        distance = self._let(f"absolute({left} - {right})")
        return self._let(f"({distance} {'<=' if wanted else '>'} {tolerance})")

    def _multiple(self, node: Call, wanted: bool) -> str:
        number, divisor = self._all_as(node.arguments)
        return self._let(f"(remainder({number}, {divisor}) {'==' if wanted else '>'} 0.0)")

    def _given(self, node: Call, wanted: bool) -> str:
        value = self.value(node.arguments[0])
        return self._let(f"({value} {'==' if wanted else '!='} {value})")

    def _asked_of_cell(self, node: Call, wanted: bool) -> str:
        word = node.arguments[1] if len(node.arguments) > 1 else None
        key = (MISSING if node.function == "missing" else FLAGGED, str(word.value) if isinstance(word, Constant) else "")
        column = node.arguments[0]
        if not isinstance(column, Column):
            raise TypeError(node.function)
        asked = self._read(column, lambda one: self._places.measured(one, key), "0.0")
        return self._let(f"({asked} == {float(wanted)!r})")

    def _matches(self, node: Call, wanted: bool) -> str:
        pattern = node.arguments[1]
        measure = (MATCHES, str(pattern.value) if isinstance(pattern, Constant) else "")
        return self._let(f"({self._measured(node.arguments[0], measure)} == {float(wanted)!r})")

    _KINDS: ClassVar[dict[type, Callable[..., str]]] = {
        Constant: _constant_condition,
        Column: _loaded_condition,
        Several: _loaded_condition,
        Aggregate: _loaded_condition,
        Not: _negation,
        Both: _conjunction,
        Either: _disjunction,
        Choose: _chosen_condition,
        Compare: _comparison,
        Among: _among,
        Call: _called_condition,
    }
    _CONDITIONS: ClassVar[dict[str, Callable[..., str]]] = {
        "near": _near,
        "multiple": _multiple,
        "given": _given,
        "missing": _asked_of_cell,
        "flagged": _asked_of_cell,
        "matches": _matches,
    }
