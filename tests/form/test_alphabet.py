"""Names are sorted without a window as the window's system sorts them."""

from functools import cmp_to_key

import pytest
from PySide6.QtCore import QCollator, QLocale, Qt

from readmission import assets
from readmission.form import wording
from readmission.form.alphabet import by_name
from readmission.form.reader import form_files, read_form
from readmission.texts import Language, read_catalogue

ORDINARY = (
    "Österreich Ägypten Zypern Zagreb Ostrava Cyprus Roma Zena Lublin Nubia Nandu Tara Sa Ulm Übel Azur Dublin Îles Ile Ab Co-op"
)
OTHER = "Énée Egypte Eritrea Řím Šri Srí Žena Čad Ñandú Łódź Lodz Ăa Âa Coop Congo,x Congo"
NAMES = f"{ORDINARY} {OTHER}".split()
FORM = read_form(form_files(assets.forms() / "2026"))


def as_the_system_does(names: list[str], language: str) -> list[str]:
    collator = QCollator(QLocale(language))
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return sorted(names, key=lambda name: (cmp_to_key(collator.compare)(name), name))


@pytest.mark.parametrize("language", ["en", "fr", "de", "it", "nl", "pt", "cs", "es", "hr", "pl", "ro", "sl"])
def test_a_language_sorts_letters_and_marks_its_own_way(language: str) -> None:
    assert list(by_name(NAMES, str, language)) == as_the_system_does(NAMES, language)


@pytest.mark.parametrize("language", ["da", "sv"])
def test_letters_of_ones_own_stand_at_the_end(language: str) -> None:
    names = ["Åland", "Østerbro" if language == "da" else "Öland", "Albanien", "Zambia", "Norge"]
    assert list(by_name(names, str, language)) == as_the_system_does(names, language)


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_the_countries_and_states_of_the_questionnaire_stand_as_in_the_window(language: str) -> None:
    catalogue = assets.forms() / "2026" / "texts" / f"{language}.po"
    spoken = Language(language)
    if catalogue.is_file():
        spoken = spoken.with_catalogue(read_catalogue(catalogue.read_bytes()))
    for name in (FORM.countries, FORM.states):
        codes = FORM.codelists[name].by_id
        names = {code: spoken.say(codes[code].label, wording.context_of_code(name, code)) for code in codes}
        assert len(names) > 30
        assert [names[code] for code in by_name(names, names.__getitem__, language)] == as_the_system_does(
            list(names.values()), language
        )
