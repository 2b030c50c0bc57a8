"""Marks that say how things stand: by shape and colour, always beside words."""

from typing import TYPE_CHECKING, Final

from PySide6 import QtCore
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen, QPixmap, QPixmapCache, QPolygonF

from readmission.answers.finding import Severity
from readmission.ui import theme
from readmission.ui.speech import say, say_count

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

# What stands beside the mark, for one and for many.
WORDS: Final = {
    Severity.FAULT: "could not be checked",
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
# What a screen reader says of something with findings.
HAS: Final = {
    Severity.FAULT: "has checks that could not run",
    Severity.ERROR: "has errors",
    Severity.WARNING: "has warnings",
    Severity.NOTE: "has notes",
}
# What somebody said about an answer.
COMMENT: Final = "comment"
ORDER: Final = (Severity.FAULT, Severity.ERROR, Severity.WARNING, Severity.NOTE)


def words(severity: Severity, count: int) -> str:
    """A count of findings in words: 2 errors."""
    if severity is Severity.ERROR:
        return say_count("{count} error", "{count} errors", count)
    if severity is Severity.WARNING:
        return say_count("{count} warning", "{count} warnings", count)
    if severity is Severity.NOTE:
        return say_count("{count} note", "{count} notes", count)
    return f"{count} {say(WORDS[severity])}"


def pixmap(kind: Severity | str, size: int = 16) -> QPixmap:
    """The mark of a severity, or "done", as a picture."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    # Drawn once: a mark has many lines, and each step shows some.
    name = f"mark {kind} {size} {ratio} {theme.colours().accent}"
    known = QPixmap()
    if QPixmapCache.find(name, known):
        return known
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(QtCore.Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, QRectF(0, 0, size, size), kind)
    painter.end()
    QPixmapCache.insert(name, made)
    return made


def icon(kind: Severity | str) -> "QIcon":
    """The mark as an icon."""
    from PySide6.QtGui import QIcon  # noqa: PLC0415 - not before the first paint

    return QIcon(pixmap(kind, 16))


def draw(painter: QPainter, rect: QRectF, kind: Severity | str) -> None:
    """Draw a mark: octagon for an error, triangle for a warning, square for a note, bubble for a comment, round tick when done."""
    scheme = theme.colours()
    fill = QColor(scheme.of(kind)[0] if isinstance(kind, Severity) else scheme.accent if kind == COMMENT else scheme.good)
    sign = QColor(scheme.card)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 16, rect.height() / 16)
    painter.setPen(QtCore.Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    pen = QPen(sign, 1.8, QtCore.Qt.PenStyle.SolidLine, QtCore.Qt.PenCapStyle.RoundCap, QtCore.Qt.PenJoinStyle.RoundJoin)
    if kind is Severity.WARNING:
        _triangle(painter, pen)
    elif kind is Severity.NOTE:
        painter.drawRoundedRect(QRectF(1.5, 1.5, 13, 13), 2.5, 2.5)
        painter.setPen(pen)
        painter.drawPoint(QPointF(8, 5))
        painter.drawLine(QPointF(8, 8), QPointF(8, 11.4))
    elif kind == COMMENT:
        _bubble(painter)
    elif isinstance(kind, Severity):
        _octagon(painter, pen, cross=kind is Severity.ERROR)
    else:
        painter.drawEllipse(QRectF(1, 1, 14, 14))
        painter.setPen(pen)
        painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(4.8, 8.3), QPointF(7.1, 10.6), QPointF(11.3, 5.8)]))
    painter.restore()


def _bubble(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(1, 2, 14, 9.5), 3, 3)
    painter.drawPolygon(QPolygonF([QPointF(4, 10), QPointF(4, 15), QPointF(9, 10.5)]))


def _triangle(painter: QPainter, pen: QPen) -> None:
    painter.drawPolygon(QPolygonF([QPointF(8, 1.2), QPointF(15.4, 14.6), QPointF(0.6, 14.6)]))
    painter.setPen(pen)
    painter.drawLine(QPointF(8, 6.2), QPointF(8, 9.6))
    painter.drawPoint(QPointF(8, 12.2))


def _octagon(painter: QPainter, pen: QPen, *, cross: bool) -> None:
    corner, far = 5.2, 10.8
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(corner, 1),
                QPointF(far, 1),
                QPointF(15, corner),
                QPointF(15, far),
                QPointF(far, 15),
                QPointF(corner, 15),
                QPointF(1, far),
                QPointF(1, corner),
            ]
        )
    )
    painter.setPen(pen)
    if cross:
        painter.drawLine(QPointF(5.6, 5.6), QPointF(10.4, 10.4))
        painter.drawLine(QPointF(10.4, 5.6), QPointF(5.6, 10.4))
    else:
        painter.drawLine(QPointF(5, 8), QPointF(11, 8))
