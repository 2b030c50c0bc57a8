"""Whoever fills the form reads in plain words at every question and column what is counted and where one goes wrong."""

from collections.abc import Iterator
from typing import Final

import pytest

from readmission import assets
from readmission.form import wording
from readmission.form.model import Form, Origin, Shape
from readmission.form.reader import form_files, read_form
from readmission.texts import read_catalogue

# Asked for at free texts; alone it says nothing about what to write.
_PRIVACY: Final = "No names, dates of birth or document numbers of persons."
_SENTENCES: Final = 3
# Of these tables the question is the table itself: people tick, rank or rate what a list offers.
_ONE_QUESTION: Final = (Shape.CHOICE, Shape.RANKING, Shape.MATRIX)


@pytest.fixture(scope="module", params=["2025", "2026"])
def edition(request: pytest.FixtureRequest) -> Form:
    """Each published edition."""
    return read_form(form_files(assets.forms() / request.param))


def guidance(form: Form) -> Iterator[tuple[str, str]]:
    """Every question, column of a table and column of a list that a person fills, with what is said about it."""
    for table in form.tables.values():
        if table.origin is Origin.REFERENCE:
            continue
        if table.shape in _ONE_QUESTION:
            yield table.id, table.guidance
            continue
        for field in table.fields:
            if field.calculation is None and not field.prefilled:
                yield f"{table.id}.{field.id}", field.guidance


def said(text: str) -> str:
    """A text without the sentence about persons."""
    return text.replace(_PRIVACY, "").strip()


def test_every_place_that_a_person_fills_has_guidance(edition: Form) -> None:
    found = dict(guidance(edition))
    assert [place for place, text in found.items() if not said(text)] == []
    assert {"A.A1_02", "B.B2_05", "B2_02", "B2_15.severity", "C.C_REASON", "R4.status", "T01.RD_M", "T14O.RET"} <= found.keys()


def test_a_question_that_takes_files_says_which_kinds_and_that_they_name_no_person(edition: Form) -> None:
    taking = [(table, field) for table in edition.tables.values() for field in table.fields if field.attachments]
    assert [f"{table.id}.{field.id}" for table, field in taking] == ["B.B14_04"]
    for table, field in taking:
        spoken = [field.guidance]
        for path in sorted((assets.forms() / edition.edition / "texts").glob("*.po")):
            key = (wording.context_of_field(table.id, field.id, "guidance"), field.guidance)
            spoken.append(read_catalogue(path.read_bytes())[key])
        assert len(spoken) == len({"en", "fr", "de"})
        for text in spoken:
            assert [kind for kind in field.attachments if kind.value.upper() not in text] == []
        assert "without data of persons" in field.guidance


def test_no_two_places_are_explained_with_the_same_words(edition: Form) -> None:
    places: dict[str, list[str]] = {}
    for place, text in guidance(edition):
        places.setdefault(said(text), []).append(place)
    assert {text: same for text, same in places.items() if len(same) > 1} == {}


def test_guidance_says_more_than_the_label(edition: Form) -> None:
    labels = {f"{table.id}.{field.id}": field.label for table in edition.tables.values() for field in table.fields}
    assert [place for place, text in guidance(edition) if said(text).rstrip(".").lower() == labels.get(place, "").lower()] == []


def test_guidance_is_short(edition: Form) -> None:
    long = {place for place, text in guidance(edition) if place.partition(".")[2] and _sentences(said(text)) > _SENTENCES}
    assert long == set()


def _sentences(text: str) -> int:
    return sum(part.endswith((".", "?", "!", ".”")) for part in text.split())
