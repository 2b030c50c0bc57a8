"""How one cell of a table is drawn: tint and corner for findings, its text, a dot for what is owed, a frame when it is current."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from readmission.answers.finding import Severity
from readmission.ui import marks, theme
from readmission.ui.tables.look import Look

# The mark of a cell that somebody has commented on.
BUBBLE: Final = 13
# The mark of a finding.
CORNER: Final = QPolygonF([QPointF(0, 0), QPointF(9, 0), QPointF(0, 9)])
HOLLOW: Final = CORNER.translated(1, 1)
CORNER_SIZE: Final = 12
# Drawn once for each colour and density of a screen: a row that turns red has many.
_CORNERS: Final[dict[tuple[Severity, str, float], QPixmap]] = {}
# How many texts are known as they are cut.
REMEMBERED: Final = 8192
REASON_SCALE: Final = 0.92


class CutTexts:
    """Texts cut to the width of their cell, which costs more than drawing them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, bool, int], str] = {}

    def cut(self, painter: QPainter, text: str, width: int, *, small: bool, generation: int) -> str:
        """The text as it fits, measured with the painter's font; the generation is that of the fonts."""
        key = (text, width, small, generation)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[key] = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        return found


class CellPainter:
    """Draws cells one after the other; what all of them are drawn with is looked up once."""

    def __init__(self, painter: QPainter, texts: CutTexts) -> None:
        self._painter = painter
        self._texts = texts
        self._scheme = theme.colours()
        self._font, self._small_font = theme.font(), theme.font(scale=REASON_SCALE)
        self._generation = theme.font_generation()
        self._small: bool | None = None

    def draw(self, rect: QRect, look: Look, *, selected: bool, frame: str = "") -> None:
        """Draw a cell, with a frame of a colour if it is the current one; pen, brush and font of the painter are others then."""
        painter, scheme = self._painter, self._scheme
        text, alignment, style, severity, commented = look
        painter.fillRect(rect, theme.paint(_background(scheme, severity, style, selected=selected)))
        if severity is not None:
            self._mark(rect, severity, scheme.of(severity)[0])
        left, width = rect.x() + 7, rect.width() - 14
        if commented:
            size = min(BUBBLE, rect.height() - 8)
            marks.draw(painter, QRectF(rect.right() - size - 4, rect.y() + (rect.height() - size) / 2, size, size), marks.COMMENT)
            width -= size + 1
        if text:
            painter.setPen(theme.paint(_ink(scheme, severity, style)))
            self._write(QRect(left, rect.y(), width, rect.height()), text, alignment, small=style == "reason")
        elif style == "owed" and severity is None:
            # A dot says that an answer is owed here; a blank that owes none stays empty.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.paint(scheme.frame))
            painter.drawEllipse(QPointF(rect.right() - 9, rect.center().y() + 0.5), 1.7, 1.7)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if frame:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.paint(frame), 2))
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1))

    def _mark(self, rect: QRect, severity: Severity, colour: str) -> None:
        """A corner that says by its shape how grave a finding is: full for what blocks, hollow for a warning, a bar for a note."""
        ratio = self._painter.device().devicePixelRatio()
        found = _CORNERS.get((severity, colour, ratio))
        if found is None:
            found = _CORNERS[severity, colour, ratio] = _corner(severity, theme.paint(colour), ratio)
        self._painter.drawPixmap(rect.topLeft(), found)

    def _write(self, rect: QRect, text: str, alignment: int, *, small: bool) -> None:
        if small is not self._small:
            self._small = small
            self._painter.setFont(self._small_font if small else self._font)
        cut = self._texts.cut(self._painter, text, rect.width(), small=small, generation=self._generation)
        self._painter.drawText(rect, alignment, cut)


def _background(scheme: theme.Colours, severity: Severity | None, style: str, *, selected: bool) -> str:
    if selected:
        return scheme.selection
    if severity is not None:
        return scheme.of(severity)[1]
    return scheme.sunken if style in ("beside", "computed", "off") else scheme.card


def _ink(scheme: theme.Colours, severity: Severity | None, style: str) -> str:
    if severity in (Severity.ERROR, Severity.FAULT):
        return scheme.error
    return scheme.muted if style in ("beside", "reason", "off") else scheme.text


def _corner(severity: Severity, colour: QColor, ratio: float) -> QPixmap:
    made = QPixmap(round(CORNER_SIZE * ratio), round(CORNER_SIZE * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    if severity is Severity.NOTE:
        painter.fillRect(QRectF(0, 0, 3, 9), colour)
    else:
        hollow = severity is Severity.WARNING
        painter.setPen(QPen(colour, 1.6) if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
        painter.drawPolygon(HOLLOW if hollow else CORNER)
    painter.end()
    return made
