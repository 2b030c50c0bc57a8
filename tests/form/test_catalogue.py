"""A translation's file is read entry by entry and printed as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission import assets
from readmission.form.catalogue import Entry, read_catalogue, write_catalogue
from readmission.form.problems import FormRefused

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029") | st.sampled_from('\n\t\\"#'))
ENTRIES = st.builds(Entry, TEXTS.map(lambda text: f"{text}.label"), TEXTS, TEXTS, st.just(()) | st.just(("#, fuzzy", "#. Two")))


@given(st.lists(ENTRIES, max_size=4).map(tuple))
def test_what_is_printed_is_read_back(entries: tuple[Entry, ...]) -> None:
    assert read_catalogue("texts/fr.po", write_catalogue(entries)) == entries


def test_the_published_translations_are_printed_as_they_stand() -> None:
    for path in (assets.forms() / "2025" / "texts").glob("*.po"):
        assert write_catalogue(read_catalogue(path.name, path.read_bytes())) == path.read_bytes()


def test_a_line_that_is_none_is_refused_with_its_place() -> None:
    with pytest.raises(FormRefused) as refused:
        read_catalogue("texts/fr.po", b'msgid ""\nmsgstr ""\n\nmsgctxt "a.label"\nmsgid_plural "b"\n')
    assert str(refused.value.problems[0]).startswith("texts/fr.po, line 5, column 1: ")


def test_what_another_program_escapes_is_understood() -> None:
    data = b'msgctxt "a.label"\nmsgid "a"\nmsgstr ""\n"one\\n"\n"t\\two \\"x\\" \\\\"\n'
    assert read_catalogue("texts/fr.po", data)[0].translation == 'one\nt\two "x" \\'
