"""The journal as a table for people, the newest first: when, who, where, before, after, why."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from readmission.answers.journal import EntryKind
from readmission.answers.model import Cell, Key, Place
from readmission.answers.steps import PROGRAM
from readmission.override import override
from readmission.ui.desk import STATES, Desk
from readmission.ui.search_index import plain
from readmission.ui.speech import language, say
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY, TOOLTIP, Index
from readmission.ui.wording import country_of, numbered

if TYPE_CHECKING:
    from readmission.tasks.journal import JournalLine

WHEN, WHO, WHERE, BEFORE, AFTER, WHY = range(6)
ENTRY: Final = int(Qt.ItemDataRole.UserRole) + 14
EVERYONE: Final = -1
_COMMENTS: Final = "remarks/"

_KINDS: Final = {
    EntryKind.CREATED: "declaration created",
    EntryKind.UNDO: "step taken back",
    EntryKind.REDO: "step made again",
    EntryKind.STATE: "state of the declaration",
    EntryKind.SETTLEMENT: "explanation of a warning",
    EntryKind.DOCUMENT: "file of the declaration",
    EntryKind.PERSON: "person",
}


# Why the program or a button made a step; the journal keeps the English words, people read them in their language.
WHYS: Final = (
    "stated by the Commission",
    "carried over from last year",
    "earlier value restored",
    "row added",
    "row removed",
    "file attached",
    "file removed",
    "note of a file",
    "comment",
    "comments resolved",
    "comments opened again",
    "responsible",
    "signer enrolled",
    "frozen for approval",
    "read a second time",
)


class JournalModel(QAbstractTableModel):
    """The lines that the filters leave."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._all: list[JournalLine] = []
        self.lines: list[JournalLine] = []
        self.names: dict[int, str] = {}
        self._plain_texts: dict[int, str] = {}
        self._wanted: tuple[str, int, str, bool] = ("", EVERYONE, "", True)

    def read(self) -> None:
        """Read what was added since."""
        from readmission.tasks.journal import journal_lines  # noqa: PLC0415 - the data layer comes after the first paint
        from readmission.tasks.people import names_of  # noqa: PLC0415

        self.names = names_of(self._desk.filling)
        self._all += journal_lines(self._desk.filling, self._all[-1].number if self._all else 0)
        self._choose()

    def look_for(self, *, country: str, person: int, words: str, answers_only: bool) -> None:
        """Show the lines of a country, of a person, whose question or answer holds some letters."""
        self._wanted = (country, person, plain(words).strip(), answers_only)
        self._choose()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 6

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == ENTRY:
            return line
        if role in (DISPLAY, TOOLTIP):
            return self.text(line, index.column())
        if role == ACCESSIBLE:
            heading = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{self.text(line, WHERE)}, {heading}: {self.text(line, index.column()) or say('nothing')}"
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY:
            return (say("When"), say("Who"), say("Where"), say("Before"), say("After"), say("Why"))[section]
        return None

    def text(self, line: "JournalLine", column: int) -> str:
        """What stands in a column of a line."""
        if column == WHEN:
            return language().moment(line.moment.astimezone())
        if column == WHO:
            return self._who(line.person)
        if column == WHERE:
            return self._where(line)
        if column == WHY:
            return self._desk.filling.language.say(line.why) if line.why else ""
        return self._value(line, line.old if column == BEFORE else line.new, before=column == BEFORE)

    def _who(self, person: int) -> str:
        if person == PROGRAM:
            return say("the program")
        return self.names.get(person) or say("person {number}", number=person)

    def _where(self, line: "JournalLine") -> str:
        wording, tables = self._desk.wording, self._desk.form.tables
        if line.place is not None:
            return self._place(line.place)
        if line.attached is not None:
            return self._place(line.attached.subject.place)
        if line.row is not None:
            table, key = line.row
            return f"{wording.row(tables[table], key)}: {wording.table(tables[table])}".removeprefix(": ")
        if line.kind is EntryKind.DOCUMENT and line.about.startswith(_COMMENTS):
            return say("Comment: {place}", place=self._place(Place.parse(line.about.removeprefix(_COMMENTS))))
        what = say(_KINDS[line.kind])
        known = line.kind in (EntryKind.CREATED, EntryKind.STATE)
        return what if known or not line.about else f"{what}: {line.about}"

    def _place(self, place: Place) -> str:
        table = self._desk.form.tables[place.table]
        number = table.by_id[place.field].number or table.number or table.id
        return numbered(number, self._desk.wording.place(place))

    def _value(self, line: "JournalLine", cell: Cell, *, before: bool) -> str:
        if line.place is not None:
            words = self._desk.wording.cell(self._desk.field(line.place), cell)
            return " · ".join(part for part in (words, cell.note) if part)
        if line.row is not None:
            return ("" if before else say("row added")) if line.new_row else (say("row") if before else say("row removed"))
        if line.attached is not None:
            file = line.attached.old if before else line.attached.new
            return " · ".join(part for part in (file.name, file.note) if part) if file is not None else ""
        if line.kind is EntryKind.STATE and not before:
            return say(STATES.get(line.state, line.state))
        return ""

    def _choose(self) -> None:
        country, person, words, answers_only = self._wanted
        self.beginResetModel()
        self.lines = [
            line
            for line in reversed(self._all)
            if (not answers_only or line.place is not None or line.row is not None or line.attached is not None)
            and (person in (EVERYONE, line.person))
            and (not country or self._country(line) == country)
            and (not words or words in self._plain(line))
        ]
        self.endResetModel()

    def _plain(self, line: "JournalLine") -> str:
        # An entry never changes, so each is put into words once.
        found = self._plain_texts.get(line.number)
        if found is None:
            words = plain(" ".join(self.text(line, column) for column in (WHERE, BEFORE, AFTER, WHY)))
            found = self._plain_texts[line.number] = words
        return found

    def _country(self, line: "JournalLine") -> str:
        found: tuple[str, Key] | None = line.row
        place = line.attached.subject.place if line.attached is not None else line.place
        if place is not None:
            found = place.table, place.key
        return country_of(self._desk.form.tables[found[0]], found[1]) if found is not None else ""
