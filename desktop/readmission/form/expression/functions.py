"""The closed table of functions of one row: how each is written, and what its arguments must be."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from readmission.form.expression.names import FLAGS, REASONS
from readmission.form.expression.operators import aligned, arithmetic, common_type, is_text_literal, number
from readmission.form.expression.pattern import NoPattern, read_pattern
from readmission.form.expression.reading import Reading, Scope, noun
from readmission.form.expression.size import distinct_parts
from readmission.form.expression.tokens import MAX_PLACES
from readmission.form.nodes import (
    COUNT,
    DATE,
    RATIO,
    TEXT,
    TRUTH,
    Aggregate,
    Call,
    Column,
    Compare,
    Constant,
    Kind,
    Node,
    Period,
    Type,
)

_Read: TypeAlias = Callable[[Reading, ast.Call, Scope], Node | None]


@dataclass(frozen=True, slots=True)
class Function:
    """One function: how it is written, how many arguments it takes, and how a call of it is typed."""

    written: str
    least: int
    most: int | None
    read: _Read


def call_function(reading: Reading, part: ast.Call, scope: Scope, function: Function) -> Node | None:
    """A call of a function of one row."""
    for keyword in part.keywords:
        reading.wrong(keyword.col_offset, f"{function.written} takes no {keyword.arg}=; “==” compares")
    if len(part.args) < function.least or (function.most is not None and len(part.args) > function.most):
        given = "1 value is" if len(part.args) == 1 else f"{len(part.args)} values are"
        reading.wrong(part, f"{given} given, but it is written {function.written}")
        return None
    if any(isinstance(argument, ast.GeneratorExp) for argument in part.args):
        reading.wrong(part, f"“for” stands in number(), sum(), any() and all() only; this is written {function.written}")
        return None
    return function.read(reading, part, scope)


def _name(part: ast.Call) -> str:
    return part.func.id if isinstance(part.func, ast.Name) else ""


def _field(reading: Reading, part: ast.Call, scope: Scope) -> Column | None:
    node = reading.node(part.args[0], scope)
    if node is not None and not isinstance(node, Column):
        reading.wrong(part.args[0], f"{_name(part)}() asks about a field, not about something computed")
    return node if isinstance(node, Column) else None


def _given(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    node = reading.node(part.args[0], scope)
    if node is None or isinstance(node, Column) or node.type.kind in (Kind.NUMBER, Kind.DATE):
        return Call(TRUTH, "given", (node,)) if node else None
    reading.wrong(part.args[0], "given() asks about a field, a number or a date")
    return None


def _letter(reading: Reading, part: ast.expr, known: tuple[str, ...], what: str) -> Node | None:
    text = reading.text(part)
    if text is None or text not in known:
        shown = f"“{text}” is no {what}" if text is not None else f"a {what} in quotation marks is needed here"
        reading.wrong(part, f"{shown}; there are {', '.join(known)}")
        return None
    return Constant(TEXT, text)


def _missing(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    field = _field(reading, part, scope)
    reasons = [_letter(reading, argument, REASONS, "reason") for argument in part.args[1:]]
    arguments = (field, *reasons)
    known = tuple(node for node in arguments if node is not None)
    return Call(TRUTH, "missing", known) if len(known) == len(arguments) else None


def _flagged(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    field, flag = _field(reading, part, scope), _letter(reading, part.args[1], FLAGS, "flag")
    return Call(TRUTH, "flagged", (field, flag)) if field and flag else None


def _numbers(reading: Reading, part: ast.Call, scope: Scope) -> tuple[Node, ...] | None:
    found = [number(reading, argument, scope, role=f"{_name(part)}()") for argument in part.args]
    known = tuple(node for node in found if node is not None)
    return known if len(known) == len(found) else None


def _absolute(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    numbers = _numbers(reading, part, scope)
    return Call(numbers[0].type, "abs", numbers) if numbers else None


def _extreme(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    nodes = [reading.node(argument, scope) for argument in part.args]
    known = tuple(node for node in nodes if node is not None)
    if len(known) < len(nodes):
        return None
    kinds = {node.type.kind for node in known}
    if kinds == {Kind.NUMBER}:
        return Call(aligned(*(node.type for node in known)), _name(part), known)
    if kinds == {Kind.DATE}:
        return Call(DATE, _name(part), known)
    odd = next(index for index, node in enumerate(known) if node.type.kind is not Kind.NUMBER)
    reading.wrong(part.args[odd], f"{_name(part)}() needs numbers, or dates, this is {noun(known[odd].type)}")
    return None


def _near(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    numbers = _numbers(reading, part, scope)
    return Call(TRUTH, "near", numbers) if numbers else None


def _coalesce(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    nodes = [(argument, reading.node(argument, scope)) for argument in part.args]
    known = [(argument, node) for argument, node in nodes if node is not None]
    if len(known) < len(nodes):
        return None
    common = common_type(reading, known, role="coalesce()")
    if common is None:
        return None
    if common[0].kind is Kind.TRUTH:
        reading.wrong(part, "coalesce() is not for conditions; an undecided one is neither x nor not x")
        return None
    return Call(common[0], "coalesce", tuple(common[1]))


def _rate(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    numbers = _numbers(reading, part, scope)
    return Call(RATIO, "rate", numbers) if numbers else None


def _share(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    numbers = _numbers(reading, part, scope)
    return arithmetic(reading, part, "/", *numbers) if numbers else None


def _round(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    rounded = number(reading, part.args[0], scope, role="round()")
    places = part.args[1]
    if not (isinstance(places, ast.Constant) and type(places.value) is int and 0 <= places.value <= MAX_PLACES):
        reading.wrong(places, f"the decimal places of round() are a number from 0 to {MAX_PLACES}")
        return None
    return Call(Type(Kind.NUMBER, scale=places.value), "round", (rounded, Constant(COUNT, places.value))) if rounded else None


def _multiple(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    numbers = _numbers(reading, part, scope)
    if numbers is None:
        return None
    for argument, node in zip(part.args, numbers, strict=True):
        if node.type.ratio:
            reading.wrong(argument, "multiple() needs exact numbers, this is a ratio")
            return None
    return Call(TRUTH, "multiple", numbers)


def _one(kind: Kind, wanted: str, result: Type) -> _Read:
    def read(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
        node = reading.node(part.args[0], scope)
        if node is not None and (node.type.kind is not kind or is_text_literal(node)):
            reading.wrong(part.args[0], f"{_name(part)}() needs {wanted}, this is {noun(node.type)}")
            return None
        return Call(result, _name(part), (node,)) if node else None

    return read


def _rank(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    found = _one(Kind.CODE, "a code", COUNT)(reading, part, scope)
    if isinstance(found, Call) and not reading.names.is_ranked(found.arguments[0].type.codelist):
        reading.wrong(part.args[0], f"{noun(found.arguments[0].type)} has no rank")
        return None
    return found


def _matches(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    measured = _one(Kind.TEXT, "a text field", TRUTH)(reading, part, scope)
    pattern = reading.text(part.args[1])
    if pattern is None:
        reading.wrong(part.args[1], "a pattern in quotation marks is needed here")
        return None
    try:
        read_pattern(pattern)
    except NoPattern as refused:
        reading.wrong(part.args[1].col_offset + 1 + refused.position, f"in this pattern: {refused.why}")
        return None
    return replace(measured, arguments=(*measured.arguments, Constant(TEXT, pattern))) if isinstance(measured, Call) else None


def _same(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    nodes = [reading.node(argument, scope) for argument in part.args]
    for argument, node in zip(part.args, nodes, strict=True):
        if node is not None and node.type.kind is not Kind.TEXT:
            reading.wrong(argument, f"same() compares texts, this is {noun(node.type)}; write ==")
            return None
    left, right = nodes
    return Compare("==", left, right) if left and right else None


def _date(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    text = reading.text(part.args[0])
    try:
        # fromisoformat also reads other spellings than the one that forms use.
        day = (
            date.fromisoformat(text)
            if text is not None and len(text) == len("2025-12-31") and text[4] == text[7] == "-"
            else None
        )
    except ValueError:
        day = None
    if day is None:
        reading.wrong(part.args[0], 'a date is written date("2025-12-31")')
        return None
    return Constant(DATE, day.toordinal())


def _last(reading: Reading, part: ast.Call, scope: Scope) -> Node | None:
    if scope.period is Period.LAST:
        reading.wrong(part, "last() inside of last(): only one year back is known")
        return None
    node = reading.node(part.args[0], scope.of_last_year())
    if node is not None and not any(isinstance(inner, Column | Aggregate) for inner in distinct_parts(node)):
        reading.wrong(part.args[0], "nothing in here has a last year")
        return None
    return node


FUNCTIONS: Final[dict[str, Function]] = {
    "given": Function("given(x)", 1, 1, _given),
    "missing": Function('missing(x) or missing(x, "NC")', 1, 2, _missing),
    "flagged": Function('flagged(x, "B")', 2, 2, _flagged),
    "abs": Function("abs(x)", 1, 1, _absolute),
    "least": Function("least(a, b, …)", 2, None, _extreme),
    "greatest": Function("greatest(a, b, …)", 2, None, _extreme),
    "near": Function("near(a, b, tolerance)", 3, 3, _near),
    "coalesce": Function("coalesce(a, b, …)", 2, None, _coalesce),
    "rate": Function("rate(part, whole)", 2, 2, _rate),
    "share": Function("share(part, whole)", 2, 2, _share),
    "round": Function("round(x, places)", 2, 2, _round),
    "multiple": Function("multiple(x, n)", 2, 2, _multiple),
    "rank": Function("rank(x)", 1, 1, _rank),
    "year": Function("year(x)", 1, 1, _one(Kind.DATE, "a date", COUNT)),
    "length": Function("length(x)", 1, 1, _one(Kind.TEXT, "a text field", COUNT)),
    "matches": Function('matches(x, "pattern")', 2, 2, _matches),
    "same": Function("same(a, b)", 2, 2, _same),
    "date": Function('date("2025-12-31")', 1, 1, _date),
    "last": Function("last(x)", 1, 1, _last),
}
