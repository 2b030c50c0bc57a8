"""The icon of the program as Windows wants it: one drawing in several sizes, in one file."""

import os
import struct
from pathlib import Path
from typing import Final

_SIZES: Final = (16, 24, 32, 48, 64, 256)


def make_icon(drawing: Path, target: Path) -> None:
    """Draw an SVG in all sizes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice  # noqa: PLC0415 - Qt reads the variable when it is imported
    from PySide6.QtGui import QGuiApplication, QIcon  # noqa: PLC0415

    application = QGuiApplication.instance() or QGuiApplication(["icon"])
    pictures = []
    for size in _SIZES:
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QIcon(str(drawing)).pixmap(size, size).save(buffer, "PNG")
        pictures.append(bytes(data.data()))
    del application
    at = 6 + 16 * len(pictures)
    head = struct.pack("<3H", 0, 1, len(pictures))
    for size, picture in zip(_SIZES, pictures, strict=True):
        head += struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    target.write_bytes(head + b"".join(pictures))
