"""The words by which a declaration's questions and countries are known, in every language of its form."""

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
    """Names of countries as people use them; a name that two countries bear stands for neither."""
    from babel import Locale  # noqa: PLC0415 - costs 0.1 s, paid when a file comes in

    countries = filling.form.codelists[filling.form.countries].by_id
    found: dict[str, str] = {}
    for code in codes:
        territories = Locale.parse(code, sep="-").territories
        for country in countries:
            name = plain(territories.get(country, ""))
            if name:
                found[name] = country if found.get(name, country) == country else ""
    return {name: country for name, country in found.items() if country}
