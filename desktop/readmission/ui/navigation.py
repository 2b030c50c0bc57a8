"""The list of pages on the left: where one is, how much is done, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from readmission.answers.finding import Severity
from readmission.form.model import DimensionKind, Origin, Shape
from readmission.override import override
from readmission.ui import marks, theme
from readmission.ui.desk import Desk
from readmission.ui.speech import figure, say, say_count
from readmission.ui.tables.backdrop import Backdrop
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY, Index
from readmission.ui.widgets.labels import draw_bar

ENTRY: Final = int(Qt.ItemDataRole.UserRole) + 7
WIDTH: Final = 216
WIDEST: Final = 340
# Beside an entry, before its title where the mark stands, and behind it.
_ASIDE: Final = 8
_BEFORE: Final = 30
_BEHIND: Final = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the list, or with no page a heading."""

    title: str
    page: str = ""
    done: int = 0
    of: int = 0
    figure: str = ""
    severity: Severity | None = None
    heard: str = ""
    """What a screen reader says for the figure, where that says too little by itself."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        parts = [self.title]
        if self.of:
            parts.append(say("{done} of {of} answered", done=self.done, of=self.of))
        if self.figure and not self.of:
            parts.append(self.heard or self.figure)
        if self.severity is not None:
            parts.append(say(marks.HAS[self.severity]))
        return ", ".join(parts)


def entries(desk: Desk) -> list[Entry]:
    """The pages of a declaration as they stand."""
    general = desk.counters("")
    countries = desk.counters_of_countries()
    owed = sum(each.core_owed - each.core_answered for each in (general, countries))
    counts = desk.findings.counts()
    waiting = sum(thread.open for thread in desk.threads.values())
    in_general = desk.findings.counts("")
    tables = [table for table in desk.form.tables.values() if table.origin is Origin.MINISTRY]
    asked_once = any(not table.dimensions or table.dimensions[0].kind is not DimensionKind.COUNTRY for table in tables)
    about_all = Entry(say("General part"), "general", general.core_answered, general.core_owed, severity=_worst(in_general))
    found = [
        *([about_all] if asked_once else []),
        *([Entry(say("Sort"), "sorting")] if desk.asks_countries else []),
        Entry(
            say("Countries"),
            "countries",
            countries.core_answered,
            countries.core_owed,
            severity=_worst({severity: counts[severity] - in_general[severity] for severity in marks.ORDER}),
        ),
        *([Entry(say("Core questions"), "questions")] if desk.asks_countries else []),
        Entry(say("Overview"), "overview"),
        *([Entry(say("Still owed"), "owed", figure=figure(owed))] if desk.sends else []),
        Entry(say("Files"), "files"),
    ]
    for shape, heading in ((Shape.GRID, say("Tables")), (Shape.LIST, say("Lists"))):
        if any(table.shape is shape for table in tables):
            found.append(Entry(heading))
        for table in tables:
            if table.shape is shape:
                title = f"{table.number or table.id}  {desk.wording.table(table)}"
                found.append(_of_table(title, f"table/{table.id}", _worst(desk.findings.of_table(table.id))))
    found += [
        Entry(say("Several people")),
        Entry(say("People"), "people"),
        Entry(say("Journal"), "journal"),
        Entry(say("Comments"), "comments", figure=figure(waiting) if waiting else ""),
    ]
    found.append(Entry(say("Finish")))
    found.append(Entry(say("Findings"), "findings", figure=figure(len(desk.findings)), severity=_worst(counts)))
    if desk.sends:
        returned = len(desk.sent_back)
        heard = say_count("{count} country sent back", "{count} countries sent back", returned)
        found.append(
            Entry(
                say("Review by the head"), "review", figure=figure(returned) if returned else "", heard=heard if returned else ""
            )
        )
        found.append(Entry(say("Review and export"), "release", figure=say(desk.state_words)))
        found.append(Entry(say("Replies"), "replies"))
    found.append(Entry(say("Safety"), "safety"))
    return found


# Tables are most of the list, and after a step most of them are as they were.
@lru_cache(maxsize=1024)
def _of_table(title: str, page: str, severity: Severity | None) -> Entry:
    return Entry(title, page, severity=severity)


def _worst(counts: Mapping[Severity, int]) -> Severity | None:
    for severity in marks.ORDER:
        if counts.get(severity, 0) > 0:
            return severity
    return None


_WRAPPED: Final = QTextOption()
_WRAPPED.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


def widest() -> int:
    """How wide the list is; large texts get more room, but never a third of a small screen."""
    return min(WIDEST, theme.scaled(WIDTH))


class PagesModel(QAbstractListModel):
    """The entries as they stand."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, shown: list[Entry]) -> None:
        """Show the pages; their order changes only with the form."""
        if [entry.page for entry in shown] != [entry.page for entry in self.entries]:
            self.beginResetModel()
            self.entries = shown
            self.endResetModel()
        else:
            changed = [row for row, entry in enumerate(shown) if entry != self.entries[row]]
            self.entries = shown
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))

    def tall(self) -> list[bool]:
        """Which entries have a bar, and so are taller."""
        return [bool(entry.of) for entry in self.entries]

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        return {ENTRY: entry, DISPLAY: entry.title, ACCESSIBLE: entry.spoken}.get(role)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = not index.isValid() or not self.entries[index.row()].page
        return Qt.ItemFlag.NoItemFlags if heading else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # How high a title stands depends on the texts' size alone; the list asks at every layout.
        self._heights: dict[tuple[str, str, int], int] = {}

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY)
        height = theme.scaled(30 if not entry.page else 44 if entry.of else 33)
        if entry.page and not entry.of:
            height += self._more_lines(entry)
        return QSize(widest() - 4, height)

    def _more_lines(self, entry: Entry) -> int:
        """How much higher an entry is whose title needs more than one line; measured bold, as it stands when it is chosen."""
        known = (entry.title, entry.figure, theme.font_generation())
        if known not in self._heights:
            room = widest() - 4 - 2 * _ASIDE - _BEFORE - _BEHIND
            if beside := _beside(entry, room, bold=True):
                room -= QFontMetrics(theme.font(scale=0.92)).horizontalAdvance(beside) + 6
            laid = _laid_out(entry.title, room, bold=True)
            self._heights[known] = round(laid.boundingRect().height() - laid.lineAt(0).height())
        return self._heights[known]

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        if isinstance(view, Navigation) and not view.due.intersects(option.rect):
            return
        entry: Entry = index.data(ENTRY)
        scheme = theme.colours()
        rect = QRectF(option.rect).adjusted(_ASIDE, 1, -_ASIDE, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not entry.page:
            painter.setFont(theme.font(scale=0.92, bold=True))
            painter.setPen(QColor(scheme.muted))
            painter.drawText(rect.adjusted(8, 6, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), entry.title)
            painter.restore()
            return
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.selection))
            painter.drawRoundedRect(rect, 6, 6)
            painter.setBrush(QColor(scheme.accent))
            painter.drawRoundedRect(QRectF(rect.x(), rect.y() + 6, 3, rect.height() - 12), 1.5, 1.5)
        if isinstance(view, QListView) and view.hasFocus() and index == view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(scheme.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        _draw_entry(painter, rect, entry, bold=selected)
        painter.restore()


def _laid_out(title: str, width: float, *, bold: bool) -> QTextLayout:
    """A title in as many lines as it needs; a word that is longer than a line goes on in the next."""
    laid = QTextLayout(title, theme.font(bold=bold))
    laid.setTextOption(_WRAPPED)
    laid.beginLayout()
    height = 0.0
    while (line := laid.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    laid.endLayout()
    return laid


def _beside(entry: Entry, room: int, *, bold: bool) -> str:
    """What stands beside a title: a number always, words only where the title leaves room for them."""
    needed = QFontMetrics(theme.font(bold=bold)).horizontalAdvance(entry.title)
    needed += QFontMetrics(theme.font(scale=0.92)).horizontalAdvance(entry.figure) + 6
    return entry.figure if entry.figure[:1].isdecimal() or needed <= room else ""


def _draw_entry(painter: QPainter, rect: QRectF, entry: Entry, *, bold: bool) -> None:
    scheme = theme.colours()
    kind: Severity | str | None = entry.severity or ("done" if entry.of and entry.done >= entry.of else None)
    line = QRectF(rect.x() + 9, rect.y(), rect.width() - 9 - _BEHIND, rect.height() - (9 if entry.of else 0))
    if kind is not None:
        marks.draw(painter, QRectF(line.x(), line.center().y() - 7, 14, 14), kind)
    beside = f"{figure(entry.done)} / {figure(entry.of)}" if entry.of else _beside(entry, int(line.width() - 21), bold=bold)
    painter.setFont(theme.font(scale=0.92))
    painter.setPen(QColor(scheme.muted))
    width = painter.fontMetrics().horizontalAdvance(beside)
    painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), beside)
    painter.setFont(theme.font(bold=bold))
    painter.setPen(QColor(scheme.text))
    inner = line.adjusted(_BEFORE - 9, 0, -(width + 6 if width else 0), 0)
    laid = _laid_out(entry.title, inner.width(), bold=bold)
    laid.draw(painter, QPointF(inner.x(), inner.center().y() - laid.boundingRect().height() / 2))
    if entry.of:
        draw_bar(painter, QRectF(line.x() + 21, rect.bottom() - 9, line.width() - 21, 3.5), entry.done / entry.of)


