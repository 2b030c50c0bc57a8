"""The questions of one section in a card, and the card that lists the sections of which nothing is owed."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QWidget

from readmission.ui import theme
from readmission.ui.speech import say
from readmission.ui.widgets.child import Child
from readmission.ui.widgets.labels import Card, Elided, ElidedButton
from readmission.ui.widgets.question import Question

Item: TypeAlias = Question | Child

_ACROSS = 2


def fold_button(parent: QWidget, *, scale: float = 0.92) -> QToolButton:
    """The button at a heading that shows what is folded away."""
    made = QToolButton(parent)
    made.setObjectName("fold")
    made.setCheckable(True)
    made.setFont(theme.font(scale=scale))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return made


def show_fold(button: QToolButton, heading: str, count: int) -> None:
    """Say how much is folded away, or how to fold it again; a screen reader says of what."""
    button.setText(f"▾ {say('Less')}" if button.isChecked() else f"▸ {say('More on this ({count})', count=count)}")
    button.setAccessibleName(say("{heading}: more on this ({count})", heading=heading, count=count))


class SectionCard(Card):
    """The questions of one section; what is neither owed nor answered is folded away."""

    fold_changed = Signal()

    def __init__(self, title: str, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.title = title
        self._compact = compact
        if compact:
            self.setObjectName("section")
            self.body.setContentsMargins(0, 0, 0, 0)
            self.body.setSpacing(1)
        self.items: list[Item] = []
        self.folded = 0
        self._fold = fold_button(self, scale=0.92 if compact else 1.0)
        top = QHBoxLayout()
        # What unfolds keeps its distance from the first answer.
        top.setContentsMargins(0, 0, 0, 1)
        # A long heading must not make its column wider than the other.
        top.addWidget(Elided(title, scale=0.92 if compact else 1.12, bold=True, parent=self), 1)
        top.addWidget(self._fold)
        self.body.addLayout(top)
        self._fold.toggled.connect(self._on_fold_toggled)

    def add(self, item: Item) -> None:
        """Put a question into the card."""
        self.items.append(item)
        self.body.addWidget(item)

    def redraw(self) -> None:
        """Show what stands in the cells now; the card hides when nothing in it is asked."""
        asked = [item for item in self.items if item.asked]
        folded = 0
        for item in self.items:
            shown = item in asked and (self._fold.isChecked() or item.wanted)
            folded += item in asked and not item.wanted
            item.setVisible(shown)
            if shown:
                item.redraw()
        self._fold.setVisible(bool(folded))
        show_fold(self._fold, self.title, folded)
        self.folded = folded
        self.setVisible(bool(asked) and not self.only_folded)

    @property
    def only_folded(self) -> bool:
        """Whether nothing of it is seen: where room is short such a section stands with the others in one card."""
        shown = any(not item.isHidden() for item in self.items)
        return self._compact and self.folded > 0 and not shown

    def _on_fold_toggled(self) -> None:
        self.redraw()
        self.fold_changed.emit()

    def unfold(self) -> None:
        """Show the folded questions."""
        self._fold.setChecked(True)


class FoldedSections(Card):
    """The sections of which nothing is owed, a button each; choosing one shows its questions."""

    def __init__(self, cards: list[SectionCard], shown: Callable[[SectionCard], None], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("section")
        self.body.setContentsMargins(0, 1, 0, 1)
        self.body.setSpacing(0)
        self._fold = fold_button(self)
        top = QHBoxLayout()
        top.addWidget(Elided(say("Sections of which nothing is owed"), scale=0.92, bold=True, parent=self), 1)
        top.addWidget(self._fold)
        self.body.addLayout(top)
        self._list = QWidget(self)
        self._grid = QGridLayout(self._list)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._list.hide()
        self.body.addWidget(self._list)
        self._fold.toggled.connect(self.redraw)
        self._buttons: dict[SectionCard, ElidedButton] = {}
        for card in cards:
            button = ElidedButton(self)
            button.clicked.connect(lambda _checked=False, card=card: shown(card))
            self._buttons[card] = button

    def redraw(self) -> None:
        """List the sections that are folded now."""
        folded = [card for card in self._buttons if card.only_folded]
        for card, button in self._buttons.items():
            self._grid.removeWidget(button)
            button.setVisible(card in folded)
        for number, card in enumerate(folded):
            words = say("{heading} ({count})", heading=card.title, count=card.folded)
            room = self._buttons[card]
            room.setText(f"▸ {words}")
            room.setToolTip(words)
            room.setAccessibleName(words)
            self._grid.addWidget(room, number // _ACROSS, number % _ACROSS)
        self._list.setVisible(self._fold.isChecked())
        show_fold(self._fold, say("Sections of which nothing is owed"), len(folded))
        self.setVisible(bool(folded))
