"""The countries of the round: how much of each is answered, and what is wrong with it."""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRectF, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.override import override
from readmission.ui import marks, theme
from readmission.ui.desk import Desk
from readmission.ui.pages.page import Page
from readmission.ui.speech import figure, say, say_count
from readmission.ui.tables.model import ACCESSIBLE, ALIGNMENT, DISPLAY, TOOLTIP, Index
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.headings import set_widths
from readmission.ui.widgets.labels import draw_bar, heading, quiet

NAME, SCOPE, CORE, EXTENDED, FINDINGS = range(5)
SHARE: Final = int(Qt.ItemDataRole.UserRole) + 3
COUNTS: Final = int(Qt.ItemDataRole.UserRole) + 4
CODE: Final = int(Qt.ItemDataRole.UserRole) + 5


class CountriesModel(QAbstractTableModel):
    """One line a country."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        entries = {entry.country: entry for entry in desk.round.scope}
        self._entries = [entries[country] for country in desk.countries]

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 5

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role in (DISPLAY, ACCESSIBLE):
            return self._text(entry.country, entry.decisions, index.column())
        if role == SHARE:
            return self._share(entry.country, index.column())
        if role == COUNTS:
            known = index.column() == FINDINGS and self._desk.checked
            return self._desk.findings.counts(entry.country) if known else None
        align = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) if index.column() == SCOPE else None
        return {CODE: entry.country, TOOLTIP: entry.reason or None, ALIGNMENT: align}.get(role)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY:
            return (say("Country"), say("Decisions, all states"), say("Core"), say("Extended"), say("Findings"))[section]
        return None

    def changed(self) -> None:
        """Every counter may have changed."""
        if self._entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._entries) - 1, FINDINGS))

    def _share(self, country: str, column: int) -> float | None:
        counters = self._desk.counters(country)
        if column == CORE:
            return counters.core_answered / counters.core_owed if counters.core_owed else 1.0
        if column == EXTENDED:
            return counters.extended_answered / counters.extended_offered if counters.extended_offered else 0.0
        return None

    def _text(self, country: str, decisions: int | None, column: int) -> str:
        counters = self._desk.counters(country)
        if column == NAME:
            return self._desk.wording.country(country)
        if column == SCOPE:
            return "" if decisions is None else self._desk.filling.language.number(decisions)
        if column == CORE:
            return f"{figure(counters.core_answered)} / {figure(counters.core_owed)}"
        if column == EXTENDED:
            return f"{figure(counters.extended_answered)} / {figure(counters.extended_offered)}"
        if not self._desk.checked:
            return say("being checked")
        counts = self._desk.findings.counts(country)
        return ", ".join(marks.words(severity, counts[severity]) for severity in marks.ORDER if counts[severity])


class _Filter(QSortFilterProxyModel):
    """Shows the countries whose name holds what is typed, and of them all, the unfinished or those with findings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._kind = "all"
        self.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def look_for(self, words: str) -> None:
        """Show names that hold these letters."""
        self._words = words.casefold().strip()
        self.invalidate()

    def show_kind(self, kind: str) -> None:
        """Show all, unfinished, or findings."""
        self._kind = kind
        self.invalidate()

    @override
    def lessThan(self, left: Index, right: Index) -> bool:
        # The countries stand in the order of their names already, as the language sorts and not as letters are numbered.
        return left.row() < right.row() if left.column() == NAME else super().lessThan(left, right)

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self.sourceModel()
        name = model.index(source_row, NAME)
        if self._words and self._words not in f"{name.data()} {name.data(CODE)}".casefold():
            return False
        if self._kind == "unfinished":
            return bool(model.index(source_row, CORE).data(SHARE) < 1)
        if self._kind == "findings":
            return bool(model.index(source_row, FINDINGS).data())
        return True


