"""Reads a page back as people and programs meet it: its links, its words, and what it would load."""

import re
from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

VOID: Final = frozenset({"meta", "br", "link", "img", "input", "hr"})


class PageReader(HTMLParser):
    """Collects identifiers, links, words and every attribute through which something could be loaded."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.headers_without_scope = 0
        self.images_without_text = 0
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == [], f"left open: {self._open}"

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.links.append(found.get("href") or "")
        self.loads += [value or "" for name, value in attrs if name in ("src", "srcset", "poster", "data", "action")]
        self.loads += [tag] if tag in ("script", "link", "iframe", "object", "embed", "img", "form") else []
        self.headers_without_scope += tag == "th" and "scope" not in found
        self.images_without_text += tag == "svg" and not (found.get("aria-label") or found.get("aria-hidden"))
        if tag not in VOID:
            self._open.append(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open.pop()

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    @override
    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return re.sub(r"[ \n\t]+", " ", "".join(self.words))
