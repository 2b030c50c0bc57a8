"""The texts of a form: their keys, the template for translators and what is wrong with a translation."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from readmission.form import wording
from readmission.form.model import Form
from readmission.form.reader import read_form
from readmission.texts import language


@pytest.fixture
def form(small: dict[str, str]) -> Form:
    return read_form({name: text.encode() for name, text in small.items()})


def entry(context: str, english: str, said: str) -> str:
    return f'msgctxt "{context}"\nmsgid "{english}"\nmsgstr "{said}"\n\n'


def complete(form: Form, **changed: str) -> bytes:
    said = {text.context: text.english for text in wording.texts_of(form)} | changed
    return "".join(entry(text.context, text.english, said[text.context]) for text in wording.texts_of(form)).encode()


def check(form: Form, data: bytes) -> list[str]:
    return [str(problem) for problem in wording.check_catalogue(form, "texts/fr.po", data)]


def test_every_text_has_its_own_key(published: Form) -> None:
    contexts = [text.context for text in wording.texts_of(published)]
    assert len(contexts) == len(set(contexts))


def test_keys_are_those_that_the_functions_give(form: Form) -> None:
    contexts = {text.context for text in wording.texts_of(form)}
    rule = form.rules["Y01.RD_M"]
    assert {
        wording.TITLE,
        wording.PROPOSAL,
        wording.context_of_section("S1"),
        wording.context_of_section("S1", "guidance"),
        wording.context_of_table("T01"),
        wording.context_of_field("T01", "RD"),
        wording.context_of_codelist("CL_FREQ"),
        wording.context_of_code("CL_FREQ", "5"),
        wording.context_of_rule(rule),
        wording.context_of_rule(rule, "why"),
        wording.context_of_parameter("jump"),
        wording.context_of_figure("IND_f"),
        wording.context_of_figure("CLASS"),
    } <= contexts
    assert wording.context_of_rule(rule) == "Y01.message"


def test_the_template_holds_every_text_untranslated(published: Form) -> None:
    catalog = read_po(BytesIO(wording.write_template(published)))
    assert {(message.context, message.id) for message in catalog if message.id} == {
        (text.context, text.english) for text in wording.texts_of(published)
    }
    assert not any(message.string for message in catalog if message.id)


def test_the_template_does_not_change_with_the_day(published: Form) -> None:
    assert b"Creation-Date" not in wording.write_template(published)


def test_a_complete_translation_has_no_problems(form: Form) -> None:
    assert check(form, complete(form)) == []


def test_a_missing_translation_is_named(form: Form) -> None:
    assert check(form, complete(form, **{"S1.label": ""})) == ["texts/fr.po: “S1.label” is not translated."]


def test_an_incomplete_translation_can_be_allowed(form: Form) -> None:
    assert wording.check_catalogue(form, "texts/fr.po", entry("S1.label", "First section", "Un").encode(), complete=False) == ()


def test_a_translation_of_an_earlier_text_is_outdated(form: Form) -> None:
    data = complete(form).replace(b'msgid "First section"', b'msgid "The first section"')
    assert check(form, data) == [
        "texts/fr.po: “S1.label” is not translated.",
        "texts/fr.po, line 10, column 1: “S1.label” is outdated: the form says it differently now.",
    ]


def test_a_translation_of_nothing_is_outdated(form: Form) -> None:
    data = complete(form) + entry("S9.label", "Ninth", "Neuvième").encode()
    assert check(form, data)[0].endswith("“S9.label” is outdated: the form has no such text.")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("{partie} en tout", "{partie} cannot be filled in here."),
        ("{parts en tout", "A brace is not closed; a brace that is meant is written twice: {{ }}."),
        ("{parts.real} en tout", "“{parts.real}” must be a plain name; a brace that is meant is written twice: {{ }}."),
        ("{parts!r} en tout", "“{parts}” must be a plain name; a brace that is meant is written twice: {{ }}."),
    ],
)
def test_a_named_place_that_cannot_be_filled_in_is_found(said: str, problem: str, form: Form) -> None:
    problems = check(form, complete(form, **{"W02.message": said}))
    assert [text.partition("“W02.message”: ")[2] for text in problems] == [problem]


def test_a_translation_may_leave_a_named_place_out_or_name_it_twice(form: Form) -> None:
    assert check(form, complete(form, **{"W02.message": "{RD}, {RD}"})) == []


def test_what_is_no_catalogue_is_refused(form: Form) -> None:
    assert check(form, b"msgid Hello\n")[0].startswith("texts/fr.po: This is no gettext catalogue")


def test_a_catalogue_is_said_by_the_program(form: Form, tmp_path: Path) -> None:
    (tmp_path / "fr.po").write_text(entry("T01.RD.label", "Decisions", "Décisions"))
    french = language("fr", tmp_path)
    context = wording.context_of_field("T01", "RD")
    assert french.say(form.tables["T01"].by_id["RD"].label, context=context) == "Décisions"