class Navigation(QListView):
    """The list of pages; moving in it turns the page at once."""

    page_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = PagesModel(self)
        self._tall = self._entries.tall()
        self.due = QRegion()
        """What is drawn at the moment."""
        self.setObjectName("navigation")
        self.setModel(self._entries)
        self.setItemDelegate(_EntryDelegate(self))
        Backdrop(self)
        self.setFixedWidth(widest())
        self.setViewportMargins(0, 8, 0, 8)
        self.setAccessibleName(say("Pages"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_activated)
        self.activated.connect(self._on_activated)

    def show_entries(self, shown: list[Entry]) -> None:
        """Show the pages as they stand."""
        self._entries.show_entries(shown)

    def title(self, page: str) -> str:
        """What a page is called in the list; a page that is not listed has no title."""
        return next((entry.title for entry in self._entries.entries if entry.page == page), "")

    def show_page(self, page: str) -> None:
        """Mark the page that is open; a country belongs to the countries."""
        wanted = "countries" if page.startswith("dossier/") else page
        for row, entry in enumerate(self._entries.entries):
            if entry.page == wanted:
                self.setCurrentIndex(self._entries.index(row))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # Qt asks for every entry between the first and the last that have changed.
        self.due = event.region()
        super().paintEvent(event)

    @override
    def dataChanged(self, top: Index, bottom: Index, roles: Sequence[int] = ()) -> None:
        if QAccessible.isActive() or self._tall != self._entries.tall():
            self._tall = self._entries.tall()
            super().dataChanged(top, bottom, roles)
            return
        # Qt's own way lays the whole list out and draws it anew, for a figure that has changed in one line.
        self.viewport().update(self.visualRect(top) | self.visualRect(bottom))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_activated(self.currentIndex())

    def _on_activated(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and entry.page:
            self.page_asked.emit(entry.page)
