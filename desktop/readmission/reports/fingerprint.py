"""A fingerprint for people and for cameras: words that two people read to each other, and a QR code."""

import io
from functools import lru_cache
from typing import Final

import segno
from markupsafe import Markup, escape

from readmission import assets
from readmission.texts import ENGLISH, Language

WORDS: Final = 12

_LIST_LENGTH: Final = 256
_MODULE_PIXELS: Final = 3


def words_of(digest: str, language: Language) -> list[str]:
    """A word for each of the first bytes of a digest (hexadecimal), in the language, or in English where it has no list."""
    known = word_list(language.code) or word_list(ENGLISH)
    return [known[byte] for byte in bytes.fromhex(digest)[:WORDS]]


@lru_cache
def word_list(code: str) -> tuple[str, ...]:
    """The 256 words of a language, one for each byte; empty where there is none."""
    path = assets.resources() / "words" / f"{code}.txt"
    words = tuple(path.read_text("utf-8").split()) if path.is_file() else ()
    if words and len(set(words)) != _LIST_LENGTH:
        raise ValueError(f"{path.name} must hold {_LIST_LENGTH} different words")
    return words


def qr_image(text: str, title: str) -> Markup:
    """A QR code of a text as an SVG inside the page, with its meaning for those who do not see it."""
    target = io.BytesIO()
    segno.make_qr(text, error="m").save(
        target, kind="svg", xmldecl=False, svgns=False, scale=_MODULE_PIXELS, border=4, light="#ffffff", omitsize=False
    )
    drawing = target.getvalue().decode()
    # The drawing consists of numbers that the encoder wrote; only the title is a text.
    return Markup(drawing.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1))  # noqa: S704
