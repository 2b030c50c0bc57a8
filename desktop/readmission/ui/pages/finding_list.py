"""The list of findings, grouped by rule: for the findings page and for the pane beside any page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from readmission.answers.finding import Finding, Severity
from readmission.answers.model import Place
from readmission.override import override
from readmission.ui import marks, theme
from readmission.ui.desk import Desk
from readmission.ui.speech import figure, say
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY, TOOLTIP, Index
from readmission.ui.wording import country_of

LINE: Final = int(Qt.ItemDataRole.UserRole) + 6
Wanted = Callable[[Finding], bool]


@dataclass(frozen=True)
class Line:
    """A line of the list: a rule with its count, or one of its findings with where and what."""

    rule: str
    severity: Severity
    words: Callable[[], tuple[str, str]]
    finding: Finding | None = None
    state: str = ""

    @cached_property
    def _said(self) -> tuple[str, str]:
        # There may be thousands, and only those in sight are put into words.
        return self.words()

    @property
    def head(self) -> str:
        """The rule, or where its finding is."""
        return self._said[0]

    @property
    def text(self) -> str:
        """Why the rule is there, or what it found."""
        return self._said[1]


class FindingModel(QAbstractListModel):
    """The findings that are wanted, under the rules that found them."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines: list[Line] = []
        self.settled: dict[tuple[str, str, tuple[str, ...]], str] = {}

    def show_wanted(self, findings: list[Finding], wanted: Wanted) -> None:
        """Show these findings, as many as there are."""
        grouped: dict[tuple[Severity, str], list[Finding]] = {}
        for finding in findings:
            if wanted(finding):
                family = self._desk.form.rules[finding.rule].family if finding.rule in self._desk.form.rules else finding.rule
                grouped.setdefault((finding.severity, family), []).append(finding)
        self.beginResetModel()
        self.lines = []
        for (severity, family), members in grouped.items():
            words = partial(self._words_of_rule, family, members[0].rule, len(members))
            self.lines.append(Line(family, severity, words))
            self.lines += (self._line(finding) for finding in members)
        self.endResetModel()

    def row_of(self, finding: Finding | None) -> int:
        """Where a finding stands, by what makes it the same after an edit."""
        if finding is not None:
            for row, line in enumerate(self.lines):
                if line.finding is not None and line.finding.identity == finding.identity:
                    return row
        return -1

    def place_of(self, finding: Finding) -> Place | None:
        """Where the answer to a finding is given."""
        return finding.places[0] if finding.places else None

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role == DISPLAY:
            return f"{line.head}: {line.text}"
        if role == ACCESSIBLE:
            return f"{say(marks.WORDS[line.severity])}. {line.head}. {line.text} {line.state}"
        if role == TOOLTIP:
            return f"{line.head}\n{line.text}"
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        group = self.lines[index.row()].finding is None
        return Qt.ItemFlag.ItemIsEnabled if group else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _line(self, finding: Finding) -> Line:
        state = self.settled.get((finding.rule, finding.table, finding.key), "")
        return Line(finding.rule, finding.severity, partial(self._words_of_finding, finding), finding, state)

    def _words_of_rule(self, family: str, rule: str, count: int) -> tuple[str, str]:
        return f"{family} · {figure(count)}", self._desk.filling.card(rule).why

    def _words_of_finding(self, finding: Finding) -> tuple[str, str]:
        place = self.place_of(finding)
        country = country_of(self._desk.form.tables[finding.table], finding.key)
        where = self._desk.wording.place(place) if place is not None else self._desk.wording.country(country)
        return where, self._desk.message(finding)


