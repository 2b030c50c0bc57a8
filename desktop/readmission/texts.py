"""Sentences in the user's language: one gettext mechanism for window, terminal, reports and workbooks.

English is the source text; every other language is a catalogue `<language>.po`, one for the program and one in each form.
A text of a form has its stable key as gettext context. What no catalogue holds is said in English.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from readmission.errors import Phrase, ReadmissionError
from readmission.override import override

if TYPE_CHECKING:
    from datetime import date, datetime

ENGLISH: Final = "en"

Catalogue: TypeAlias = dict[tuple[str, str], str]

# A line of a `.po` file that says something: a flag, or a string with or without the word that it belongs to.
_PO_LINE: Final = re.compile(r'^[ \t]*(?:(#,.*\bfuzzy\b.*)|(?:(msg[a-z_]+(?:\[\d+\])?)[ \t]*)?"(.*)")[ \t]*$', re.MULTILINE)
_PO_END: Final = '\nmsgid ""\n'
_ESCAPED: Final = re.compile(r"\\(.)")
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}

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

    def with_catalogue(self, catalogue: Catalogue) -> "Language":
        """This language with one more catalogue, asked before the others."""
        return replace(self, catalogues=(catalogue, *self.catalogues)) if catalogue else self

    def explain(self, error: ReadmissionError) -> Explanation:
        """What happened, what was not harmed and what to do."""
        details = {name: self.say(value) if isinstance(value, Phrase) else value for name, value in error.details.items()}
        happened, unharmed, remedy = (
            self.say(sentence).format_map(details) for sentence in (error.happened, error.unharmed, error.remedy)
        )
        return Explanation(error.code, error.place, happened, unharmed, remedy)

    def number(self, scaled: int, places: int = 0) -> str:
        """A scaled integer as people of this language write it: 1 234,50."""
        return _number(self.code, scaled, places)

    def day(self, value: "date") -> str:
        """A date in words and figures."""
        from babel.dates import format_date  # noqa: PLC0415

        return str(format_date(value, format="long", locale=_locale(self.code)))

    def moment(self, value: "datetime") -> str:
        """A date and time of day."""
        from babel.dates import format_datetime  # noqa: PLC0415

        return str(format_datetime(value, format="medium", locale=_locale(self.code)))


def read_catalogue(data: bytes) -> Catalogue:
    """The translations of the text of a `.po` file, fuzzy ones, obsolete ones and plurals left out."""
    found: Catalogue = {}
    message: dict[str, str] = {}
    fuzzy = next_is_fuzzy = False
    keyword = ""
    for line in _PO_LINE.finditer(data.decode("utf-8-sig").replace("\r\n", "\n") + _PO_END):
        flag, begun, quoted = line.groups()
        if flag:
            next_is_fuzzy = True
            continue
        # A message begins at its context, or where it has none at its text.
        if begun == "msgctxt" or (begun == "msgid" and keyword != "msgctxt"):
            if message.get("msgid") and message.get("msgstr") and not fuzzy:
                found[message.get("msgctxt", ""), message["msgid"]] = message["msgstr"]
            message, fuzzy, next_is_fuzzy = {}, next_is_fuzzy, False
        keyword = begun or keyword
        message[keyword] = message.get(keyword, "") + (_unquoted(quoted) if "\\" in quoted else quoted)
    return found


def pack_catalogue(data: bytes) -> str:
    """The translations of the text of a `.po` file as JSON text, which is read in a fraction of the time."""
    import json  # noqa: PLC0415

    return json.dumps([[context, english, text] for (context, english), text in read_catalogue(data).items()], ensure_ascii=False)


def unpack_catalogue(text: str) -> Catalogue:
    """The translations of a text made by `pack_catalogue`."""
    import json  # noqa: PLC0415

    return {(context, english): said for context, english, said in json.loads(text)}


class _Pseudo(dict[tuple[str, str], str]):
    """A catalogue that has a translation of everything: accents, a third longer, in brackets; named places stay."""

    _ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñöüýÁÇÉÍÑÖÜÝ")

    @override
    def get(self, key: tuple[str, str], default: object = None) -> str:
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


def _unquoted(text: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text)


# A table on screen writes its figures again each time that it is drawn.
@lru_cache(maxsize=16384)
def _number(code: str, scaled: int, places: int) -> str:
    from decimal import Decimal  # noqa: PLC0415 - none of this before the first number is shown

    from babel.numbers import format_decimal  # noqa: PLC0415

    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(Decimal(scaled).scaleb(-places), format=pattern, locale=_locale(code)))


@lru_cache
def _locale(code: str) -> str:
    # Babel writes a locale with an underscore; British English groups and dates as officials here do.
    return {"en": "en_GB"}.get(code, code.replace("-", "_"))
