"""A sheet with questions one below the other: which columns hold the question, the answer, the reason and the note."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from readmission.sheets.grid import Grid
from readmission.sheets.header_match import country_of_sheet
from readmission.sheets.vocabulary import COUNTRY, Column, Part, Vocabulary, plain

QUESTION: Final = "question"
ANSWER: Final = "answer"
REASON: Final = "reason"
NOTE: Final = "note"
TEXT: Final = "text"
LONGEST_WORD: Final = 60

_WORDS: Final = {
    QUESTION: ("Question",),
    ANSWER: ("Answer",),
    REASON: ("Reason", "Reason why there is no answer"),
    NOTE: ("Note",),
    TEXT: ("Text",),
}


@dataclass(frozen=True)
class Questions:
    """Where the parts of the answers stand below the heading row `head`; `text` is the column of the wording, or -1."""

    grid: Grid
    head: int
    question: int
    text: int
    parts: Mapping[Part, int]
    by_row: int
    sheet: str

    def rows(self, words: Vocabulary) -> Iterator[tuple[int, frozenset[Column]]]:
        """The rows that name a question, with what each may be."""
        for row in range(self.head + 1, self.grid.bottom):
            shown = self.grid.shown(row, self.question)
            if not shown:
                continue
            found = frozenset(column for column in words.columns(shown) if column.part is Part.VALUE)
            text = self.grid.shown(row, self.text) if len(found) != 1 and self.text >= 0 else ""
            narrowed = words.columns(text.partition("\n")[0]) if text else frozenset()
            yield row, (found & narrowed or narrowed) if narrowed else found

    def country_at(self, row: int, words: Vocabulary) -> str:
        """The country that a row is about; empty where there is none."""
        text = self.grid.shown(row, self.by_row) if self.by_row >= 0 else ""
        return (words.country(text) or "") if text else self.sheet


def find_questions(grid: Grid, words: Vocabulary) -> Questions | None:
    """The parts of a sheet of questions, or None where it is none."""
    meant = {part: {plain(part)}.union(*(words.said(word) for word in said)) for part, said in _WORDS.items()}
    for head, cells in grid.heads:
        texts = {column: plain(text) for column, text in cells if len(text) <= LONGEST_WORD}
        columns = {part: column for part in meant for column in reversed(texts) if texts[column] in meant[part]}
        if QUESTION not in columns or ANSWER not in columns or _said_again(grid, head, meant):
            continue
        parts = {Part.VALUE: columns[ANSWER]}
        parts |= {part: columns[name] for part, name in ((Part.REASON, REASON), (Part.NOTE, NOTE)) if name in columns}
        country = next((column for column, text in texts.items() if text and COUNTRY in words.keys(text)), -1)
        return Questions(grid, head, columns[QUESTION], columns.get(TEXT, -1), parts, country, country_of_sheet(grid, words))
    return None


def _said_again(grid: Grid, head: int, meant: Mapping[str, set[str]]) -> bool:
    """Whether the next row is the heading once more, as codes below words."""
    below = {plain(grid.shown(head + 1, column)) for column, _ in grid.heads[head - grid.top][1]}
    return bool(below & meant[QUESTION]) and bool(below & meant[ANSWER])
