"""The whole declaration on one page: countries by parts, with filters, and who looks after which country."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
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
from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.ui import marks, theme
from readmission.ui.desk import Desk
from readmission.ui.pages.page import Page
from readmission.ui.speech import say, say_count
from readmission.ui.tables.model import Index
from readmission.ui.tables.overview_model import COUNTRY, EVERYONE, STANDING, WHO, OverviewFilter, OverviewModel, Standing
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.labels import heading, quiet

_ROW: Final = 24
_NARROWEST: Final = 26
_CORNER: Final = 7
# Four letters and figures in the narrowest column.
_HEAD_PIXELS: Final = 10


class _Marks(QStyledItemDelegate):
    """Draws how a country stands: the figure of what is open, a tick, and a mark in the corner for what was found."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        scheme = theme.colours()
        standing = index.data(STANDING)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(option.rect, QColor(scheme.selection if selected else scheme.card))
        if isinstance(standing, Standing):
            _draw(painter, rect, standing)
        else:
            painter.setFont(theme.font(scale=0.85))
            painter.setPen(QColor(scheme.muted))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(index.data() or ""))
        view = option.widget
        if isinstance(view, QTableView) and view.hasFocus() and index == view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(scheme.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()


def _draw(painter: QPainter, rect: QRectF, standing: Standing) -> None:
    scheme = theme.colours()
    if standing.progress is None:
        painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), QColor(scheme.sunken))
    if standing.comments:
        # The corner by which spreadsheets say that somebody wrote a comment.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent))
        corner = rect.topLeft()
        painter.drawPolygon(QPolygonF([corner, corner + QPointF(_CORNER, 0), corner + QPointF(0, _CORNER)]))
    if standing.done and standing.severity is None:
        marks.draw(painter, QRectF(rect.center().x() - 6.5, rect.center().y() - 6.5, 13, 13), "done")
        return
    painter.setFont(theme.font(scale=0.92, bold=bool(standing.open) and standing.begun))
    painter.setPen(QColor(scheme.text if standing.open else scheme.muted))
    shift = 9 if standing.severity is not None else 0
    painter.drawText(rect.adjusted(0, 0, -shift, 0), int(Qt.AlignmentFlag.AlignCenter), standing.text)
    if standing.severity is not None:
        marks.draw(painter, QRectF(rect.right() - 12.5, rect.center().y() - 5.5, 11, 11), standing.severity)


class _Matrix(QTableView):
    """The matrix; Enter goes to where work goes on."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class OverviewPage(Page):
    """Where everything stands, and where to go on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = OverviewModel(desk, self)
        self.filter = OverviewFilter(self.model, self)
        self.view = _Matrix(self)
        self.search = QLineEdit(self)
        self.state = QComboBox(self)
        self.person = QComboBox(self)
        self.assign = QPushButton(say("Responsible…"), self)
        self._summary = quiet(parent=self)
        self._dress_view()
        self._dress_filters()
        self._lay_out()
        self.view.activated.connect(self._on_activated)

    @override
    def arrive(self, detail: str) -> None:
        self.model.refresh()
        self._fill_persons()
        self.assign.setEnabled(not self.desk.readonly)
        self._show()
        if not self.view.currentIndex().isValid() and self.filter.rowCount():
            self.view.setCurrentIndex(self.filter.index(0, 1))
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        self.model.refresh(changes)
        self._show()

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def give_to(self, person: int) -> None:
        """Make a person responsible for the selected countries; 0 for nobody."""
        from readmission.tasks.remarks import assign  # noqa: PLC0415 - the data layer comes after the first paint

        countries = {index.data(COUNTRY) for index in self.view.selectedIndexes()}
        try:
            assign(self.desk.filling, countries, person)
        except ReadmissionError as error:
            self.desk.refused.emit(error)
            return
        self.model.refresh()
        self._show()
        name = self.model.names.get(person, say("nobody"))
        self.told.emit(
            say_count(
                "{count} country: {name} is responsible", "{count} countries: {name} is responsible", len(countries), name=name
            )
        )

    def _show(self) -> None:
        person = self.person.currentData()
        self.filter.look_for(
            words=self.search.text(),
            state=self.state.currentData() or "",
            person=EVERYONE if person is None else int(person),
        )
        shown = self.filter.rowCount()
        self._summary.setText(
            say_count(
                "{shown} of {of} country",
                "{shown} of {of} countries",
                len(self.model.countries),
                shown=shown,
                of=len(self.model.countries),
            )
        )

    def _on_activated(self, index: QModelIndex) -> None:
        standing = index.data(STANDING)
        if isinstance(standing, Standing) and standing.first is not None:
            self.place_asked.emit(standing.first)
        elif index.column() == WHO:
            self.page_asked.emit(f"dossier/{index.data(COUNTRY)}")

    def _fill_persons(self) -> None:
        chosen = self.person.currentData()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(say("Everyone"), EVERYONE)
        menu = QMenu(self.assign)
        for number, name in self.model.names.items():
            me = number == self.desk.filling.person
            self.person.addItem(say("{name} (you)", name=name) if me else name, number)
            menu.addAction(name).triggered.connect(lambda _checked=False, number=number: self.give_to(number))
        self.person.addItem(say("Nobody"), 0)
        menu.addAction(say("Nobody")).triggered.connect(lambda _checked=False: self.give_to(0))
        self.assign.setMenu(menu)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.blockSignals(False)

    def _dress_filters(self) -> None:
        self.search.setPlaceholderText(say("Filter by name or code"))
        self.search.setAccessibleName(say("Filter countries"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(170)
        self.state.setAccessibleName(say("State of work"))
        for state, words in (
            ("", say("Any state")),
            ("empty", say("Not begun")),
            ("unfinished", say("Unfinished")),
            ("complete", say("Complete")),
            ("errors", say("With errors")),
            ("findings", say("With findings")),
            ("comments", say("With open comments")),
        ):
            self.state.addItem(words, state)
        self.person.setAccessibleName(say("Who is responsible"))
        self.person.setMinimumWidth(130)
        self.search.textChanged.connect(self._show)
        self.state.currentIndexChanged.connect(self._show)
        self.person.currentIndexChanged.connect(self._show)

    def _dress_view(self) -> None:
        view = self.view
        view.setModel(self.filter)
        view.setAccessibleName(say("Countries by parts of the questionnaire"))
        view.setItemDelegate(_Marks(view))
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        down = view.verticalHeader()
        down.setDefaultSectionSize(theme.scaled(_ROW))
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setFixedWidth(theme.scaled(176))
        down.setHighlightSections(False)
        down.setTextElideMode(Qt.TextElideMode.ElideRight)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across = view.horizontalHeader()
        across.setHighlightSections(False)
        across.setStyleSheet(f"QHeaderView::section {{ padding: 3px 0px; font-size: {theme.scaled(_HEAD_PIXELS)}px; }}")
        across.setMinimumSectionSize(theme.scaled(_NARROWEST))
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        head = Head()
        head.setSpacing(8)
        head.addWidget(heading(say("Overview"), 1.5, self))
        head.addWidget(self._summary)
        head.addStretch()
        for widget in (self.search, self.state, self.person, self.assign):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        hint = say(
            "A figure counts open core questions, ✓ means complete, a dot that nothing is owed, a blue corner that a comment is open. "
            "Enter goes where work goes on."
        )
        legend = quiet(hint, self)
        legend.setWordWrap(True)
        column.addWidget(legend)
