"""Files are attached to answers as evidence: kept sealed, in the journal, undoable, within the limits of the round, and searched."""

import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from made_declaration import KEY, made_declaration
from readmission.answers.attachment import Attachment
from readmission.answers.changes import AttachmentChange
from readmission.answers.model import Cell, Place
from readmission.answers.personal import Looks
from readmission.bundle.rejections import NotReadable
from readmission.form.model import AttachmentKind
from readmission.sheets.sample import sample
from readmission.store.declaration import open_declaration
from readmission.tasks.attach import (
    AlreadyAttached,
    KindRefused,
    NotAttachable,
    NotAttached,
    SizeRefused,
    TooMany,
    annotate,
    attach,
    attachments,
    named,
    places_for,
    remove,
    save_copy,
)
from readmission.tasks.attached_files import ATTACHMENTS, AttachmentLost, content_of, file_of, sweep
from readmission.tasks.backups import back_up, backups_in
from readmission.tasks.files import FileTaken
from readmission.tasks.fill import Filling
from readmission.tasks.head_review import approve_countries, country_reviews
from readmission.tasks.journal import journal_lines
from readmission.tasks.members import attached_members
from readmission.tasks.search_personal import search_attached
from sheets.pdf_files import pdf

GN = Place("B", ("GN",), "B14_04")
ML = Place("B", ("ML",), "B14_04")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CSV = b"month;requests\nJanuary;432\n"


ASKED = {Place("B", (country,), field): Cell("Y") for country in ("GN", "ML") for field in ("B0_01", "B14_01")}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filling]:
    with made_declaration(tmp_path_factory.mktemp("made") / "BE") as made:
        yield made


@pytest.fixture
def filling(made: Filling) -> Iterator[Filling]:
    """One declaration for all tests, with nothing attached and the questions of two countries asked."""
    made.enter(ASKED)
    yield made
    made.change_attachments(*(AttachmentChange(one, None) for one in attachments(made)), why="after a test")
    for folder in (ATTACHMENTS, "backups"):
        shutil.rmtree(made.folder / folder, ignore_errors=True)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(PDF)
    return path


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def rules(filling: Filling) -> list[str]:
    return [finding.rule for finding in filling.findings()]


def test_a_file_is_attached_kept_sealed_and_taken_back_by_undo(filling: Filling, letter: Path) -> None:
    done = attach(filling, letter, GN, "of  March\n2026")
    one = done.attachment
    assert one == Attachment(GN, hashlib.sha512(PDF).hexdigest(), "letter.pdf", AttachmentKind.PDF, len(PDF), "of March 2026")
    assert filling.answers.attached(GN) == (one,)
    stored = file_of(filling.folder, one.sha512).read_bytes()
    assert stored.startswith(b"age-encryption.org/v1")
    assert PDF not in stored
    assert content_of(filling, one) == PDF
    filling.undo()
    assert filling.answers.attached(GN) == ()
    filling.redo()
    assert filling.answers.attached(GN) == (one,)
    remove(filling, one)
    assert filling.answers.attached(GN) == ()
    filling.undo()
    assert content_of(filling, filling.answers.attached(GN)[0]) == PDF
    filling.declaration.verify()


def test_what_is_attached_is_there_when_the_declaration_is_opened_again(filling: Filling, letter: Path) -> None:
    one = attach(filling, letter, GN).attachment
    annotate(filling, one, "the reply")
    assert annotate(filling, one, "the reply") is None
    back_up(filling)
    (backup,) = backups_in(filling.folder / "backups")
    with open_declaration(backup.folder, KEY, person=1, readonly=True) as again:
        (found,) = again.answers().attachments.values()
        assert (found.name, found.note) == ("letter.pdf", "the reply")
        again.verify()


def test_no_word_of_a_file_lies_open_in_the_folder(filling: Filling, tmp_path: Path) -> None:
    attach(filling, write(tmp_path / "canary-name.csv", b"canary-content\n1\n"), GN, "canary-note")
    back_up(filling)
    for path in filling.folder.rglob("*"):
        if path.is_file():
            assert not any(word in path.read_bytes() for word in (b"canary-name", b"canary-content", b"canary-note")), path


