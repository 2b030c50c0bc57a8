"""Gathers what file after file has for the cells of a declaration."""

from collections.abc import Mapping, Set
from typing import Final

from readmission.answers.entry import Entry
from readmission.answers.model import BLANK, Cell, Key, Place
from readmission.answers.personal import suspects
from readmission.checks.wording import REASONS
from readmission.errors import ReadmissionError
from readmission.form.model import FieldType, Origin
from readmission.sheets.answer_values import Reader, reasons_by_name
from readmission.sheets.answers_in import FACTS_SHEET, FORMAT, ReadAnswers, Unread, Written, read_answers, texts_of
from readmission.sheets.grid import Address, Book, Grid
from readmission.sheets.vocabulary import Vocabulary
from readmission.statistics.sdmx_csv import SdmxRead
from readmission.tasks.fill import Filling
from readmission.tasks.incoming.gathering import gather, questions_of
from readmission.tasks.incoming.preview import Doubt, Option, Personal, Preview, Source

NOT_ASKED: Final = "This is not asked in this round."
OTHER_WORKBOOK: Final = "This workbook was made for another {what}: {found} instead of {wanted}."

# What a workbook of ours says about itself on its hidden sheet.
FACTS: Final = {"format": "format", "form": "questionnaire", "edition": "edition", "round": "round", "state": "state"}


class Collecting:
    """Takes files in, one after the other, and says what they come to."""

    def __init__(self, filling: Filling, words: Vocabulary) -> None:
        self._filling = filling
        self._words = words
        self._reader = Reader(words, filling.language, reasons_by_name(words, REASONS))
        self._options: dict[Place, list[Option]] = {}
        self._doubts: dict[str, list[Doubt]] = {}
        self._sources: list[Source] = []
        self._unread: list[Unread] = []
        self._personal: list[Personal] = []
        self._rows: dict[tuple[str, Key], None] = {}
        self._not_asked: set[tuple[str, str, Key]] = set()

    def take(self, book: Book, number: int) -> None:
        """Take one file in."""
        self._sources.append(Source(book.file, book.person, book.code_page.replace("cp", "Windows-")))
        found = read_answers(book, self._words, self._filling.answers.cells.keys())
        self._unread += found.unread
        self._tell_other(book, found.facts)
        known = self._known_rows(found)
        for written in found.written:
            self._take_cell(written, number, known)
        days = {written.at for written in found.written if written.field.type is FieldType.DATE}
        for grid in book.grids:
            if grid.name != FACTS_SHEET:
                self._search(grid, days)

    def take_sdmx(self, found: SdmxRead, file: str) -> None:
        """Take the numbers of an SDMX-CSV file in; they are exact, so nothing about them is asked."""
        self._sources.append(Source(file, ""))
        for problem in found.problems:
            at = Address(file, cell=f"{problem.column} {problem.line}".strip())
            self._unread.append(Unread(at, problem.text, problem.trouble.value))
        for row in found.rows:
            field = self._filling.form.tables[row.place.table].by_id[row.place.field]
            if field.prefilled or field.calculation is not None:
                continue
            at = Address(file, cell=str(row.line))
            if self._filling.session.has_row(row.place.table, row.place.key):
                self._options.setdefault(row.place, []).append(Option(Entry(row.cell), None, at))
            else:
                self._unread.append(Unread(at, "/".join(row.place.key), NOT_ASKED))

    def _search(self, grid: Grid, days: Set[Address]) -> None:
        """Look for what looks like data of persons, also where no answer stands; a day that was asked for is nobody's birthday."""
        clean: set[str] = set()
        for row, column, text in texts_of(grid):
            if text in clean:
                continue
            found = [Personal(grid.address(row, column), one.looks, one.text) for one in suspects(text)]
            if not found:
                clean.add(text)
            elif found[0].at not in days:
                self._personal += found

    def preview(self, refused: Mapping[str, ReadmissionError]) -> Preview:
        """What all files come to."""
        gathered = gather(self._options, self._filling.answers)
        return Preview(
            tuple(self._sources),
            tuple(gathered.lines),
            gathered.unchanged,
            tuple(self._unread),
            questions_of(self._doubts),
            tuple(gathered.conflicts),
            tuple(self._rows),
            tuple(self._personal),
            dict(refused),
            tuple(gathered.waiting),
        )

    def _take_cell(self, written: Written, number: int, known: Mapping[tuple[str, Key], Key | None]) -> None:
        place = written.place
        if (place.table, place.key) in known:
            same = known[place.table, place.key]
            if same is None:
                return
            place = Place(place.table, same, place.field)
        table = self._filling.form.tables[place.table]
        if written.field.prefilled or written.field.calculation is not None or table.origin is not Origin.MINISTRY:
            return  # the Commission or the program fills it; the workbook only shows it
        if not self._there(place, written):
            return
        read = self._reader.read(written)
        if read.unread is not None:
            self._unread.append(read.unread)
            return
        question = ""
        if read.entry.ambiguous:
            question = f"{number}:{written.column}"
            self._doubts.setdefault(question, []).append(Doubt(place, written.at, read.entry))
        self._options.setdefault(place, []).append(Option(read.entry, read.note, written.at, question))

    def _there(self, place: Place, written: Written) -> bool:
        """Whether the cell exists, or will with a row that its list gains."""
        if self._filling.session.has_row(place.table, place.key):
            return True
        table = self._filling.form.tables[place.table]
        if table.is_list and (len(place.key) == 1 or place.key[0] in self._filling.round.countries):
            if written.value is None and written.reason is None and not written.note:
                return False
            self._rows[place.table, place.key] = None
            return True
        if written.value is not None or written.reason is not None:
            # Told once a row: a country that is not asked has many cells.
            told = (written.at.file, written.at.sheet, place.key)
            if told not in self._not_asked:
                self._not_asked.add(told)
                self._unread.append(Unread(written.at, "/".join(place.key), NOT_ASKED))
        return False

    def _known_rows(self, found: ReadAnswers) -> dict[tuple[str, Key], Key | None]:
        """For rows without an identifier the row that says the same already, so that a file read twice adds them once."""
        contents: dict[tuple[str, Key], dict[str, Cell]] = {}
        for written in found.written:
            if (written.place.table, written.place.key) in found.unkeyed:
                row = contents.setdefault((written.place.table, written.place.key), {})
                cell = self._reader.read(written).entry.cell
                if cell != BLANK:
                    row[written.place.field] = cell
        known: dict[tuple[str, Key], Key | None] = {}
        taken: set[Key] = set()
        for (table, key), cells in contents.items():
            if not cells:
                known[table, key] = None
                continue
            for standing in self._filling.session.rows(table):
                same = standing[:-1] == key[:-1] and standing not in taken
                if same and all(self._filling.answers.cell(Place(table, standing, name)) == cell for name, cell in cells.items()):
                    known[table, key] = standing
                    taken.add(standing)
                    break
        return known

    def _tell_other(self, book: Book, facts: Mapping[str, str]) -> None:
        if not facts:
            return
        filling = self._filling
        wanted = {
            "format": FORMAT,
            "form": filling.form.id,
            "edition": filling.form.edition,
            "round": filling.round.id,
            "state": filling.declaration.member_state,
        }
        for what, value in wanted.items():
            if facts.get(what, value) != value:
                values = {"what": filling.language.say(FACTS[what]), "found": facts[what][:80], "wanted": value}
                self._unread.append(Unread(Address(book.file, FACTS_SHEET), facts[what][:80], OTHER_WORKBOOK, values))
