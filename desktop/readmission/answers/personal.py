"""What looks like data of a person in a text: numbers of documents, dates of birth, the lines at the foot of a passport.

A check of a form looks at answers; this looks at everything else that travels or comes in. It finds looks, not persons: what it
finds is read by people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Looks(StrEnum):
    """What a piece of text looks like."""

    DOCUMENT = "the number of a document"
    BIRTH = "a date of birth"
    PASSPORT = "the lines at the foot of a passport"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A piece of a text and what it looks like."""

    looks: Looks
    text: str


_PATTERNS: Final = (
    (Looks.PASSPORT, re.compile(r"[A-Z][A-Z<][A-Z]{3}[A-Z]+<<?[A-Z<]{10,}")),
    (Looks.DOCUMENT, re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[ -]?[0-9]{6,9}(?![0-9])")),
    (Looks.BIRTH, re.compile(r"(?<![0-9./])[0-9]{1,2}[./-][0-9]{1,2}[./-](?:19|20)[0-9]{2}(?![0-9])")),
)


# Nothing of all this is without one of these; most texts have none.
_PERHAPS: Final = re.compile(r"[0-9]{6}|[./-](?:19|20)[0-9]{2}|<<")


def suspects(text: str) -> Iterator[Suspect]:
    """What in a text looks like data of a person."""
    if not _PERHAPS.search(text):
        return
    for looks, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield Suspect(looks, found[0][:60])
