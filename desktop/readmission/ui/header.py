"""The line at the top: what is open, undo, finding things, the menu."""

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from readmission import assets
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.labels import Elided, chip, quiet, repolish
from readmission.ui.widgets.search_box import SearchBox

# From this size of texts on, in per cent, the line has no room for buttons that the menu has too.
CROWDED: Final = 140
# The form's title gives way to the box that finds things, and says all of itself where there is room.
WIDEST_TITLE: Final = 380
# From so many days before the deadline on the days left stand out.
SOON: Final = 14
# In these states the declaration is on its way, and no day is left to count.
SENT: Final = frozenset({"exported", "received"})


class Header(QWidget):
    """Title, state, marking; deadline; undo and redo; the box that finds things."""

    place_asked = Signal(object)  # Place
    page_asked = Signal(str)

    def __init__(self, desk: Desk, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self.search = SearchBox(desk, self)
        self.finish = QPushButton(say("Review and export"), self)
        self._lay_out(actions)
        self.search.page_asked.connect(self.page_asked)
        self.search.place_asked.connect(self.place_asked)
        self.finish.clicked.connect(lambda: self.page_asked.emit("release"))

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(8)
        logo = QLabel(self)
        logo.setPixmap(QIcon(str(assets.resources() / "icons" / "readmission.svg")).pixmap(QSize(26, 26)))
        logo.setAccessibleName(say("Readmission"))
        row.addWidget(logo)
        title = self._desk.filling.language.say(self._desk.form.title, context="form.title")
        label = Elided(title, scale=1.08, bold=True, parent=self)
        label.setMaximumWidth(min(WIDEST_TITLE, label.fontMetrics().horizontalAdvance(title) + 2))
        row.addWidget(label, 3)
        state = self._desk.filling.declaration.member_state
        row.addWidget(quiet(f"{self._desk.round.year} · {self._desk.wording.state(state)}", self))
        self._deadline = chip("", "chip-plain", self)
        self._deadline.setVisible(self._desk.sends)
        row.addWidget(self._deadline)
        self.show_deadline(datetime.now().astimezone().date())
        self._desk.state_changed.connect(lambda: self.show_deadline(datetime.now().astimezone().date()))
        if self._desk.round.marking:
            row.addWidget(chip(self._desk.round.marking, "chip-plain", self))
        row.addStretch()
        for name in ("undo", "redo"):
            button = QToolButton(self)
            button.setDefaultAction(actions[name])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            # Where texts are large the keys and the menu have to do.
            button.setVisible(theme.scaled(100) < CROWDED)
            row.addWidget(button)
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(280)
        row.addWidget(self.search, 3)
        row.addWidget(self._menu(actions))
        self.finish.setObjectName("primary")
        self.finish.setVisible(self._desk.sends)
        row.addWidget(self.finish)

    def show_deadline(self, today: date) -> None:
        """Say until when the declaration is due and how many days are left."""
        day = self._desk.round.dates.deadline
        left = (day - today).days
        sent = str(self._desk.filling.declaration.state) in SENT
        repolish(self._deadline, "chip-plain" if sent or left > SOON else "chip-warning" if left >= 0 else "chip-error")
        if sent:
            words = say("Sent")
        elif left > 0:
            words = say_count("{days} day left", "{days} days left", left, days=left)
        else:
            words = say("Due today") if left == 0 else say("Overdue")
        self._deadline.setText(words)
        self._deadline.setToolTip(say("Due on {day}", day=self._desk.filling.language.day(day)))
        self._deadline.setAccessibleDescription(self._deadline.toolTip())

    def _menu(self, actions: dict[str, QAction]) -> QToolButton:
        button = QToolButton(self)
        button.setText(say("Menu") + "  ▾")
        button.setShortcut("Alt+M")
        button.setToolTip("Alt+M")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        languages = QMenu(say("Language"), menu)
        for name, action in actions.items():
            if name.startswith("-"):
                menu.addSeparator()
            (languages if name.startswith("language-") else menu).addAction(action)
        menu.addMenu(languages)
        button.setMenu(menu)
        return button
