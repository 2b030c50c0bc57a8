"""The general part: what is asked once, not for each country."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from readmission.answers.changes import Changes
from readmission.answers.model import Place
from readmission.form.model import Origin
from readmission.override import override
from readmission.ui.desk import Desk
from readmission.ui.pages.dossier import tables_of_state
from readmission.ui.pages.page import Page
from readmission.ui.speech import say
from readmission.ui.widgets.body import Body
from readmission.ui.widgets.labels import SeverityChips, heading, quiet
from readmission.ui.widgets.question import Question
from readmission.ui.widgets.scales import CHILDREN


class GeneralPage(Page):
    """The questions about the state."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        children = [
            table
            for table in desk.form.tables.values()
            if table.origin is Origin.MINISTRY and table.shape in CHILDREN and len(table.dimensions) == 1
        ]
        self.body = Body(desk, tables_of_state(desk.form), children, ())
        self._chips = SeverityChips(self)
        self._core = quiet(parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(18, 10, 18, 8)
        head.setSpacing(10)
        head.addWidget(heading(say("General part"), 1.5, self))
        head.addWidget(self._chips)
        head.addStretch()
        head.addWidget(self._core)
        column.addLayout(head)
        column.addWidget(self.body, 1)

    @override
    def arrive(self, detail: str) -> None:
        self.redraw(Changes())
        self.body.focus_first()

    @override
    def redraw(self, changes: Changes) -> None:
        self.body.redraw(changes)
        self._chips.show_counts(self.desk.findings.counts(""))
        counters = self.desk.counters("")
        self._core.setText(say("Core {done} / {of}", done=counters.core_answered, of=counters.core_owed))

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")
        self.body.go_to(place)

    @override
    def offer_reasons(self) -> None:
        item = self.body.item_with_focus()
        if item is not None:
            item.open_reasons()

    @override
    def current_place(self) -> Place | None:
        item = self.body.item_with_focus()
        return None if item is None else item.place if isinstance(item, Question) else item.place_with_focus
