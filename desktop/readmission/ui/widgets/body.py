"""The questions of a form in cards, a section a card, in two columns; what is not owed is folded away.

Built once for a set of tables; the cards then stand at one country after the other. Compact, each question is one row, and the core
of a dossier is seen at once.
"""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from readmission.answers.changes import Changes
from readmission.answers.model import Key, Place
from readmission.form.model import Field, Table
from readmission.override import override
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.widgets.question import Question
from readmission.ui.widgets.scales import CHILDREN
from readmission.ui.widgets.section_card import FoldedSections, Item, SectionCard
from readmission.ui.widgets.sections import lines_of, sections

# Narrower than this, a scale of eight answers no longer fits beside another.
TWO_COLUMNS = 980
# What stands beside the questions takes about so many lines of the second column.
BESIDE_LINES = 3


class Body(QScrollArea):
    """All questions of some tables."""

    item_entered = Signal(object)  # Question | Child

    def __init__(
        self,
        desk: Desk,
        forms: list[Table],
        children: list[Table],
        key: Key,
        *,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._compact = compact
        self._desk = desk
        self.key = key
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        self._row = row = QHBoxLayout(content)
        row.setContentsMargins(*((12, 0, 12, 2) if compact else (16, 4, 16, 14)))
        row.setSpacing(8 if compact else 12)
        self._columns = (QVBoxLayout(), QVBoxLayout())
        for column in self._columns:
            column.setSpacing(0 if compact else 9)
            if compact:
                # A whole column is one card: frames between the sections would take the room of two questions.
                card = QFrame(content)
                card.setObjectName("card")
                card.setLayout(column)
                column.setContentsMargins(10, 1, 6, 0)
                row.addWidget(card, 1)
            else:
                row.addLayout(column, 1)
        self.cards: list[SectionCard] = []
        self.questions: list[Item] = []
        self._near: Item | None = None
        self._build(forms, children)
        self._folded = FoldedSections(self.cards, self._on_section_asked) if compact else None
        if self._folded is not None:
            self._columns[1].addWidget(self._folded)
        for column in self._columns:
            column.addStretch(1)
        self.setWidget(content)
        application = QCoreApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus_changed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where two columns do not fit they stand one below the other.
        wide = event.size().width() >= theme.scaled(TWO_COLUMNS)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def stand_at(self, key: Key) -> None:
        """Show the questions of another country."""
        self.key = key
        for item in self.questions:
            if isinstance(item, Question):
                item.place = Place(item.place.table, key, item.place.field)
            else:
                item.parent_key = key
        self.redraw()

    def redraw(self, changes: Changes | None = None) -> None:
        """Show what stands in the cells now."""
        del changes  # conditions reach across tables, and a page is short
        for card in self.cards:
            card.redraw()
        self._list_folded()

    def put_beside(self, widget: QWidget) -> None:
        """Put something below the questions, in the second column, which is kept shorter for it."""
        column = self._columns[1]
        column.insertWidget(column.count() - (2 if self._folded is not None else 1), widget)

    def go_to(self, place: Place) -> bool:
        """Put the cursor on a cell; says whether it is here."""
        for card in self.cards:
            for item in card.items:
                if _answers(item, place):
                    if item.isHidden():
                        card.unfold()
                    if isinstance(item, Question):
                        item.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                    else:
                        item.stand_on(place.key[-1])
                    self.ensureWidgetVisible(item, 20, 40)
                    return True
        return False

    def focus_first(self) -> None:
        """Put the cursor on the first question that is asked."""
        for item in self.questions:
            if not item.isHidden():
                _enter(item)
                return

    def item_with_focus(self) -> Item | None:
        """The question or table of options that the cursor is in."""
        focused = QApplication.focusWidget()
        return None if focused is None else next((item for item in self.questions if item.isAncestorOf(focused)), None)

    def _list_folded(self) -> None:
        if self._folded is not None:
            self._folded.redraw()

    def _on_section_asked(self, card: SectionCard) -> None:
        card.unfold()
        first = next((item for item in card.items if not item.isHidden()), None)
        if first is not None:
            _enter(first)
            self.ensureWidgetVisible(card, 0, 10)

    def _on_focus_changed(self, _old: QWidget | None, _new: QWidget | None) -> None:
        item = self.item_with_focus() if self.isVisible() else None
        for near in (self._near, item):
            if near is not None:
                near.show_what_is_near()
        self._near = item
        if item is not None:
            self.item_entered.emit(item)

    def _build(self, forms: list[Table], children: list[Table]) -> None:
        parts = sections(self._desk, forms, children)
        heights = [lines_of(items, compact=self._compact) for _, items in parts]
        total = sum(heights) + (BESIDE_LINES if self._compact else 0)
        used, column = 0.0, 0
        for (title, items), height in zip(parts, heights, strict=True):
            if used and used + height / 2 > total / 2:
                column = 1
            used += height
            card = SectionCard(title, compact=self._compact)
            for table, field in items:
                item = self._item(table, field)
                self.questions.append(item)
                card.add(item)
            card.fold_changed.connect(self._list_folded)
            self.cards.append(card)
            self._columns[column].addWidget(card)

    def _item(self, table: Table, field: Field | None) -> Item:
        if field is None:
            return CHILDREN[table.shape](self._desk, table, self.key, compact=self._compact)
        return Question(self._desk, Place(table.id, self.key, field.id), compact=self._compact)


def _enter(item: Item) -> None:
    if isinstance(item, Question):
        item.editor.setFocus(Qt.FocusReason.OtherFocusReason)
    else:
        item.focus_first()


def _answers(item: Item, place: Place) -> bool:
    if isinstance(item, Question):
        return item.place == place
    return item.table.id == place.table and place.key[:-1] == item.parent_key
