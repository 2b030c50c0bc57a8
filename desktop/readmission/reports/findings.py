"""The findings of a declaration as a page and as lines for a spreadsheet: for those who answer them without the program."""

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Final

from readmission.reports.pages import page
from readmission.texts import Language

HEADINGS: Final = ("Rule", "Severity", "Country", "Question", "Cells", "Finding", "Reason of the check", "Settled")

# What a spreadsheet would take for a formula gets a sign before it that makes it text.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in words: its rule, how grave it is, which cells it is about, what is wrong, and why it matters."""

    rule: str
    severity: str
    country: str
    where: str
    places: str
    message: str
    why: str
    settled: str


def findings_page(lines: Sequence[FindingLine], *, title: str, rehearsal: bool, marking: str, language: Language) -> str:
    """The findings by rule."""
    rules = list(dict.fromkeys(line.rule for line in lines))
    groups = [(rule, [line for line in lines if line.rule == rule]) for rule in rules]
    return page("findings.html", language, rehearsal=rehearsal, marking=marking, title=title, groups=groups, count=len(lines))


def findings_csv(lines: Sequence[FindingLine], language: Language) -> bytes:
    """The findings as CSV with headings, in UTF-8 with the mark by which Excel knows it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([language.say(heading) for heading in HEADINGS])
    writer.writerows([_harmless(str(part)) for part in astuple(line)] for line in lines)
    return ("\ufeff" + stream.getvalue()).encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
