"""Calculations of a form as formulas of a spreadsheet, so that a colleague sees them change while filling in.

A cell may hold a number, a number with a flag (450 e), or nothing; nothing is unknown unless its reason says “not applicable”,
which is left out of sums. What a formula cannot say (counting rows of a list) has none and stands as the value it had.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from readmission.answers.model import Place, Reason
from readmission.form.model import DimensionKind, Field, Form
from readmission.form.nodes import Arithmetic, Call, Column, Constant, Kind, Node, Parameter, Period

LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer stands: sheet, row and column counted from 0, and the column of its reason."""

    sheet: str
    row: int
    column: int
    reason: int | None = None

    def name(self, column: int) -> str:
        """The cell in a column of this row, as formulas of any sheet name it."""
        return f"'{self.sheet}'!{cell_name(self.row, column)}"


Addresses: TypeAlias = dict[Place, Address]


@dataclass(frozen=True, slots=True)
class _Part:
    """An operand as formulas: its value, and when it is unknown, and when it is left out."""

    value: str
    unknown: str = "FALSE"
    void: str = "FALSE"


class _Unsayable(Exception):
    """A calculation is beyond what a cell can hold."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """Writes the calculations of a form over the addresses of its answers."""

    form: Form
    addresses: Mapping[Place, Address]
    parameters: Mapping[str, int]

    def of(self, field: Field, place: Place) -> str:
        """The formula of a calculated field, empty where it is none or a cell cannot hold it."""
        if field.calculation is None or field.calculation.root.type.kind is not Kind.NUMBER:
            return ""
        try:
            part = self._part(field.calculation.root, place)
        except _Unsayable:
            return ""
        return f'IF(OR({part.unknown},{part.void}),"",{part.value})'

    def _part(self, node: Node, place: Place) -> _Part:
        if isinstance(node, Constant) and node.type.kind is Kind.NUMBER and isinstance(node.value, int):
            return _Part(_scaled(node.value, node.type.scale))
        if isinstance(node, Parameter):
            return _Part(_scaled(self.parameters[node.name], node.type.scale))
        if isinstance(node, Column) and node.period is Period.NOW:
            return self._column(node, place)
        if isinstance(node, Arithmetic):
            return _arithmetic(node.operator, self._part(node.left, place), self._part(node.right, place))
        if isinstance(node, Call) and node.function == "rate":
            part, whole = (self._part(argument, place) for argument in node.arguments)
            return _quotient(f"100*({part.value})", part, whole)
        if isinstance(node, Call) and node.function == "round":
            operand = self._part(node.arguments[0], place)
            return _Part(f"ROUND({operand.value},{node.type.scale})", operand.unknown, operand.void)
        raise _Unsayable

    def _column(self, node: Column, place: Place) -> _Part:
        # Dimensions are named alike in every table of a form, or pinned to one code.
        fixed = dict(node.fixed)
        own = {
            dimension.id: member
            for dimension, member in zip(self.form.tables[place.table].dimensions, place.key, strict=True)
            if dimension.kind is not DimensionKind.ROWS
        }
        table = self.form.tables[node.table]
        key = (
            place.key
            if node.table == place.table and not fixed
            else tuple(fixed.get(dimension.id, own.get(dimension.id, "")) for dimension in table.dimensions)
        )
        address = self.addresses.get(Place(node.table, key, node.field))
        if address is None or table.by_id[node.field].calculation is not None:
            raise _Unsayable
        cell = address.name(address.column)
        void = "FALSE"
        if address.reason is not None:
            shown = address.name(address.reason)
            void = f'AND({cell}="",OR({shown}="{Reason.NOT_APPLICABLE}",LEFT({shown},3)="{Reason.NOT_APPLICABLE} "))'
        number = f"IF(ISNUMBER({cell}),{cell},{_flagged(cell)})"
        return _Part(f"IFERROR({number},0)", f"AND(NOT({void}),ISERROR({number}))", void)


def sum_filled(cells: str) -> str:
    """The sum of the numbers of a range, those with a flag among them."""
    return f"SUM(IF(ISNUMBER({cells}),{cells},IFERROR({_flagged(cells)},0)))"


def cell_name(row: int, column: int) -> str:
    """The name of a cell, row and column counted from 0: A1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _flagged(cells: str) -> str:
    # What follows the blank is a flag, not further digits: 1 234 is no number of one.
    return f'IF(ISERROR(VALUE(MID({cells},FIND(" ",{cells})+1,1))),VALUE(LEFT({cells},FIND(" ",{cells})-1)),VALUE("?"))'


def _arithmetic(operator: str, left: _Part, right: _Part) -> _Part:
    if operator in ("+", "-"):
        value = f"({left.value}{operator}{right.value})"
        return _Part(value, f"OR({left.unknown},{right.unknown})", f"AND({left.void},{right.void})")
    if operator == "/":
        return _quotient(f"({left.value})", left, right)
    return _Part(f"({left.value}{operator}{right.value})", _missing(left, right))


def _quotient(part: str, left: _Part, right: _Part) -> _Part:
    return _Part(f"IFERROR({part}/({right.value}),0)", f"OR({_missing(left, right)},({right.value})=0)")


def _missing(left: _Part, right: _Part) -> str:
    return f"OR({left.unknown},{left.void},{right.unknown},{right.void})"


def _scaled(value: int, places: int) -> str:
    digits = f"{abs(value):0{places + 1}d}"
    whole = digits[: len(digits) - places] + (f".{digits[-places:]}" if places else "")
    return f"-{whole}" if value < 0 else whole
