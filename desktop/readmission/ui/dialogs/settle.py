"""A warning that is right as it stands is explained: a reason from the list and a sentence, for one place or for many."""

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from readmission.answers.finding import Finding, Settlement
from readmission.errors import ReadmissionError
from readmission.ui.desk import Desk
from readmission.ui.failure import show_error
from readmission.ui.speech import say, say_count
from readmission.ui.widgets.labels import heading, quiet
from readmission.ui.wording import country_of, numbered


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
        self.all = QCheckBox(
            say_count(
                "The same for the {count} finding of this rule", "The same for all {count} findings of this rule", len(alike)
            ),
            self,
        )
        self.all.setVisible(len(alike) > len(chosen))
        self.country = self._narrower(say("Country"), say("all countries"), {self._country(each) for each in alike})
        self.table = self._narrower(say("Table"), say("all tables"), {each.table for each in alike})
        self._keep = QPushButton(self)
        self._keep.setObjectName("primary")
        self._lay_out()
        self.all.toggled.connect(self._show_count)
        self.country.currentIndexChanged.connect(self._show_count)
        self.table.currentIndexChanged.connect(self._show_count)
        self._show_count()

    def findings(self) -> list[Finding]:
        """The findings that are explained: those selected, or all of the rule in the chosen country and table."""
        if not self.all.isChecked():
            return self._chosen
        country, table = self.country.currentData(), self.table.currentData()
        return [each for each in self._alike if country in ("", self._country(each)) and table in ("", each.table)]

    def _standing(self, code: str) -> tuple[int, str]:
        countries = self._desk.countries
        return (countries.index(code) if code in countries else -1), code

    def _country(self, finding: Finding) -> str:
        return country_of(self._desk.table(finding.table), finding.key)

    def _narrower(self, name: str, everything: str, codes: set[str]) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.addItem(everything, "")
        tables, wording = self._desk.form.tables, self._desk.wording
        for code in sorted(codes - {""}, key=self._standing):
            words = (
                numbered(tables[code].number or code, wording.table(tables[code])) if code in tables else wording.country(code)
            )
            combo.addItem(words, code)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(18)
        combo.setMaxVisibleItems(20)
        return combo

    def _show_count(self) -> None:
        many = self.all.isChecked()
        for combo in (self.country, self.table):
            # One entry beside "all" leaves nothing to choose.
            combo.setVisible(many and combo.count() > 1 + 1)
        count = len(self.findings())
        self._keep.setText(
            say_count("Explain {count} finding", "Explain {count} findings", count) if count != 1 else say("Explain")
        )
        self._keep.setEnabled(count > 0)

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
            column.addWidget(
                quiet(say_count("{count} finding is selected.", "{count} findings are selected.", len(self._chosen)), self)
            )
        for words, widget in ((say("Reason"), self.code), (say("Explanation, without personal data"), self.text)):
            label = QLabel(words, self)
            label.setBuddy(widget)
            column.addWidget(label)
            column.addWidget(widget)
        column.addWidget(self.all)
        narrow = QHBoxLayout()
        narrow.addWidget(self.country)
        narrow.addWidget(self.table)
        narrow.addStretch()
        column.addLayout(narrow)
        note = quiet(
            say("A second person reads it after opening the declaration in their own name. It travels in the bundle."), self
        )
        note.setWordWrap(True)
        column.addWidget(note)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self._keep, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(say("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _on_accepted(self) -> None:
        from readmission.tasks.settle import settle  # noqa: PLC0415 - the data layer comes after the first paint

        try:
            settle(self._desk.filling, self.findings(), code=str(self.code.currentData()), text=self.text.toPlainText().strip())
        except ReadmissionError as error:
            show_error(self, error)
            return
        self.accept()


def ask_how_many(parent: QWidget, chosen: list[Settlement], alike: list[Settlement]) -> list[Settlement]:
    """Whether one explanation is taken back or all that were given with it; none where a person leaves it."""
    box = QMessageBox(parent)
    box.setWindowTitle(say("Take an explanation back"))
    count = len(alike)
    box.setText(say_count("{count} warning has this explanation.", "{count} warnings have this explanation.", count))
    box.setInformativeText(chosen[0].text)
    every = box.addButton(say_count("All {count}", "All {count}", count), QMessageBox.ButtonRole.AcceptRole)
    this = box.addButton(say("Only this one"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(say("Leave it"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    pressed = box.clickedButton()
    return alike if pressed is every else chosen if pressed is this else []
