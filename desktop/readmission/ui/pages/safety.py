"""Safety: nothing is saved by hand; where backups are, a second place for them, and putting the declaration away."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.changes import Changes
from readmission.answers.finding import Severity
from readmission.answers.model import Place
from readmission.errors import ReadmissionError
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.dialogs.new import PathLine
from readmission.ui.failure import show_error
from readmission.ui.pages.page import Page
from readmission.ui.running import Progress, run
from readmission.ui.speech import figure, language, say
from readmission.ui.widgets.headings import set_widths
from readmission.ui.widgets.labels import Card, Message, heading, hint, quiet

if TYPE_CHECKING:
    # The data layer behind it is imported after the first paint.
    from readmission.tasks.backups import Settings

Result = TypeVar("Result")
_WIDEST = 900
_ROWS_SHOWN = 6


class SafetyPage(Page):
    """Three cards: backups, their settings, the year's end."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.now = QPushButton(say("Make a backup now"), self)
        self.now.setObjectName("primary")
        self.minutes, self.keep = QSpinBox(self), QSpinBox(self)
        self.second = PathLine(say("Second place for backups"), "", folder=True)
        self.store = QPushButton(say("Keep these settings"), self)
        self.archive = QPushButton(say("Archive…"), self)
        self.table = QTableWidget(0, 3, self)
        self._where = QLabel(self)
        self._message = Message(self)
        self._lay_out()
        self.now.clicked.connect(self._on_now_clicked)
        self.store.clicked.connect(self._on_store_clicked)
        self.archive.clicked.connect(self._on_archive_clicked)

    @override
    def arrive(self, detail: str) -> None:
        settings = self._settings()
        if settings is not None:
            self.minutes.setValue(settings.minutes)
            self.keep.setValue(settings.keep)
            self.second.line.setText(settings.second)
        self.redraw(Changes())
        self.now.setFocus()

    @override
    def redraw(self, changes: Changes) -> None:
        from readmission.tasks.backups import backups_in, places_of  # noqa: PLC0415 - the data layer comes after the first paint

        settings = self._settings()
        if settings is None:
            return
        places = places_of(self.desk.filling.folder, settings)
        self._where.setText("\n".join(str(place) for place in places))
        found = [(place, backup) for place in places for backup in backups_in(place)]
        found.sort(key=lambda pair: pair[1].made, reverse=True)
        self.table.setRowCount(len(found))
        for row, (place, backup) in enumerate(found):
            texts = (f"{backup.made.astimezone():%Y-%m-%d %H:%M:%S}", figure(backup.entries), str(place))
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def _settings(self) -> "Settings | None":
        from readmission.tasks.backups import Settings, settings_of  # noqa: PLC0415 - the data layer comes after the first paint

        try:
            return settings_of(self.desk.filling.folder)
        except ReadmissionError as error:
            self._explain(error)
            # The page shows the usual ones to choose from; they hold once they are kept.
            usual = Settings()
            self.minutes.setValue(usual.minutes)
            self.keep.setValue(usual.keep)
            return None

    def _on_now_clicked(self) -> None:
        from readmission.tasks.backups import back_up  # noqa: PLC0415 - the data layer comes after the first paint

        done = self._attempt(say("Backup"), lambda _progress: back_up(self.desk.filling))
        if done is None:
            return
        self.desk.backed_up.emit()
        for refusal in done.refusals:
            self._explain(refusal)
        if not done.refusals:
            self._message.show_finding(
                Severity.NOTE,
                say("Backed up to {places}.", places="; ".join(map(str, done.folders)))
                if done.folders
                else say("The newest backup already holds everything."),
            )
        self.redraw(Changes())

    def _on_store_clicked(self) -> None:
        from readmission.tasks.backups import Settings, choose_settings  # noqa: PLC0415 - the data layer comes after the first paint

        second = str(self.second.path.absolute()) if self.second.path is not None else ""
        settings = Settings(self.minutes.value(), self.keep.value(), second)
        try:
            choose_settings(self.desk.filling.folder, settings)
        except ReadmissionError as error:
            self._explain(error)
            return
        self._message.show_finding(Severity.NOTE, say("The settings are kept."))
        self.redraw(Changes())

    def _on_archive_clicked(self) -> None:
        from readmission.tasks.archive import archive  # noqa: PLC0415 - the data layer comes after the first paint

        parent = QFileDialog.getExistingDirectory(self, say("Where the archive goes"))
        if not parent:
            return
        target = Path(parent) / f"{self.desk.filling.folder.name} archive {datetime.now(UTC):%Y-%m-%d}"
        done = self._attempt(say("Archiving"), lambda _progress: archive(self.desk.filling, target))
        if done is not None:
            self._message.show_finding(Severity.NOTE, say("Archived in {folder}, to be read only.", folder=done.folder))

    def _attempt(self, title: str, task: Callable[[Progress], Result]) -> Result | None:
        try:
            return run(self, title, task)
        except ReadmissionError as error:
            show_error(self, error)
            return None

    def _explain(self, error: ReadmissionError) -> None:
        explained = language().explain(error)
        self._message.show_finding(
            Severity.WARNING,
            f"{explained.happened} {explained.unharmed} {explained.remedy} ({explained.place}, {explained.code})",
        )

    def _lay_out(self) -> None:
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(18, 10, 18, 14)
        column.setSpacing(10)
        column.addWidget(heading(say("Safety"), 1.5, self))
        column.addWidget(
            quiet(say("Every answer is on the disk as soon as you leave its field; there is nothing to save."), self)
        )
        for card in (self._backup_card(), self._settings_card(), self._end_card()):
            card.setMaximumWidth(_WIDEST)
            column.addWidget(card)
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _backup_card(self) -> Card:
        card = Card(say("Backups"), self)
        text = QLabel(say("They make themselves while you work and when you close. They are encrypted and lie here:"), self)
        text.setWordWrap(True)
        card.body.addWidget(text)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._where.setWordWrap(True)
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        card.body.addWidget(self._where)
        self.table.setHorizontalHeaderLabels([say("Made"), say("Journal entries"), say("Place")])
        self.table.setAccessibleName(say("Backups, newest first"))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        set_widths(self.table.horizontalHeader(), {0: 170, 1: 130})
        self.table.setFixedHeight(theme.scaled(34 + 30 * _ROWS_SHOWN))
        card.body.addWidget(self.table)
        card.body.addWidget(self._message)
        row = QHBoxLayout()
        row.addWidget(self.now)
        row.addWidget(hint(say("A backup comes back from the start page, into a new folder."), self), 1)
        card.body.addLayout(row)
        return card

    def _settings_card(self) -> Card:
        card = Card(say("How backups are made"), self)
        form = QFormLayout()
        form.setSpacing(8)
        self.minutes.setRange(1, 24 * 60)
        self.keep.setRange(1, 1000)
        for words, box in (
            (say("Minutes of work between two backups"), self.minutes),
            (say("Backups kept at each place"), self.keep),
        ):
            box.setAccessibleName(words)
            box.setMaximumWidth(110)
            form.addRow(words, box)
        form.addRow(say("Second place, such as a stick (may be empty)"), self.second)
        card.body.addLayout(form)
        row = QHBoxLayout()
        row.addWidget(self.store)
        row.addStretch()
        card.body.addLayout(row)
        return card

    def _end_card(self) -> Card:
        card = Card(say("At the year's end"), self)
        text = QLabel(
            say(
                "A declaration that was sent can be archived: a checked copy whose files can only be read. "
                "Deleting is on the start page, where nothing is open; it asks you to type the name."
            ),
            self,
        )
        text.setWordWrap(True)
        card.body.addWidget(text)
        row = QHBoxLayout()
        row.addWidget(self.archive)
        row.addStretch()
        card.body.addLayout(row)
        return card
