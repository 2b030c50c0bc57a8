"""What is printed, and where to: the whole declaration, the country on screen, the blank questionnaire, or the findings."""

from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QDialog, QFileDialog, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from readmission.errors import ReadmissionError
from readmission.ui.desk import Desk
from readmission.ui.failure import show_error
from readmission.ui.running import run
from readmission.ui.speech import say
from readmission.ui.widgets.labels import heading, quiet

WHOLE, COUNTRY, BLANK, FINDINGS = range(4)


class PrintDialog(QDialog):
    """Asks for the extent; the ending of the file decides between screen and paper. `written` is the file."""

    def __init__(self, desk: Desk, country: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._country = country
        self.written: Path | None = None
        self.setWindowTitle(say("Print"))
        self.setMinimumWidth(460)
        self.choice = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(10)
        column.addWidget(heading(say("Print"), 1.3, self))
        words = [
            (WHOLE, say("The whole declaration")),
            (BLANK, say("The blank questionnaire")),
            (FINDINGS, say("The findings, with what is still owed")),
        ]
        if country:
            words.insert(1, (COUNTRY, desk.wording.country(country)))
        for number, text in words:
            button = QRadioButton(text, self)
            button.setChecked(number == (COUNTRY if country else WHOLE))
            self.choice.addButton(button, number)
            column.addWidget(button)
        hint = quiet(say("A PDF is for paper. The HTML page is easier to read on a screen and with a screen reader."), self)
        hint.setWordWrap(True)
        column.addWidget(hint)
        row = QHBoxLayout()
        row.addStretch()
        cancel = QPushButton(say("Cancel"), self)
        cancel.clicked.connect(self.reject)
        save = QPushButton(say("Save as…"), self)
        save.setObjectName("primary")
        save.setDefault(True)
        save.clicked.connect(self._on_save_clicked)
        row.addWidget(cancel)
        row.addWidget(save)
        column.addLayout(row)

    def write(self, target: Path) -> None:
        """Write the file and close, or say why it could not be written."""
        from readmission.tasks.print_pages import (  # noqa: PLC0415 - comes after the first paint
            Extent,
            print_declaration,
            print_findings,
        )

        chosen = self.choice.checkedId()
        extent = Extent((self._country,) if chosen == COUNTRY else (), blank=chosen == BLANK, order=self._desk.countries)
        filling = self._desk.filling
        try:
            if chosen == FINDINGS:
                found = self._desk.findings.in_order(filling.all_findings())
                run(self, say("Printing"), lambda progress: print_findings(filling, target, found, progress))
            else:
                run(self, say("Printing"), lambda progress: print_declaration(filling, target, extent, progress))
        except ReadmissionError as error:
            show_error(self, error)
            return
        self.written = target
        self.accept()

    def _on_save_clicked(self) -> None:
        name = f"{self._desk.filling.declaration.member_state}-{self._desk.round.year}.pdf"
        kinds = say("PDF (*.pdf);;Page (*.html)")
        if self.choice.checkedId() == FINDINGS:
            name, kinds = f"{say('Findings')}-{name}", f"{kinds};;CSV (*.csv)"
        chosen, _ = QFileDialog.getSaveFileName(self, say("Save as"), name, kinds)
        if chosen:
            self.write(Path(chosen))
