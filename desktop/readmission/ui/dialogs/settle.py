"""A warning that is right as it stands is explained: a reason from the list and a sentence, for one place or for many."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from readmission.answers.finding import Finding
from readmission.errors import ReadmissionError
from readmission.ui.desk import Desk
from readmission.ui.failure import show_error
from readmission.ui.speech import say
from readmission.ui.widgets.labels import heading, quiet


class SettleDialog(QDialog):
    """Asks for the reason and the sentence, and closes the warnings with them."""

    def __init__(self, desk: Desk, chosen: list[Finding], alike: list[Finding], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen = chosen
        self._alike = alike
        self.setWindowTitle(say("Explain a warning"))
        self.setMinimumWidth(520)
        self.code = QComboBox(self)
        rule = desk.form.rules.get(chosen[0].rule)
        codes = desk.form.codelists.get(rule.settled_by) if rule is not None and rule.settled_by else None
        self._fill_codes(codes.id if codes is not None else "")
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(90)
        self.all = QCheckBox(say("The same for all {count} findings of this rule", count=len(alike)), self)
        self.all.setVisible(len(alike) > len(chosen))
        self._lay_out()

    def _fill_codes(self, codelist: str) -> None:
        from readmission.tasks.settle import CODES  # noqa: PLC0415 - the data layer comes after the first paint

        codes = self._desk.form.codelists[codelist or CODES]
        for code in codes.codes:
            self.code.addItem(self._desk.wording.code(codes, code), code.id)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        title = heading(self._desk.message(self._chosen[0]), 1.08, self)
        title.setWordWrap(True)
        column.addWidget(title)
        if len(self._chosen) > 1:
            column.addWidget(quiet(say("{count} findings are selected.", count=len(self._chosen)), self))
        for words, widget in ((say("Reason"), self.code), (say("Explanation, without personal data"), self.text)):
            label = QLabel(words, self)
            label.setBuddy(widget)
            column.addWidget(label)
            column.addWidget(widget)
        column.addWidget(self.all)
        note = quiet(
            say("A second person reads it after opening the declaration in their own name. It travels in the bundle."), self
        )
        note.setWordWrap(True)
        column.addWidget(note)
        buttons = QDialogButtonBox(self)
        keep = buttons.addButton(say("Explain"), QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setObjectName("primary")
        buttons.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _on_accepted(self) -> None:
        from readmission.tasks.settle import settle  # noqa: PLC0415 - the data layer comes after the first paint

        findings = self._alike if self.all.isChecked() else self._chosen
        try:
            settle(self._desk.filling, findings, code=str(self.code.currentData()), text=self.text.toPlainText().strip())
        except ReadmissionError as error:
            show_error(self, error)
            return
        self.accept()
