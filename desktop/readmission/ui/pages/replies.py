"""What the Commission answered: open a reply, see what it asks to be corrected, and go to the cells."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.failure import show_error
from readmission.ui.pages.page import Page
from readmission.ui.running import run
from readmission.ui.speech import say
from readmission.ui.widgets.headings import set_widths
from readmission.ui.widgets.labels import chip, heading, hint

_PLACE = int(Qt.ItemDataRole.UserRole) + 1


class RepliesPage(Page):
    """One line for each cell that is to be corrected, under the request that names it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.open = QPushButton(say("Open a reply…"), self)
        self.open.setObjectName("primary")
        self.list = QTreeWidget(self)
        self._state = chip("", "chip-note", self)
        self._nothing = QLabel(say("Nothing is asked to be corrected."), self)
        self._lay_out()
        self.open.clicked.connect(self._on_open_clicked)
        self.list.itemActivated.connect(self._on_item_activated)
        self.list.itemClicked.connect(self._on_item_activated)

    @override
    def arrive(self, detail: str) -> None:
        self.redraw(Changes())
        (self.list if self.list.topLevelItemCount() else self.open).setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        from readmission.tasks.reply import correction_requests  # noqa: PLC0415 - the data layer comes after the first paint

        self._state.setText(say(self.desk.state_words))
        self.list.clear()
        wording = self.desk.wording
        for request in correction_requests(self.desk.filling):
            about = say("Bundle {sequence}, until {deadline}", sequence=request.sequence, deadline=request.deadline)
            head = QTreeWidgetItem([request.text, about, ""])
            head.setToolTip(0, request.text)
            head.setData(0, _PLACE, request.places[0])
            for place in request.places:
                done = say("changed since") if place in request.changed else say("not changed yet")
                words = wording.place(place) if place.table in self.desk.form.tables else str(place)
                line = QTreeWidgetItem([words, str(place), done])
                line.setData(0, _PLACE, place)
                head.addChild(line)
            self.list.addTopLevelItem(head)
        self.list.expandAll()
        shown = bool(self.list.topLevelItemCount())
        self.list.setVisible(shown)
        self._nothing.setVisible(not shown)

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def open_file(self, file: Path) -> None:
        """Verify a reply and show what it says."""
        from readmission.tasks.reply import open_received  # noqa: PLC0415 - the data layer comes after the first paint

        try:
            reply = run(self, say("Opening the reply"), lambda _progress: open_received(self.desk.filling, file))
        except ReadmissionError as error:
            show_error(self, error)
            return
        receipt = str(reply.subject) == "receipt"
        self.told.emit(
            say("Receipt: the Commission has your bundle.")
            if receipt
            else say("The Commission asks for corrections, listed here.")
        )
        self.desk.state_changed.emit()
        self.redraw(Changes())

    def _on_open_clicked(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, say("Open a reply"), "", say("Replies (*.reply)"))
        if chosen:
            self.open_file(Path(chosen))

    def _on_item_activated(self, item: QTreeWidgetItem) -> None:
        place = item.data(0, _PLACE)
        if isinstance(place, Place) and place.table in self.desk.form.tables:
            self.place_asked.emit(place)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(heading(say("Replies of the Commission"), 1.5, self))
        head.addWidget(self._state)
        head.addStretch()
        head.addWidget(self.open)
        column.addLayout(head)
        self.list.setHeaderLabels([say("What to correct"), say("Where"), say("State")])
        self.list.setAccessibleName(say("Correction requests; Enter goes to the cell"))
        self.list.setAlternatingRowColors(False)
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        set_widths(self.list.header(), {1: 240, 2: 150})
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(
            hint(
                say("A receipt or a request comes as a file, signed by the Commission and sealed for this declaration alone."),
                self,
            )
        )