class _Line(QStyledItemDelegate):
    """Draws figures with their bar, and findings with their marks."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        scheme = theme.colours()
        view = option.widget
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, QColor(scheme.selection if selected else scheme.card))
        painter.setPen(QColor(scheme.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if selected and index.column() == NAME and isinstance(view, QTableView) and view.hasFocus():
            painter.fillRect(option.rect.x(), option.rect.y(), 3, option.rect.height(), QColor(scheme.accent))
        share, counts = index.data(SHARE), index.data(COUNTS)
        rect = QRectF(option.rect).adjusted(12, 0, -12, 0)
        painter.setPen(QColor(scheme.text if index.column() in (NAME, CORE) else scheme.muted))
        painter.setFont(theme.font(bold=index.column() == NAME))
        if counts is not None:
            _draw_counts(painter, rect, counts)
        elif share is not None:
            text = str(index.data())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            # The bars stand below each other, and never across a text.
            after = max(theme.scaled(62), painter.fontMetrics().horizontalAdvance(text) + 8)
            draw_bar(painter, QRectF(rect.x() + after, rect.center().y() - 2, max(0, rect.width() - after - 4), 4), share)
        else:
            alignment = index.data(ALIGNMENT) or int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, int(rect.width()))
            painter.drawText(rect, alignment, text)
        painter.restore()


def _draw_counts(painter: QPainter, rect: QRectF, counts: dict[Any, int]) -> None:
    scheme = theme.colours()
    x = rect.x()
    for severity in marks.ORDER:
        if counts[severity]:
            marks.draw(painter, QRectF(x, rect.center().y() - 7, 14, 14), severity)
            words = marks.words(severity, counts[severity])
            painter.setPen(QPen(QColor(scheme.text)))
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRectF(x + 20, rect.y(), width + 2, rect.height()), int(Qt.AlignmentFlag.AlignVCenter), words)
            x += width + 38


class _CountryView(QTableView):
    """The list; Enter opens."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class CountriesPage(Page):
    """Find a country and open it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = CountriesModel(desk, self)
        self._filter = _Filter(self)
        self._filter.setSourceModel(self.model)
        self.view = _CountryView(self)
        self.search = QLineEdit(self)
        self._summary = quiet(parent=self)
        self._kinds = QButtonGroup(self)
        self._dress_view()
        self._lay_out()
        self.search.textChanged.connect(self._filter.look_for)
        self.search.returnPressed.connect(self._on_search_returned)
        self.view.activated.connect(self._on_view_activated)
        self.view.doubleClicked.connect(self._on_view_activated)

    @override
    def arrive(self, detail: str) -> None:
        self.redraw(Changes())
        if not self.view.currentIndex().isValid() and self._filter.rowCount():
            self.view.selectRow(0)
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        self.model.changed()
        countries = self.desk.round.countries
        counters = [self.desk.counters(country) for country in countries]
        done = sum(counter.core_answered >= counter.core_owed for counter in counters)
        self._summary.setText(
            say_count(
                "{done} of {of} country complete",
                "{done} of {of} countries complete",
                len(countries),
                done=done,
                of=len(countries),
            )
        )

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def _on_view_activated(self, index: QModelIndex) -> None:
        self.page_asked.emit(f"dossier/{index.data(CODE)}")

    def _on_search_returned(self) -> None:
        if self._filter.rowCount():
            self.page_asked.emit(f"dossier/{self._filter.index(0, 0).data(CODE)}")

    def _dress_view(self) -> None:
        view = self.view
        view.setModel(self._filter)
        view.setAccessibleName(say("Countries of the round"))
        view.setItemDelegate(_Line(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setSortingEnabled(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(theme.scaled(33))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setStyleSheet("QHeaderView::section { padding-left: 12px; }")
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        set_widths(header, {0: 300, 1: 160, 2: 200, 3: 200})
        # What is left is for the findings, and at least their heading.
        header.setMinimumSectionSize(header.sectionSizeHint(header.count() - 1))
        header.setStretchLastSection(True)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(say("Filter by name or code"))
        self.search.setAccessibleName(say("Filter countries"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(240)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 14)
        column.setSpacing(10)
        head = Head()
        head.setSpacing(8)
        head.addWidget(heading(say("Countries"), 1.5, self))
        head.addWidget(self._summary)
        head.addStretch()
        for kind, words in (("all", say("All")), ("unfinished", say("Unfinished")), ("findings", say("With findings"))):
            button = QPushButton(words, self)
            button.setObjectName("filter")
            button.setCheckable(True)
            button.setChecked(kind == "all")
            button.clicked.connect(lambda _checked=False, kind=kind: self._filter.show_kind(kind))
            self._kinds.addButton(button)
            head.addWidget(button)
        head.addWidget(self.search)
        column.addLayout(head)
        column.addWidget(self.view, 1)
