"""Write the cards of a form's checks as one page."""

from pathlib import Path

from readmission.checks.wording import cards
from readmission.reports.rule_cards import rule_cards_page
from readmission.tasks.check_form import check_form
from readmission.tasks.files import write_whole
from readmission.texts import Language


def write_rule_cards(folder: Path, target: Path, language: Language) -> int:
    """Write the page and say how many cards it has."""
    form = check_form(folder)
    found = cards(form, language)
    write_whole(target, rule_cards_page(form, found, language).encode())
    return len(found)
