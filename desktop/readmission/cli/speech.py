"""The language that a terminal is spoken to in: the one its user asks for, where the program has it.

It is that of errors, findings, and pages for people. What the commands themselves say beside these is English, as are their options.
"""

import os
from collections.abc import Mapping
from typing import Final

from readmission import assets
from readmission.texts import ENGLISH, Language, language

TEXTS: Final = "texts"
# The first that is set holds, as everywhere on a terminal.
_ASKED: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def known() -> list[str]:
    """The languages of the program."""
    return sorted({ENGLISH, *(path.stem for path in (assets.resources() / TEXTS).glob("*.po"))})


def spoken(environment: Mapping[str, str] = os.environ) -> Language:
    """The language that is asked for, such as fr_BE.UTF-8, or English."""
    asked = next((value for name in _ASKED if (value := environment.get(name))), "")
    code = asked.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return language(code if code in known() else ENGLISH, assets.resources() / TEXTS)
