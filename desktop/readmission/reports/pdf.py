"""Pages of HTML printed as PDF/A, on A4, with the marking at the head and the number of the sheet at the foot of each.

The one place outside the window that needs Qt: its text layout is here anyway, and a second one would weigh as much again. The
result is meant for paper; whoever reads with a screen reader is better served by the HTML.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPdfWriter, QTextDocument

# In points; the head and foot stand in the margin.
MARGIN: Final = 36.0
HEAD: Final = 24.0
FAMILIES: Final = ["Inter", "Noto Sans", "Segoe UI", "Liberation Sans", "DejaVu Sans"]
STYLE: Final = """
body { color: #111820; }
h1 { font-size: 16pt; } h2 { font-size: 12pt; margin-top: 14pt; } h3 { font-size: 10pt; }
table { border-collapse: collapse; margin-bottom: 8pt; } p { margin-bottom: 4pt; }
th, td { border: 1px solid #c2cad2; padding: 3px 4px; }
th { text-align: left; } thead th { background-color: #eef2f6; }
.quiet, .under { color: #46505a; } .small { font-size: 7pt; } .digest, code { font-family: monospace; font-size: 7pt; }
"""

_KEPT: Final[list[object]] = []

# The style of the page is for browsers; marks drawn as SVG and the head that a browser repeats are made here otherwise.
_LEFT_OUT: Final = re.compile(r"<style.*?</style>|<svg.*?</svg>|<div class=\"running.*?</div>|<a class=\"skip.*?</a>", re.DOTALL)


def write_pdf(html: str, *, title: str, head: str, tell: Callable[[int, int], None] = lambda _done, _of: None) -> bytes:
    """The sheets of a page; `head` stands on each of them, `tell` hears how many are done."""
    from PySide6.QtCore import QBuffer, QIODevice, QMarginsF  # noqa: PLC0415 - only who prints pays for it
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter  # noqa: PLC0415

    _have_application()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
    writer.setTitle(title)
    writer.setCreator("Readmission")
    writer.setResolution(288)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
    )
    document = _document(html, writer)
    painter = QPainter(writer)
    pages = document.pageCount()
    for number in range(pages):
        if number:
            writer.newPage()
        _print_sheet(painter, writer, document, number, f"{head}\t{number + 1} / {pages}")
        tell(number + 1, pages)
    painter.end()
    return bytes(buffer.data().data())


def _have_application() -> None:
    """Fonts need an application; without a window there is none yet."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415

    if QGuiApplication.instance() is None:
        # Qt keeps no reference of its own; the application lives as long as the program.
        _KEPT.append(QGuiApplication(["readmission", "-platform", "offscreen"]))


def _scale(writer: "QPdfWriter") -> float:
    return writer.resolution() / 72


def _document(html: str, writer: "QPdfWriter") -> "QTextDocument":
    from PySide6.QtCore import QSizeF  # noqa: PLC0415
    from PySide6.QtGui import QFont, QTextDocument, QTextOption  # noqa: PLC0415

    scale = _scale(writer)
    font = QFont(FAMILIES)
    font.setPointSizeF(8.5)
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    document.setDefaultTextOption(option)
    document.setDefaultStyleSheet(STYLE)
    document.documentLayout().setPaintDevice(writer)
    document.setHtml(_LEFT_OUT.sub("", html).replace("<table>", '<table width="100%" cellspacing="0">'))
    document.setPageSize(QSizeF(writer.width() - 2 * MARGIN * scale, writer.height() - (2 * MARGIN + HEAD) * scale))
    return document


def _print_sheet(painter: "QPainter", writer: "QPdfWriter", document: "QTextDocument", number: int, line: str) -> None:
    from PySide6.QtCore import QRectF, Qt  # noqa: PLC0415

    scale = _scale(writer)
    size = document.pageSize()
    painter.save()
    painter.setFont(document.defaultFont())
    left, _, right = line.partition("\t")
    strip = QRectF(MARGIN * scale, MARGIN * scale * 0.6, size.width(), HEAD * scale)
    painter.drawText(strip, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, left)
    painter.drawText(strip, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, right)
    painter.translate(MARGIN * scale, (MARGIN + HEAD) * scale - number * size.height())
    document.drawContents(painter, QRectF(0, number * size.height(), size.width(), size.height()))
    painter.restore()
