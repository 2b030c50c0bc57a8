"""What is wrong with a form, told to its author: file, line, column and a sentence, everything at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

from readmission.errors import FormError
from readmission.override import override


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a form and where it stands; lines and columns count from 1, 0 means the file as a whole."""

    file: str
    line: int
    column: int
    text: str

    @override
    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}, column {self.column}" if self.line else self.file
        return f"{where}: {self.text}"


class FormRefused(FormError):
    """A form has mistakes; `problems` holds all of them, in the order of the files."""

    code: ClassVar[str] = "FO-01"
    happened: ClassVar[str] = "The form cannot be used; there are mistakes in it ({count}):\n{listed}\n"
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Correct the places named above and try again."

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(count=len(self.problems), listed="\n".join(str(problem) for problem in self.problems))


class NoSuchFolder(FormError):
    """Where a form is looked for there is no folder."""

    code: ClassVar[str] = "FO-03"
    happened: ClassVar[str] = "There is no such folder, so there is no form to read."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Check the spelling, and name the folder that holds form.yaml."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the closest known one as a question, or nothing."""
    names = tuple(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6) or [name for name in names if name.casefold() == word.casefold()]
    return f"; did you mean “{close[0]}”?" if close else ""


def sentence(text: str) -> str:
    """A text as a sentence: with a capital letter, and a point unless it ends with a question."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
