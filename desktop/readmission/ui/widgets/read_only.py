"""The band on every page of a declaration that is open to read: who writes in it, where and since when."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from readmission.ui import theme
from readmission.ui.desk import Desk
from readmission.ui.speech import say, since


class ReadOnlyBand(QWidget):
    """Says why nothing can be changed, and offers to open it for writing."""

    def __init__(self, desk: Desk, write: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readonly")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = QLabel(_reason(desk), self)
        self.text.setFont(theme.font(bold=True))
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.write = QPushButton(say("Open for writing…"), self)
        self.write.clicked.connect(lambda _checked=False: write())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.write)


def _reason(desk: Desk) -> str:
    from readmission.tasks.open import writer  # noqa: PLC0415 - the data layer comes after the first paint
    from readmission.tasks.people import names_of  # noqa: PLC0415

    found = writer(desk.filling.folder)
    if found is None:
        return say("Read only. Nothing can be changed here.")
    name = names_of(desk.filling).get(found.person, say("Somebody"))
    return say(
        "Read only. {name} has it open for writing on {host} since {time}.", name=name, host=found.host, time=since(found.since)
    )
