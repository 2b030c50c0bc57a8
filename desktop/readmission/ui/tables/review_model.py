"""The countries as the head reviews them: verdict, changes, warnings, then core ratings or core numbers, now above last year."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from readmission.answers.model import Cell, Place
from readmission.form.model import Field, FieldType, Table
from readmission.override import override
from readmission.ui import marks, theme
from readmission.ui.desk import Desk
from readmission.ui.speech import figure, say, say_count
from readmission.ui.tables.model import ACCESSIBLE, ALIGNMENT, DISPLAY, TOOLTIP, Index

if TYPE_CHECKING:
    # The data layer behind it is imported after the first paint.
    from readmission.tasks.head_review import CountryReview

VERDICT, CHANGES, WARNINGS, FIXED = range(4)
LAST: Final = int(Qt.ItemDataRole.UserRole) + 21
MARK: Final = int(Qt.ItemDataRole.UserRole) + 22
DIFFERS: Final = int(Qt.ItemDataRole.UserRole) + 23
_LONGEST: Final = 9


class ReviewModel(QAbstractTableModel):
    """One row a country."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.reviews: list[CountryReview] = []
        self.figures: tuple[tuple[Table, Field], ...] = ()

    def show_reviews(self, reviews: "list[CountryReview]", figures: tuple[tuple[Table, Field], ...]) -> None:
        """Show countries with these figures."""
        self.beginResetModel()
        self.reviews, self.figures = reviews, figures
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.reviews)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else FIXED + len(self.figures)

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        review = self.reviews[index.row()]
        if index.column() < FIXED:
            return self._fixed(review, index.column(), role)
        return self._figure(review.country, index.column() - FIXED, role)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is Qt.Orientation.Vertical:
            if role in (DISPLAY, TOOLTIP, ACCESSIBLE) and section < len(self.reviews):
                return self._desk.wording.country(self.reviews[section].country)
            return None
        if section < FIXED:
            return (say("Verdict"), say("Changed"), say("Explained"))[section] if role in (DISPLAY, ACCESSIBLE) else None
        table, field = self.figures[section - FIXED]
        if role == DISPLAY:
            return field.number or field.id
        return self._desk.wording.field(table, field) if role in (TOOLTIP, ACCESSIBLE) else None

    def _figure(self, country: str, column: int, role: int) -> Any:
        table, field = self.figures[column]
        place = Place(table.id, (country,), field.id)
        now, last = self._cell(place), self._desk.last_cell(place)
        if role in (TOOLTIP, ACCESSIBLE):
            return self._spoken(table, field, now, last)
        if role == LAST:
            return self._short(field, last) if last is not None else ""
        if role == DIFFERS:
            return last is not None and (now.value, now.reason) != (last.value, last.reason)
        return {DISPLAY: self._short(field, now), ALIGNMENT: int(Qt.AlignmentFlag.AlignCenter)}.get(role)

    def _cell(self, place: Place) -> Cell:
        return self._desk.cell(place) if self._desk.relevant(place) else Cell()

    def _short(self, field: Field, cell: Cell) -> str:
        if cell.blank:
            return "–"
        # A rating is known by its code here; the words stand in the tooltip and are what is spoken.
        words = (
            str(cell.value) if field.type is FieldType.CODE and cell.value is not None else self._desk.wording.short(field, cell)
        )
        return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"

    def _spoken(self, table: Table, field: Field, now: Cell, last: Cell | None) -> str:
        wording = self._desk.wording
        parts = [f"{wording.field(table, field)}: {wording.cell(field, now) or say('no answer')}"]
        if last is not None:
            parts.append(say("last year {answer}", answer=wording.cell(field, last) or say("no answer")))
        return "; ".join(parts)

    def _fixed(self, review: "CountryReview", column: int, role: int) -> Any:
        if role == MARK:
            return _mark(review) if column == VERDICT else None
        if role == ALIGNMENT:
            return int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if role == DISPLAY:
            return (verdict_words, _changes, _warnings)[column](review)
        return (verdict_words, _change_words, _warning_words)[column](review) if role in (ACCESSIBLE, TOOLTIP) else None


def verdict_words(review: "CountryReview") -> str:
    """Where a country is in the head's review."""
    if review.reviewed is None:
        return say("not judged yet")
    if review.reviewed.verdict.value == "approved":
        return say("approved") if review.stands else say("changed after approval")
    return say("sent back") if review.stands else say("sent back, changed since")


def _mark(review: "CountryReview") -> str:
    return "done" if review.approved else ""


def _changes(review: "CountryReview") -> str:
    return (figure(len(review.changes)) if review.changes else "–") if review.looked else say("new")


def _warnings(review: "CountryReview") -> str:
    settled, waiting = len(review.settled), len(review.open_warnings)
    return f"{figure(settled)} / {figure(settled + waiting)}" if settled or waiting else "–"


def _change_words(review: "CountryReview") -> str:
    if not review.looked:
        return say("not looked at yet")
    count = len(review.changes)
    return say("nothing") if not count else say_count("{count} answer", "{count} answers", count)


def _warning_words(review: "CountryReview") -> str:
    parts = []
    if review.settled:
        parts.append(say_count("{count} explained", "{count} explained", len(review.settled)))
    if review.open_warnings:
        parts.append(say_count("{count} open", "{count} open", len(review.open_warnings)))
    return ", ".join(parts) or say("no warnings")


class ReviewLine(QStyledItemDelegate):
    """Draws a figure above last year's; one that is not the same is bold and has a dot before it."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(64, 38)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        scheme = theme.colours()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, QColor(scheme.selection if selected else scheme.card))
        painter.setPen(QColor(scheme.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        rect = QRectF(option.rect).adjusted(7, 3, -4, -3)
        painter.setPen(QColor(scheme.text))
        if index.column() < FIXED:
            kind = index.data(MARK)
            if kind:
                marks.draw(painter, QRectF(rect.x(), rect.center().y() - 7, 14, 14), kind)
                rect.adjust(20, 0, 0, 0)
            text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, int(rect.width()))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), text)
        else:
            differs = bool(index.data(DIFFERS))
            painter.setFont(theme.font(bold=differs))
            last = str(index.data(LAST))
            upper = QRectF(rect.x(), rect.y(), rect.width(), rect.height() / 2 if last else rect.height())
            words = f"• {index.data()}" if differs else str(index.data())
            painter.drawText(upper, int(Qt.AlignmentFlag.AlignCenter), words)
            painter.setFont(theme.font(scale=0.85))
            painter.setPen(QColor(scheme.muted))
            painter.drawText(upper.translated(0, rect.height() / 2), int(Qt.AlignmentFlag.AlignCenter), last)
        painter.restore()
