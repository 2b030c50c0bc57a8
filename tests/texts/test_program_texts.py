"""The program's own sentences in every language: none missing, none outdated, every named place where it belongs."""

import importlib.util
import re
from io import BytesIO
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from readmission import assets
from readmission.texts import Language, language, pack_catalogue, read_catalogue, unpack_catalogue

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
def said() -> set[str | tuple[str, str]]:
    return set(collector().sentences())


def read_by_babel(data: bytes) -> dict[tuple[str, str], str]:
    catalogue = read_po(BytesIO(data))
    found: dict[tuple[str, str], str] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            found[str(message.context or ""), message.id] = str(message.string)
            continue
        found["#rule", ""] = catalogue.plural_expr
        found.update({(f"#form{number}", message.id[1]): text for number, text in enumerate(message.string or ())})
    return {key: text for key, text in found.items() if text}


def places(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def messages(file: str) -> dict[str | tuple[str, str], tuple[str, ...]]:
    """The sentences of a catalogue with their translations, one for each form."""
    found: dict[str | tuple[str, str], tuple[str, ...]] = {}
    for message in read_po(BytesIO((FOLDER / file).read_bytes())):
        if message.id:
            one = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
            found[one] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


def as_text(sentence: str | tuple[str, str]) -> str:
    return sentence if isinstance(sentence, str) else " / ".join(sentence)


def test_the_template_holds_exactly_what_the_program_says(said: set[str | tuple[str, str]]) -> None:
    template = set(messages("readmission.pot"))
    assert sorted(map(as_text, said - template)) == []
    assert sorted(map(as_text, template - said)) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_is_translated_in_every_form_and_none_is_outdated(code: str, said: set[str | tuple[str, str]]) -> None:
    catalogue = {sentence for sentence, forms in messages(f"{code}.po").items() if all(forms)}
    assert sorted(map(as_text, said - catalogue)) == []
    assert sorted(map(as_text, catalogue - said)) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_named_places_are_those_of_the_english_sentence(code: str) -> None:
    wrong = [
        text
        for sentence, forms in messages(f"{code}.po").items()
        for text in forms
        if places(text) != places(sentence if isinstance(sentence, str) else sentence[1])
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "count", "wanted"),
    [
        ("en", 0, "0 countries chosen"),
        ("en", 1, "1 country chosen"),
        ("en", 2, "2 countries chosen"),
        ("en", 1234, "1,234 countries chosen"),
        ("fr", 0, "0 pays choisi"),
        ("fr", 1, "1 pays choisi"),
        ("fr", 2, "2 pays choisis"),
        ("de", 0, "0 Länder gewählt"),
        ("de", 1, "1 Land gewählt"),
        ("de", 2, "2 Länder gewählt"),
    ],
)
def test_a_number_of_things_is_said_in_the_form_of_the_language(code: str, count: int, wanted: str) -> None:
    assert language(code, FOLDER).say_count("{count} country chosen", "{count} countries chosen", count) == wanted


def test_a_language_may_have_more_forms_than_two() -> None:
    polish = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
        'msgid "{count} file"\nmsgid_plural "{count} files"\n'
        'msgstr[0] "{count} plik"\nmsgstr[1] "{count} pliki"\nmsgstr[2] "{count} plików"\n'
    )
    spoken = Language("pl", (unpack_catalogue(pack_catalogue(polish.encode())),))
    assert [spoken.say_count("{count} file", "{count} files", count) for count in (1, 3, 5, 22)] == [
        "1 plik",
        "3 pliki",
        "5 plików",
        "22 pliki",
    ]


def test_a_count_is_never_said_with_one_form_only(said: set[str | tuple[str, str]]) -> None:
    # A number right before a plural noun; a sentence that only ever counts many says so in this list.
    always_many = {
        "At least {count} characters. Nobody can look it up; the recovery identity opens when it is lost.",
        "The password is shorter than {count} characters.",
        "Content and manifest are written once and name {count} signers. A later edit discards them and says so.",
        "{comparison}: {question}: {count} of {states} states say “{code}”, the others something else.",
    }
    counted = re.compile(r"\{(?:count|days|of|all|sum|blocking|warnings|questions)\} (?:[a-z]+ )?[a-z]+s\b")
    single = {sentence for sentence in said if isinstance(sentence, str) and counted.search(sentence)}
    assert single - always_many == set()


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
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

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
    assert read_catalogue(data) == {
        ("#rule", ""): "(n > 1)",
        ("#form0", "many"): "un",
        ("#form1", "many"): "plusieurs",
        ("place", 'a "long"\ttext\n'): 'un "texte"\nlong \\ ici',
    }
    assert read_catalogue(data) == read_by_babel(data.removeprefix(b"\xef\xbb\xbf"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_is_spoken_from_its_catalogue(code: str) -> None:
    spoken = language(code, FOLDER)
    assert spoken.say("Nothing was changed.") != "Nothing was changed."
    assert Language().say("Nothing was changed.") == "Nothing was changed."


def test_a_sentence_without_translation_would_be_noticed(said: set[str | tuple[str, str]]) -> None:
    # The control of the tests above.
    assert "A sentence that nobody says." not in said
