r"""Patterns of texts: a small part of regular expressions, matched in time that grows with the text only.

Letters, `.` (any but a line feed), classes `[a-z0-9_]` and `[^…]`, `\d \w \s \D \W \S` (ASCII), groups `( )`, alternatives `|`,
and the repetitions `? * + {m} {m,n} {m,}`; `\` before a sign takes it as it stands. A pattern fits when the whole text does.
Refused are references back, look-around, lazy and possessive signs, options `(?…)`, anchors, and repetitions inside of
repetitions.

A pattern becomes an automaton whose deterministic states are made when a text first needs them, so no text can make it go back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, Final, TypeAlias

from readmission.errors import FormError

MAX_PATTERN_CHARACTERS: Final = 200
MAX_STATES: Final = 1_000
MAX_REPEATS: Final = 200
MAX_GROUPS: Final = 20
_MAX_STEPS_KEPT: Final = 2_000

_DIGITS: Final = frozenset("0123456789")
_WORD: Final = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_SPACE: Final = frozenset(" \t\n\r\f\v")
_ESCAPES: Final = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_SIGNS: Final = frozenset("\\.[]{}()|?*+^$-/#&~@!\"',:;<=>%_ ")


class NoPattern(FormError):
    """A pattern is outside of the part of regular expressions that is allowed; `position` counts from 0."""

    code: ClassVar[str] = "FO-11"
    happened: ClassVar[str] = "The pattern cannot be used: {why}."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Write it with the signs that the guide of the expression language lists."

    def __init__(self, position: int, why: str) -> None:
        super().__init__(why=why)
        self.position = position
        self.why = why


@dataclass(frozen=True, slots=True)
class _Letters:
    singles: frozenset[str] = frozenset()
    ranges: tuple[tuple[str, str], ...] = ()
    outside: tuple[frozenset[str], ...] = ()
    negated: bool = False

    def has(self, letter: str) -> bool:
        found = (
            letter in self.singles
            or any(low <= letter <= high for low, high in self.ranges)
            or any(letter not in letters for letters in self.outside)
        )
        return found is not self.negated


@dataclass(frozen=True, slots=True)
class _Row:
    parts: tuple["_Part", ...]


@dataclass(frozen=True, slots=True)
class _Either:
    branches: tuple["_Part", ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    part: "_Part"
    least: int
    most: int | None


_Part: TypeAlias = _Letters | _Row | _Either | _Repeat


@lru_cache(maxsize=256)
def read_pattern(text: str) -> "Pattern":
    """The pattern that a text describes; raises NoPattern."""
    if len(text) > MAX_PATTERN_CHARACTERS:
        raise NoPattern(0, f"it has more than {MAX_PATTERN_CHARACTERS} characters")
    source = _Source(text)
    part = source.either()
    if source.at < len(text):
        raise NoPattern(source.at, "“)” closes no group")
    automaton = _Automaton()
    start = automaton.new(0)
    end = automaton.add(part, start)
    return Pattern(text, tuple(automaton.letters), tuple(automaton.free), start, end)


@dataclass(slots=True)
class _Source:
    text: str
    at: int = 0
    groups: int = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        letter = self.peek()
        if not letter:
            raise NoPattern(self.at, "it ends too early")
        self.at += 1
        return letter

    def either(self) -> _Part:
        branches = [self.row()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.row())
        return branches[0] if len(branches) == 1 else _Either(tuple(branches))

    def row(self) -> _Part:
        parts = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated())
        return _Row(tuple(parts))

    def repeated(self) -> _Part:
        start = self.at
        part = self.single()
        counts = self.counts()
        if counts is None:
            return part
        if self.peek() in ("?", "*", "+", "{"):
            raise NoPattern(self.at, f"“{self.peek()}” follows another repetition")
        if any(isinstance(inner, _Repeat) for inner in _inside(part)):
            raise NoPattern(start, "a repetition inside of a repetition")
        return _Repeat(part, *counts)

    def single(self) -> _Part:
        start = self.at
        letter = self.take()
        if letter in "?*+{":
            raise NoPattern(start, f"nothing is repeated by “{letter}”")
        if letter in "^$":
            raise NoPattern(start, f"“{letter}” is not needed: a pattern always describes the whole text")
        if letter in "]}":
            raise NoPattern(start, f"“{letter}” closes nothing")
        if letter == "(":
            return self.group(start)
        if letter == "[":
            return self.letters_listed(start)
        if letter == "\\":
            return self.escaped(start)
        return _Letters(frozenset("\n"), negated=True) if letter == "." else _Letters(frozenset(letter))

    def group(self, start: int) -> _Part:
        self.groups += 1
        if self.groups > MAX_GROUPS:
            raise NoPattern(start, f"more than {MAX_GROUPS} groups")
        if self.peek() == "?":
            raise NoPattern(start, "“(?” is not allowed")
        part = self.either()
        if self.peek() != ")":
            raise NoPattern(start, "this group is never closed")
        self.at += 1
        return part

    def escaped(self, start: int) -> _Letters:
        letter = self.take()
        if letter in _ESCAPES:
            return _Letters(_ESCAPES[letter])
        if letter.isupper() and letter.lower() in _ESCAPES:
            return _Letters(outside=(_ESCAPES[letter.lower()],))
        if letter not in _SIGNS:
            what = "a reference back is not allowed" if letter.isdigit() else f"“\\{letter}” is not allowed"
            raise NoPattern(start, what)
        return _Letters(frozenset(letter))

    def letters_listed(self, start: int) -> _Letters:
        negated = self.peek() == "^"
        self.at += negated
        found: list[_Letters] = []
        while self.peek() != "]":
            if not self.peek():
                raise NoPattern(start, "“[” is never closed")
            found.append(self.one_or_range())
        self.at += 1
        if not found:
            raise NoPattern(start, "an empty class of letters")
        return _Letters(
            frozenset().union(*(letters.singles for letters in found)),
            tuple(range_ for letters in found for range_ in letters.ranges),
            tuple(outside for letters in found for outside in letters.outside),
            negated=negated,
        )

    def one_or_range(self) -> _Letters:
        start = self.at
        low = self.one()
        if self.peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("", "]"):
            return low
        self.at += 1
        high = self.one()
        if len(low.singles) != 1 or len(high.singles) != 1 or min(low.singles) > min(high.singles):
            raise NoPattern(start, "a range of letters goes upwards from one letter to another")
        return _Letters(ranges=((min(low.singles), min(high.singles)),))

    def one(self) -> _Letters:
        start = self.at
        letter = self.take()
        if letter == "[":
            raise NoPattern(start, "“[” inside of a class is written “\\[”")
        return self.escaped(start) if letter == "\\" else _Letters(frozenset(letter))

    def counts(self) -> tuple[int, int | None] | None:
        sign = self.peek()
        if sign in ("?", "*", "+"):
            self.at += 1
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]
        if sign != "{":
            return None
        start = self.at
        closing = self.text.find("}", start)
        least, comma, most = self.text[start + 1 : closing].partition(",")
        if closing < 0 or not _is_small(least) or not (_is_small(most) or (most == "")):
            raise NoPattern(start, f"a repetition is written {{2}}, {{2,}} or {{2,5}}, up to {MAX_REPEATS}")
        self.at = closing + 1
        if not comma:
            return int(least), int(least)
        if most and int(most) < int(least):
            raise NoPattern(start, "a repetition counts upwards")
        return int(least), int(most) if most else None


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(MAX_REPEATS)) and int(text) <= MAX_REPEATS


def _inside(part: _Part) -> Iterator[_Part]:
    yield part
    inner = part.parts if isinstance(part, _Row) else part.branches if isinstance(part, _Either) else ()
    for each in inner:
        yield from _inside(each)


@dataclass(slots=True)
class _Automaton:
    letters: list[tuple[_Letters, int] | None] = field(default_factory=list)
    free: list[list[int]] = field(default_factory=list)

    def new(self, position: int) -> int:
        if len(self.letters) >= MAX_STATES:
            raise NoPattern(position, "it becomes too large; repeat less")
        self.letters.append(None)
        self.free.append([])
        return len(self.letters) - 1

    def joined(self, *starts: int) -> int:
        state = self.new(0)
        for start in starts:
            self.free[start].append(state)
        return state

    def add(self, part: _Part, start: int) -> int:
        if isinstance(part, _Letters):
            begin, end = self.joined(start), self.new(0)
            self.letters[begin] = (part, end)
            return end
        if isinstance(part, _Row):
            for inner in part.parts:
                start = self.add(inner, start)
            return start
        if isinstance(part, _Either):
            return self.joined(*[self.add(branch, self.joined(start)) for branch in part.branches])
        return self.repeat(part, start)

    def repeat(self, part: _Repeat, start: int) -> int:
        for _ in range(part.least):
            start = self.add(part.part, start)
        if part.most is None:
            loop = self.joined(start)
            self.free[self.add(part.part, loop)].append(loop)
            return self.joined(loop)
        ends = [start]
        for _ in range(part.most - part.least):
            start = self.add(part.part, start)
            ends.append(start)
        return self.joined(*ends)


@dataclass(slots=True)
class Pattern:
    """A pattern ready to be compared with texts."""

    text: str
    _letters: tuple[tuple[_Letters, int] | None, ...]
    _free: tuple[list[int], ...]
    _start: int
    _end: int
    _steps: dict[tuple[frozenset[int], str], frozenset[int]] = field(default_factory=dict, repr=False, compare=False)

    def fits(self, text: str) -> bool:
        """Whether the whole text has this form."""
        at = self._reached({self._start})
        for letter in text:
            step = (at, letter)
            if step not in self._steps:
                if len(self._steps) >= _MAX_STEPS_KEPT:
                    self._steps.clear()
                self._steps[step] = self._after(at, letter)
            at = self._steps[step]
            if not at:
                return False
        return self._end in at

    def _after(self, states: frozenset[int], letter: str) -> frozenset[int]:
        edges = (self._letters[state] for state in states)
        return self._reached({edge[1] for edge in edges if edge is not None and edge[0].has(letter)})

    def _reached(self, states: set[int]) -> frozenset[int]:
        waiting, seen = list(states), set(states)
        while waiting:
            for state in self._free[waiting.pop()]:
                if state not in seen:
                    seen.add(state)
                    waiting.append(state)
        return frozenset(seen)
