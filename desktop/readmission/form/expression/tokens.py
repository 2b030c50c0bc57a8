"""The words, numbers, texts and signs of an expression, checked before any parser sees them.

A text between quotation marks is taken as it stands: there are no escapes, prefixes or line breaks in it. Outside of texts only
ASCII is allowed, because a parser may take letters that merely look alike for the same name.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from readmission.form.expression.problem import ExpressionRefused, Problem

MAX_CHARACTERS: Final = 2_000
MAX_DEPTH: Final = 40
MAX_PLACES: Final = 9
MAX_NUMBER: Final = 2**53

_TOKEN: Final = re.compile(
    r"""[ \t\r\n]*(?:(?P<number>\.?[0-9][0-9A-Za-z_.]*)
    |(?P<word>[A-Za-z][A-Za-z0-9_]*)
    |(?P<text>"[^"\r\n]*"|'[^'\r\n]*')
    |(?P<foreign>\*\*|//|:=|_[A-Za-z0-9_]*|[^\x00-\x7f]+)
    |(?P<sign>==|!=|<=|>=|[-<>+*/()\[\].,=])
    |(?P<other>[^ \t\r\n]))""",
    re.ASCII | re.DOTALL | re.VERBOSE,
)
_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_CLOSES: Final = {")": "(", "]": "["}
_SECOND_BEST: Final = {
    "**": "“**” is not part of the language",
    "//": "“//” is not part of the language; write round(a / b, 0)",
    ":=": "“:=” is not part of the language",
    '"': "this text has no closing quotation mark",
    "'": "this text has no closing quotation mark",
    "!": "“!” is not part of the language; write “not” or “!=”",
    "&": "“&” is not part of the language; write “and”",
    "|": "“|” is not part of the language; write “or”",
    "#": "“#” is not part of the language; a remark stands outside the expression",
    "%": "“%” is not part of the language; write multiple(x, n) or rate(part, whole)",
}
_WORDS: Final = {
    "lambda": "“lambda” is not part of the language",
    "await": "“await” is not part of the language",
    "yield": "“yield” is not part of the language",
    "async": "“async” is not part of the language",
    "is": "“is” is not part of the language; write “==”",
    "None": "“None” is not part of the language; write given(x) or missing(x)",
}
_OPERATORS: Final = frozenset({"and", "or", "not", "in", "if", "else", "for"})


class Token(NamedTuple):
    """A piece of an expression with its column, from 1."""

    kind: str
    text: str
    column: int

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + len(self.text)


def tokens(source: str) -> tuple[Token, ...]:
    """The pieces of an expression without the space between them; raises ExpressionRefused."""
    if len(source) > MAX_CHARACTERS:
        raise ExpressionRefused([Problem(1, f"the expression has {len(source)} characters; at most {MAX_CHARACTERS} are read")])
    found = tuple(
        [Token(kind, match[kind], match.start(kind) + 1) for match in _TOKEN.finditer(source) if (kind := match.lastgroup)]
    )
    if not found:
        raise ExpressionRefused([Problem(1, "the expression is empty")])
    problems = [*_wrong_pieces(found), *_wrong_neighbours(found), *_wrong_brackets(found)]
    if problems:
        raise ExpressionRefused(problems)
    return found


def number_value(text: str) -> tuple[int, int]:
    """The scaled integer and the scale of a number as written: `0.50` is (50, 2)."""
    whole, _, places = text.partition(".")
    return int(whole + places), len(places)


def _wrong_pieces(found: tuple[Token, ...]) -> Iterator[Problem]:
    for token in found:
        sentence = ""
        if token.kind == "number":
            sentence = _wrong_number(token.text)
        elif token.kind == "word":
            sentence = _WORDS.get(token.text, "")
        elif token.kind == "text":
            sentence = "this text has half a character in it" if _has_surrogate(token.text) else ""
        elif token.kind in ("foreign", "other"):
            sentence = _SECOND_BEST.get(token.text) or _not_in_the_language(token.text)
        if sentence:
            yield Problem(token.column, sentence)


def _wrong_number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        return f"“{text[:30]}” is not a number; numbers are written like 12 or 0.5"
    if len(text.partition(".")[2]) > MAX_PLACES:
        return f"“{text[:30]}” has more than {MAX_PLACES} decimal places"
    # The length comes first: what a conversion costs grows with the square of the digits.
    if len(text) > len(str(MAX_NUMBER)) + 1 or number_value(text)[0] > MAX_NUMBER:
        return f"“{text[:30]}” is too large; numbers are exact up to 2 to the power of 53"
    return ""


def _not_in_the_language(text: str) -> str:
    if text.startswith("_"):
        return f"“{text[:30]}” is no name; names begin with a letter"
    shown = text[:30] if text.isprintable() else " ".join(f"U+{ord(letter):04X}" for letter in text[:5])
    return f"“{shown}” is not part of the language outside a text"


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


def _wrong_neighbours(found: tuple[Token, ...]) -> Iterator[Problem]:
    nothing = Token("sign", "", 0)
    for place, token in enumerate(found):
        if token.kind == "text":
            before = found[place - 1] if place else nothing
            if before.kind == "text":
                yield Problem(token.column, "two texts side by side")
            elif before.kind == "word" and before.end == token.column:
                yield Problem(before.column, f"“{before.text}” directly before a text has no meaning here")
        elif token.text == "=":
            caller, opener, name = (nothing, nothing, nothing, *found[:place])[-3:]
            # Only `name=` directly after the opening bracket of a call, or after a comma, is a named value.
            in_call = opener.text == "," or (opener.text == "(" and caller.kind == "word" and caller.text not in _OPERATORS)
            if not (name.kind == "word" and in_call):
                yield Problem(token.column, "“=” does not compare; write “==”")


def _wrong_brackets(found: tuple[Token, ...]) -> Iterator[Problem]:
    opened: list[Token] = []
    for token in found:
        if token.kind != "sign":
            continue
        if token.text in _CLOSES.values():
            opened.append(token)
            if len(opened) > MAX_DEPTH:
                yield Problem(token.column, f"brackets are nested more than {MAX_DEPTH} deep")
                return
        elif token.text in _CLOSES:
            if not opened or opened[-1].text != _CLOSES[token.text]:
                yield Problem(token.column, f"“{token.text}” closes no bracket")
                return
            opened.pop()
    for token in opened:
        yield Problem(token.column, f"“{token.text}” is never closed")
