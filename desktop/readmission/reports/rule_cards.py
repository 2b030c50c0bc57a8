"""The card of every check: what it wants, why, from which source, and as which formula."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from readmission.form.model import Form
from readmission.form.wording import TITLE
from readmission.reports.pages import page
from readmission.texts import Language

SEVERITIES = {
    "E": "blocks the release",
    "W": "has to be settled",
    "I": "for information",
    "M": "stands in the Commission's report",
    "": "cannot come about",
}


class Card(Protocol):
    """What a card says."""

    @property
    def rule(self) -> str:
        """The number of the check; the other parts of a card are read by the template."""


def rule_cards_page(form: Form, cards: Sequence[Card], language: Language) -> str:
    """The page, its cards grouped by the letter of their numbers."""
    return page(
        "rule_cards.html",
        language,
        rehearsal=False,
        marking="",
        title=language.say(form.title, TITLE),
        edition=form.edition,
        groups=list(_groups(cards)),
        severity=lambda card: language.say(SEVERITIES[card.severity]),
        proposal=language.say(form.proposal, "form.proposal"),
    )


def _groups(cards: Sequence[Card]) -> Iterator[tuple[str, list[Card]]]:
    for letter in sorted({card.rule[0] for card in cards}):
        yield letter, [card for card in cards if card.rule.startswith(letter)]
