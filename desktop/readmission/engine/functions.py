"""The functions of the language over the values of one row: `form/expression/SEMANTICS.md` says what each means."""

from datetime import date

import numpy as np

from readmission.engine.operands import (
    Floats,
    Numbers,
    Operand,
    Texts,
    Truths,
    common,
    round_half_away,
    scaled,
)
from readmission.form.expression.pattern import read_pattern
from readmission.form.nodes import Call, Compare, Constant, Kind


def compare(node: Compare, left: Operand, right: Operand, ranks: Floats | None) -> Truths:
    """A comparison; `ranks` are the ranks by position where codes are put in order."""
    if isinstance(left, Texts) and isinstance(right, Texts):
        known = left.known & right.known
        equal = np.array([one == other for one, other in zip(left.text, right.text, strict=True)], np.bool_)
        return _told(equal if node.operator == "==" else ~equal, known)
    assert isinstance(left, Numbers)
    assert isinstance(right, Numbers)
    if node.left.type.kind is Kind.NUMBER:
        to = common(node.left.type, node.right.type)
        left, right = scaled(left, node.left.type, to), scaled(right, node.right.type, to)
    elif ranks is not None:
        left, right = by_rank(left, ranks), by_rank(right, ranks)
    a, b = left.x, right.x
    known = left.known & right.known
    holds = {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[node.operator]
    return _told(holds, known)


def by_rank(codes: Numbers, ranks: Floats) -> Numbers:
    """The ranks of codes, unknown where a code has none."""
    known = codes.known
    found = np.full(len(codes.x), np.nan)
    found[known] = ranks[codes.x[known].astype(np.intp)]
    return Numbers(found, np.zeros(len(found), np.bool_))


def arithmetic(operator: str, left: Numbers, right: Numbers) -> Numbers:
    """`+ - * /` of aligned numbers; `+` and `-` leave void operands out."""
    if operator in ("+", "-"):
        a = np.where(left.void, 0.0, left.x)
        b = np.where(right.void, 0.0, right.x)
        void = left.void & right.void
        return Numbers(np.where(void, np.nan, a + b if operator == "+" else a - b), void)
    none = np.zeros(len(left.x), np.bool_)
    if operator == "*":
        return Numbers(left.x * right.x, none)
    return Numbers(divided(left.x, right.x), none)


def divided(a: Floats, b: Floats) -> Floats:
    """A quotient, unknown where the divisor is zero."""
    quotient: Floats = np.divide(a, b, out=np.full(len(a), np.nan), where=b != 0)
    return quotient


def call(node: Call, arguments: list[Operand]) -> Operand:
    """A function that looks at values only."""
    name, first = node.function, arguments[0]
    if isinstance(first, Texts):
        return _of_text(node, first)
    assert isinstance(first, Numbers)
    own = node.arguments[0].type
    none = np.zeros(len(first.x), np.bool_)
    if name == "negate":
        return Numbers(-first.x, first.void)
    if name == "abs":
        return Numbers(np.abs(first.x), none)
    if name == "round":
        places = node.arguments[1]
        assert isinstance(places, Constant)
        return Numbers(round_half_away(first.x, own, int(places.value)), none)
    if name == "year":
        years = [np.nan if np.isnan(day) else float(date.fromordinal(int(day)).year) for day in first.x]
        return Numbers(np.array(years, np.float64), none)
    return _of_several(node, arguments)


def _of_several(node: Call, arguments: list[Operand]) -> Operand:
    name = node.function
    numbers = [argument for argument in arguments if isinstance(argument, Numbers)]
    none = np.zeros(len(numbers[0].x), np.bool_)
    if node.arguments[0].type.kind is Kind.NUMBER:
        types = [argument.type for argument in node.arguments]
        to = node.type if name in ("least", "greatest", "coalesce") else common(*types)
        numbers = [scaled(number, own, to) for number, own in zip(numbers, types, strict=True)]
    x = [number.x for number in numbers]
    if name in ("least", "greatest"):
        return Numbers(np.minimum.reduce(x) if name == "least" else np.maximum.reduce(x), none)
    if name == "coalesce":
        found = x[-1]
        for earlier in reversed(x[:-1]):
            found = np.where(np.isnan(earlier), found, earlier)
        return Numbers(found, none)
    if name in ("rate", "share"):
        return Numbers(divided(100.0 * x[0] if name == "rate" else x[0], x[1]), none)
    if name == "near":
        return _told(np.abs(x[0] - x[1]) <= x[2], ~np.isnan(x[0] + x[1] + x[2]))
    if name == "multiple":
        known = ~np.isnan(x[0] + x[1]) & (x[1] != 0)
        rest = np.remainder(x[0], x[1], out=np.ones(len(x[0])), where=known)
        return _told(rest == 0, known)
    raise ArithmeticError(name)


def _of_text(node: Call, texts: Texts) -> Operand:
    if node.function == "length":
        lengths = [np.nan if text is None else float(len(text)) for text in texts.text]
        return Numbers(np.array(lengths, np.float64), np.zeros(len(lengths), np.bool_))
    if node.function == "matches":
        written = node.arguments[1]
        assert isinstance(written, Constant)
        pattern = read_pattern(str(written.value))
        fits = np.array([text is not None and pattern.fits(text) for text in texts.text], np.bool_)
        return _told(fits, texts.known)
    raise ArithmeticError(node.function)


def _told(holds: np.ndarray[tuple[int], np.dtype[np.bool_]], known: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Truths:
    return Truths(holds & known, ~holds & known)
