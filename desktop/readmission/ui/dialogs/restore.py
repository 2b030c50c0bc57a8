"""Bring a backup back into a new folder after a look at it; delete a declaration by typing its name."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.finding import Severity
from readmission.errors import ReadmissionError
from readmission.ui import opening
from readmission.ui.dialogs.new import PathLine
from readmission.ui.running import run
from readmission.ui.speech import language, say, say_count
from readmission.ui.widgets.labels import Message, heading, quiet
from readmission.ui.wording import Wording

if TYPE_CHECKING:
    # The data layer behind it is imported after the first paint.
    from readmission.answers.attachment import Attachment
    from readmission.tasks.restore import RestorePreview

_SHOWN = 200


class RestoreDialog(QDialog):
    """Which backup, opened by whom; what is in it; and the new folder that it goes to."""

    def __init__(self, recent: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.restored: Path | None = None
        self._recent = recent
        self.setWindowTitle(say("Restore a backup"))
        self.resize(720, 560)
        self.backup = QComboBox(self)
        self.other = PathLine(say("Backup folder"), "", folder=True)
        self.person = QComboBox(self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.look = QPushButton(say("Look at it"), self)
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(say("What the backup holds"))
        self.folder = PathLine(say("New folder"), "", folder=True)
        self.restore = QPushButton(say("Restore"), self)
        self.restore.setObjectName("primary")
        self.restore.setEnabled(False)
        self._message = Message(self)
        self._fill()
        self._lay_out()
        self.backup.currentIndexChanged.connect(lambda _index: self._on_backup_chosen())
        self.other.line.textChanged.connect(lambda _text: self._on_backup_chosen())
        self.look.clicked.connect(self.show_preview)
        self.password.returnPressed.connect(self.show_preview)
        self.restore.clicked.connect(self.bring_back)
        self._on_backup_chosen()

    @property
    def chosen(self) -> Path | None:
        """The backup that is chosen: the folder that was typed, or the one of the list."""
        data = self.backup.currentData()
        return self.other.path or (data if isinstance(data, Path) else None)

    def show_preview(self) -> None:
        """Open the backup to read and say what is in it and what differs from now."""
        from readmission.tasks.restore import preview_restore  # noqa: PLC0415 - the data layer comes after the first paint

        backup = self.chosen
        if backup is None:
            self._message.show_finding(Severity.ERROR, say("Choose a backup."))
            return
        slot, opener, now = str(self.person.currentData()), opening.opener(self.password.text()), _declaration_of(backup)
        try:
            shown = run(
                self,
                say("Looking at the backup"),
                lambda _progress: preview_restore(backup, slot=slot, opener=opener, now=now, language=language()),
            )
        except ReadmissionError as error:
            self._explain(error)
            return
        self._message.show_finding(None)
        self.preview.setPlainText(_words(shown))
        self.restore.setEnabled(True)

    def bring_back(self) -> None:
        """Copy the backup into the new folder."""
        from readmission.tasks.restore import restore  # noqa: PLC0415 - the data layer comes after the first paint

        backup, target = self.chosen, self.folder.path
        if backup is None or target is None:
            self._message.show_finding(Severity.ERROR, say("Choose the new folder."))
            return
        slot, opener = str(self.person.currentData()), opening.opener(self.password.text())
        try:
            self.restored = run(self, say("Restoring"), lambda _progress: restore(backup, target, slot=slot, opener=opener))
        except ReadmissionError as error:
            self._explain(error)
            return
        self.accept()

    def _fill(self) -> None:
        from readmission.tasks.backups import Settings, backups_in, places_of, settings_of  # noqa: PLC0415 - after the first paint

        for folder in self._recent:
            try:
                settings = settings_of(folder)
            except ReadmissionError:
                # Settings that cannot be read name no second place; the backups beside the declaration are there all the same.
                settings = Settings()
            for place in places_of(folder, settings):
                for backup in backups_in(place):
                    self.backup.addItem(f"{folder.name} · {backup.made.astimezone():%Y-%m-%d %H:%M:%S} · {place}", backup.folder)

    def _on_backup_chosen(self) -> None:
        self.restore.setEnabled(False)
        self.preview.clear()
        self.person.clear()
        backup = self.chosen
        if backup is not None and opening.is_declaration(backup):
            for slot in opening.slots_of(backup):
                self.person.addItem(opening.display_name(slot), slot)
            present = _declaration_of(backup) or backup
            self.folder.line.setText(str(present.with_name(f"{present.name} {say('restored')}")))

    def _explain(self, error: ReadmissionError) -> None:
        explained = language().explain(error)
        self._message.show_finding(
            Severity.ERROR, f"{explained.happened} {explained.unharmed} {explained.remedy} ({explained.code})"
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(heading(say("Restore a backup"), 1.3, self))
        column.addWidget(quiet(say("It goes into a new folder; nothing that is there now is touched."), self))
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(say("Backup"), self.backup)
        form.addRow(say("or another folder"), self.other)
        form.addRow(say("Person"), self.person)
        row = QHBoxLayout()
        row.addWidget(self.password, 1)
        row.addWidget(self.look)
        self.password.setAccessibleName(say("Password"))
        form.addRow(say("Password"), row)
        column.addLayout(form)
        column.addWidget(self.preview, 1)
        target = QFormLayout()
        target.addRow(say("New folder"), self.folder)
        column.addLayout(target)
        column.addWidget(self._message)
        column.addLayout(_buttons(self, self.restore))


class DeleteDialog(QDialog):
    """Deletes a declaration for good, when the name of its folder is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = ""
        self.setWindowTitle(say("Delete a declaration"))
        self.setMinimumWidth(600)
        self.folder = PathLine(say("Folder of the declaration"), "", folder=True)
        self.typed = QLineEdit(self)
        self.delete = QPushButton(say("Delete for good"), self)
        self.delete.setAutoDefault(False)
        self._message = Message(self)
        text = QLabel(
            say(
                "Answers, persons' slots, attachments, release and the backups in the folder are deleted. Nobody can bring them back."
            ),
            self,
        )
        text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(heading(say("Delete a declaration"), 1.3, self))
        column.addWidget(text)
        form = QFormLayout()
        form.addRow(say("Folder"), self.folder)
        form.addRow(say("Type the name of the folder"), self.typed)
        column.addLayout(form)
        column.addWidget(self._message)
        column.addLayout(_buttons(self, self.delete))
        self.delete.clicked.connect(self.make_gone)

    def make_gone(self) -> None:
        """Delete what was chosen, if its name was typed."""
        from readmission.tasks.archive import delete_declaration  # noqa: PLC0415 - the data layer comes after the first paint

        folder = self.folder.path
        if folder is None:
            self._message.show_finding(Severity.ERROR, say("Choose the folder."))
            return
        typed = self.typed.text()
        try:
            gone = run(self, say("Deleting"), lambda _progress: delete_declaration(folder, typed=typed))
        except ReadmissionError as error:
            explained = language().explain(error)
            self._message.show_finding(
                Severity.ERROR, f"{explained.happened} {explained.unharmed} {explained.remedy} ({explained.code})"
            )
            return
        self.told = say_count(
            "Deleted {count} file of {folder}.", "Deleted {count} files of {folder}.", gone.files, folder=folder.name
        )
        if gone.left:
            self.told += " " + say(
                "Left, because they are not of this program: {files}.", files=", ".join(path.name for path in gone.left)
            )
        self.accept()


