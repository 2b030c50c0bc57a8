"""The journal: who changed what, when and why; an earlier value is put back as a new step."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.pages.page import Page
from readmission.ui.speech import say, say_count
from readmission.ui.tables.journal_model import AFTER, BEFORE, ENTRY, EVERYONE, WHEN, WHERE, WHO, JournalModel
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.headings import set_widths
from readmission.ui.widgets.labels import heading, quiet


class JournalPage(Page):
    """Everything that was ever changed, the newest first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = JournalModel(desk, self)
        self.view = QTableView(self)
        self.country = QComboBox(self)
        self.person = QComboBox(self)
        self.search = QLineEdit(self)
        self.all = QCheckBox(say("Not only answers"), self)
        self.restore = QPushButton(say("Put the earlier value back"), self)
        self.go = QPushButton(say("Go to the answer"), self)
        self._count = quiet(parent=self)
        self._dress()
        self._lay_out()
        for signal in (
            self.country.currentIndexChanged,
            self.person.currentIndexChanged,
            self.search.textChanged,
            self.all.toggled,
        ):
            signal.connect(self._show)
        self.view.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.model.modelReset.connect(self._on_row_changed)
        self.restore.clicked.connect(lambda _checked=False: self._on_restore_clicked())
        self.go.clicked.connect(lambda _checked=False: self._on_go())
        self.view.activated.connect(lambda _index: self._on_go())

    @override
    def arrive(self, detail: str) -> None:
        self.model.read()
        self._fill_persons()
        self._show()
        self.view.selectRow(0)
        self.view.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        self.model.read()
        self._show()
        self.view.selectRow(0)

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def _place(self) -> Place | None:
        line = self.view.currentIndex().data(ENTRY)
        return line.place if line is not None else None

    def _show(self) -> None:
        person = self.person.currentData()
        self.model.look_for(
            country=self.country.currentData() or "",
            person=EVERYONE if person is None else int(person),
            words=self.search.text(),
            answers_only=not self.all.isChecked(),
        )
        self._count.setText(say_count("{count} entry", "{count} entries", len(self.model.lines)))

    def _on_row_changed(self, _current: QModelIndex | None = None) -> None:
        line = self.view.currentIndex().data(ENTRY)
        place = line.place if line is not None else None
        self.go.setEnabled(place is not None)
        differs = place is not None and self.desk.answers.cell(place) != line.old
        typed = place is not None and not self.desk.field(place).prefilled
        self.restore.setEnabled(differs and typed and not self.desk.readonly)

    def _on_restore_clicked(self) -> None:
        from readmission.tasks.journal import RESTORED  # noqa: PLC0415 - the data layer comes after the first paint

        line = self.view.currentIndex().data(ENTRY)
        if line is None or line.place is None:
            return
        if self.desk.enter({line.place: line.old}, RESTORED):
            self.told.emit(say("The earlier value stands there again. Undo takes it back."))

    def _on_go(self) -> None:
        place = self._place()
        if place is not None:
            self.place_asked.emit(place)

    def _fill_persons(self) -> None:
        chosen = self.person.currentData()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(say("Everyone"), EVERYONE)
        for number, name in self.model.names.items():
            self.person.addItem(name, number)
        self.person.addItem(say("the program"), 0)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.blockSignals(False)

    def _dress(self) -> None:
        self.country.setAccessibleName(say("Country"))
        self.country.addItem(say("All countries"), "")
        for country in self.desk.countries:
            self.country.addItem(self.desk.wording.country(country), country)
        self.country.setMinimumContentsLength(12)
        self.country.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.person.setAccessibleName(say("Person"))
        self.person.setMinimumWidth(130)
        self.search.setPlaceholderText(say("Question or answer"))
        self.search.setAccessibleName(say("Filter by question or answer"))
        self.search.setClearButtonEnabled(True)
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName(say("Journal"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(theme.scaled(27))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        set_widths(header, {WHEN: 172, WHO: 130, WHERE: 330, BEFORE: 150, AFTER: 150})
        header.setStretchLastSection(True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        head = Head()
        head.setSpacing(8)
        head.addWidget(heading(say("Journal"), 1.5, self))
        head.addWidget(self._count)
        head.addStretch()
        for widget in (self.all, self.search, self.country, self.person):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addWidget(self.restore)
        row.addWidget(self.go)
        row.addStretch()
        column.addLayout(row)
