"""The words by which a declaration's questions and countries are known, in every language of its form."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from readmission import assets
from readmission.sheets.vocabulary import Vocabulary, plain
from readmission.tasks.fill import Filling
from readmission.texts import ENGLISH, Language, language

TEXTS: Final = "texts"
COUNTRIES: Final = "countries"


# The words of the declarations that are open; they are gathered once, however many files come in.
_gathered: Final[WeakKeyDictionary[Filling, Vocabulary]] = WeakKeyDictionary()


def words_of(filling: Filling) -> Vocabulary:
    """The vocabulary of a declaration."""
    words = _gathered.get(filling)
    if words is None:
        words = _gathered[filling] = _words_of(filling)
        words.learn()
    return words


def code_page_of(filling: Filling) -> str:
    """The code page in which programs of the declaration's state write texts; empty where it is that of Western Europe."""
    text = (assets.resources() / COUNTRIES / "code_pages.csv").read_text(encoding="utf-8")
    return {row["state"]: row["code_page"] for row in csv.DictReader(text.splitlines())}.get(filling.declaration.member_state, "")


def _words_of(filling: Filling) -> Vocabulary:
    unpacked = filling.unpacked
    languages = [Language(ENGLISH)]
    languages += [_program(code).with_catalogue(unpacked.translation(code)) for code in unpacked.translations]
    listed = filling.form.codelists.get(filling.form.countries)
    countries = frozenset(listed.by_id if listed else ())
    return Vocabulary(filling.form, languages, _usual_names(countries, tuple(one.code for one in languages)))


@lru_cache
def _program(code: str) -> Language:
    return language(code, assets.resources() / TEXTS)


@lru_cache(maxsize=4)
def _usual_names(countries: frozenset[str], codes: tuple[str, ...]) -> Mapping[str, str]:
    """Names and codes of countries as people use them; a name that two countries bear stands for neither."""
    from babel import Locale  # noqa: PLC0415 - costs 0.1 s, paid when a file comes in

    text = (assets.resources() / COUNTRIES / "usual_names.csv").read_text(encoding="utf-8")
    named = [(row["name"], row["country"]) for row in csv.DictReader(text.splitlines())]
    for code in codes:
        territories = Locale.parse(code, sep="-").territories
        named += [(territories.get(country, ""), country) for country in sorted(countries)]
    found: dict[str, str] = {}
    for name, country in named:
        if country in countries and (known := plain(name)):
            found[known] = country if found.get(known, country) == country else ""
    return {name: country for name, country in found.items() if country}
