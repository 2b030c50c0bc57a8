"""What a screen reader says at once, wherever the cursor is: a finding that came up, what was found.

Windows and macOS have an event for it. On Linux only new readers know that event; all of them read a notification that appears.
"""

from typing import Final

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface, QGuiApplication
from PySide6.QtWidgets import QWidget

from readmission.override import override

# Where notifications are read: the platforms whose accessibility goes over AT-SPI.
NOTIFIED: Final = ("xcb", "wayland")


def announce(speaker: QWidget, text: str) -> None:
    """Have a screen reader say a text; without one nothing happens."""
    if not QAccessible.isActive():
        return
    if QGuiApplication.platformName() in NOTIFIED:
        notice_of(speaker.window()).show_text(text)
    else:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(speaker, text))


def notice_of(window: QWidget) -> "Notice":
    """The notification of a window; made when it is first needed."""
    found: Notice | None = window.findChild(Notice)
    return found or Notice(window)


class Notice(QWidget):
    """A notification that is heard and not seen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.text = ""
        self.resize(0, 0)
        self.hide()
        if not _installed:
            QAccessible.installFactory(_interface)
            _installed.append(True)

    def show_text(self, text: str) -> None:
        """Appear with a text: that is when it is read."""
        self.text = text
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ObjectShow))


class _NoticeInterface(QAccessibleInterface):
    """What a screen reader is told of a notification; Qt has no widget of that role."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._notice = notice

    @override
    def isValid(self) -> bool:
        return True

    @override
    def object(self) -> QObject:
        return self._notice

    @override
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Notification

    @override
    def state(self) -> QAccessible.State:
        return QAccessible.State()

    @override
    def text(self, t: QAccessible.Text) -> str:
        return self._notice.text if t is QAccessible.Text.Name else ""

    @override
    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Nobody but the program changes what it says."""

    @override
    def rect(self) -> QRect:
        return QRect(self._notice.mapToGlobal(QPoint()), self._notice.size())

    @override
    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._notice.window())

    # Qt wants nothing where there is no child, and the types of PySide know no nothing.
    @override
    def child(self, index: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    @override
    def childCount(self) -> int:
        return 0

    @override
    def indexOfChild(self, arg__1: QAccessibleInterface) -> int:
        return -1


# Qt asks for the interface again and again and does not keep a Python object alive.
_installed: Final[list[bool]] = []
_interfaces: Final[dict[int, _NoticeInterface]] = {}


def _interface(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Notice):
        return None
    number = id(thing)
    if number not in _interfaces:
        _interfaces[number] = _NoticeInterface(thing)
        thing.destroyed.connect(lambda: _interfaces.pop(number, None))
    return _interfaces[number]