class _Cards(QStyledItemDelegate):
    """Draws a rule as a quiet heading and a finding as a card with a bar in its colour."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(LINE)
        width = option.widget.viewport().width() if isinstance(option.widget, QListView) else 300
        metrics = QFontMetrics(theme.font())
        inset = 62 if line.finding is not None else 40
        flags = int(Qt.TextFlag.TextWordWrap)
        height = metrics.boundingRect(0, 0, max(80, width - inset), 1000, flags, line.text).height()
        return QSize(width, metrics.height() + height + (22 if line.finding is not None else 18))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.finding is None:
            _draw_rule(painter, QRectF(option.rect), line)
        else:
            _draw_finding(painter, QRectF(option.rect), line, selected=bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()


def _draw_rule(painter: QPainter, rect: QRectF, line: Line) -> None:
    scheme = theme.colours()
    marks.draw(painter, QRectF(rect.x() + 6, rect.y() + 10, 15, 15), line.severity)
    painter.setFont(theme.font(bold=True))
    painter.setPen(QColor(scheme.text))
    painter.drawText(rect.adjusted(30, 9, -8, 0), line.head)
    painter.setFont(theme.font())
    painter.setPen(QColor(scheme.muted))
    painter.drawText(rect.adjusted(30, 10 + painter.fontMetrics().height(), -10, 0), int(Qt.TextFlag.TextWordWrap), line.text)


def _draw_finding(painter: QPainter, rect: QRectF, line: Line, *, selected: bool) -> None:
    scheme = theme.colours()
    card = rect.adjusted(6.5, 2.5, -6.5, -3.5)
    painter.setBrush(QColor(scheme.selection if selected else scheme.card))
    painter.setPen(QPen(QColor(scheme.accent if selected else scheme.line), 1))
    painter.drawRoundedRect(card, 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scheme.of(line.severity)[0]))
    painter.drawRoundedRect(QRectF(card.x(), card.y() + 4, 3, card.height() - 8), 1.5, 1.5)
    inner = card.adjusted(30, 6, -12, -4)
    marks.draw(painter, QRectF(card.x() + 10, card.y() + 8, 14, 14), "done" if line.state else line.severity)
    painter.setFont(theme.font(bold=True))
    painter.setPen(QColor(scheme.text))
    head = painter.fontMetrics().elidedText(line.head, Qt.TextElideMode.ElideRight, int(inner.width() - 56))
    painter.drawText(inner, head)
    painter.setFont(theme.font(scale=0.92))
    painter.setPen(QColor(scheme.muted))
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), line.state or line.rule)
    painter.setFont(theme.font())
    painter.setPen(QColor(scheme.text))
    painter.drawText(inner.adjusted(0, painter.fontMetrics().height() + 3, 0, 6), int(Qt.TextFlag.TextWordWrap), line.text)


class FindingView(QListView):
    """The list on screen; Enter goes to the answer."""

    finding_asked = Signal(object)  # Finding
    finding_chosen = Signal(object)  # Finding | None

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: Wanted = lambda _finding: True
        self.findings = FindingModel(desk, self)
        self.setObjectName("findings")
        self.setModel(self.findings)
        self.setItemDelegate(_Cards(self))
        self.setAccessibleName(say("Findings"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.activated.connect(self._on_activated)
        self.doubleClicked.connect(self._on_activated)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_wanted(self, wanted: Wanted, findings: list[Finding] | None = None) -> None:
        """Show the findings of a kind, of all that stand or of those given."""
        self._wanted = wanted
        self.refresh(findings)

    def refresh(self, findings: list[Finding] | None = None) -> None:
        """Show the findings of now; the cursor stays where it was."""
        current, top = self.current(), self.verticalScrollBar().value()
        self.findings.show_wanted(self._desk.findings.all() if findings is None else findings, self._wanted)
        self.choose(current)
        self.verticalScrollBar().setValue(top)

    def current(self) -> Finding | None:
        """The finding that the cursor is on."""
        line = self.currentIndex().data(LINE)
        return line.finding if isinstance(line, Line) else None

    def chosen(self) -> list[Finding]:
        """The selected findings."""
        lines = (index.data(LINE) for index in self.selectedIndexes())
        return [line.finding for line in lines if isinstance(line, Line) and line.finding is not None]

    def choose(self, finding: Finding | None) -> None:
        """Put the cursor on a finding, or on the first."""
        row = self.findings.row_of(finding)
        if row < 0:
            row = next((row for row, line in enumerate(self.findings.lines) if line.finding is not None), -1)
        self.setCurrentIndex(self.findings.index(row))
        if row < 0:
            self.finding_chosen.emit(None)

    def following(self, by: int) -> Finding | None:
        """The next finding after the cursor, or with -1 the one before; round the end."""
        rows = [row for row, line in enumerate(self.findings.lines) if line.finding is not None]
        if not rows:
            return None
        current = self.currentIndex().row()
        position = (rows.index(current) + by) % len(rows) if current in rows else 0
        return self.findings.lines[rows[position]].finding

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_activated(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _on_activated(self, index: QModelIndex) -> None:
        line = index.data(LINE)
        if isinstance(line, Line) and line.finding is not None:
            self.finding_asked.emit(line.finding)

    def _on_current_changed(self, current: QModelIndex) -> None:
        line = current.data(LINE)
        self.finding_chosen.emit(line.finding if isinstance(line, Line) else None)