def _buttons(dialog: QDialog, act: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch()
    cancel = QPushButton(say("Cancel"), dialog)
    cancel.clicked.connect(dialog.reject)
    row.addWidget(cancel)
    row.addWidget(act)
    return row


def _declaration_of(backup: Path) -> Path | None:
    """The declaration that a backup lies in, if it does."""
    folder = backup.parent.parent
    return folder if opening.is_declaration(folder) else None


def _words(shown: "RestorePreview") -> str:
    lines = [
        say_count(
            "Last step {moment} by {who}; {count} answer.",
            "Last step {moment} by {who}; {count} answers.",
            shown.answers,
            moment=f"{datetime.fromisoformat(shown.moment).astimezone():%Y-%m-%d %H:%M}",
            who=shown.person or say("the program"),
        )
    ]
    if shown.attached:
        lines.append(say("Attached files: {names}", names=_files(shown.attached)))
    if shown.sent_since:
        lines.append(
            say("Bundles exported after it was made: {count}. A restored declaration must not be sent.", count=shown.sent_since)
        )
    if shown.not_compared is not None:
        lines.append(say("It could not be compared with now: {why}", why=language().explain(shown.not_compared)))
    if shown.compared:
        count = len(shown.differences)
        lines.append(say("Cells that differ from now: {count}", count=count) if count else _no_cell_differs(shown))
    lines += _differences(shown)
    if len(shown.differences) > _SHOWN:
        lines.append(say_count("… and {count} more.", "… and {count} more.", len(shown.differences) - _SHOWN))
    if shown.only_there:
        lines.append(say("Files that only the backup has: {names}", names=_files(shown.only_there)))
    if shown.only_now:
        lines.append(say("Files that the backup does not have: {names}", names=_files(shown.only_now)))
    return "\n".join(lines)


def _no_cell_differs(shown: "RestorePreview") -> str:
    files = shown.only_there or shown.only_now
    return say("Every answer is as it is now.") if files else say("Nothing differs from now.")


def _files(attached: "Sequence[Attachment]") -> str:
    return ", ".join(f"{one.name} ({one.place}, {one.note})" if one.note else f"{one.name} ({one.place})" for one in attached)


def _differences(shown: "RestorePreview") -> Iterator[str]:
    if shown.form is None:
        return
    wording, tables = Wording(shown.form, shown.spoken), shown.form.tables
    for change in shown.differences[:_SHOWN]:
        field = tables[change.place.table].by_id[change.place.field]
        there, now = (wording.cell(field, cell) or say("blank") for cell in (change.there, change.now))
        where = f"{wording.place(change.place)} ({change.place})"
        yield say("{where}: {there} in the backup, {now} now", where=where, there=there, now=now)
