"""Countries in the order of their names, as the user's language sorts them; files and workbooks keep the order of the codes."""

from collections.abc import Callable, Iterable
from functools import cmp_to_key

from PySide6.QtCore import QCollator, QLocale, Qt

from readmission.answers.model import Key
from readmission.form.model import Table
from readmission.ui.wording import country_of


def sorted_by_name(codes: Iterable[str], name: Callable[[str], str], language: str) -> tuple[str, ...]:
    """Codes in the order in which a language sorts their names: É beside E, whatever the codes are."""
    collator = QCollator(QLocale(language))
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    compare = cmp_to_key(collator.compare)
    return tuple(sorted(codes, key=lambda code: (compare(name(code)), code)))


class NameOrder:
    """Where the countries of a round stand among each other; sorted once, then looked up."""

    def __init__(self, countries: Iterable[str], name: Callable[[str], str], language: str) -> None:
        self.countries = sorted_by_name(countries, name, language)
        self._ranks = {country: rank for rank, country in enumerate(self.countries)}

    def rank(self, country: str) -> int:
        """The place of a country; no country comes before all, one that the round does not have after all."""
        return self._ranks.get(country, len(self._ranks)) if country else -1

    def rows(self, table: Table, keys: Iterable[Key]) -> tuple[Key, ...]:
        """The rows of a table by the names of their countries, those of one country in the order in which they came."""
        return tuple(sorted(keys, key=lambda key: self.rank(country_of(table, key))))
