"""Finds countries, pages, questions, codes, wordings of options and answers by any letters of them, whatever their accents.

All texts of a group stand one after the other in one string, so that looking through all answers is one search for letters; an
answer that changed since is looked at by itself.
"""

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from readmission import assets
from readmission.answers.changes import Changes
from readmission.answers.model import Cell, Place
from readmission.form.model import DimensionKind, Origin, Shape, Table
from readmission.ui.desk import Desk
from readmission.ui.navigation import entries
from readmission.ui.speech import say
from readmission.ui.widgets.lines import Line
from readmission.ui.wording import numbered

SHOWN: Final = 8
MANY: Final = 1000
# What is done on a page of the window, for those who do not know what it is called; tables and countries are found by themselves.
DONE_THERE: Final = {
    "general": "questions that are asked once, not for each country",
    "sorting": "say for many countries at once that there were no cases",
    "countries": "the dossiers of all countries",
    "questions": "answer question by question, country after country",
    "overview": "what is done and what is open; who looks after a country",
    "owed": "core questions without an answer",
    "files": "import and export workbooks and other files",
    "people": "who can open it, passwords, recovery",
    "journal": "who changed what; bring an earlier answer back",
    "comments": "what was said about answers",
    "findings": "errors, warnings and notes; explain warnings",
    "review": "look through, send back, approve country by country",
    "release": "release: freeze, sign, export, courier sheet",
    "replies": "receipts and correction requests of the Commission",
    "safety": "backups, archive at the year's end",
}
# Letters between two texts that nobody types.
_BETWEEN: Final = "\n"


@dataclass(slots=True)
class Group:
    """The texts of one kind and where each leads; an answer is a place, whose words are made when it is shown."""

    title: str
    lines: list[Line | Place] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    text: str = ""

    def fill(self, entries: Iterable[tuple[str, Line | Place]]) -> None:
        """Take the texts in."""
        parts: list[str] = []
        position = 0
        for words, line in entries:
            self.lines.append(line)
            self.starts.append(position)
            parts.append(words)
            position += len(words) + 1
        self.text = _BETWEEN.join(parts)

    def find(self, words: str) -> Iterator[Line | Place]:
        """The lines whose texts hold these letters; those that begin with them first."""
        seen: set[int] = set()
        for wanted in (_BETWEEN + words, words):
            at = 0 if self.text.startswith(words) else self.text.find(wanted)
            while at >= 0:
                number = bisect_right(self.starts, at + (wanted is not words)) - 1
                if number not in seen:
                    seen.add(number)
                    yield self.lines[number]
                end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
                at = self.text.find(wanted, max(at + 1, end - 1))


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Letters without accents or capitals, on one line."""
    if text.isascii():
        return text.casefold().replace("\n", " ")
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("\n", " ")


def former_names() -> dict[str, list[str]]:
    """Names by which people still know a country, by its code."""
    names: dict[str, list[str]] = json.loads((assets.resources() / "search" / "names.json").read_text(encoding="utf-8"))
    return names


class SearchIndex:
    """Everything that can be found in one declaration."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._form_groups: list[Group] = []
        self._answers = Group("")
        self._changed: dict[Place, None] = {}
        self._built = False

    def build(self) -> None:
        """Read everything once; searching does it by itself when nobody has."""
        desk = self._desk
        for title, lines in (
            (say("Countries"), _countries(desk)),
            (say("Pages"), _pages(desk)),
            (say("Tables"), _tables(desk)),
            (say("Questions"), _questions(desk)),
            (say("Wordings of answers"), _options(desk)),
        ):
            group = Group(title)
            group.fill(lines)
            self._form_groups.append(group)
        self._read_answers()
        self._built = True

    def take(self, changes: Changes) -> None:
        """Remember which answers a step changed."""
        self._changed.update(dict.fromkeys(changes.places()))

    def find(self, typed: str, most: int = SHOWN) -> list[Line]:
        """What holds the typed letters, under a heading for each kind; the code of a field finds its question."""
        words = plain(typed).strip()
        if not words:
            return []
        if not self._built:
            self.build()
        found: list[Line] = []
        for group in self._form_groups:
            found += self._shown(group.title, group.find(words), most)
        found += self._shown(self._answers.title, self._find_answers(words), most)
        return found

    def _read_answers(self) -> None:
        self._answers = Group(say("Answers and notes"))
        self._answers.fill(self._entries(self._desk.answers.cells.items()))
        self._changed.clear()

    def _find_answers(self, words: str) -> Iterator[Line | Place]:
        if len(self._changed) > MANY:
            # After a paste or an import, reading all answers again is cheaper than looking at each by itself.
            self._read_answers()
        now = ((place, self._desk.answers.cell(place)) for place in self._changed)
        yield from (place for text, place in self._entries(now) if words in text)
        yield from (found for found in self._answers.find(words) if found not in self._changed)

    def _entries(self, cells: Iterable[tuple[Place, Cell]]) -> Iterator[tuple[str, Place]]:
        wording, tables = self._desk.wording, self._desk.form.tables
        for place, cell in cells:
            if isinstance(cell.value, int) and not cell.note:
                yield str(cell.value), place
            elif not cell.blank:
                words = wording.cell(tables[place.table].by_id[place.field], cell)
                yield plain(f"{words} {cell.note}".strip()), place

    def _shown(self, title: str, found: Iterator[Line | Place], most: int) -> list[Line]:
        lines = [Line(title)]
        for each in found:
            if len(lines) > most:
                lines.append(Line("", say("and more: type more letters")))
                break
            lines.append(each if isinstance(each, Line) else self._answer(each))
        return lines if len(lines) > 1 else []

    def _answer(self, place: Place) -> Line:
        cell = self._desk.answers.cell(place)
        words = self._desk.wording.cell(self._desk.field(place), cell)
        return Line(" · ".join(part for part in (words, cell.note) if part), self._desk.wording.place(place), place)


