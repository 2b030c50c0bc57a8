"""From generated expressions to compiled functions.

A part that is used once is written where it is used; one that is used more often gets a name, and the name is dropped after
its last use, so that a pass over large tables does not hold every intermediate column. Nothing of a form's source text enters
the code: it is generated from the typed form alone, and texts stand in it as numbers.
"""

import operator
import re
from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from readmission.engine.dialect import Dialect

_NAME: Final = re.compile(r"\bt\d+\b")
_STORE: Final = re.compile(r"\b([wxzvn])(\d+)\b")
_MAP: Final = re.compile(r"\bm(\d+)\b")
_MEASURE: Final = re.compile(r"\bk(\d+)\b")
_NUMBER: Final = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
_FOLDED: Final = re.compile(rf"\(({_NUMBER}) (\S+) ({_NUMBER})\)")
_INDEX: Final = re.compile(r"I\(([\d, ]+)\)")
# A number that is no index.
_CONSTANT: Final = re.compile(r"(?<![\w.])-?\d+(?:\.\d+(?:e[-+]?\d+)?|e[-+]?\d+)")
_OPERATORS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}

# Deeper nesting than this gets a name of its own; Python's parser gives up at 200 brackets.
_MAX_DEPTH: Final = 16


class Source:
    """The parts of one function, each written once."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._names: dict[str, str] = {}

    def let(self, written: str) -> str:
        """The name of a part; what two numbers make is a number at once."""
        folded = _FOLDED.fullmatch(written)
        if folded is not None:
            made = _OPERATORS[folded[2]](float(folded[1]), float(folded[3]))
            if isfinite(made):
                return repr(made)
        name = self._names.get(written)
        if name is None:
            name = self._names[written] = f"t{len(self._names)}"
        return name

    def function(self, results: list[str], targets: Sequence[str] = ()) -> Callable[..., Any]:
        """A function of a world and rows that returns the results; with `targets` it sets them there."""
        text = self._text(results, targets)
        space: dict[str, Any] = vars(self._dialect.functions)
        if self._dialect.columns:
            space = dict(space)
            text = _constants_named(text, space)
        made: dict[str, Any] = {}
        exec(compile(text, "<rule>", "exec"), space, made)  # noqa: S102 (generated from the typed form only)
        found: Callable[..., Any] = made["run"]
        return found

    def _text(self, results: list[str], targets: Sequence[str]) -> str:
        parts, results = _inlined({name: written for written, name in self._names.items()}, results)
        lines = [f"{name} = {written}" for name, written in parts.items()]
        if targets:
            lines += [f"{target} = {result}" for target, result in zip(targets, results, strict=True)]
            lines = _early(lines)
        else:
            lines.append(f"return {', '.join(results)}")
        if self._dialect.columns:
            lines = _let_go(lines)
        body = [*self._prelude("\n".join(lines)), *(lines or ["pass"])]
        return "def run(e, R, F=None):\n" + "\n".join(f"    {line}" for line in body)

    def _prelude(self, text: str) -> list[str]:
        stores = sorted(set(_STORE.findall(text)))
        prefix = self._dialect.prefix
        lines = [
            f"w{number} = e.columns[{number}].matrix"
            if kind == "w"
            else f"{kind}{number} = e.{kind}{prefix if kind != 'n' else ''}[{number}]"
            for kind, number in stores
        ]
        lines += [f"m{number} = e.m{prefix}[{number}]" for number in sorted(set(_MAP.findall(text)))]
        kind = "of" if prefix else "column"
        lines += [f"k{number} = e.k[{number}].{kind}" for number in sorted(set(_MEASURE.findall(text)))]
        return lines


def _constants_named(text: str, space: dict[str, Any]) -> str:
    """Numbers as arrays without a dimension, which numpy takes twice as quickly as numbers of Python; indices likewise."""

    def named(written: str, made: NDArray[Any]) -> str:
        name = names.setdefault(written, f"c{len(names)}")
        if name not in space:
            made.flags.writeable = False
            space[name] = made
        return name

    names: dict[str, str] = {}
    text = _INDEX.sub(lambda match: named(match[0], np.array(match[1].split(", "), np.intp)), text)
    return _CONSTANT.sub(lambda match: named(match[0], np.array(float(match[0]))), text)


def _inlined(parts: dict[str, str], results: list[str]) -> tuple[dict[str, str], list[str]]:
    uses: dict[str, int] = {}
    for written in (*parts.values(), *results):
        for name in _NAME.findall(written):
            uses[name] = uses.get(name, 0) + 1
    kept: dict[str, str] = {}
    inline: dict[str, tuple[str, int]] = {}

    def put_in(written: str) -> tuple[str, int]:
        depths = [inline[name][1] for name in _NAME.findall(written) if name in inline]
        text = _NAME.sub(lambda match: inline[match[0]][0] if match[0] in inline else match[0], written)
        return text, max(depths, default=0) + 1

    for name, written in parts.items():
        if name not in uses:
            continue
        text, depth = put_in(written)
        if uses[name] == 1 and depth < _MAX_DEPTH:
            inline[name] = (text, depth)
        else:
            kept[name] = text
    return kept, [put_in(result)[0] for result in results]


def _early(lines: list[str]) -> list[str]:
    """Each result right after the last part that it needs."""
    made: dict[str, int] = {}
    order: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines):
        target = line.split(" = ", 1)[0]
        if target.startswith("t"):
            made[target] = number
            order.append((number, 0, line))
        else:
            needs = max((made[name] for name in _NAME.findall(line) if name in made), default=-1)
            order.append((needs, 1, line))
    return [line for _, _, line in sorted(order, key=lambda part: part[:2])]


def _let_go(lines: list[str]) -> list[str]:
    last: dict[str, int] = {}
    for number, line in enumerate(lines):
        for name in _NAME.findall(line):
            last[name] = number
    ends: dict[int, list[str]] = {}
    for name, number in last.items():
        ends.setdefault(number, []).append(name)
    result = []
    for number, line in enumerate(lines):
        result.append(line)
        dead = [name for name in ends.get(number, ()) if not line.startswith(f"{name} = ")]
        if dead and not line.startswith("return"):
            result.append(f"del {', '.join(dead)}")
    return result
