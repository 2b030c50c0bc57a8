"""The program's own sentences in every language: none missing, none outdated, every named place where it belongs."""

import importlib.util
from io import BytesIO
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from readmission import assets
from readmission.texts import Language, language, read_catalogue

FOLDER = assets.resources() / "texts"
LANGUAGES = ("de", "fr")


def collector() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "packaging" / "program_texts.py"
    spec = importlib.util.spec_from_file_location("program_texts", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def said() -> set[str]:
    return set(collector().sentences())


def read_by_babel(data: bytes) -> dict[tuple[str, str], str]:
    return {
        (str(message.context or ""), message.id): message.string
        for message in read_po(BytesIO(data))
        if isinstance(message.id, str) and message.id and isinstance(message.string, str) and message.string and not message.fuzzy
    }


def places(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def test_the_template_holds_exactly_what_the_program_says(said: set[str]) -> None:
    template = {str(message.id) for message in read_po(BytesIO((FOLDER / "readmission.pot").read_bytes())) if message.id}
    assert sorted(said - template) == []
    assert sorted(template - said) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_outdated(code: str, said: set[str]) -> None:
    catalogue = {english for _context, english in read_catalogue((FOLDER / f"{code}.po").read_bytes())}
    assert sorted(said - catalogue) == []
    assert sorted(catalogue - said) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_named_places_are_those_of_the_english_sentence(code: str) -> None:
    catalogue = read_catalogue((FOLDER / f"{code}.po").read_bytes())
    wrong = [english for (_context, english), text in catalogue.items() if places(text) != places(english)]
    assert wrong == []


@pytest.mark.parametrize("path", sorted((*FOLDER.glob("*.po"), *assets.forms().rglob("*.po"))), ids=str)
def test_a_catalogue_is_read_as_babel_reads_it(path: Path) -> None:
    data = path.read_bytes()
    assert read_catalogue(data) == read_by_babel(data)


def test_what_translators_leave_in_a_catalogue_is_read_as_babel_reads_it() -> None:
    data = b"""\xef\xbb\xbf# A note.
#, fuzzy
msgctxt "first"
msgid "not sure"
msgstr "pas s\xc3\xbbr"

msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

#. for whom
#, python-brace-format, fuzzy
msgid "unsure {n}"
msgstr "douteux {n}"

msgid "one"
msgid_plural "many"
msgstr[0] "un"
msgstr[1] "plusieurs"

#| msgid "was"
msgctxt "place"
msgid ""
"a \\"long\\"\\t"
"text\\n"
msgstr "un \\"texte\\"\\n"
"long \\\\ ici"

msgid "not yet"
msgstr ""

#~ msgid "gone"
#~ msgstr "parti"
""".replace(b"\n", b"\r\n")
    assert read_catalogue(data) == {("place", 'a "long"\ttext\n'): 'un "texte"\nlong \\ ici'}
    assert read_catalogue(data) == read_by_babel(data.removeprefix(b"\xef\xbb\xbf"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_is_spoken_from_its_catalogue(code: str) -> None:
    spoken = language(code, FOLDER)
    assert spoken.say("Nothing was changed.") != "Nothing was changed."
    assert Language().say("Nothing was changed.") == "Nothing was changed."


def test_a_sentence_without_translation_would_be_noticed(said: set[str]) -> None:
    # The control of the tests above.
    assert "A sentence that nobody says." not in said
