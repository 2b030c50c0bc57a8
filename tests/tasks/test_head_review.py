"""The head's review: verdicts stand for what was judged, only what changed is looked at again, and nothing of it travels."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from readmission.answers.model import Cell, Place
from readmission.bundle.identity import Identity
from readmission.tasks.fill import Filling
from readmission.tasks.head_review import (
    CountryReview,
    NoComment,
    NotAsked,
    Verdict,
    approve_countries,
    country_reviews,
    mark_looked,
    numbers,
    ratings,
    send_back,
)
from readmission.tasks.members import members
from readmission.tasks.new import Person, new_declaration
from readmission.tasks.open import open_filling
from ui.rehearsed import Courier, courier

IDENTITY = Identity.generate()


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Courier:
    return courier(tmp_path_factory.mktemp("courier"))


@pytest.fixture
def filling(delivered: Courier, tmp_path: Path) -> Iterator[Filling]:
    people = [Person("Anna Example", "head of unit", "anna", identity=IDENTITY)]
    made = new_declaration(delivered.pack, delivered.kit, tmp_path / "BE", people)
    with open_filling(made.folder, slot=made.slots[0], identity=IDENTITY) as opened:
        yield opened


def row(filling: Filling, country: str) -> CountryReview:
    return next(review for review in country_reviews(filling) if review.country == country)


def test_ratings_and_numbers_follow_from_the_form_alone(filling: Filling) -> None:
    form = filling.form
    assert len(ratings(form)) >= 10
    assert all(any(code.rank is not None for code in form.codelists[field.codelist].codes) for _, field in ratings(form))
    assert len(numbers(form)) >= 10
    assert not {field.id for _, field in ratings(form)} & {field.id for _, field in numbers(form)}


def test_an_approval_stands_until_the_country_changes_and_again_when_it_is_changed_back(filling: Filling) -> None:
    first, second = filling.round.countries[:2]
    place = Place.parse(f"T01[{first}].RD")
    filling.enter({place: Cell(value=10)})
    approve_countries(filling, [first, second])
    assert row(filling, first).approved
    filling.enter({place: Cell(value=11)})
    changed = row(filling, first)
    assert not changed.approved
    assert [(change.place, change.before, change.now) for change in changed.changes] == [(place, Cell(value=10), Cell(value=11))]
    assert row(filling, second).approved
    filling.undo()
    assert row(filling, first).approved
    assert row(filling, first).changes == ()


def test_a_country_goes_back_with_a_comment_only(filling: Filling) -> None:
    country = filling.round.countries[0]
    with pytest.raises(NoComment):
        send_back(filling, [country], "  ")
    assert row(filling, country).reviewed is None
    send_back(filling, [country], "The figure of forced returns looks low.")
    reviewed = row(filling, country).reviewed
    assert reviewed is not None
    assert (reviewed.verdict, reviewed.comment) == (Verdict.SENT_BACK, "The figure of forced returns looks low.")
    assert any("looks low" in entry.why for entry in filling.declaration.journal())
    with pytest.raises(NotAsked):
        approve_countries(filling, ["QQ"])


def test_what_changed_is_counted_from_when_this_person_last_looked(filling: Filling) -> None:
    country = filling.round.countries[0]
    place = Place.parse(f"T01[{country}].RD")
    filling.enter({place: Cell(value=1)})
    assert not row(filling, country).looked
    assert row(filling, country).changes == ()
    mark_looked(filling, [country])
    filling.enter({place: Cell(value=2)})
    assert [change.before for change in row(filling, country).changes] == [Cell(value=1)]
    mark_looked(filling, [country])
    assert row(filling, country).changes == ()


def test_nothing_of_the_review_travels(filling: Filling) -> None:
    country = filling.round.countries[0]
    before = members(filling, ())
    send_back(filling, [country], "a comment that stays in the house")
    after = members(filling, ())
    assert {name: text for name, text in after.items() if name != "journal.json"} == {
        name: text for name, text in before.items() if name != "journal.json"
    }
    assert not any(b"stays in the house" in text for text in after.values())
