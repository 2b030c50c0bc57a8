"""Write the cards of a form's checks as one page."""

from pathlib import Path

from readmission.checks.wording import cards
from readmission.reports.rule_cards import rule_cards_page
from readmission.tasks.check_form import check_form
from readmission.tasks.files import write_whole
from readmission.texts import Language, read_catalogue


def write_rule_cards(folder: Path, target: Path, language: Language) -> int:
    """Write the page, in the form's words of the language where it has them, and say how many cards it has."""
    form = check_form(folder)
    said = folder / "texts" / f"{language.code}.po"
    language = language.with_catalogue(read_catalogue(said.read_bytes())) if said.is_file() else language
    found = cards(form, language)
    write_whole(target, rule_cards_page(form, found, language).encode())
    return len(found)
