"""The cells of a survey's sheets as they were read, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a survey: sheet, row (0: the sheet as a whole) and the name of its column (empty: the row as a whole)."""

    sheet: str
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that cannot be taken over, with the sentence that says why."""

    cell: Cell
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a sheet: the texts of its cells that are not empty, by column."""

    sheet: str
    row: int
    texts: Mapping[str, str]

    def text(self, column: str) -> str:
        """What stands in a column; nothing where the cell is empty."""
        return self.texts.get(column, "").strip()

    def cell(self, column: str = "") -> Cell:
        """A cell of the line."""
        return Cell(self.sheet, self.row, column)

    def said(self, column: str) -> dict[str, str]:
        """A text in each of its languages: `label::Français (fr)` is fr, `label` is English."""
        found: dict[str, str] = {}
        for name, text in self.texts.items():
            part, _, language = name.replace("::", ":").partition(":")
            if part == column:
                found[_code_of(language)] = text.strip()
        return found

    def kept(self, column: str) -> dict[str, str]:
        """A text in each of its languages in the columns that only this program writes: `label.fr`."""
        beginning = f"{column}."
        return {name.removeprefix(beginning): text.strip() for name, text in self.texts.items() if name.startswith(beginning)}


def _code_of(language: str) -> str:
    if language.endswith(")") and "(" in language:
        return language.rpartition("(")[2].removesuffix(")").strip()
    return "en" if language.strip().casefold() in ("", "english", "default") else language.strip().casefold()
