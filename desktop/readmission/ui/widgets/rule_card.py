"""The card of a rule: what it wants, when it asks, why, where that comes from, and an example of each outcome."""

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.widgets.labels import quiet

_MEMBER: Final = re.compile(r"\bx\b")


class RuleCard(QWidget):
    """One rule in words and as the form writes it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self.rows: dict[str, tuple[QLabel, QLabel]] = {}
        for row, (name, words) in enumerate(
            (
                ("wants", say("The rule wants")),
                ("when", say("Asked when")),
                ("passes", say("Passes with")),
                ("fails", say("Fails with")),
                ("source", say("Comes from")),
            )
        ):
            label, text = quiet(words, self), QLabel(self)
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setFont(theme.font(scale=0.92))
            label.setFont(theme.font(scale=0.92))
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(text, row, 1)
            self.rows[name] = (label, text)

    def show_rule(self, rule_id: str) -> None:
        """Show the card of a rule; with an empty id nothing."""
        texts = dict.fromkeys(self.rows, "")
        if rule_id:
            card = self._desk.filling.card(rule_id)
            rule = self._desk.form.rules.get(rule_id)
            texts |= {"wants": card.formula, "when": card.condition, "source": card.reference}
            if rule is not None:
                # A rule of a family calls the field that it is for x.
                member = rule.id.partition(".")[2] or "x"
                passes, fails = self._desk.filling.examples(rule_id)
                texts |= {"passes": passes, "fails": fails}
                texts |= {name: _MEMBER.sub(member, text) for name, text in texts.items() if name != "source"}
        for name, (label, text) in self.rows.items():
            label.setVisible(bool(texts[name]))
            text.setVisible(bool(texts[name]))
            text.setText(" ".join(texts[name].split()))
