"""The countries with what is known of them, as lines to sort."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from readmission.answers.model import Cell
from readmission.form.model import Field
from readmission.override import override
from readmission.ui.answer_keys import keys_of
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.tables.model import ACCESSIBLE, ALIGNMENT, DISPLAY, SEVERITY, STYLE, TOOLTIP, Index
from readmission.ui.wording import numbered

if TYPE_CHECKING:
    from readmission.tasks.sorting import Line, Sorting

_NUMBERS: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_TEXTS: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

# How what is expected of a country is called.
SIZES: Final = {
    "none": "no cases",
    "few": "few cases",
    "full": "full dossier",
    "apart": "as last year",
    "unknown": "no proposal",
}


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    show: Callable[["Line"], str]
    style: str = "beside"
    numeric: bool = False


class SortingModel(QAbstractTableModel):
    """One line a country: published, last year, proposal, answer."""

    def __init__(self, desk: Desk, sorting: "Sorting", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sorting = sorting
        lines = {line.country: line for line in sorting.lines}
        self.lines = [lines[country] for country in desk.countries]
        table, field = sorting.question
        self.field: Field = desk.table(table).by_id[field]
        codes = desk.wording.codes(self.field)
        self._keys = keys_of(codes) if codes is not None else {}
        self._columns = self._make_columns()
        desk.stepped.connect(self._on_desk_stepped)

    def line(self, row: int) -> "Line":
        """The country of a row."""
        return self.lines[row]

    def answer(self, row: int) -> Cell:
        """What is answered for a country now."""
        return self._desk.cell(self.sorting.place(self.line(row).country))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        column, line = self._columns[index.column()], self.line(index.row())
        told: dict[int, Callable[[], Any]] = {
            DISPLAY: lambda: column.show(line),
            ALIGNMENT: lambda: _NUMBERS if column.numeric else _TEXTS,
            STYLE: lambda: "owed" if not column.style and self.answer(index.row()).blank else column.style,
            SEVERITY: lambda: self._desk.findings.worst(self.sorting.place(line.country)) if not column.style else None,
            ACCESSIBLE: lambda: self._spoken(column, line),
            TOOLTIP: lambda: self._spoken(column, line),
        }
        return told[role]() if role in told else None

    def numeric(self, column: int) -> bool:
        """Whether a column holds figures."""
        return self._columns[column].numeric

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if role not in (DISPLAY, ACCESSIBLE, TOOLTIP):
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self._columns[section].title
        return self._desk.wording.country(self.line(section).country)

    def _make_columns(self) -> list[_Column]:
        desk, sorting, before = self._desk, self.sorting, self._desk.round.year - 1
        number = desk.filling.language.number

        def shown(value: int | None) -> str:
            return "" if value is None else number(value)

        def figure(pick: Callable[["Line"], tuple[int | None, ...]], place: int) -> Callable[["Line"], str]:
            return lambda line: shown(pick(line)[place])

        columns = [
            _Column(self._title(named), figure(lambda line: line.known.published, place), numeric=True)
            for place, named in enumerate(sorting.published)
        ]
        if desk.last is not None:
            columns.append(_Column(say("Answer for {year}", year=before), lambda line: self._words(line.known.last_answer)))
        columns += [
            _Column(f"{before}: {self._title(named)}", figure(lambda line: line.before, place), numeric=True)
            for place, named in enumerate(sorting.before)
        ]
        columns += [
            _Column(f"{before}: {title}", figure(lambda line: line.known.stocks, place), numeric=True)
            for place, title in enumerate(self._apart(sorting.stocks))
        ]
        columns.append(_Column(say("Proposal"), self._proposal, style="computed"))
        columns.append(_Column(self.field.number or self.field.id, self._answer, style=""))
        return columns

    def _spoken(self, column: _Column, line: "Line") -> str:
        return f"{self._desk.wording.country(line.country)}, {column.title}: {column.show(line) or say('blank')}"

    def _title(self, named: tuple[str, str]) -> str:
        table = self._desk.table(named[0])
        return numbered(table.number, self._desk.wording.field(table, table.by_id[named[1]]))

    def _apart(self, named: tuple[tuple[str, str], ...]) -> list[str]:
        """Titles of which no two are the same: columns of several tables may have one name."""
        titles = [self._title(one) for one in named]
        tables = [self._desk.table(table) for table, _field in named]
        return [
            numbered(table.number or table.id, title) if titles.count(title) > 1 else title
            for table, title in zip(tables, titles, strict=True)
        ]

    def _proposal(self, line: "Line") -> str:
        return say(SIZES[line.proposal.size])

    def _answer(self, line: "Line") -> str:
        cell = self._desk.cell(self.sorting.place(line.country))
        return self._words(cell.value) if isinstance(cell.value, str) else self._desk.wording.cell(self.field, cell)

    def _words(self, code: str) -> str:
        # The key first: in a narrow column the wordings of two answers may begin alike.
        words = self._desk.wording.value(self.field, code) if code else ""
        return f"{self._keys[code]} {words}" if code in self._keys else words

    def _on_desk_stepped(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
