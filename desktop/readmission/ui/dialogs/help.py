"""The help, without a network: one page a task, found by its title or by any word on it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from readmission import assets
from readmission.ui import theme
from readmission.ui.speech import language, say

# In the order in which a person needs them.
TOPICS: Final = (
    "start", "countries", "sorting", "questions", "dossier", "table", "numbers", "files", "findings", "people", "release", "safety",
    "accessibility", "glossary",
)  # fmt: skip
_ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of the help: its topic, its title and its text as Markdown."""

    topic: str
    title: str
    text: str


@lru_cache(maxsize=4)
def help_pages(code: str) -> tuple[HelpPage, ...]:
    """The pages in a language; a page that is not translated is in English."""
    folder = assets.resources() / "help"
    pages = []
    for topic in TOPICS:
        path = folder / code / f"{topic}.md"
        text = (path if path.is_file() else folder / _ENGLISH / f"{topic}.md").read_text("utf-8")
        title = text.partition("\n")[0].removeprefix("#").strip()
        pages.append(HelpPage(topic, title, text))
    return tuple(pages)


class HelpDialog(QDialog):
    """The pages beside their list; typing looks for words."""

    def __init__(self, topic: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Help"))
        self.resize(920, 640)
        self._pages = help_pages(language().code)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(say("Find in the help"))
        self.search.setAccessibleName(say("Find in the help"))
        self.search.setClearButtonEnabled(True)
        self.topics = QListWidget(self)
        self.topics.setAccessibleName(say("Pages of the help"))
        self.topics.setFixedWidth(250)
        self.text = QTextBrowser(self)
        self.text.setAccessibleName(say("Help"))
        self.text.setOpenLinks(False)
        self.text.document().setDefaultFont(theme.font())
        self.text.anchorClicked.connect(self._on_anchor_clicked)
        self.search.textChanged.connect(self._fill)
        self.topics.currentItemChanged.connect(self._on_topic_changed)
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.topics, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 14, 14, 14)
        row.setSpacing(12)
        row.addLayout(left)
        row.addWidget(self.text, 1)
        self._fill("")
        self.show_topic(topic)

    def show_topic(self, topic: str) -> None:
        """Turn to a page; one that does not exist leaves the first."""
        for row in range(self.topics.count()):
            if self.topics.item(row).data(Qt.ItemDataRole.UserRole) == topic:
                self.topics.setCurrentRow(row)
                return
        if self.topics.currentRow() < 0:
            self.topics.setCurrentRow(0)

    def _fill(self, words: str) -> None:
        wanted = words.casefold().split()
        self.topics.clear()
        for page in self._pages:
            if all(word in page.text.casefold() for word in wanted):
                item = QListWidgetItem(page.title, self.topics)
                item.setData(Qt.ItemDataRole.UserRole, page.topic)
        self.topics.setCurrentRow(0)

    def _on_topic_changed(self, item: QListWidgetItem | None) -> None:
        topic = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        text = next((page.text for page in self._pages if page.topic == topic), "")
        self.text.setMarkdown(text or say("No page has these words."))

    def _on_anchor_clicked(self, address: QUrl) -> None:
        # A link names a topic; nothing here leads out of the program.
        self.search.clear()
        self.show_topic(address.path().removesuffix(".md"))


def show_help(parent: QWidget | None, topic: str) -> None:
    """Show the help on a topic; pages of the window have topics of the same name."""
    HelpDialog({"general": "dossier", "overview": "countries"}.get(topic, topic), parent).exec()
