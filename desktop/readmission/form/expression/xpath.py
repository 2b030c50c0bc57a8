"""Prints a typed expression as XPath for the survey forms of other programs (XLSForm, ODK).

XPath knows no undecided conditions: a blank answer is an empty text, and as a number it is NaN. So a condition is printed twice
where it is needed: as what holds when it is certainly true, and as what holds when it is certainly false. What XPath cannot say
exactly raises CannotSay with the reason; nothing is printed that only nearly means the same.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import singledispatch
from itertools import product
from typing import Final

from readmission.form.expression.xpath_questions import CannotSay, Spot, quoted
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
    Kind,
    Node,
    Not,
    Parameter,
    Period,
    Tally,
    walk,
)

MOST_MEMBERS: Final = 60
NOT_A_NUMBER: Final = "number('')"

_OPPOSITE: Final = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def holds(node: Node, spot: Spot) -> str:
    """What is true exactly when the condition is certainly true; raises CannotSay."""
    return _decided(node, True, spot)


def fails(node: Node, spot: Spot) -> str:
    """What is true exactly when the condition is certainly false; raises CannotSay."""
    return _decided(node, False, spot)


@singledispatch
def _decided(node: Node, wanted: bool, spot: Spot) -> str:
    raise CannotSay("a condition of this kind has no counterpart")


@_decided.register
def _truth(node: Constant, wanted: bool, spot: Spot) -> str:
    return "true()" if bool(node.value) is wanted else "false()"


@_decided.register
def _answer(node: Column, wanted: bool, spot: Spot) -> str:
    name, option = _question(node, spot)
    if not option:
        return f"{name} = {quoted('yes' if wanted else 'no')}"
    chosen = f"selected({name}, {quoted(option)})"
    return chosen if wanted else f"({name} != '' and not({chosen}))"


@_decided.register
def _compare(node: Compare, wanted: bool, spot: Spot) -> str:
    operator = node.operator if wanted else _OPPOSITE[node.operator]
    kind = node.left.type.kind
    if kind in (Kind.NUMBER, Kind.DATE) or (kind is Kind.CODE and node.operator not in ("==", "!=")):
        left, right = (_rank(side, spot) if kind is Kind.CODE else _number(side, spot) for side in (node.left, node.right))
        return _numbers_compared(operator, left, right)
    left, right = _text(node.left, spot), _text(node.right, spot)
    sides = [text for side, text in ((node.left, left), (node.right, right)) if not isinstance(side, Constant | Coordinate)]
    if operator == "==":
        # A constant is never empty, so that an empty answer is not equal to it.
        sides = sides[:1] if len(sides) > 1 or "''" in (left, right) else []
    return _all_of([*(f"{side} != ''" for side in sides), f"{left} {'=' if operator == '==' else '!='} {right}"])


@_decided.register
def _among(node: Among, wanted: bool, spot: Spot) -> str:
    text = _text(node.operand, spot)
    among = f"({' or '.join(f'{text} = {quoted(code)}' for code in node.codes)})"
    return among if wanted else f"({text} != '' and not{among})"


@_decided.register
def _both(node: Both, wanted: bool, spot: Spot) -> str:
    return _joined(node.parts, " and " if wanted else " or ", wanted, spot)


@_decided.register
def _either(node: Either, wanted: bool, spot: Spot) -> str:
    return _joined(node.parts, " or " if wanted else " and ", wanted, spot)


@_decided.register
def _not(node: Not, wanted: bool, spot: Spot) -> str:
    return _decided(node.operand, not wanted, spot)


@_decided.register
def _chosen_condition(node: Choose, wanted: bool, spot: Spot) -> str:
    condition = holds(node.condition, spot)
    then, otherwise = _decided(node.then, wanted, spot), _decided(node.otherwise, wanted, spot)
    return f"(({condition} and {then}) or (not({condition}) and {otherwise}))"


@_decided.register
def _call(node: Call, wanted: bool, spot: Spot) -> str:
    first = node.arguments[0]
    if node.function == "given":
        if isinstance(first, Column):
            return f"{_question(first, spot)[0]} {'!=' if wanted else '='} ''"
        return f"string({_number(first, spot)}) {'!=' if wanted else '='} 'NaN'"
    if node.function == "near":
        left, right, tolerance = (_number(argument, spot) for argument in node.arguments)
        return _numbers_compared("<=" if wanted else ">", f"abs({left} - {right})", tolerance)
    if node.function == "matches" and isinstance(node.arguments[1], Constant):
        text, pattern = _text(first, spot), quoted(f"^(?:{node.arguments[1].value})$")
        fits = f"regex({text}, {pattern})"
        return f"({text} != '' and {fits if wanted else f'not({fits})'})"
    if node.function in ("missing", "flagged"):
        raise CannotSay("it asks for a reason or a flag, which an answer cannot have there")
    raise CannotSay(f"{node.function}() has no counterpart")


@_decided.register
def _any_or_all(node: Aggregate, wanted: bool, spot: Spot) -> str:
    exists = (node.function == "any") is wanted
    if _is_list(node, spot):
        # One member that decides, or no member that does not.
        inner, list_spot = _list_question(node, spot)
        decides = _member(node, wanted, list_spot)
        if exists:
            return f"count({inner}[{decides}]) > 0"
        return f"count({inner}[not({decides})]) = 0"
    parts = [_member(node, wanted, member) for member in _members(node, spot)]
    return f"({(' or ' if exists else ' and ').join(parts)})"


def _member(node: Aggregate, wanted: bool, spot: Spot) -> str:
    """Whether a member decides an `any` that is true or an `all` that is false, or leaves the other outcome open to be so."""
    said = _decided(node.operand, wanted, spot)
    if node.where is None:
        return said
    counted = holds(node.where, spot)
    return f"({counted} and {said})" if (node.function == "any") is wanted else f"(not({counted}) or {said})"


@singledispatch
def _number(node: Node, spot: Spot) -> str:
    raise CannotSay("a number of this kind has no counterpart")


@_number.register
def _literal(node: Constant, spot: Spot) -> str:
    if node.type.kind is Kind.DATE:
        return f"decimal-date-time(date({quoted(date.fromordinal(int(node.value)).isoformat())}))"
    return f"{Decimal(int(node.value)).scaleb(-node.type.scale):f}"


@_number.register
def _parameter(node: Parameter, spot: Spot) -> str:
    if node.name not in spot.names.parameters:
        raise CannotSay(f"it reads {node.name}, which only a round says")
    parameter = spot.names.parameters[node.name]
    return f"{Decimal(parameter.value).scaleb(-parameter.places):f}"


@_number.register
def _typed(node: Column, spot: Spot) -> str:
    name = _question(node, spot)[0]
    return f"if({name} != '', decimal-date-time({name}), {NOT_A_NUMBER})" if node.type.kind is Kind.DATE else f"number({name})"


@_number.register
def _arithmetic(node: Arithmetic, spot: Spot) -> str:
    left, right = _number(node.left, spot), _number(node.right, spot)
    if node.operator == "/":
        return _quotient(left, right)
    if node.operator in "+-":
        _refuse_void((node.left, node.right), spot)
    return f"({left} {node.operator} {right})"


@_number.register
def _chosen_number(node: Choose, spot: Spot) -> str:
    return f"if({holds(node.condition, spot)}, {_number(node.then, spot)}, {_number(node.otherwise, spot)})"


@_number.register
def _tally(node: Tally, spot: Spot) -> str:
    return f"({' + '.join(f'if({holds(part, spot)}, 1, 0)' for part in node.parts)})"


@_number.register
def _function(node: Call, spot: Spot) -> str:
    first = node.arguments[0]
    if node.function == "rank":
        return _rank(first, spot)
    if node.function in ("length", "year"):
        text = _text(first, spot)
        found = f"string-length({text})" if node.function == "length" else f"number(substr({text}, 0, 4))"
        return f"if({text} != '', {found}, {NOT_A_NUMBER})"
    if node.function not in ("abs", "negate", "rate"):
        raise CannotSay(f"{node.function}() has no counterpart")
    numbers = [_number(argument, spot) for argument in node.arguments]
    if node.function == "rate":
        return _quotient(f"100 * {numbers[0]}", numbers[1])
    return f"abs({numbers[0]})" if node.function == "abs" else f"(0 - {numbers[0]})"


@_number.register
def _counted(node: Aggregate, spot: Spot) -> str:
    if node.function not in ("count", "sum") or (node.function == "sum" and _is_list(node, spot)):
        raise CannotSay(f"{node.function}() over rows has no exact counterpart")
    if _is_list(node, spot):
        if node.where is None:
            return f"count(${{{spot.questions.repeats[node.table]}}})"
        inner, list_spot = _list_question(node, spot)
        return f"count({inner}[{holds(node.where, list_spot)}])"
    if node.where is None and node.function == "count":
        raise CannotSay("it counts rows that are always there")
    if node.function == "count" and node.where is not None:
        return f"({' + '.join(f'if({holds(node.where, member)}, 1, 0)' for member in _members(node, spot))})"
    if node.where is not None:
        raise CannotSay("sum() over chosen rows has no exact counterpart")
    _refuse_void((node.operand,), spot)
    return f"({' + '.join(_number(node.operand, member) for member in _members(node, spot))})"


def _text(node: Node, spot: Spot) -> str:
    if isinstance(node, Constant):
        return quoted(str(node.value))
    if isinstance(node, Column):
        return _question(node, spot)[0]
    if isinstance(node, Coordinate):
        code = dict(spot.pinned).get(node.dimension)
        return quoted(code) if code is not None else spot.named(spot.questions.key(node.dimension, spot.table))
    if isinstance(node, Choose):
        return f"if({holds(node.condition, spot)}, {_text(node.then, spot)}, {_text(node.otherwise, spot)})"
    raise CannotSay("a text of this kind has no counterpart")


def _rank(node: Node, spot: Spot) -> str:
    text, found = _text(node, spot), NOT_A_NUMBER
    for code in reversed(spot.names.codelists[node.type.codelist].codes):
        if code.rank is not None:
            found = f"if({text} = {quoted(code.id)}, {code.rank}, {found})"
    return found


def _question(node: Column, spot: Spot) -> tuple[str, str]:
    """How a field is named here, and the option that is asked for where its question has several."""
    if node.period is Period.LAST:
        raise CannotSay("it reads last year's answers")
    name, option = spot.questions.find(node, spot.table, dict(spot.pinned))
    return spot.named(name), option


def _is_list(node: Aggregate, spot: Spot) -> bool:
    if node.period is Period.LAST:
        raise CannotSay("it reads last year's answers")
    spot.questions.refuse_unknown(node.table)
    if node.table not in spot.questions.repeats:
        return False
    if spot.questions.scopes[node.table][-1] in node.by or node.table == spot.table:
        raise CannotSay("it looks at rows of a list from a row of a list")
    return True


def _list_question(node: Aggregate, spot: Spot) -> tuple[str, Spot]:
    read = [part for half in (node.operand, node.where) if half is not None for part in walk(half) if isinstance(part, Column)]
    own = next((column for column in read if column.table == node.table), None)
    if own is None or spot.only_own:
        raise CannotSay("it looks at rows of a list by something that stands in no question of the list")
    inner = replace(spot, table=node.table)
    question, _option = spot.questions.find(own, node.table, {})
    return spot.named(question), replace(inner, own=question, only_own=True)


def _members(node: Aggregate, spot: Spot) -> Iterator[Spot]:
    """The rows of a table whose rows are all questions of their own."""
    free = [
        dimension
        for dimension in spot.names.code_dimensions(node.table)
        if dimension.id not in node.by and dimension.id not in dict(node.fixed)
    ]
    lists = [[(dimension.id, code.id) for code in spot.names.codelists[dimension.codelist].codes] for dimension in free]
    members = list(product(*lists))
    if len(members) > MOST_MEMBERS or not spot.questions.reaches(spot.table, node.table):
        raise CannotSay("it goes over too many rows, or over rows of all countries")
    for codes in members:
        yield replace(spot.within((*node.fixed, *codes)), table=node.table)


def _refuse_void(nodes: tuple[Node, ...], spot: Spot) -> None:
    # A sum leaves out what is not relevant and is unknown for what is blank; there, both are the same empty answer.
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Column) and spot.questions.conditional(part.table, part.field):
                raise CannotSay(f"it adds {part.table}.{part.field}, which is not always asked")


def _joined(parts: tuple[Node, ...], word: str, wanted: bool, spot: Spot) -> str:
    return f"({word.join(_decided(part, wanted, spot) for part in parts)})"


def _numbers_compared(operator: str, left: str, right: str) -> str:
    # Unequal is smaller or larger: so is nothing that is no number.
    if operator == "!=":
        return f"({left} < {right} or {left} > {right})"
    return f"{left} {'=' if operator == '==' else operator} {right}"


def _quotient(part: str, whole: str) -> str:
    return f"if({_numbers_compared('!=', whole, '0')}, ({part}) div {whole}, {NOT_A_NUMBER})"


def _all_of(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"
