"""What is wrong with an expression, told to its author: the column and a sentence, everything at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

from readmission.errors import FormError
from readmission.override import override


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in an expression; columns count from 1."""

    column: int
    text: str

    @override
    def __str__(self) -> str:
        return f"column {self.column}: {self.text}"


class ExpressionRefused(FormError):
    """An expression has mistakes; `problems` holds all of them, from left to right."""

    code: ClassVar[str] = "FO-10"
    happened: ClassVar[str] = "The expression cannot be used: {listed}."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Correct the columns named above and try again."

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(listed="; ".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The closest known word as a question at the end of a sentence, or nothing."""
    names = tuple(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6) or [name for name in names if name.casefold() == word.casefold()]
    return f"; did you mean “{close[0]}”?" if close else ""
