"""Prints a typed expression as its author could have written it; read again, the text gives the same typed form."""

from datetime import date
from decimal import Decimal
from functools import singledispatch

from readmission.form.nodes import (
    Aggregate,
    Among,
    Arithmetic,
    Both,
    Call,
    Choose,
    Column,
    Compare,
    Constant,
    Coordinate,
    Either,
    Expression,
    Kind,
    Missing,
    Node,
    Not,
    Parameter,
    Period,
    Tally,
)

# How tightly a printed part holds together; a part inside of a tighter one stands in brackets.
_CHOICE, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _WHOLE = range(9)


def show(expression: Expression) -> str:
    """The canonical text of an expression."""
    return _Printer(expression.table, Period.NOW).text(expression.root, _CHOICE)


class _Printer:
    def __init__(self, table: str, period: Period) -> None:
        self.table = table
        self.period = period

    def text(self, node: Node, tightness: int) -> str:
        printed, own = _print(node, self)
        return f"({printed})" if own < tightness else printed

    def parts(self, nodes: tuple[Node, ...], word: str, tightness: int) -> str:
        return word.join(self.text(node, tightness) for node in nodes)

    def within(self, period: Period) -> "_Printer":
        return _Printer(self.table, period)


@singledispatch
def _print(node: Node, printer: _Printer) -> tuple[str, int]:
    raise TypeError(type(node).__name__)


@_print.register
def _constant(node: Constant, printer: _Printer) -> tuple[str, int]:
    if isinstance(node.value, bool):
        return str(node.value), _WHOLE
    if isinstance(node.value, str):
        return _quoted(node.value), _WHOLE
    if node.type.kind is Kind.DATE:
        return f'date("{date.fromordinal(node.value).isoformat()}")', _WHOLE
    return f"{Decimal(node.value).scaleb(-node.type.scale):f}", _WHOLE if node.value >= 0 else _SIGN


@_print.register
def _named(node: Parameter, printer: _Printer) -> tuple[str, int]:
    return node.name, _WHOLE


@_print.register
def _coordinate(node: Coordinate, printer: _Printer) -> tuple[str, int]:
    return node.dimension, _WHOLE


@_print.register
def _column(node: Column, printer: _Printer) -> tuple[str, int]:
    codes = f"[{', '.join(_quoted(code) for _, code in node.fixed)}]" if node.fixed else ""
    name = node.field if node.table == printer.table and not codes else f"{node.table}{codes}.{node.field}"
    return (name if node.period is printer.period else f"last({name})"), _WHOLE


@_print.register
def _arithmetic(node: Arithmetic, printer: _Printer) -> tuple[str, int]:
    own = _SUM if node.operator in "+-" else _PRODUCT
    return f"{printer.text(node.left, own)} {node.operator} {printer.text(node.right, own + 1)}", own


@_print.register
def _compare(node: Compare, printer: _Printer) -> tuple[str, int]:
    return f"{printer.text(node.left, _SUM)} {node.operator} {printer.text(node.right, _SUM)}", _COMPARISON


@_print.register
def _among(node: Among, printer: _Printer) -> tuple[str, int]:
    codes = ", ".join(_quoted(code) for code in node.codes)
    return f"{printer.text(node.operand, _SUM)} in ({codes}{',' if len(node.codes) == 1 else ''})", _COMPARISON


@_print.register
def _both(node: Both, printer: _Printer) -> tuple[str, int]:
    return printer.parts(node.parts, " and ", _NOT), _AND


@_print.register
def _either(node: Either, printer: _Printer) -> tuple[str, int]:
    return printer.parts(node.parts, " or ", _AND), _OR


@_print.register
def _not(node: Not, printer: _Printer) -> tuple[str, int]:
    return f"not {printer.text(node.operand, _NOT)}", _NOT


@_print.register
def _choose(node: Choose, printer: _Printer) -> tuple[str, int]:
    then, condition = printer.text(node.then, _OR), printer.text(node.condition, _OR)
    return f"{then} if {condition} else {printer.text(node.otherwise, _CHOICE)}", _CHOICE


@_print.register
def _call(node: Call, printer: _Printer) -> tuple[str, int]:
    if node.function == "negate":
        return f"-{printer.text(node.arguments[0], _SIGN)}", _SIGN
    return f"{node.function}({printer.parts(node.arguments, ', ', _CHOICE)})", _WHOLE


@_print.register
def _tally(node: Tally, printer: _Printer) -> tuple[str, int]:
    return f"number({printer.parts(node.parts, ', ', _CHOICE)})", _WHOLE


@_print.register
def _aggregate(node: Aggregate, printer: _Printer) -> tuple[str, int]:
    inner = printer.within(node.period)
    arguments = [node.table if node.function == "count" else inner.text(node.operand, _CHOICE)]
    if node.where is not None:
        arguments.append(f"where={inner.text(node.where, _CHOICE)}")
    if node.missing is Missing.SKIP:
        arguments.append("missing='skip'")
    printed = f"{node.function}({', '.join(arguments)})"
    return (printed if node.period is printer.period else f"last({printed})"), _WHOLE


def _quoted(text: str) -> str:
    # A text has no escapes: what holds one kind of quotation mark stands in the other.
    return f'"{text}"' if '"' not in text else f"'{text}'"
