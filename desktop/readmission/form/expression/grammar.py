"""From checked pieces to a syntax tree, with Python's own parser, within limits that hold before anything recurses.

The parser gets a copy in which every text is blanked out and brackets surround the whole: so its columns are ours, counted from
1, and nothing an author writes between quotation marks reaches it.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from readmission.form.expression.problem import ExpressionRefused, Problem
from readmission.form.expression.tokens import MAX_DEPTH, Token, tokens

MAX_NODES: Final = 300


@dataclass(frozen=True, slots=True)
class Tree:
    """The syntax of an expression and what its texts and numbers were written as, by column."""

    root: ast.expr
    pieces: Mapping[int, Token]

    def text(self, constant: ast.expr) -> str:
        """The text that stands between the quotation marks."""
        return self.pieces[constant.col_offset].text[1:-1]

    def number(self, constant: ast.expr) -> str:
        """The number as it was written."""
        return self.pieces[constant.col_offset].text


def read_tree(source: str) -> Tree:
    """The syntax of an expression; raises ExpressionRefused."""
    found = tokens(source)
    try:
        root = ast.parse(f"({_blanked(found)})", mode="eval").body
    except SyntaxError as error:
        raise ExpressionRefused([_misread(found, error.offset or 0)]) from None
    except (RecursionError, MemoryError, ValueError):
        # The parser gives up on a tower of signs long before the limits below could be looked at.
        raise ExpressionRefused([Problem(1, "the expression is nested too deeply")]) from None
    # A part takes a piece of the text at least; so few pieces are no tower.
    if len(found) > MAX_DEPTH:
        _refuse_too_large(root)
    return Tree(root, {token.column: token for token in found})


def _blanked(found: tuple[Token, ...]) -> str:
    line = ""
    for token in found:
        text = token.text if token.kind != "text" else f'"{"s" * (len(token.text) - 2)}"'
        line = line.ljust(token.column - 1) + text
    return line


def _misread(found: tuple[Token, ...], offset: int) -> Problem:
    # The parser's offset counts from 1 in its bracketed copy.
    column = offset - 1
    for token in found:
        if token.column <= column < token.end:
            return Problem(token.column, f"cannot be understood at “{token.text[:30]}”")
    last = found[-1]
    return Problem(min(max(column, 1), last.end), "something is missing here")


def _refuse_too_large(root: ast.expr) -> None:
    waiting: list[tuple[ast.AST, int]] = [(root, 1)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += isinstance(node, ast.expr)
        if depth > MAX_DEPTH:
            raise ExpressionRefused([Problem(1, f"the expression is nested more than {MAX_DEPTH} deep")])
        if seen > MAX_NODES:
            raise ExpressionRefused([Problem(1, f"the expression has more than {MAX_NODES} parts")])
        # A comprehension or keyword is no step of its own for a reader.
        waiting.extend((child, depth + isinstance(child, ast.expr)) for child in ast.iter_child_nodes(node))
