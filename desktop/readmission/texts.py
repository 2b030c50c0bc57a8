"""Sentences in the user's language: one gettext mechanism for window, terminal, reports and workbooks.

English is the source text; every other language is a catalogue `<language>.po`, one for the program and one in each form.
A text of a form has its stable key as gettext context. What no catalogue holds is said in English.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final, TypeAlias

from typing_extensions import override

from readmission.errors import Phrase, ReadmissionError

ENGLISH: Final = "en"

Catalogue: TypeAlias = dict[tuple[str, str], str]

# Under these keys a catalogue holds which form a number asks for, and each form of a sentence that has several.
_RULE: Final = "#rule"
_FORM: Final = "#form"
_ENGLISH_RULE: Final = "n != 1"
_GROUPED: Final = 1000

_PLACES: Final = re.compile(r"(\{[^{}]*\})")


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error in three sentences of the user's language."""

    code: str
    place: str
    happened: str
    unharmed: str
    remedy: str

    @override
    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.happened} {self.unharmed} {self.remedy} ({self.code})".replace("  ", " ")


@dataclass(frozen=True, slots=True)
class Language:
    """A language with the catalogues that say its sentences, the first that knows one first."""

    code: str = ENGLISH
    catalogues: tuple[Catalogue, ...] = field(default=(), repr=False, compare=False)

    def say(self, english: str, context: str = "", **values: object) -> str:
        """A sentence with its named places filled in."""
        for catalogue in self.catalogues:
            translated = catalogue.get((context, english))
            if translated:
                english = translated
                break
        return english.format_map(values) if values else english

    def say_count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """A sentence about a number of things in the form that the number asks for; `{count}` is the number unless given."""
        values = {"count": str(number) if abs(number) < _GROUPED else self.number(number), **values}
        for catalogue in self.catalogues:
            form = _form_of(catalogue.get((_RULE, ""), "") or _ENGLISH_RULE, number)
            translated = catalogue.get((f"{_FORM}{form}", many))
            if translated:
                return translated.format_map(values)
        return (one if number == 1 else many).format_map(values)

    def with_catalogue(self, catalogue: Catalogue) -> "Language":
        """This language with one more catalogue, asked before the others."""
        return replace(self, catalogues=(catalogue, *self.catalogues)) if catalogue else self

    def explain(self, error: ReadmissionError) -> Explanation:
        """What happened, what was not harmed and what to do."""
        details = {name: self._phrase(value) if isinstance(value, Phrase) else value for name, value in error.details.items()}
        happened, unharmed, remedy = (
            self.say(sentence).format_map(details) for sentence in (error.happened, error.unharmed, error.remedy)
        )
        return Explanation(error.code, error.place, happened, unharmed, remedy)

    def _phrase(self, phrase: Phrase) -> str:
        said = self.say(phrase.english)
        return said.format_map(phrase.values) if phrase.values else said

    def number(self, scaled: int, places: int = 0) -> str:
        """A scaled integer as people of this language write it: 1 234,50."""
        written = _written(self.code, places)
        return written(scaled if not places else Decimal(scaled).scaleb(-places))

    def day(self, value: date) -> str:
        """A date in words and figures."""
        from babel.dates import format_date  # noqa: PLC0415

        return str(format_date(value, format="long", locale=_locale(self.code)))

    def moment(self, value: datetime) -> str:
        """A date and time of day."""
        from babel.dates import format_datetime  # noqa: PLC0415

        return str(format_datetime(value, format="medium", locale=_locale(self.code)))


def read_catalogue(data: bytes) -> Catalogue:
    """The translations of the text of a `.po` file, fuzzy ones left out."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - only a language other than English needs it

    messages = read_po(BytesIO(data))
    found: Catalogue = {}
    for message in messages:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            if isinstance(message.string, str) and message.string:
                found[message.context or "", message.id] = message.string
            continue
        found[_RULE, ""] = messages.plural_expr
        for number, text in enumerate(message.string or ()):
            if text:
                found[f"{_FORM}{number}", message.id[1]] = text
    return found


def pack_catalogue(data: bytes) -> str:
    """The translations of the text of a `.po` file as JSON text, which is read in a fraction of the time."""
    return json.dumps([[context, english, text] for (context, english), text in read_catalogue(data).items()], ensure_ascii=False)


def unpack_catalogue(text: str) -> Catalogue:
    """The translations of a text made by `pack_catalogue`."""
    return {(context, english): said for context, english, said in json.loads(text)}


class _Pseudo(dict[tuple[str, str], str]):
    """A catalogue that has a translation of everything: accents, a third longer, in brackets; named places stay."""

    _ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñöüýÁÇÉÍÑÖÜÝ")

    @override
    def get(self, key: tuple[str, str], default: object = None) -> str:
        if key[0] == _RULE:
            return ""
        parts = _PLACES.split(key[1])
        parts[::2] = [part.translate(self._ACCENTS) for part in parts[::2]]
        return f"[{''.join(parts)}{' ~' * (1 + len(key[1]) // 6)}]"


def pseudo() -> Language:
    """English made strange, in which a sentence that was not meant to be translated is seen at once."""
    return Language(ENGLISH, (_Pseudo(),))


def language(code: str, *folders: Path) -> Language:
    """The language with the catalogues that the folders hold for it."""
    paths = (folder / f"{code}.po" for folder in folders)
    return Language(code, tuple(read_catalogue(path.read_bytes()) for path in paths if path.is_file()))


def _form_of(rule: str, count: int) -> int:
    return _rule(rule)(count)


@lru_cache
def _rule(rule: str) -> Callable[[int], int]:
    from gettext import c2py  # noqa: PLC0415 - likewise; reads a rule without running it as code

    found: Callable[[int], int] = c2py(rule)
    return found


@lru_cache
def _written(code: str, places: int) -> Callable[[int | Decimal], str]:
    """What writes a number; looked up once, as a page has thousands of them."""
    from babel import Locale  # noqa: PLC0415 - costs 0.1 s, paid at the first number only
    from babel.numbers import parse_pattern  # noqa: PLC0415

    locale = Locale.parse(_locale(code))
    pattern = parse_pattern("#,##0" + ("." + "0" * places if places else ""))
    return lambda number: str(pattern.apply(number, locale))


@lru_cache
def _locale(code: str) -> str:
    # Babel writes a locale with an underscore; British English groups and dates as officials here do.
    return {"en": "en_GB"}.get(code, code.replace("-", "_"))
