"""A correction request goes from the Commission to one declaration, opens at its cells, and is answered by editing them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from readmission import assets
from readmission.answers.model import Cell, Place
from readmission.assessment.result import Circulation
from readmission.bundle.identity import Identity
from readmission.cli import importer, terminal
from readmission.cli.importer import app
from readmission.errors import BundleError
from readmission.reports.labels import Labels
from readmission.store.state import State
from readmission.tasks.approve import approve_declaration, frozen_page, frozen_warnings
from readmission.tasks.assess import assess_round, write_report
from readmission.tasks.attach import attach, remove
from readmission.tasks.attached_evidence import NoEvidence, evidence, write_evidence
from readmission.tasks.correct import NoBundle, Request, RequestRefused, correct
from readmission.tasks.courier import AnotherFile, NothingExported, check_file, write_courier_sheet
from readmission.tasks.export import export
from readmission.tasks.files import FileTaken
from readmission.tasks.fill import Filling
from readmission.tasks.follow_corrections import Standing, follow_corrections
from readmission.tasks.keys import Opener, kit_anchors
from readmission.tasks.new import Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.open_assessment import Assessing, NoRound, create_assessment
from readmission.tasks.own_identity import own_identity
from readmission.tasks.print_pages import print_declaration
from readmission.tasks.receive import Desk, Ending, receive
from readmission.tasks.reopen import NoReason, reopen, unlockings
from readmission.tasks.reply import correction_requests, open_received
from readmission.tasks.review import RELEASE, enrol_keys, review
from readmission.texts import Language, language
from ui.rehearsed import YEAR, complete, courier

ROUND = f"rehearsal-{YEAR}"
SOON = datetime.now(UTC).date() + timedelta(days=14)
IDENTITY = Identity.generate()
LETTER = b"%PDF-1.7\n%canary-content\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass
class Sent:
    """A declaration that was exported and received, the assessment that holds it, and where things are."""

    filling: Filling
    assessing: Assessing
    desk: Desk
    bundle: Path
    folder: Path
    kit: Path
    people: list[int]
    key_files: tuple[Path, ...]
    secret: Opener


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    folder = tmp_path_factory.mktemp("sent")
    delivered = courier(folder)
    made = new_declaration(
        delivered.pack, delivered.kit, folder / "BE 2016", [Person("Anna Example", "head", "anna", identity=IDENTITY)]
    )
    secret = delivered.secret
    assessing = create_assessment(folder / "assessment", kit_anchors(delivered.kit), Opener(identity=IDENTITY))
    with assessing, open_filling(made.folder, slot=made.slots[0], identity=IDENTITY) as filling:
        with pytest.raises(NothingExported):
            write_courier_sheet(filling, folder / "early.html")
        filling.enter(complete(filling))
        evidence_at = Place("B", (filling.round.countries[0],), "B14_04")
        filling.enter({Place("B", evidence_at.key, "B14_01"): Cell("Y")})
        (folder / "letter.pdf").write_bytes(LETTER)
        attach(filling, folder / "letter.pdf", evidence_at, "canary-note")
        people = [enrol_keys(filling, key_file, secret, "approved by").person for key_file in delivered.key_files]
        review(filling, people)
        page = frozen_page(filling.folder / RELEASE, own_identity(filling), filling.form)
        assert frozen_warnings(page) == ()
        assert page.attachments == filling.answers.attached(evidence_at)
        for key_file in delivered.key_files:
            approve_declaration(filling, key_file, secret)
        done = export(filling, folder / "BE.bundle")
        assert (done.size, done.file_sha512) == (
            (folder / "BE.bundle").stat().st_size,
            hashlib.sha512((folder / "BE.bundle").read_bytes()).hexdigest(),
        )
        assessing.add_round(delivered.pack)
        (one,) = receive(assessing, [folder / "BE.bundle"], delivered.desk, folder / "replies")
        assert one.ending is Ending.MERGED, one
        yield Sent(
            filling, assessing, delivered.desk, folder / "BE.bundle", folder, delivered.kit, people, delivered.key_files, secret
        )


def state_of(filling: Filling) -> State:
    return filling.declaration.state


def _with_last_bit_turned(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def ask(sent: Sent, target: Path, *requests: Request, state: str = "BE", deadline: date = SOON) -> None:
    correct(sent.assessing, sent.desk, target, state=state, round_id=ROUND, requests=requests, deadline=deadline)


def test_the_courier_sheet_goes_with_exactly_the_file_that_was_exported(sent: Sent, tmp_path: Path) -> None:
    sheet = write_courier_sheet(sent.filling, tmp_path / "sheet.html", bundle=sent.bundle)
    assert sheet.readers[0].name in (tmp_path / "sheet.html").read_text()
    other = tmp_path / "other.bundle"
    other.write_bytes(_with_last_bit_turned(sent.bundle.read_bytes()))
    with pytest.raises(AnotherFile):
        check_file(sent.filling, other)
    with pytest.raises(AnotherFile):
        write_courier_sheet(sent.filling, tmp_path / "wrong.html", bundle=tmp_path / "sheet.html")
    assert not (tmp_path / "wrong.html").exists()


def test_the_commission_lists_what_was_attached_and_opens_it_with_the_receiving_identity_alone(
    sent: Sent, tmp_path: Path
) -> None:
    (attached,) = sent.filling.answers.attachments.values()
    (found,) = evidence(sent.assessing, ROUND)
    assert (found.attachment, found.record.state) == (attached, "BE")
    assert evidence(sent.assessing, "another") == ()
    path = write_evidence(sent.assessing, attached.sha512[:8], tmp_path, sent.desk.identities)
    assert (path.name, path.read_bytes()) == ("letter.pdf", LETTER)
    with pytest.raises(FileTaken):
        write_evidence(sent.assessing, attached.sha512, tmp_path, sent.desk.identities)
    with pytest.raises(BundleError):
        write_evidence(sent.assessing, attached.sha512, tmp_path / "other.pdf", [Identity.generate()])
    for digest in ("", attached.sha512[:7], "f" * 128):
        with pytest.raises(NoEvidence):
            write_evidence(sent.assessing, digest, tmp_path / "other.pdf", sent.desk.identities)
    assert not (tmp_path / "other.pdf").exists()


def test_neither_the_file_nor_its_name_lies_open_anywhere(sent: Sent) -> None:
    for path in sent.folder.rglob("*"):
        if path.is_file() and path.name != "letter.pdf":
            assert not any(word in path.read_bytes() for word in (b"canary-content", b"letter.pdf", b"canary-note")), path


def test_the_assessment_and_the_printed_page_say_what_is_attached_and_the_shared_result_does_not(
    sent: Sent, tmp_path: Path
) -> None:
    (attached,) = sent.filling.answers.attachments.values()
    print_declaration(sent.filling, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text()
    assert all(text in page for text in ("letter.pdf", "canary-note", attached.sha512[:64]))
    for circulation, told in ((Circulation.COMMISSION, True), (Circulation.SHARED, False)):
        report = tmp_path / f"{circulation}.html"
        assessed = assess_round(sent.assessing, ROUND, circulation=circulation)
        write_report(assessed, report, language=Language())
        assert ("letter.pdf" in report.read_text()) is told
        assert ("letter.pdf" in assessed.text.decode()) is told


def test_the_report_speaks_the_language_of_the_terminal_in_its_own_words_and_the_forms(
    sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(sent, monkeypatch, "assess", "--report", str(tmp_path / "en.html"))
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    imported(sent, monkeypatch, "assess", "--report", str(tmp_path / "fr.html"))
    english, french = ((tmp_path / name).read_text("utf-8") for name in ("en.html", "fr.html"))
    words = sent.assessing.wording(ROUND, language("fr", assets.resources() / "texts"))
    labels, noms = Labels(sent.filling.form, Language()), Labels(sent.filling.form, words)
    names = [(labels.country(code), noms.country(code)) for code in sent.filling.round.countries]
    name, nom = next(pair for pair in names if pair[0] not in pair[1])
    assert (name in english, name in french, nom in french) == (True, False, True)
    assert 'lang="fr"' in french


def test_receiving_and_assessing_say_how_far_they_are(sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "open_desk", lambda *_: sent.desk)
    unused = [option for name in ("desk-keys", "identity") for option in (f"--{name}", str(sent.kit))]
    replies = ["--replies", str(sent.folder / "replies"), *unused]
    said = imported(sent, monkeypatch, "receive", str(sent.bundle), *replies)
    assert said.splitlines()[:4] == [
        "Opening the assessment (0/1)",
        "Opening the assessment (1/1)",
        "Receiving: BE.bundle (0/1)",
        "Receiving (1/1)",
    ]
    said = imported(sent, monkeypatch, "assess", "--report", str(tmp_path / "report.html"))
    assert said.splitlines()[2:-1] == [
        f"{ROUND}: bundles read (0/1)",
        f"{ROUND}: bundles read (1/1)",
        f"{ROUND}: figures computed (0/1)",
        f"{ROUND}: figures computed (1/1)",
        "Writing the report (0/1)",
        "Writing the report (1/1)",
    ]


def test_what_cannot_be_corrected_is_not_asked_for(sent: Sent, tmp_path: Path) -> None:
    target = tmp_path / "BE.reply"
    good = Request((Place.parse("A.A1_02"),), "Why?")
    with pytest.raises(NoBundle):
        ask(sent, target, good, state="FR")
    with pytest.raises(RequestRefused):
        ask(sent, target)
    with pytest.raises(RequestRefused):
        ask(sent, target, good, deadline=date(2020, 1, 1))
    for place in ("A.NOT_THERE", "T99[GN].RD", "T01[QQ].RD", "T01.RD"):
        with pytest.raises(RequestRefused):
            ask(sent, target, Request((Place.parse(place),), "Why?"))
    with pytest.raises(RequestRefused):
        ask(sent, target, Request((Place.parse("A.A1_02"),), " "))
    assert not target.exists()


def test_a_request_leads_to_its_cells_and_an_edit_answers_it_and_says_who_unlocked_and_why(sent: Sent, tmp_path: Path) -> None:
    filling = sent.filling
    target = tmp_path / "BE.reply"
    (receipt,) = (sent.folder / "replies").glob("*.reply")
    open_received(filling, receipt)
    assert state_of(filling) is State.RECEIVED
    places = (Place.parse(f"T01[{filling.round.countries[0]}].RD"), Place.parse("A.A1_02"))
    asked = (Request(places[:1], "Please check the figure."), Request(places[1:], "Which authority?"))
    ask(sent, target, *asked)
    with pytest.raises(FileTaken):
        ask(sent, target, *asked)
    forged = tmp_path / "forged.reply"
    forged.write_bytes(_with_last_bit_turned(target.read_bytes()))
    with pytest.raises(BundleError):
        open_received(filling, forged)
    open_received(filling, target)
    assert state_of(filling) is State.CORRECTION_REQUESTED
    head = filling.declaration.head
    open_received(filling, target)
    assert filling.declaration.head == head
    first, second = correction_requests(filling)
    assert (first.places, first.text, first.deadline) == (places[:1], "Please check the figure.", SOON.isoformat())
    assert not first.changed
    assert not second.changed
    filling.enter({places[1]: Cell(value="Another authority")}, why="correction")
    assert state_of(filling) is State.FILLING
    first, second = correction_requests(filling)
    assert (first.changed, second.changed) == (frozenset(), frozenset(places[1:]))
    (latest,) = unlockings(filling)[-1:]
    assert (latest.person, latest.state) == ("Anna Example", "correction-requested")
    assert replace(latest, why="correction") == latest


def test_what_was_asked_is_listed_until_a_later_bundle_answers_it(
    sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Continues the declaration that the test before reopened; its second question was answered by an edit."""
    assessing, filling = sent.assessing, sent.filling
    target = tmp_path / "again.reply"
    ask(sent, target, Request((Place.parse("A.A1_02"),), "Which authority?"), Request((Place.parse("T14.NAT_RD"),), "Really?"))
    first, second = follow_corrections(assessing, ROUND)[-2:]
    assert (first.state, first.sequence, first.asked.places, second.asked.text) == ("BE", 1, ("A.A1_02",), "Really?")
    assert first.sent.reply == hashlib.sha512(target.read_bytes()).hexdigest()
    assert standings(assessing) == {Standing.OPEN}
    assert standings(assessing, SOON + timedelta(days=1)) == {Standing.OVERDUE}
    assert "T14.NAT_RD: Really? (open until" in listed(sent, monkeypatch, tmp_path / "open.json", "--open")
    assert json.loads((tmp_path / "open.json").read_text())[-1]["standing"] == "open"
    monkeypatch.setattr(assessing.store, "keep_correction", _refuse)
    with pytest.raises(BundleError):
        ask(sent, tmp_path / "never.reply", Request((Place.parse("A.A1_02"),), "Why?"))
    assert not (tmp_path / "never.reply").exists()
    before = filling.answers.cell(Place.parse("A.A1_02"))
    filling.enter({Place.parse("A.A1_02"): Cell(value=f"{before.value} and another")}, why="correction")
    review(filling, sent.people)
    for key_file in sent.key_files:
        approve_declaration(filling, key_file, sent.secret)
    export(filling, tmp_path / "BE-2.bundle")
    (one,) = receive(assessing, [tmp_path / "BE-2.bundle"], sent.desk, tmp_path / "replies")
    assert one.ending is Ending.MERGED, one
    first, second = follow_corrections(assessing, ROUND)[-2:]
    assert (first.standing, first.answered_by, first.changed) == (Standing.CHANGED, 2, ("A.A1_02",))
    assert (second.standing, second.answered_by, second.changed) == (Standing.UNCHANGED, 2, ())
    assert "T14.NAT_RD: Really? (answered by number 2, nothing changed)" in listed(sent, monkeypatch, tmp_path / "all.json")
    assert "Really?" not in listed(sent, monkeypatch, tmp_path / "none.json", "--open")
    with pytest.raises(NoRound):
        follow_corrections(assessing, "rehearsal-1999")


