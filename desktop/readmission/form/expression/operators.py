"""The types of `+ - * /`, comparisons, `in`, and `if … else`.

Scales are counted here, not aligned: an interpreter aligns the operands of a sum or comparison to the larger scale.
"""

import ast
from dataclasses import replace
from typing import Final

from readmission.form.expression.reading import Reading, Scope, noun
from readmission.form.expression.references import check_code
from readmission.form.expression.tokens import MAX_PLACES
from readmission.form.nodes import (
    RATIO,
    Among,
    Arithmetic,
    Both,
    Call,
    Choose,
    Compare,
    Constant,
    Either,
    Kind,
    Node,
    Not,
    Type,
)

ARITHMETIC: Final[dict[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_EQUALITY: Final = ("==", "!=")


def is_text_literal(node: Node) -> bool:
    """Whether a node is a text in quotation marks, which may turn out to be a code."""
    return isinstance(node, Constant) and node.type.kind is Kind.TEXT


def number(reading: Reading, part: ast.expr, scope: Scope, *, role: str) -> Node | None:
    """A part that must be a number."""
    node = reading.node(part, scope)
    if node is None or node.type.kind is Kind.NUMBER:
        return node
    hint = "; write rank(x) for its rank" if reading.names.is_ranked(node.type.codelist) else ""
    reading.wrong(part, f"{role} needs a number, this is {noun(node.type)}{hint}")
    return None


def condition(reading: Reading, part: ast.expr, scope: Scope, *, role: str) -> Node | None:
    """A part that must be a condition."""
    node = reading.node(part, scope)
    if node is None or node.type.kind is Kind.TRUTH:
        return node
    reading.wrong(part, f"{role} needs a condition, this is {noun(node.type)}")
    return None


def aligned(*types: Type) -> Type:
    """The type of numbers brought to one scale."""
    if any(type_.ratio for type_ in types):
        return RATIO
    scale = max(type_.scale for type_ in types)
    return types[0] if types[0].scale == scale else replace(types[0], scale=scale)


def read_arithmetic(reading: Reading, part: ast.BinOp, scope: Scope) -> Node | None:
    """`a + b`, `a - b`, `a * b`, `a / b`."""
    operator = ARITHMETIC.get(type(part.op))
    if operator is None:
        reading.wrong(part, "this operator is not part of the language")
        return None
    left = number(reading, part.left, scope, role=f"“{operator}”")
    right = number(reading, part.right, scope, role=f"“{operator}”")
    return arithmetic(reading, part, operator, left, right)


def arithmetic(reading: Reading, part: ast.expr, operator: str, left: Node | None, right: Node | None) -> Node | None:
    """The operation on two numbers that are already typed."""
    if left is None or right is None:
        return None
    if operator == "/":
        return Arithmetic(RATIO, operator, left, right)
    type_ = aligned(left.type, right.type)
    if operator == "*" and not type_.ratio:
        type_ = replace(type_, scale=left.type.scale + right.type.scale)
        if type_.scale > MAX_PLACES:
            reading.wrong(part, f"this product has {type_.scale} decimal places; at most {MAX_PLACES} are possible")
            return None
    return Arithmetic(type_, operator, left, right)


def read_sign(reading: Reading, part: ast.UnaryOp, scope: Scope) -> Node | None:
    """`-x` and `not x`."""
    if isinstance(part.op, ast.Not):
        inner = condition(reading, part.operand, scope, role="“not”")
        return Not(inner) if inner else None
    if not isinstance(part.op, ast.USub):
        reading.wrong(part, "a sign “+” is not needed")
        return None
    operand = number(reading, part.operand, scope, role="“-”")
    if isinstance(operand, Constant) and isinstance(operand.value, int):
        return replace(operand, value=-operand.value)
    return Call(operand.type, "negate", (operand,)) if operand else None


def read_junction(reading: Reading, part: ast.BoolOp, scope: Scope) -> Node | None:
    """`a and b`, `a or b`."""
    word = "and" if isinstance(part.op, ast.And) else "or"
    parts = [condition(reading, value, scope, role=f"“{word}”") for value in part.values]
    known = tuple(node for node in parts if node is not None)
    if len(known) < len(parts):
        return None
    return Both(known) if word == "and" else Either(known)


def read_comparison(reading: Reading, part: ast.Compare, scope: Scope) -> Node | None:
    """`a <= b`, chained or not, and `x in ("a", "b")`."""
    if any(isinstance(operator, ast.In | ast.NotIn) for operator in part.ops):
        return _read_among(reading, part, scope)
    parts = [part.left, *part.comparators]
    operands = [reading.node(operand, scope) for operand in parts]
    found = []
    for index, operator in enumerate(part.ops):
        left, right = operands[index], operands[index + 1]
        if left is not None and right is not None:
            found.append(_compare(reading, COMPARISONS[type(operator)], (parts[index], left), (parts[index + 1], right)))
    known = tuple(node for node in found if node is not None)
    if len(known) < len(part.ops):
        return None
    return known[0] if len(known) == 1 else Both(known)


def read_choice(reading: Reading, part: ast.IfExp, scope: Scope) -> Node | None:
    """`a if condition else b`."""
    chosen = condition(reading, part.test, scope, role="“if”")
    then = reading.node(part.body, scope)
    otherwise = reading.node(part.orelse, scope)
    if chosen is None or then is None or otherwise is None:
        return None
    common = common_type(reading, [(part.body, then), (part.orelse, otherwise)], role="“if … else”")
    if common is None:
        return None
    type_, (then, otherwise) = common
    return Choose(type_, chosen, then, otherwise)


def common_type(reading: Reading, values: list[tuple[ast.expr, Node]], *, role: str) -> tuple[Type, list[Node]] | None:
    """The type that values of one kind share, texts that are codes made codes; None with a problem."""
    first = next((node for _, node in values if not is_text_literal(node)), values[0][1])
    fitted = [(part, fit(reading, part, node, first.type)) for part, node in values]
    nodes = []
    for part, node in fitted:
        if node is None:
            return None
        if node.type.kind is Kind.TEXT:
            reading.wrong(part, f"{role} cannot choose between texts")
            return None
        if node.type.kind is not first.type.kind or node.type.codelist != first.type.codelist:
            reading.wrong(part, f"{role} needs values of one kind, not {noun(first.type)} and {noun(node.type)}")
            return None
        nodes.append(node)
    type_ = aligned(*(node.type for node in nodes)) if first.type.kind is Kind.NUMBER else first.type
    return type_, nodes


def fit(reading: Reading, part: ast.expr, node: Node, other: Type) -> Node | None:
    """A text in quotation marks as what it stands for beside a value of another type; None with a problem."""
    if not (isinstance(node, Constant) and isinstance(node.value, str) and is_text_literal(node)):
        return node
    if other.kind is Kind.CODE:
        return Constant(other, node.value) if check_code(reading, part, node.value, other.codelist) else None
    hints = {
        Kind.DATE: f"; write date(“{node.value[:30]}”)".replace("“", '"').replace("”", '"'),
        Kind.TRUTH: "; a yes/no field is a condition by itself: x or not x",
        Kind.NUMBER: "; a number has no quotation marks",
    }
    if other.kind in hints:
        reading.wrong(part, f"{noun(other)} is set beside a text{hints[other.kind]}")
        return None
    return node


def _compare(reading: Reading, operator: str, left: tuple[ast.expr, Node], right: tuple[ast.expr, Node]) -> Node | None:
    fitted_left = fit(reading, *left, right[1].type)
    fitted_right = fit(reading, *right, left[1].type)
    if fitted_left is None or fitted_right is None:
        return None
    sentence = _refused(reading, operator, fitted_left, fitted_right)
    if sentence:
        reading.wrong(left[0], sentence)
        return None
    if fitted_left.type.kind is Kind.TRUTH:
        same = Either((Both((fitted_left, fitted_right)), Both((Not(fitted_left), Not(fitted_right)))))
        return same if operator == "==" else Not(same)
    return Compare(operator, fitted_left, fitted_right)


def _refused(reading: Reading, operator: str, left: Node, right: Node) -> str:
    kinds = {left.type.kind, right.type.kind}
    if kinds == {Kind.CODE, Kind.NUMBER}:
        code = left if left.type.kind is Kind.CODE else right
        hint = "; write rank(x) for its rank" if reading.names.is_ranked(code.type.codelist) else ""
        return f"{noun(code.type)} cannot be compared with a number{hint}"
    if len(kinds) > 1:
        return f"{noun(left.type)} cannot be compared with {noun(right.type)}"
    if (
        left.type.kind is Kind.NUMBER
        and operator in _EQUALITY
        and any(node.type.ratio or node.type.scale for node in (left, right))
    ):
        return f"“{operator}” is for whole numbers; write near(a, b, tolerance)"
    if left.type.kind is Kind.CODE:
        return _refused_codes(reading, operator, left, right)
    if left.type.kind in (Kind.TEXT, Kind.TRUTH) and operator not in _EQUALITY:
        return f"“{operator}” cannot order {noun(left.type).replace('a ', '')}s"
    return ""


def _refused_codes(reading: Reading, operator: str, left: Node, right: Node) -> str:
    if left.type.codelist != right.type.codelist:
        return f"codes of {left.type.codelist or 'countries'} and {right.type.codelist or 'countries'} cannot be compared"
    if operator in _EQUALITY:
        return ""
    if not reading.names.is_ranked(left.type.codelist):
        return f"“{operator}” needs ranks, which {noun(left.type)} has not"
    for node in (left, right):
        if isinstance(node, Constant) and reading.names.rank(left.type.codelist, str(node.value)) is None:
            return f"“{operator}” needs ranks, which “{node.value}” has not"
    return ""


def _read_among(reading: Reading, part: ast.Compare, scope: Scope) -> Node | None:
    operand = reading.node(part.left, scope)
    if len(part.ops) > 1:
        reading.wrong(part, "“in” stands alone in a comparison")
        return None
    listed = part.comparators[0]
    if not isinstance(listed, ast.Tuple):
        reading.wrong(listed, 'after “in” stands a list of codes: ("A", "B") or ("A",)')
        return None
    if operand is None:
        return None
    if operand.type.kind is not Kind.CODE:
        reading.wrong(part.left, f"“in” is for codes, this is {noun(operand.type)}; compare with == and or")
        return None
    codes = []
    for element in listed.elts:
        text = reading.text(element)
        if text is None:
            reading.wrong(element, "a code in quotation marks is needed here")
        elif check_code(reading, element, text, operand.type.codelist):
            codes.append(text)
    if not listed.elts:
        reading.wrong(listed, "this list of codes is empty")
    if len(codes) < len(listed.elts) or not codes:
        return None
    among = Among(operand, tuple(codes))
    return among if isinstance(part.ops[0], ast.In) else Not(among)
