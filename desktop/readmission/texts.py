"""Sentences in the user's language: one gettext mechanism for window, terminal, reports and workbooks.

English is the source text; every other language is a catalogue `<language>.po`, one for the program and one in each form.
A text of a form has its stable key as gettext context. What no catalogue holds is said in English.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from readmission.errors import Phrase, ReadmissionError
from readmission.override import override

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

ENGLISH: Final = "en"

Catalogue: TypeAlias = dict[tuple[str, str], str]

# Under these keys a catalogue holds which form a number asks for, and each form of a sentence that has several.
_RULE: Final = "#rule"
_FORM: Final = "#form"
_ENGLISH_RULE: Final = "n != 1"
_GROUPED: Final = 1000
# A line of a `.po` file that says something: a flag, or a string with or without the word that it belongs to.
_PO_LINE: Final = r'^[ \t]*(?:(#,.*\bfuzzy\b.*)|(?:(msg[a-z_]+(?:\[\d+\])?)[ \t]*)?"(.*)")[ \t]*$'
_PO_END: Final = '\nmsgid ""\n'
_PLURAL: Final = r"^Plural-Forms:.*;\s*plural=([^;\n]+)"
_ESCAPED: Final = r"\\(.)"
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}

_PLACES: Final = r"(\{[^{}]*\})"


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
        values = {"count": self.count(number), **values}
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
        return _number(self.code, scaled, places)

    def count(self, number: int) -> str:
        """A number of things as people of this language write it; a small one needs no rules of any language."""
        return str(number) if abs(number) < _GROUPED else self.number(number)

    def day(self, value: "date") -> str:
        """A date in words and figures."""
        from babel.dates import format_date  # noqa: PLC0415

        return str(format_date(value, format="long", locale=_locale(self.code)))

    def moment(self, value: "datetime") -> str:
        """A date and time of day."""
        from babel.dates import format_datetime  # noqa: PLC0415

        return str(format_datetime(value, format="medium", locale=_locale(self.code)))


def read_catalogue(data: bytes) -> Catalogue:
    """The translations of the text of a `.po` file, fuzzy ones and obsolete ones left out."""
    found: Catalogue = {}
    message: dict[str, str] = {}
    fuzzy = next_is_fuzzy = False
    keyword = head = ""
    # Compiled when a catalogue is read: a window that speaks English reads none before it is drawn.
    for line in re.finditer(_PO_LINE, data.decode("utf-8-sig").replace("\r\n", "\n") + _PO_END, re.MULTILINE):
        flag, begun, quoted = line.groups()
        if flag:
            next_is_fuzzy = True
            continue
        # A message begins at its context, or where it has none at its text.
        if begun == "msgctxt" or (begun == "msgid" and keyword != "msgctxt"):
            if message.get("msgid") and not fuzzy:
                found.update(_entries(message))
            elif not message.get("msgid"):
                head = message.get("msgstr", "") or head
            message, fuzzy, next_is_fuzzy = {}, next_is_fuzzy, False
        keyword = begun or keyword
        message[keyword] = message.get(keyword, "") + (_unquoted(quoted) if "\\" in quoted else quoted)
    rule = re.search(_PLURAL, head, re.MULTILINE)
    if rule and any(context.startswith(_FORM) for context, _ in found):
        found[_RULE, ""] = rule[1].strip()
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
        if key[0] == _RULE:
            return ""
        parts = re.split(_PLACES, key[1])
        parts[::2] = [part.translate(self._ACCENTS) for part in parts[::2]]
        return f"[{''.join(parts)}{' ~' * (1 + len(key[1]) // 6)}]"


def pseudo() -> Language:
    """English made strange, in which a sentence that was not meant to be translated is seen at once."""
    return Language(ENGLISH, (_Pseudo(),))


def language(code: str, *folders: Path) -> Language:
    """The language with the catalogues that the folders hold for it."""
    paths = (folder / f"{code}.po" for folder in folders)
    return Language(code, tuple(read_catalogue(path.read_bytes()) for path in paths if path.is_file()))


def _entries(message: dict[str, str]) -> Catalogue:
    many = message.get("msgid_plural")
    if many is None:
        return {(message.get("msgctxt", ""), message["msgid"]): message["msgstr"]} if message.get("msgstr") else {}
    forms = {name[len("msgstr[") : -1]: text for name, text in message.items() if name.startswith("msgstr[") and text}
    return {(f"{_FORM}{number}", many): text for number, text in forms.items()}


def _unquoted(text: str) -> str:
    return re.sub(_ESCAPED, lambda found: _ESCAPES.get(found[1], found[1]), text)


def _form_of(rule: str, count: int) -> int:
    return _rule(rule)(count)


@lru_cache
def _rule(rule: str) -> Callable[[int], int]:
    from gettext import c2py  # noqa: PLC0415 - needed at the first number only; reads a rule without running it as code

    found: Callable[[int], int] = c2py(rule)
    return found


# A table on screen writes its figures again each time that it is drawn.
@lru_cache(maxsize=16384)
def _number(code: str, scaled: int, places: int) -> str:
    from decimal import Decimal  # noqa: PLC0415 - none of this before the first number is shown

    return _written(code, places)(Decimal(scaled).scaleb(-places))


@lru_cache
def _written(code: str, places: int) -> "Callable[[Decimal], str]":
    from babel import Locale  # noqa: PLC0415
    from babel.numbers import parse_pattern  # noqa: PLC0415

    locale = Locale.parse(_locale(code))
    pattern = parse_pattern("#,##0" + ("." + "0" * places if places else ""))
    return lambda number: str(pattern.apply(number, locale))


@lru_cache
def _locale(code: str) -> str:
    # Babel writes a locale with an underscore; British English groups and dates as officials here do.
    return {"en": "en_GB"}.get(code, code.replace("-", "_"))
