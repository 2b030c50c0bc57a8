"""The words by which a declaration's questions and countries are known, in every language of its form."""

import csv
from typing import Final

from readmission import assets
from readmission.sheets.vocabulary import Vocabulary, plain
from readmission.tasks.fill import Filling
from readmission.texts import ENGLISH, Language, language

TEXTS: Final = "texts"


def words_of(filling: Filling) -> Vocabulary:
    """The vocabulary of a declaration."""
    unpacked = filling.unpacked
    folder = assets.resources() / TEXTS
    languages = [Language(ENGLISH)]
    languages += [language(code, folder).with_catalogue(unpacked.translation(code)) for code in unpacked.translations]
    return Vocabulary(filling.form, languages, _usual_names(filling, [one.code for one in languages]))


def _usual_names(filling: Filling, codes: list[str]) -> dict[str, str]:
    """Names and codes of countries as people use them; a name that two countries bear stands for neither."""
    from babel import Locale  # noqa: PLC0415 - costs 0.1 s, paid when a file comes in

    countries = filling.form.codelists[filling.form.countries].by_id
    text = (assets.resources() / "countries" / "usual_names.csv").read_text(encoding="utf-8")
    named = [(row["name"], row["country"]) for row in csv.DictReader(text.splitlines())]
    for code in codes:
        territories = Locale.parse(code, sep="-").territories
        named += [(territories.get(country, ""), country) for country in countries]
    found: dict[str, str] = {}
    for name, country in named:
        if country in countries and (known := plain(name)):
            found[known] = country if found.get(known, country) == country else ""
    return {name: country for name, country in found.items() if country}
