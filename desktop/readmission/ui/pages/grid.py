"""The page of one table: a spreadsheet with the totals below and a line about the current cell."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.changes import Changes
from readmission.answers.model import Place, Reason
from readmission.form.model import DimensionKind, FieldType
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.dialogs.ambiguous import ask
from readmission.ui.header import CROWDED
from readmission.ui.pages.page import Page
from readmission.ui.speech import say
from readmission.ui.tables.backdrop import Backdrop
from readmission.ui.tables.cells import CellDelegate
from readmission.ui.tables.model import GridModel
from readmission.ui.tables.totals import TotalsModel
from readmission.ui.tables.view import NAME_WIDTH, ROW_HEIGHT, GridView
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import Elided, Message, SeverityChips, heading, quiet
from readmission.ui.widgets.many import ManyRow
from readmission.ui.widgets.still import Still
from readmission.ui.wording import country_of

WIDEST_GIFT: Final = 60
HEADER_MARGIN: Final = 13
MESSAGE_LINES: Final = 2


class GridPage(Page):
    """One table of figures, or one list of rows that people add."""

    def __init__(self, desk: Desk, table: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.table = desk.table(table)
        self.model = GridModel(desk, table, lambda doubts: ask(doubts, desk.wording, self), self)
        self.view = GridView(self.model, desk.wording, self)
        self.view.setAccessibleName(desk.wording.table(self.table))
        self.totals = QTableView(self)
        self._chips = SeverityChips(self)
        # Two plain texts rather than one with a bold part: Qt makes a document of such a text each time that it is another one.
        self._where = heading("", parent=self)
        self._answer = QLabel(self)
        self._answer.setTextFormat(Qt.TextFormat.PlainText)
        self._beside = quiet(parent=self)
        self._message = Message(self)
        self._message.keep_room(1 if theme.scaled(100) >= CROWDED else MESSAGE_LINES)
        self.many = ManyRow(desk, self)
        self._many = QToolButton(self)
        self._leaving = False
        self._last = QCheckBox(say("Last year"), self)
        self._reference = QCheckBox(say("Eurostat"), self)
        self._dress_totals()
        self._lay_out()
        self._fit_columns()
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.delegate.leaving.connect(self._on_leaving)
        self.view.delegate.moved_on.connect(self._on_moved_on)
        self.view.told.connect(self.told)
        self.view.comment_asked.connect(lambda: self.desk.comment_asked.emit(self.current_place()))
        self.view.resized.connect(self._fit_columns)
        self.view.horizontalHeader().sectionResized.connect(lambda column, _old, new: self.totals.setColumnWidth(column, new))
        self.view.horizontalScrollBar().valueChanged.connect(self.totals.horizontalScrollBar().setValue)
        self._last.toggled.connect(self._on_compare_toggled)
        self._reference.toggled.connect(self._on_compare_toggled)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_many())
        self._many.toggled.connect(self._on_many_toggled)
        self.many.told.connect(self.told)
        self.many.closed.connect(lambda: self._many.setChecked(False))

    @override
    def arrive(self, detail: str) -> None:
        self.redraw(Changes())
        if not self.view.currentIndex().isValid() and self.model.keys:
            self.view.setCurrentIndex(self.model.index(0, 0))
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        self._chips.show_counts(self.desk.findings.of_table(self.table.id))
        if not self._leaving:
            self._describe(self.view.currentIndex())

    @override
    def go_to(self, place: Place) -> None:
        self.redraw(Changes())
        index = self.model.index_of(place)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.view.setFocus()

    @override
    def current_place(self) -> Place | None:
        index = self.view.currentIndex()
        return (self.model.commented(index) or self.model.place(index)) if index.isValid() else None

    @override
    def offer_reasons(self) -> None:
        self.view.open_menu()

    def add_row(self, country: str) -> None:
        """Add a row to the list and put the cursor into it."""
        key = self.desk.add_row(self.table.id, (country,) if country else ())
        if key is not None:
            self.go_to(Place(self.table.id, key, self.table.fields[0].id))

    def remove_row(self) -> None:
        """Remove the current row; Ctrl+Z brings it back."""
        index = self.view.currentIndex()
        if index.isValid():
            self.desk.remove_row(self.table.id, self.model.keys[index.row()])
            self.told.emit(say("Row removed. Ctrl+Z brings it back."))

    def _on_current_changed(self, current: QModelIndex) -> None:
        self._leaving = False
        self._describe(current)

    def _on_leaving(self) -> None:
        # What was typed becomes an answer now, and then the cursor goes on: nobody could read about the cell in between.
        self._leaving = True

    def _on_moved_on(self) -> None:
        if self._leaving:
            # There is no cell to go on to.
            self._leaving = False
            self._describe(self.view.currentIndex())

    def _on_compare_toggled(self) -> None:
        place = self.current_place()
        self.model.compare(last=self._last.isChecked(), reference=self._reference.isChecked())
        self._fit_columns()
        if place is not None:
            self.go_to(place)

    def _on_many_toggled(self, checked: bool) -> None:
        self.many.setVisible(checked)
        self._show_many()
        (self.many if checked else self.view).setFocus()

    def _show_many(self) -> None:
        if self.many.isVisible():
            rows = {index.row() for index in self.view.chosen()}
            self.many.stand_at(self.current_place(), [country_of(self.table, self.model.keys[row]) for row in sorted(rows)])

    def _describe(self, index: QModelIndex) -> None:
        """Say beneath the table what the current cell is, what stood there and what is wrong."""
        if not index.isValid():
            self._where.clear()
            self._answer.setText("" if self.model.keys else say("No rows yet. Choose a country and add one."))
            self._beside.clear()
            self._message.show_finding(None)
            return
        desk, column = self.desk, self.model.columns[index.column()]
        place = self.model.place(index)
        cell = self.model.cell(index)
        words = desk.wording.cell(column.field, cell) or say("blank")
        self._where.setText(desk.wording.place(place))
        self._answer.setText(f": {words}")
        last = desk.last_cell(place)
        parts = [f"{desk.round.year - 1}: {desk.wording.cell(column.field, last)}"] if last is not None else []
        if cell.note:
            parts.append(say("Note: {note}", note=cell.note))
        if comments := desk.comments(place):
            parts.append(f"{comments} (Ctrl+Shift+M)")
        self._beside.setText(" · ".join((str(place), *parts)))
        found = desk.findings.at(place)
        if found:
            finding = found[0]
            self._message.show_finding(finding.severity, desk.explained(finding), desk.filling.card(finding.rule).why)
        else:
            self._message.show_finding(None)

    def _dress_totals(self) -> None:
        totals = self.totals
        totals.setModel(TotalsModel(self.model, self.desk, self))
        totals.setItemDelegate(CellDelegate(totals))
        Backdrop(totals)
        totals.setAccessibleName(say("Totals"))
        totals.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        totals.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        totals.horizontalHeader().hide()
        totals.verticalHeader().setFixedWidth(theme.scaled(NAME_WIDTH))
        totals.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        totals.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        totals.verticalHeader().setDefaultSectionSize(theme.scaled(ROW_HEIGHT))
        totals.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        totals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        totals.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        totals.setFixedHeight(theme.scaled(ROW_HEIGHT) + 2)
        totals.setVisible(not self.table.is_list and any(field.type is FieldType.COUNT for field in self.table.fields))

    def _fit_columns(self) -> None:
        fonts = self.view.fontMetrics()
        widths: list[int] = []
        for number, column in enumerate(self.model.columns):
            title = str(self.model.headerData(number, Qt.Orientation.Horizontal) or "")
            longest = max((fonts.horizontalAdvance(word) for word in title.split()), default=0)
            widths.append(max(longest + 18, 74 if column.field.type.numeric else 130))
        # Columns share what room is left, but a number does not drift far from its neighbours.
        spare = max(0, self.view.viewport().width() - sum(widths) - 2) // max(1, len(widths))
        for number, width in enumerate(widths):
            self.view.setColumnWidth(number, width + min(spare, WIDEST_GIFT))
            self.totals.setColumnWidth(number, width + min(spare, WIDEST_GIFT))
        # Titles break into as many lines as they need.
        wrap = int(Qt.TextFlag.TextWordWrap)
        titles = [str(self.model.headerData(number, Qt.Orientation.Horizontal) or "") for number in range(len(widths))]
        rooms = [self.view.columnWidth(number) - HEADER_MARGIN for number in range(len(widths))]
        lines = [fonts.boundingRect(0, 0, room, 1000, wrap, title).height() for room, title in zip(rooms, titles, strict=True)]
        self.view.horizontalHeader().setFixedHeight(max(lines, default=0) + 10)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 10)
        column.setSpacing(8)
        head = Head()
        head.setSpacing(10)
        title = f"{self.table.number or self.table.id}  "
        head.addWidget(Elided(title + self.desk.wording.table(self.table), scale=1.5, bold=True, parent=self))
        head.addWidget(self._chips)
        head.addStretch()
        for widget in self._tools():
            head.addWidget(widget)
        column.addLayout(head)
        guidance = self.desk.wording.table_guidance(self.table)
        if guidance:
            # Where texts are large the rows need the room; the whole of it is the tooltip then.
            large = theme.scaled(100) >= CROWDED
            line = Elided(guidance, parent=self) if large else quiet(guidance, self)
            line.setWordWrap(not large)
            column.addWidget(line)
        frame = QVBoxLayout()
        frame.setSpacing(0)
        frame.addWidget(self.view, 1)
        frame.addWidget(self.totals)
        column.addLayout(frame, 1)
        column.addWidget(self.many)
        self.many.hide()
        answer = QHBoxLayout()
        answer.setSpacing(12)
        cell = QHBoxLayout()
        cell.setSpacing(0)
        cell.addWidget(self._where)
        cell.addWidget(self._answer)
        answer.addLayout(cell)
        answer.addWidget(self._beside, 1)
        foot = QVBoxLayout()
        foot.setSpacing(column.spacing())
        foot.addLayout(answer)
        foot.addWidget(self._message)
        column.addWidget(Still(foot, self))

    def _tools(self) -> list[QWidget]:
        self._last.setVisible(self.desk.last is not None and not self.table.is_list)
        self._reference.setVisible(self.desk.filling.reference is not None and not self.table.is_list)
        tools = self._list_tools() if self.table.is_list else self._entry_tools()
        for tool in tools:
            tool.setEnabled(not self.desk.readonly)
        return tools if self.table.is_list else [self._last, self._reference, *tools]

    def _entry_tools(self) -> list[QWidget]:
        reason = QToolButton(self)
        reason.setText(say("No value…"))
        reason.setToolTip(say("Give a reason for the selected cells. Typing NC, NA, CONF, PEND, DK or TECH does the same."))
        reason.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        reason.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(reason)
        for each in Reason:
            action = menu.addAction(f"{self.desk.wording.reason(each)}\t{each.value}")
            action.triggered.connect(lambda _checked=False, each=each: self.view.give_reason(each))
        reason.setMenu(menu)
        tools: list[QWidget] = []
        for text, act, keys in (
            (say("Paste"), self.view.paste, "Ctrl+V"),
            (say("Fill down"), self.view.fill_down, "Ctrl+D"),
        ):
            button = QToolButton(self)
            button.setText(text)
            button.setToolTip(keys)
            button.clicked.connect(act)
            tools.append(button)
        if self.table.dimensions and self.table.dimensions[0].kind is DimensionKind.COUNTRY:
            self._many.setText(say("For many…"))
            self._many.setToolTip(say("Give one reason, text or flag to many countries in one step."))
            self._many.setCheckable(True)
            self._many.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._many.setShortcut("Ctrl+M")
            tools.append(self._many)
        else:
            self._many.hide()
        return [*tools, reason]

    def _list_tools(self) -> list[QWidget]:
        self._many.hide()
        country = QComboBox(self)
        country.setAccessibleName(say("Country of the new row"))
        for code in self.desk.countries:
            country.addItem(self.desk.wording.country(code), code)
        add = QPushButton(say("Add a row"), self)
        add.clicked.connect(lambda: self.add_row(str(country.currentData())))
        remove = QPushButton(say("Remove the row"), self)
        remove.clicked.connect(self.remove_row)
        return [country, add, remove]
