"""Small parts of every page: headings, quiet texts, chips, bars, cards, messages."""

from typing import TYPE_CHECKING, Final

from PySide6 import QtCore
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from readmission.answers.finding import Severity
from readmission.override import override
from readmission.ui import marks, theme
from readmission.ui.speech import say
from readmission.ui.widgets.still import show_text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

# `Qt.TextFormat.PlainText`.
_PLAIN: Final = 0
_TEXTS: Final = {
    Severity.ERROR: "errorText",
    Severity.FAULT: "errorText",
    Severity.WARNING: "warningText",
    Severity.NOTE: "noteText",
}
_CHIPS: Final = {
    Severity.ERROR: "chip-error",
    Severity.FAULT: "chip-error",
    Severity.WARNING: "chip-warning",
    Severity.NOTE: "chip-note",
}


def show_plainly(label: QLabel) -> None:
    """Show a text as it stands, whatever signs are in it."""
    # By its number: see `ui/__init__.py`.
    label.setProperty("textFormat", _PLAIN)


def heading(text: str, scale: float = 1.0, parent: QWidget | None = None) -> QLabel:
    """A heading: 1.55 a page, 1.15 a card, 1.0 a group."""
    label = QLabel(text, parent)
    label.setFont(theme.font(scale=scale, bold=True))
    show_plainly(label)
    return label


class Elided(QLabel):
    """A text that gives way: cut with an ellipsis where room is short, whole in its tooltip."""

    def __init__(self, text: str = "", *, scale: float = 1.0, bold: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(theme.font(scale=scale, bold=bold))
        self._colour = "text" if bold else "muted"
        self.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_colour(self, severity: Severity) -> None:
        """Draw the text in the colour of a finding."""
        self._colour = {Severity.WARNING: "warning", Severity.NOTE: "note"}.get(severity, "error")
        self.update()

    @override
    def paintEvent(self, event: "QPaintEvent") -> None:
        painter = QPainter(self)
        painter.setPen(theme.colour(self._colour))
        text = self.fontMetrics().elidedText(self.text(), QtCore.Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(QtCore.Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()
        self.setToolTip("" if text == self.text() else self.text())


class ElidedButton(QPushButton):
    """A line of text to press that gives way as `Elided` does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line")
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @override
    def keyPressEvent(self, event: "QKeyEvent") -> None:
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: "QPaintEvent") -> None:
        # The many names of a style's parts cost time, and the first page draws no such button.
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter  # noqa: PLC0415

        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        option.text = self.fontMetrics().elidedText(self.text(), QtCore.Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()


def quiet(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A text that stands back."""
    label = QLabel(text, parent)
    label.setObjectName("muted")
    show_plainly(label)
    return label


def hint(text: str, parent: QWidget | None = None) -> QLabel:
    """A sentence that stands back and takes as many lines as it needs."""
    label = quiet(text, parent)
    label.setWordWrap(True)
    return label


def chip(text: str, kind: str = "chip-plain", parent: QWidget | None = None) -> QLabel:
    """A short state in a tinted pill."""
    label = QLabel(text, parent)
    label.setObjectName(kind)
    label.setFont(theme.font(scale=0.92, bold=kind != "chip-plain"))
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
    return label


def repolish(label: QWidget, name: str) -> None:
    """Give a widget another name of the style sheet."""
    if label.objectName() != name:
        label.setObjectName(name)
        label.style().unpolish(label)
        label.style().polish(label)


class SeverityChips(QWidget):
    """How many errors and warnings there are, each as a pill; a tick when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._chips = {severity: chip("", _CHIPS[severity], self) for severity in marks.ORDER}
        for made in self._chips.values():
            row.addWidget(made)
            # Dressed now, not when the first finding comes.
            made.ensurePolished()

    def show_counts(self, counts: dict[Severity, int]) -> None:
        """Show the counts that are not zero."""
        for severity, label in self._chips.items():
            count = counts.get(severity, 0)
            label.setVisible(count > 0)
            show_text(label, marks.words(severity, count))


class Bar(QWidget):
    """A thin bar that says how much is done; the figures stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, done: int, of: int) -> None:
        """Show how much is done."""
        self._share = done / of if of else 1.0
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, 4)

    @override
    def paintEvent(self, event: "QPaintEvent") -> None:
        painter = QPainter(self)
        draw_bar(painter, QRectF(self.rect()), self._share)
        painter.end()


def draw_bar(painter: QPainter, rect: QRectF, share: float) -> None:
    """Draw a thin bar, green when all is done."""
    scheme = theme.colours()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QtCore.Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scheme.track))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    if share > 0:
        painter.setBrush(QColor(scheme.good if share >= 1 else scheme.accent))
        painter.drawRoundedRect(
            QRectF(rect.x(), rect.y(), rect.width() * min(1.0, share), rect.height()), rect.height() / 2, rect.height() / 2
        )
    painter.restore()


class Card(QFrame):
    """A white card; `body` is where its content goes."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 9, 14, 10)
        self.body.setSpacing(6)
        if title:
            self.body.addWidget(heading(title, 1.12, self))


class Message(QWidget):
    """What is wrong with the answer above it: mark, sentence, and why on hovering; in one line where room is short."""

    def __init__(self, parent: QWidget | None = None, *, one_line: bool = False) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._mark = QLabel(self)
        self._mark.setFixedWidth(16)
        self._text = Elided(scale=0.92, parent=self) if one_line else QLabel(self)
        self._text.setWordWrap(not one_line)
        self._text.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._text.setAlignment(QtCore.Qt.AlignmentFlag.AlignTop)
        self._stays = False
        row.addWidget(self._mark, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def show_finding(self, severity: Severity | None, text: str = "", why: str = "") -> None:
        """Show a finding, or with None nothing."""
        self.setVisible(self._stays or severity is not None)
        if severity is None:
            self._mark.clear()
            self._text.clear()
            self.setToolTip("")
            return
        self._mark.setPixmap(marks.pixmap(severity, 14))
        self._mark.setAccessibleName(say(marks.WORDS[severity]))
        if isinstance(self._text, Elided):
            self._text.show_colour(severity)
        repolish(self._text, _TEXTS[severity])
        self._text.setText(text)
        self.setToolTip(why)

    def keep_room(self, lines: int) -> None:
        """Take the room of so many lines also while nothing is shown, so that what stands above stays where it is."""
        self.setMinimumHeight(self._text.fontMetrics().lineSpacing() * lines)
        # Blank rather than hidden: a widget that hides or shows has the whole page laid out anew at once.
        self._stays = True
        self.show()

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()
