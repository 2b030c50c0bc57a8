"""What the window remembers of itself between two runs: its place on the screen, the page and cell, the latest declarations.

Kept in the platform's folder for settings; nothing of the answers is in it.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

RECENT: Final = 8


class Memory:
    """The settings of the window."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "readmission", "readmission-window"
        )

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window was."""
        value = self._settings.value("window/geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue("window/geometry", value)

    @property
    def scheme(self) -> str:
        """The chosen scheme: light, dark, or as the system shows."""
        return self._text("window/scheme")

    @scheme.setter
    def scheme(self, value: str) -> None:
        self._settings.setValue("window/scheme", value)

    @property
    def language(self) -> str:
        """The chosen language; empty as the system speaks."""
        return self._text("window/language")

    @language.setter
    def language(self, value: str) -> None:
        self._settings.setValue("window/language", value)

    def recent(self) -> list[Path]:
        """The declarations opened last that still exist, newest first."""
        stored = self._text("recent").split("\n")
        return [Path(text) for text in stored if text and Path(text).is_dir()]

    def remember(self, folder: Path) -> None:
        """Put a declaration at the top of the recent ones."""
        kept = [folder, *(other for other in self.recent() if other != folder)][:RECENT]
        self._settings.setValue("recent", "\n".join(str(path) for path in kept))

    def page(self, declaration: str) -> str:
        """The page that was open last in a declaration."""
        return self._text(f"pages/{declaration}")

    def keep_page(self, declaration: str, page: str) -> None:
        """Remember the page that is open."""
        self._settings.setValue(f"pages/{declaration}", page)

    def place(self, declaration: str) -> str:
        """The cell on which the cursor was last in a declaration."""
        return self._text(f"places/{declaration}")

    def keep_place(self, declaration: str, place: str) -> None:
        """Remember the cell that the cursor is on, or with "" that it is on none."""
        self._settings.setValue(f"places/{declaration}", place)

    def person(self, folder: Path) -> str:
        """Who opened a declaration last."""
        return self._text(f"persons/{folder.name}")

    def keep_person(self, folder: Path, name: str) -> None:
        """Remember who opened a declaration."""
        self._settings.setValue(f"persons/{folder.name}", name)

    def _text(self, key: str) -> str:
        value = self._settings.value(key)
        return value if isinstance(value, str) else ""


def name_of(folder: Path) -> str:
    """What a declaration is remembered by: two of one name in different places are two."""
    from hashlib import sha256  # noqa: PLC0415 - not before the first paint

    whole = folder.absolute()
    return f"{whole.name}-{sha256(str(whole).encode()).hexdigest()[:12]}"