REFUSED: dict[str, tuple[Place, str, bytes, type[Exception]]] = {
    "at a question that takes none": (Place("B", ("GN",), "B12_07"), "a.pdf", PDF, NotAttachable),
    "at a country that is not asked about": (Place("B", ("FR",), "B14_04"), "a.pdf", PDF, NotAttachable),
    "of another kind": (GN, "a.png", b"\x89PNG\r\n\x1a\n" + bytes(20), KindRefused),
    "that is called a PDF only": (GN, "a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(20), KindRefused),
    "that is a program": (GN, "a.csv", b"MZ\x90\0\3\0", KindRefused),
    "that is empty": (GN, "a.csv", b"", KindRefused),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_is_not_attached(what: str, filling: Filling, tmp_path: Path) -> None:
    place, name, content, reason = REFUSED[what]
    head = filling.declaration.head
    with pytest.raises(reason):
        attach(filling, write(tmp_path / name, content), place)
    assert filling.declaration.head == head
    assert not (filling.folder / ATTACHMENTS).exists()
    # The control: a file of the kinds that the question takes is attached there.
    assert attach(filling, write(tmp_path / "good.pdf", PDF), GN).attachment.kind is AttachmentKind.PDF


def test_what_is_no_file_is_refused(filling: Filling, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.pdf"):
        with pytest.raises(NotReadable):
            attach(filling, path, GN)


def test_the_limits_of_the_round_hold_to_the_byte(filling: Filling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(CSV)
    smaller = {"attachment_largest": size, "attachments_together": 3 * size, "attachments_an_answer": 2}
    monkeypatch.setattr(filling, "round", replace(filling.round, parameters={**filling.round.parameters, **smaller}))
    with pytest.raises(SizeRefused):
        attach(filling, write(tmp_path / "0.csv", CSV + b"x"), GN)
    files = [write(tmp_path / f"{number}.csv", CSV.replace(b"432", b"43%d" % number)) for number in range(1, 6)]
    attach(filling, files[0], GN)
    with pytest.raises(AlreadyAttached):
        attach(filling, files[0], GN)
    attach(filling, files[1], GN)
    with pytest.raises(TooMany):
        attach(filling, files[2], GN)
    attach(filling, files[2], ML)
    with pytest.raises(SizeRefused):
        attach(filling, files[3], ML)
    # The same file at another answer needs no room of its own.
    attach(filling, files[0], ML)
    assert len(attachments(filling)) == 4
    assert [one.name for one in attachments(filling, "ML")] == ["1.csv", "3.csv"]


def test_f17_passes_what_the_program_attaches_and_fails_what_does_not_fit(filling: Filling, letter: Path) -> None:
    one = attach(filling, letter, GN).attachment
    assert "F17" not in rules(filling)
    misfits = {
        "no files": Attachment(Place("B", ("GN",), "B12_07"), "ab" * 64, "a.pdf", AttachmentKind.PDF, 10),
        "larger": Attachment(GN, "cd" * 64, "b.pdf", AttachmentKind.PDF, 10_000_001),
    }
    for why, misfit in misfits.items():
        step = filling.change_attachments(AttachmentChange(None, misfit), why="written by another program")
        (found,) = step.added
        assert (found.rule, found.places, found.severity.blocks) == ("F17", (misfit.place,), True)
        assert misfit.name in filling.message(found)
        assert why in filling.message(found)
        assert found in filling.all_findings()
        filling.undo()
        assert "F17" not in rules(filling)
    assert filling.card("F17").formula
    # A question that is no longer asked sends nothing, so nothing is wrong with it; it is kept for when it is asked again.
    filling.change_attachments(AttachmentChange(None, misfits["larger"]), why="written by another program")
    filling.enter({Place("B", ("GN",), "B14_01"): Cell("N")})
    assert "F17" not in rules(filling)
    filling.undo()
    assert "F17" in rules(filling)
    assert content_of(filling, one) == PDF


def test_a_bundle_carries_what_is_attached_to_questions_that_are_asked(filling: Filling, letter: Path, tmp_path: Path) -> None:
    assert attached_members(filling) == ({}, {})
    one = attach(filling, letter, GN).attachment
    attach(filling, write(tmp_path / "table.csv", CSV), ML)
    filling.enter({Place("B", ("ML",), "B14_01"): Cell("N")})
    contents, types = attached_members(filling)
    assert set(contents) == {"attachments.json", f"attachments/{one.sha512}"}
    assert types == {f"attachments/{one.sha512}": "application/pdf"}


def test_a_file_that_was_damaged_on_the_disk_is_said_and_heals_when_it_is_attached_again(filling: Filling, letter: Path) -> None:
    one = attach(filling, letter, GN).attachment
    path = file_of(filling.folder, one.sha512)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(AttachmentLost):
        content_of(filling, one)
    remove(filling, one)
    attach(filling, letter, GN)
    assert content_of(filling, one) == PDF


def test_a_copy_is_written_beside_and_nothing_is_overwritten(filling: Filling, letter: Path, tmp_path: Path) -> None:
    one = attach(filling, letter, GN).attachment
    (tmp_path / "out").mkdir()
    assert save_copy(filling, named(filling, GN, "letter.pdf"), tmp_path / "out").read_bytes() == PDF
    with pytest.raises(FileTaken):
        save_copy(filling, named(filling, GN, one.sha512[:10]), tmp_path / "out")
    for name in ("", "other.pdf"):
        with pytest.raises(NotAttached):
            named(filling, GN, name)
    remove(filling, one)
    with pytest.raises(NotAttached):
        remove(filling, one)
    with pytest.raises(NotAttached):
        annotate(filling, one, "late")


def test_a_backup_takes_what_the_journal_names_and_the_sweep_leaves_it(filling: Filling, letter: Path) -> None:
    one = attach(filling, letter, GN).attachment
    remove(filling, one)
    stray = file_of(filling.folder, "ef" * 64)
    stray.write_bytes(b"what an interruption left")
    back_up(filling)
    (backup,) = backups_in(filling.folder / "backups")
    assert [path.name for path in (backup.folder / ATTACHMENTS).iterdir()] == [f"{one.sha512}.age"]
    assert sweep(filling) == 1
    assert not stray.exists()
    filling.undo()
    assert content_of(filling, one) == PDF


def test_files_are_searched_for_data_of_persons_and_those_that_cannot_be_are_said(
    filling: Filling, letter: Path, tmp_path: Path
) -> None:
    table = write(tmp_path / "cases.csv", b"person;born\nA B;12.03.1990\n")
    (looks,) = attach(filling, table, GN).searched.found
    assert (looks.looks, looks.text) == (Looks.BIRTH, "12.03.1990")
    done = attach(filling, letter, GN)
    assert done.searched.unread is not None
    attach(filling, write(tmp_path / "plain.xlsx", sample()), GN)
    passport = openpyxl.Workbook()
    passport.worksheets[0]["C7"] = "AB 1234567"
    passport.save(tmp_path / "cases.xlsx")
    (looks,) = attach(filling, tmp_path / "cases.xlsx", ML).searched.found
    assert (looks.looks, looks.at.cell) == (Looks.DOCUMENT, "C7")
    pages = attach(filling, write(tmp_path / "reply.pdf", pdf("Reply", None, "Diallo, born 1.2.1990")), ML).searched
    assert [(one.looks, one.text, one.at.sheet) for one in pages.found] == [(Looks.BIRTH, "1.2.1990", "3")]
    assert (pages.pictures, pages.unread) == ((2,), None)
    searched = {one.name: found for one, found in search_attached(filling)}
    assert {name for name, found in searched.items() if found.found} == {"cases.csv", "cases.xlsx", "reply.pdf"}
    assert {name for name, found in searched.items() if found.unread is not None} == {"letter.pdf"}


def test_the_places_that_take_files_are_those_that_are_asked_now(filling: Filling) -> None:
    assert places_for(filling, "GN") == (GN,)
    filling.enter({Place("B", ("GN",), "B14_01"): Cell("N")})
    assert places_for(filling, "GN") == ()
    assert places_for(filling) == ()


def test_the_journal_says_what_was_attached_and_the_head_sees_a_country_anew(filling: Filling, letter: Path) -> None:
    approve_countries(filling, ["GN", "ML"])
    assert {one.country for one in country_reviews(filling) if one.stands} == {"GN", "ML"}
    one = attach(filling, letter, GN).attachment
    line = [line for line in journal_lines(filling) if line.attached is not None][-1]
    assert line.attached == AttachmentChange(None, one)
    assert (line.why, line.person) == ("file attached", 1)
    assert {one.country for one in country_reviews(filling) if one.stands} == {"ML"}


def test_random_steps_of_attachments_fold_to_what_stands_there(filling: Filling, tmp_path: Path) -> None:
    random.seed(17)
    files = [write(tmp_path / f"{number}.csv", b"a;b\n%d;%d\n" % (number, number)) for number in range(4)]
    for _ in range(40):
        place = random.choice((GN, ML))
        there = filling.answers.attached(place)
        match random.randrange(5):
            case 0 | 1:
                path = random.choice(files)
                if path.name not in [one.name for one in there]:
                    attach(filling, path, place)
            case 2 if there:
                remove(filling, random.choice(there))
            case 3:
                filling.undo()
            case 4:
                filling.redo()
    assert filling.declaration.answers().attachments == filling.answers.attachments
    filling.declaration.verify()
    for one in filling.answers.attachments.values():
        assert content_of(filling, one) == (tmp_path / one.name).read_bytes()


def test_only_its_owner_can_read_the_files(filling: Filling, letter: Path) -> None:
    one = attach(filling, letter, GN).attachment
    assert file_of(filling.folder, one.sha512).parent.stat().st_mode & 0o077 == 0