def test_a_file_that_was_removed_or_added_answers_what_was_asked_about_its_place(sent: Sent, tmp_path: Path) -> None:
    """Goes on with the second bundle of the test before."""
    filling = sent.filling
    (letter,) = filling.answers.attachments.values()
    with_file, without, untouched = (Place("B", (country,), "B14_04") for country in filling.round.countries[:3])
    assert letter.place == with_file
    target = tmp_path / "files.reply"
    ask(sent, target, *(Request((place,), "What shows it?") for place in (with_file, without, untouched)))
    open_received(filling, target)
    remove(filling, letter)
    filling.enter({Place("B", without.key, "B14_01"): Cell("Y")}, why="correction")
    (tmp_path / "cases.csv").write_text("month;requests\nJanuary;432\n")
    attach(filling, tmp_path / "cases.csv", without)
    assert [one.changed for one in correction_requests(filling)[:3]] == [{with_file}, {without}, frozenset()]
    assert filling.answers.cell(with_file).blank
    assert filling.answers.cell(without).blank
    review(filling, sent.people)
    for key_file in sent.key_files:
        approve_declaration(filling, key_file, sent.secret)
    export(filling, tmp_path / "BE-3.bundle")
    receive(sent.assessing, [tmp_path / "BE-3.bundle"], sent.desk, tmp_path / "replies")
    followed = follow_corrections(sent.assessing, ROUND)[-3:]
    assert [(one.standing, one.changed) for one in followed] == [
        (Standing.CHANGED, (str(with_file),)),
        (Standing.CHANGED, (str(without),)),
        (Standing.UNCHANGED, ()),
    ]


def standings(assessing: Assessing, today: date | None = None) -> set[Standing]:
    return {one.standing for one in follow_corrections(assessing, ROUND, today)}


def listed(sent: Sent, monkeypatch: pytest.MonkeyPatch, report: Path, *options: str) -> str:
    """What `readmission-importer corrections` says."""
    return imported(sent, monkeypatch, "corrections", "--json", str(report), *options)


def imported(sent: Sent, monkeypatch: pytest.MonkeyPatch, command: str, *arguments: str) -> str:
    """What a command of `readmission-importer` says."""
    monkeypatch.setattr(terminal, "opener", lambda *_args, **_options: Opener(identity=IDENTITY))
    where = ["--database", str(sent.folder / "assessment"), "--kit", str(sent.kit)]
    done = CliRunner().invoke(app, [command, *arguments, *where])
    assert done.exit_code == 0, done.output
    return done.output


def _refuse(_sent: object) -> None:
    raise BundleError


def test_nothing_is_unlocked_without_a_reason(sent: Sent) -> None:
    with pytest.raises(NoReason):
        reopen(sent.filling, "  ")
