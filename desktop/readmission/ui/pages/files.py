"""Workbooks and statistics files, in and out: what a file would change is shown first and taken over as one step."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QToolButton,
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
from readmission.ui.running import Progress, run
from readmission.ui.speech import figure, say, say_count
from readmission.ui.tables.incoming_model import KINDS, PLACE, IncomingModel
from readmission.ui.widgets.head import Head
from readmission.ui.widgets.headings import set_widths
from readmission.ui.widgets.incoming_choices import IncomingChoices
from readmission.ui.widgets.labels import heading, quiet

if TYPE_CHECKING:
    from readmission.tasks.incoming.preview import Preview


# Long enough for a file that was dropped on the window to be read at once, short enough for one that is looked for in a dialog.
READY_MILLISECONDS: Final = 200


def expect_files(desk: Desk) -> None:
    """Get ready to read files while a person still looks for them or drags them; nothing waits for it."""
    from readmission.tasks.import_answers import get_ready  # noqa: PLC0415 - the data layer comes after the first paint

    Thread(target=get_ready, args=(desk.filling,), name="files", daemon=True).start()


class FilesPage(Page):
    """Choose or drop files, look at what they would change, take it over."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = IncomingModel(desk, self)
        self.view = QTableView(self)
        self.choices = IncomingChoices(desk, self)
        self.choose = QPushButton(say("Read files…"), self)
        self.write = QToolButton(self)
        self.take_over = QPushButton(say("Take over"), self)
        self.back = QPushButton(say("Not now"), self)
        self.remove = QCheckBox(say("Also empty what is blank in the files"), self)
        self.search = QLineEdit(self)
        self._told = quiet(parent=self)
        self._hint = QLabel(
            say("Drop workbooks, CSV or SDMX-CSV files here, or choose them. Nothing is entered before you have seen it."), self
        )
        self._kinds: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._preview: Preview | None = None
        self._ahead = QTimer(self, singleShot=True, interval=READY_MILLISECONDS)
        self._lay_out()
        self._ahead.timeout.connect(lambda: expect_files(self.desk))
        self.choose.clicked.connect(self._on_choose_clicked)
        self.take_over.clicked.connect(self._on_take_over_clicked)
        self.back.clicked.connect(lambda: self.show_preview(None))
        self.choices.changed.connect(self._show_state)
        self.search.textChanged.connect(self.model.look_for)
        self.view.activated.connect(self._on_line_activated)
        self.show_preview(None)

    @override
    def arrive(self, detail: str) -> None:
        (self.view if self._preview is not None else self.choose).setFocus()
        self._ahead.start()

    @override
    def redraw(self, changes: Changes) -> None:
        self._show_state()

    @override
    def go_to(self, place: Place) -> None:
        self.arrive("")

    def read(self, files: Sequence[Path]) -> None:
        """Read files and show what they would change; a file that cannot be read is explained."""
        from readmission.tasks.import_answers import preview  # noqa: PLC0415 - the data layer comes after the first paint

        self._ahead.stop()
        try:
            found = run(self, say("Reading files"), lambda _progress: preview(self.desk.filling, list(files)))
        except ReadmissionError as error:
            show_error(self, error)
            return
        self.show_preview(found)
        self.view.setFocus()

    def show_preview(self, preview: "Preview | None") -> None:
        """Show what files would change, or with None nothing."""
        self._preview = preview
        self.model.show_preview(preview)
        counts = self.model.counts()
        for kind, button in self._kinds.items():
            button.setText(
                f"{say(KINDS[kind])} {figure(counts[kind])}" if kind else f"{say('All')} {figure(sum(counts.values()))}"
            )
            button.setVisible(preview is not None and (not kind or counts[kind] > 0))
        self._kinds[""].setChecked(True)
        shown = preview is not None
        for widget in (self.view, self.take_over, self.back, self.search):
            widget.setVisible(shown)
        self.remove.setVisible(shown and counts["removed"] > 0)
        self._hint.setVisible(not shown)
        self.choices.hide()
        if preview is not None:
            self.choices.show_preview(preview)
        self._show_state()

    def _show_state(self) -> None:
        if self._preview is None:
            self._told.clear()
            return
        by = [f"{one.file}: {one.person}" if one.person else one.file for one in self._preview.sources]
        assumed = [one for one in self._preview.sources if one.code_page]
        waiting = self.choices.open()
        parts = [
            ", ".join(by),
            *(say("{file} does not say its code page; read as {page}", file=one.file, page=one.code_page) for one in assumed),
            say_count("{count} cell is as it is here", "{count} cells are as they are here", self._preview.unchanged),
        ]
        if waiting:
            parts.append(say_count("{count} choice is open", "{count} choices are open", waiting))
        self._told.setText(" · ".join(filter(None, parts)))
        something = bool(self._preview.lines or self._preview.questions or self._preview.conflicts)
        self.take_over.setEnabled(something and not waiting and not self.desk.readonly)

    def _on_choose_clicked(self) -> None:
        kinds = say("Workbooks and text files (*.xlsx *.csv *.tsv *.txt);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileNames(self, say("Read files"), "", kinds)
        if chosen:
            self.read([Path(name) for name in chosen])

    def _on_take_over_clicked(self) -> None:
        from readmission.tasks.import_answers import apply  # noqa: PLC0415 - the data layer comes after the first paint

        shown = self._preview
        if shown is None:
            return
        choices = self.choices.choices(remove=self.remove.isChecked())
        if self.desk.do(lambda: apply(self.desk.filling, shown, choices)):
            self.told.emit(say("Taken over as one step. Undo takes it back."))
            self.show_preview(None)
            self.choose.setFocus()

    def _on_line_activated(self, index: QModelIndex) -> None:
        place = index.data(PLACE)
        if isinstance(place, Place):
            self.place_asked.emit(place)

    def _write_workbook(self, *, across: bool, blank: bool) -> None:
        from readmission.tasks.answers_workbook import Choice, write_answers_workbook  # noqa: PLC0415

        name = f"{self.desk.filling.declaration.member_state}-{self.desk.round.year}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, say("Write a workbook"), name, say("Workbooks (*.xlsx)"))
        if chosen:
            choice = Choice(across=across, blank=blank)
            filling = self.desk.filling
            self._attempt(chosen, lambda tell: write_answers_workbook(filling, Path(chosen), choice, tell))

    def _write_sdmx(self) -> None:
        from readmission.tasks.sdmx import write_sdmx  # noqa: PLC0415

        chosen, _ = QFileDialog.getSaveFileName(self, say("Write SDMX-CSV"), "", "SDMX-CSV (*.csv)")
        if chosen:
            self._attempt(chosen, lambda _tell: write_sdmx(self.desk.filling, Path(chosen)))

    def _mark_workbook(self) -> None:
        from readmission.tasks.findings_workbook import mark_workbook  # noqa: PLC0415

        kinds = say("Workbooks (*.xlsx)")
        source, _ = QFileDialog.getOpenFileName(self, say("The workbook from which answers came"), "", kinds)
        if source:
            name = str(Path(source).with_stem(f"{Path(source).stem}-{say('findings')}"))
            target, _ = QFileDialog.getSaveFileName(self, say("Write a copy with findings"), name, kinds)
            if target:
                self._attempt(target, lambda _tell: mark_workbook(self.desk.filling, Path(source), Path(target)))

    def _add_reference(self) -> None:
        from readmission.tasks.add_reference import add_reference  # noqa: PLC0415

        chosen, _ = QFileDialog.getOpenFileNames(self, say("Newer figures of Eurostat"))
        if chosen:
            names = [Path(name) for name in chosen]
            self._attempt(", ".join(path.name for path in names), lambda _tell: add_reference(self.desk.filling, names))

    def _attempt(self, what: str, task: Callable[[Progress], object]) -> None:
        try:
            run(self, say("One moment…"), task)
        except ReadmissionError as error:
            show_error(self, error)
            return
        self.told.emit(say("Done: {what}", what=what))

    def _lay_out(self) -> None:
        self.view.setModel(self.model)
        self.view.setAccessibleName(say("What the files would change"))
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        header = self.view.horizontalHeader()
        set_widths(header, {0: 130, 1: 360, 2: 150, 3: 220})
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.choose.setObjectName("primary")
        self.take_over.setObjectName("primary")
        self.search.setPlaceholderText(say("Filter"))
        self.search.setAccessibleName(say("Filter the lines"))
        self.search.setMaximumWidth(200)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        head = Head()
        head.addWidget(heading(say("Files"), 1.5, self))
        head.addStretch()
        head.addWidget(self.write)
        head.addWidget(self.choose)
        column.addLayout(head)
        column.addLayout(self._filters())
        column.addWidget(self.choices)
        column.addWidget(self.view, 1)
        column.addWidget(self._hint, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._told, 1)
        foot.addWidget(self.remove)
        foot.addWidget(self.back)
        foot.addWidget(self.take_over)
        column.addLayout(foot)
        self._dress_write()

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for kind in ("", *KINDS):
            button = QPushButton(self)
            button.setObjectName("filter")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, kind=kind: self.model.show_kind(kind))
            self._group.addButton(button)
            self._kinds[kind] = button
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.search)
        return row

    def _dress_write(self) -> None:
        menu = QMenu(self.write)
        menu.addAction(say("Workbook, one sheet a country…"), lambda: self._write_workbook(across=False, blank=False))
        menu.addAction(say("Workbook, all countries on one sheet…"), lambda: self._write_workbook(across=True, blank=False))
        menu.addAction(say("Empty workbook to fill in…"), lambda: self._write_workbook(across=False, blank=True))
        menu.addAction(say("Numbers as SDMX-CSV…"), self._write_sdmx)
        menu.addAction(say("Findings into a copy of a workbook…"), self._mark_workbook)
        menu.addSeparator()
        menu.addAction(say("Compare with newer figures of Eurostat…"), self._add_reference)
        self.write.setText(say("Write files") + "  ▾")
        self.write.setMenu(menu)
        self.write.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.write.setFocusPolicy(Qt.FocusPolicy.TabFocus)
