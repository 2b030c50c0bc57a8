"""The questions of a form in cards, a section a card, in two columns; what is not owed is folded away.

Built once for a set of tables; the cards then stand at one country after the other.
"""

from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from readmission.answers.changes import Changes
from readmission.answers.model import Key, Place
from readmission.form.model import Field, FieldType, Form, Level, Shape, Table
from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.widgets.child import Child
from readmission.ui.widgets.labels import Card, Elided
from readmission.ui.widgets.question import MAX_LINE, Question
from readmission.ui.widgets.scales import CHILDREN

Item: TypeAlias = Question | Child

# Roughly how many lines a question takes, to balance the two columns.
_LINES = {Shape.CHOICE: 4, Shape.RANKING: 2.4, Shape.MATRIX: 7.5}


# Narrower than this, a scale of eight answers no longer fits beside another.
TWO_COLUMNS = 980


class SectionCard(Card):
    """The questions of one section; what is neither owed nor answered is folded away."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.items: list[Item] = []
        self._fold = QToolButton(self)
        self._fold.setObjectName("fold")
        self._fold.setCheckable(True)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        top = QHBoxLayout()
        # A long heading must not make its column wider than the other.
        top.addWidget(Elided(title, scale=1.12, bold=True, parent=self), 1)
        top.addWidget(self._fold)
        self.body.addLayout(top)
        self._fold.toggled.connect(self.redraw)

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
        sign, words = ("▾", say("Less")) if self._fold.isChecked() else ("▸", say("More on this ({count})", count=folded))
        self._fold.setText(f"{sign} {words}")
        self.setVisible(bool(asked))

    def unfold(self) -> None:
        """Show the folded questions."""
        self._fold.setChecked(True)


class Body(QScrollArea):
    """All questions of some tables."""

    def __init__(self, desk: Desk, forms: list[Table], children: list[Table], key: Key, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.key = key
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        self._row = row = QHBoxLayout(content)
        row.setContentsMargins(16, 4, 16, 14)
        row.setSpacing(12)
        self._columns = (QVBoxLayout(), QVBoxLayout())
        for column in self._columns:
            column.setSpacing(9)
            row.addLayout(column, 1)
        self.cards: list[SectionCard] = []
        self.questions: list[Item] = []
        self._build(forms, children)
        for column in self._columns:
            column.addStretch()
        self.setWidget(content)

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

    def put_beside(self, widget: QWidget) -> None:
        """Put something below the questions, in the shorter column."""
        column = min(self._columns, key=lambda each: each.sizeHint().height())
        column.insertWidget(column.count() - 1, widget)

    def go_to(self, place: Place) -> bool:
        """Put the cursor on a cell; says whether it is here."""
        for card in self.cards:
            for item in card.items:
                if _answers(item, place):
                    if item.isHidden():
                        card.unfold()
                    focus = item.editor if isinstance(item, Question) else item.focus_of(place.key[-1])
                    focus.setFocus(Qt.FocusReason.OtherFocusReason)
                    self.ensureWidgetVisible(item, 20, 40)
                    return True
        return False

    def focus_first(self) -> None:
        """Put the cursor on the first question that is asked."""
        for item in self.questions:
            if not item.isHidden():
                (item.editor if isinstance(item, Question) else item.focus_of(item.codes[0].id)).setFocus(
                    Qt.FocusReason.OtherFocusReason
                )
                return

    def item_with_focus(self) -> Item | None:
        """The question or table of options that the cursor is in."""
        focused = QApplication.focusWidget()
        return None if focused is None else next((item for item in self.questions if item.isAncestorOf(focused)), None)

    def _build(self, forms: list[Table], children: list[Table]) -> None:
        form = self._desk.form
        parts = [(title, sorted(items, key=_order)) for title, items in _sections(form, self._desk, forms, children)]
        total = sum(_lines(items) for _, items in parts)
        used, column = 0.0, 0
        for title, items in parts:
            if used and used + _lines(items) / 2 > total / 2:
                column = 1
            used += _lines(items)
            card = SectionCard(title)
            for table, field in items:
                item = self._item(table, field)
                self.questions.append(item)
                card.add(item)
            self.cards.append(card)
            self._columns[column].addWidget(card)

    def _item(self, table: Table, field: Field | None) -> Item:
        if field is None:
            return CHILDREN[table.shape](self._desk, table, self.key)
        return Question(self._desk, Place(table.id, self.key, field.id))


Part: TypeAlias = tuple[Table, Field | None]


def _sections(form: Form, desk: Desk, forms: list[Table], children: list[Table]) -> list[tuple[str, list[Part]]]:
    found: dict[str, list[Part]] = {}
    for table in forms:
        for field in table.fields:
            found.setdefault(field.section or table.section or table.id, []).append((table, field))
    by_number = {
        _chapter(field.number): field.section for table in forms for field in table.fields if field.number and field.section
    }
    for table in children:
        # A table of options stands in the section of the questions numbered like it.
        found.setdefault(table.section or by_number.get(_chapter(table.number), table.id), []).append((table, None))
    titles = {table.id: desk.wording.table(table) for table in (*forms, *children)}
    titles.update({section.id: desk.wording.section(section) for section in form.sections.values()})
    order = [*(section for section in form.sections if section in found), *(name for name in found if name not in form.sections)]
    return [(titles[name], found[name]) for name in order]


def _chapter(number: str) -> str:
    return number.partition(".")[0]


def _order(part: Part) -> tuple[bool, list[int]]:
    """Questions by their numbers (B2.05 before B2.16), those without at the end in the form's order."""
    table, field = part
    number = field.number if field is not None else table.number
    digits = "".join(letter if letter.isdecimal() else " " for letter in number).split()
    return not digits, [int(part) for part in digits]


def _extended(table: Table, field: Field | None) -> bool:
    level = field.level if field is not None else table.level
    # A condition can make an extended question owed; then it must not be folded away.
    return level is Level.EXTENDED and (field.expected if field is not None else table.expected) is None


def _lines(items: list[Part]) -> float:
    lines = 1.2
    for table, field in items:
        if _extended(table, field):
            continue
        if field is None:
            lines += _LINES[table.shape]
        else:
            lines += 3.4 if field.type is FieldType.TEXT and field.max_length > MAX_LINE else 2
    return lines


def _answers(item: Item, place: Place) -> bool:
    if isinstance(item, Question):
        return item.place == place
    return item.table.id == place.table and place.key[:-1] == item.parent_key
