"""The figures of single rows, as messages and explanations name them.

Where very many findings are described at once, whole columns are worked out and read row by row: that costs less than an expression
run again for each of them.
"""

from collections.abc import Sequence
from datetime import date
from math import isnan
from typing import Final

import numpy as np

from readmission.answers.finding import FormulaLine, Shown
from readmission.engine.column_functions import round_ratio
from readmission.engine.compiled_form import CompiledForm
from readmission.engine.entry import NO, YES
from readmission.engine.explain import Explanation
from readmission.engine.outcomes import FAULTS
from readmission.engine.world import World
from readmission.form.nodes import Expression, Kind, Node

RATIO_PLACES: Final = 1


class Figures:
    """Reads expressions at rows; with `whole` from columns that hold as long as no answer changes."""

    def __init__(self, form: CompiledForm, world: World, *, whole: bool) -> None:
        self._form = form
        self._world = world
        self._whole = whole
        # By the identity of an expression's root, which the form's rules keep; None where a column could not be worked out.
        self._columns: dict[tuple[int, str], list[float] | None] = {}
        # The same as messages name it; empty where it has to be asked row by row.
        self._shown: dict[tuple[int, str], list[Shown | None]] = {}

    def shown(self, table: str, node: Node, rows: Sequence[int]) -> list[Shown | None]:
        """The values of an expression at rows as a message names them; None where no value stands."""
        if self._whole:
            key = (id(node), table)
            column = self._shown.get(key)
            if column is None:
                column = self._shown[key] = self._as_column(key, table, node)
            if column:
                return [column[row] for row in rows]
        return [None if isnan(number) else self._as_shown(node, number) for number in self._numbers(table, node, rows)]

    def lines(self, check: Expression, rows: Sequence[int]) -> list[FormulaLine]:
        """The figures of a check that is certainly false at these rows."""
        table = check.table
        explanation = Explanation(
            lambda part: self.shown(table, part, rows),
            lambda part: [number == 0.0 for number in self._numbers(table, part, rows)],
            len(rows),
        )
        return explanation.lines(check.root)

    def _as_column(self, key: tuple[int, str], table: str, node: Node) -> list[Shown | None]:
        column = self._columns[key] if key in self._columns else self._work_out(key, Expression("", table, node))
        if column is None:
            return []
        type_ = node.type
        if type_.kind is Kind.NUMBER and not type_.ratio:
            scale = type_.scale
            return [None if number != number else (int(number), scale) for number in column]  # noqa: PLR0124 (NaN is no value)
        return [None if isnan(number) else self._as_shown(node, number) for number in column]

    def _numbers(self, table: str, node: Node, rows: Sequence[int]) -> list[float]:
        if self._whole:
            key = (id(node), table)
            column = self._columns[key] if key in self._columns else self._work_out(key, Expression("", table, node))
            if column is not None:
                return [column[row] for row in rows]
        return [self._form.part(self._world, table, node, row) for row in rows]

    def _work_out(self, key: tuple[int, str], expression: Expression) -> list[float] | None:
        column: list[float] | None
        try:
            column = self._form.values(self._world, expression).tolist()
        except FAULTS:
            # It stops at some other row, perhaps; at each row it is tried by itself.
            column = None
        self._columns[key] = column
        return column

    def _as_shown(self, node: Node, number: float) -> Shown:
        type_ = node.type
        if type_.kind is Kind.NUMBER and not type_.ratio:
            return int(number), type_.scale
        if type_.kind is Kind.TRUTH:
            return YES if number else NO
        if type_.kind is Kind.DATE:
            return date.fromordinal(int(number)).isoformat()
        if type_.kind is not Kind.NUMBER:
            return self._form.plan.texts.text(number)
        return int(round_ratio(np.array([number]), 10.0**RATIO_PLACES)[0]), RATIO_PLACES
