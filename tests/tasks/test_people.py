"""Several people at one declaration: slots, the journal for people, comments, responsibility, a second reader who only reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from readmission.answers.model import BLANK, Cell, Place
from readmission.bundle.identity import Identity
from readmission.bundle.refusals import SlotMissing, WrongPassword
from readmission.store.refusals import InUse, OpenedToRead
from readmission.tasks.fill import Filling
from readmission.tasks.journal import RESTORED, NothingToRestore, journal_lines, restore
from readmission.tasks.keys import Opener
from readmission.tasks.members import members
from readmission.tasks.new import Created, Person, new_declaration
from readmission.tasks.open import open_filling, writer
from readmission.tasks.people import (
    LastOne,
    NotYours,
    admit,
    known_people,
    names_of,
    renew_forgotten_password,
    renew_password,
    shut_out,
)
from readmission.tasks.remarks import NotSaid, assign, comment, reopen_thread, resolve, responsible, threads
from ui.rehearsed import PASSWORD, Courier, copy_of, courier


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Courier:
    return courier(tmp_path_factory.mktemp("courier"))


@pytest.fixture(scope="module")
def anna() -> Identity:
    return Identity.generate()


@pytest.fixture(scope="module")
def original(delivered: Courier, tmp_path_factory: pytest.TempPathFactory, anna: Identity) -> Created:
    people = [Person("Anna Example", "officer", "anna", identity=anna), Person("Bart", "", "bart", password=PASSWORD)]
    return new_declaration(delivered.pack, delivered.kit, tmp_path_factory.mktemp("original") / "BE 2016", people)


@pytest.fixture
def created(original: Created, tmp_path: Path) -> Created:
    return copy_of(original, tmp_path)


@pytest.fixture
def filling(created: Created, anna: Identity) -> Iterator[Filling]:
    with open_filling(created.folder, slot=created.slots[0], identity=anna) as opened:
        yield opened


def figure_of(filling: Filling) -> Place:
    return Place("T01", (filling.round.countries[0],), "RD")


def test_a_person_who_is_let_in_opens_in_their_own_name(filling: Filling, anna: Identity) -> None:
    carla = Identity.generate()
    slot = admit(filling, Opener(identity=anna), Person("Carla", "head", "carla", identity=carla))
    assert slot == "3-carla"
    assert [(known.number, known.name, known.slot, known.password) for known in known_people(filling)] == [
        (1, "Anna Example", "1-anna", False),
        (2, "Bart", "2-bart", True),
        (3, "Carla", "3-carla", False),
    ]
    filling.declaration.verify()
    filling.close()
    with open_filling(filling.folder, slot=slot, identity=carla) as hers:
        hers.enter({figure_of(hers): Cell(value=5)})
        assert [line.person for line in journal_lines(hers) if line.place] == [3]


def test_nobody_is_let_in_by_a_secret_that_does_not_open_ones_own_slot(filling: Filling) -> None:
    before = list(filling.declaration.journal())
    with pytest.raises(Exception, match=r"BU-\d+"):
        admit(filling, Opener(identity=Identity.generate()), Person("Mallory", "", "mallory", password=PASSWORD))
    assert list(filling.declaration.journal()) == before
    assert len(known_people(filling)) == 2


def test_a_slot_that_was_taken_away_opens_no_more_and_the_person_keeps_the_number(filling: Filling) -> None:
    shut_out(filling, "2-bart")
    assert [(known.name, known.slot) for known in known_people(filling)] == [("Anna Example", "1-anna"), ("Bart", "")]
    with pytest.raises(SlotMissing):
        open_filling(filling.folder, slot="2-bart", password=PASSWORD, readonly=True)


def test_nobody_takes_their_own_slot_away(filling: Filling) -> None:
    with pytest.raises(LastOne):
        shut_out(filling, "1-anna")


def test_a_new_password_opens_and_the_old_one_does_not(created: Created) -> None:
    slot = created.slots[1]
    with open_filling(created.folder, slot=slot, password=PASSWORD) as his:
        with pytest.raises(WrongPassword):
            renew_password(his, "not this one", "a password of today")
        renew_password(his, PASSWORD, "a password of today")
    with pytest.raises(WrongPassword):
        open_filling(created.folder, slot=slot, password=PASSWORD)
    renew_forgotten_password(created.folder, slot, created.recovery.lower(), "a password of tomorrow")
    open_filling(created.folder, slot=slot, password="a password of tomorrow").close()


def test_who_reads_sees_who_writes_and_changes_nothing(filling: Filling, created: Created) -> None:
    with pytest.raises(InUse):
        open_filling(created.folder, slot=created.slots[1], password=PASSWORD)
    with open_filling(created.folder, slot=created.slots[1], password=PASSWORD, readonly=True) as reading:
        found = writer(reading.folder)
        assert found is not None
        assert names_of(reading)[found.person] == "Anna Example"
        assert found.since
        for act in (
            lambda: reading.enter({figure_of(reading): Cell(value=1)}),
            lambda: comment(reading, figure_of(reading), "why?"),
            lambda: assign(reading, [figure_of(reading).key[0]], 2),
        ):
            with pytest.raises(OpenedToRead):
                act()
        with pytest.raises(NotYours):
            shut_out(reading, "1-anna")
    filling.close()
    assert writer(created.folder) is None


def test_an_earlier_value_is_put_back_as_a_new_step(filling: Filling) -> None:
    place = figure_of(filling)
    filling.enter({place: Cell(value=5)})
    filling.enter({place: Cell(value=7)}, "mistyped")
    lines = [line for line in journal_lines(filling) if line.place == place]
    assert [(line.old, line.new, line.why) for line in lines] == [
        (BLANK, Cell(value=5), ""),
        (Cell(value=5), Cell(value=7), "mistyped"),
    ]
    step = restore(filling, lines[1])
    assert filling.answers.cell(place) == Cell(value=5)
    assert step.changes.edits[0].new == Cell(value=5)
    assert [line.why for line in journal_lines(filling) if line.place == place][-1] == RESTORED
    with pytest.raises(NothingToRestore):
        restore(filling, lines[1])
    filling.undo()
    assert filling.answers.cell(place) == Cell(value=7)
    filling.declaration.verify()


def test_comments_are_kept_resolved_and_opened_again(filling: Filling, created: Created) -> None:
    place = figure_of(filling)
    comment(filling, place, " Is this without Dublin cases? ")
    filling.close()
    with open_filling(created.folder, slot=created.slots[1], password=PASSWORD) as his:
        thread = threads(his)[place]
        assert [(said.person, said.text) for said in thread.remarks] == [(1, "Is this without Dublin cases?")]
        assert thread.open
        thread = resolve(his, comment(his, place, "Yes."))
        assert (thread.resolved_by, threads(his)[place]) == (2, thread)
        reopen_thread(his, thread)
        assert threads(his)[place].open
        for text in (" ", "x" * 2001):
            with pytest.raises(NotSaid):
                comment(his, place, text)
        his.declaration.verify()


def test_who_looks_after_a_country_is_remembered(filling: Filling) -> None:
    first, second = filling.round.countries[:2]
    assign(filling, [first, second], 2)
    assign(filling, [second], 0)
    assert responsible(filling) == {first: 2}
    entries = filling.declaration.head.entries
    assign(filling, [first], 2)
    assert filling.declaration.head.entries == entries


def test_nothing_that_people_say_to_each_other_leaves_with_the_declaration(filling: Filling) -> None:
    before = members(filling, filling.findings())
    comment(filling, figure_of(filling), "SECRET-WORDS")
    assign(filling, filling.round.countries, 2)
    after = members(filling, filling.findings())
    assert before.keys() == after.keys()
    assert not any(b"SECRET-WORDS" in content for content in after.values())
    # The control: a note is an answer and does leave.
    filling.enter({figure_of(filling): Cell(value=5, note="SECRET-WORDS")})
    assert any(b"SECRET-WORDS" in content for content in members(filling, filling.findings()).values())
    assert not any("SECRET-WORDS" in entry.new for entry in filling.declaration.journal() if entry.kind == "document")
