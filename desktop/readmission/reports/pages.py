"""Pages of self-contained HTML: one style, every text escaped, nothing loaded from anywhere."""

import re
from functools import lru_cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from readmission import assets
from readmission.texts import Language

REHEARSAL: Final = "REHEARSAL: INVENTED ANSWERS, NOT AN ASSESSMENT"

# What may stand inside a style element: a comment is of no use to a reader and blank lines only cost bytes.
_COMMENT: Final = re.compile(r"/\*.*?\*/|\n(?=\n)", re.DOTALL)
_SPACE: Final = re.compile(r"\n\s*\n+")


def page(template: str, language: Language, *, rehearsal: bool, marking: str, **values: object) -> str:
    """A page of a template in a language, with the marking that stands on each of its sheets."""
    text = (
        _environment()
        .get_template(template)
        .render(
            say=language.say,
            say_count=language.say_count,
            number=language.number,
            language=language,
            rehearsal=rehearsal,
            rehearsal_banner=REHEARSAL,
            marking=marking,
            style=_style(),
            **values,
        )
    )
    return _SPACE.sub("\n", text)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(assets.resources() / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@lru_cache(maxsize=1)
def _style() -> Markup:
    # The style is a file of ours, not a text of anybody's: it goes in as it is.
    return Markup(_COMMENT.sub("", (assets.resources() / "report" / "page.css").read_text("utf-8")))  # noqa: S704