def _countries(desk: Desk) -> Iterator[tuple[str, Line]]:
    known = former_names()
    for country in desk.countries:
        name = desk.wording.country(country)
        entry = desk.wording.countries.get(country)
        others = {entry.label if entry is not None else "", *known.get(country, ())} - {"", name}
        line = Line(name, ", ".join([country, *sorted(others)]), f"dossier/{country}")
        yield plain(" ".join((name, country, *sorted(others)))), line


def _pages(desk: Desk) -> Iterator[tuple[str, Line]]:
    for entry in entries(desk):
        if entry.page in DONE_THERE:
            done = say(DONE_THERE[entry.page])
            yield plain(f"{entry.title} {done}"), Line(entry.title, done, entry.page)


def _tables(desk: Desk) -> Iterator[tuple[str, Line]]:
    for table in desk.form.tables.values():
        if table.origin is Origin.MINISTRY and table.shape in (Shape.GRID, Shape.LIST):
            title = numbered(table.number or table.id, desk.wording.table(table))
            yield plain(f"{title} {table.id} {table.label}"), Line(title, "", f"table/{table.id}")


def _questions(desk: Desk) -> Iterator[tuple[str, Line]]:
    for table in desk.form.tables.values():
        if table.origin is not Origin.MINISTRY:
            continue
        target = _first_row(desk, table)
        for each in table.fields:
            label = numbered(each.number or table.number, desk.wording.field(table, each))
            if table.number and not each.number:
                label = (
                    f"{label}: {desk.wording.table(table)}"
                    if table.shape in (Shape.GRID, Shape.LIST)
                    else numbered(table.number, desk.wording.table(table))
                )
            # A list without rows has no cell to go to: its page is as near as one gets.
            leads = Place(table.id, target, each.id) if target is not None else f"table/{table.id}"
            yield plain(f"{label} {each.id} {each.label}"), Line(label, f"{table.id}.{each.id}", leads)


def _options(desk: Desk) -> Iterator[tuple[str, Line]]:
    for table in desk.form.tables.values():
        if table.origin is not Origin.MINISTRY:
            continue
        row = _first_row(desk, table)
        if row is None:
            continue
        for each in table.fields:
            codes = desk.wording.codes(each)
            if codes is None or each.prefilled or any(codes.id == name for name in (desk.form.countries, desk.form.states)):
                continue
            question = numbered(each.number or table.number, desk.wording.field(table, each))
            for code in codes.codes:
                label = desk.wording.code(codes, code)
                yield plain(f"{label} {code.id}"), Line(label, question, Place(table.id, row, each.id))
        dimension = table.dimensions[-1] if table.dimensions else None
        if dimension is not None and dimension.kind is DimensionKind.CODES:
            codes = desk.form.codelists[dimension.codelist]
            question = numbered(table.number or table.id, desk.wording.table(table))
            for code in codes.codes:
                label = desk.wording.code(codes, code)
                yield (
                    plain(f"{label} {code.id}"),
                    Line(label, question, Place(table.id, (*row[:-1], code.id), table.fields[0].id)),
                )


def _first_row(desk: Desk, table: Table) -> tuple[str, ...] | None:
    return next(iter(desk.rows(table.id)), None)
