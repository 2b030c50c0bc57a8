"""A whole annual round, played through the tasks a user has."""

import base64
import io
import random
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from postgresql_server import PostgresqlServer
from readmission.answers.model import Cell, Place
from readmission.bundle.age import open_bytes
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import read_identity_file
from readmission.bundle.kit import read_kit, write_kit
from readmission.errors import ReadmissionError
from readmission.tasks.assess import Assessed, assess_round
from readmission.tasks.attached_evidence import evidence, write_evidence
from readmission.tasks.authority import open_authority
from readmission.tasks.dump import dump_assessment, dump_declaration
from readmission.tasks.fill import NoCell
from readmission.tasks.keys import kit_anchors, open_keys
from readmission.tasks.new import NotInRound, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.open_assessment import Assessing, RoundNotNamed, create_assessment, open_assessment
from readmission.tasks.receive import Desk, Ending, receive
from readmission.tasks.rehearsal import mischief
from readmission.tasks.rehearsal.ministry import OFFICER_SLOT
from readmission.tasks.rehearsal.play import Rehearsal
from readmission.tasks.rehearsal.stage import AUDIENCE, ORGANISATION, evidence_file
from readmission.tasks.reply import open_received
from readmission.tasks.review import NotReady, pack_of, review
from readmission.tasks.trace import figures, trace

pytestmark = pytest.mark.xdist_group("rehearsal")


@pytest.fixture(scope="session")
def desk(rehearsal: Rehearsal) -> Desk:
    stage = rehearsal.stage
    identities = read_identity_file(stage.receiving.read_bytes(), identity=stage.opener.identity)
    return Desk(AUDIENCE, ORGANISATION, identities, open_keys(stage.desk_keys, stage.opener))


def sent(rehearsal: Rehearsal, year: int) -> list[Path]:
    """Every genuine bundle of a year."""
    return sorted((rehearsal.stage.root / "bundles" / str(year)).glob("??-?.bundle"))


def assessing(rehearsal: Rehearsal) -> Assessing:
    return open_assessment(rehearsal.stage.assessment, kit_anchors(rehearsal.stage.kit("BE")), rehearsal.stage.opener)


def test_every_file_ends_as_it_must_and_with_its_code(rehearsal: Rehearsal) -> None:
    for received in rehearsal.received.values():
        endings = [one.ending for one in received]
        assert endings.count(Ending.MERGED) == 3
        assert (endings.count(Ending.DUPLICATE), endings.count(Ending.SUPERSEDED)) == (1, 1)
        assert [(one.file, one.error.code) for one in received if one.error] == [
            ("forged.bundle", "BU-43"),
            ("truncated.bundle", "BU-08"),
            ("wrong-round.bundle", "BU-66"),
        ]
        assert not any(one.differences for one in received)


def test_mistakes_made_on_purpose_are_found(rehearsal: Rehearsal) -> None:
    found = {played.state: played.found for played in rehearsal.played[2016]}
    assert "W02" in found["BE"]
    assert "F03" in found["DE"]
    assert "W14" in found["EE"]


def test_a_repeated_file_changes_nothing_and_gets_the_same_receipt(rehearsal: Rehearsal, desk: Desk, tmp_path: Path) -> None:
    file = rehearsal.stage.bundle("BE", 2016, 1)
    with assessing(rehearsal) as open_one:
        before = list(dump_assessment(open_one))
        (again,) = receive(open_one, [file], desk, tmp_path)
        assert again.ending is Ending.DUPLICATE
        assert list(dump_assessment(open_one)) == before
    (receipt,) = tmp_path.glob("*.reply")
    assert receipt.read_bytes() == (rehearsal.stage.replies(2016) / receipt.name).read_bytes()


def test_any_order_of_the_same_bundles_gives_the_same_result(rehearsal: Rehearsal, desk: Desk, tmp_path: Path) -> None:
    results = set()
    for number in range(2):
        order = sent(rehearsal, 2015)
        random.Random(number).shuffle(order)
        anchors = kit_anchors(rehearsal.stage.kit("BE"))
        with create_assessment(tmp_path / str(number), anchors, rehearsal.stage.opener) as open_one:
            open_one.add_round(rehearsal.stage.pack(2015))
            receive(open_one, order, desk, tmp_path / "replies")
            results.add(assess_round(open_one, "rehearsal-2015").text)
    assert len(results) == 1


def test_postgresql_dumps_the_same_as_sqlcipher(
    rehearsal: Rehearsal, desk: Desk, tmp_path: Path, postgresql: PostgresqlServer
) -> None:
    anchors = kit_anchors(rehearsal.stage.kit("BE"))
    dumps, results = [], []
    for target in (tmp_path / "file", postgresql.new_database()):
        with create_assessment(target, anchors, rehearsal.stage.opener) as open_one:
            open_one.add_round(rehearsal.stage.pack(2015))
            receive(open_one, sent(rehearsal, 2015), desk, tmp_path / "replies")
            dumps.append(list(dump_assessment(open_one)))
            results.append(assess_round(open_one, "rehearsal-2015").text)
    assert dumps[0] == dumps[1]
    assert len(dumps[0]) > 1000
    assert results[0] == results[1]


def test_a_round_is_named_where_the_assessment_holds_not_exactly_one(rehearsal: Rehearsal, tmp_path: Path) -> None:
    with create_assessment(tmp_path / "a", kit_anchors(rehearsal.stage.kit("BE")), rehearsal.stage.opener) as open_one:
        with pytest.raises(RoundNotNamed):
            open_one.only_round()
        open_one.add_round(rehearsal.stage.pack(2015))
        assert open_one.only_round() == "rehearsal-2015"
        open_one.add_round(rehearsal.stage.pack(2016))
        with pytest.raises(RoundNotNamed) as refused:
            open_one.only_round()
    assert refused.value.details["rounds"] == "rehearsal-2015, rehearsal-2016"


def test_a_bad_file_never_stops_the_others(rehearsal: Rehearsal, desk: Desk, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.bundle"
    rubbish.write_bytes(b"no bundle at all")
    anchors = kit_anchors(rehearsal.stage.kit("BE"))
    with create_assessment(tmp_path / "a", anchors, rehearsal.stage.opener) as open_one:
        open_one.add_round(rehearsal.stage.pack(2015))
        files = [rubbish, tmp_path / "absent.bundle", rehearsal.stage.bundle("BE", 2015, 1)]
        endings = [one.ending for one in receive(open_one, files, desk, tmp_path / "replies")]
    assert endings == [Ending.REFUSED, Ending.REFUSED, Ending.MERGED]


def test_every_figure_leads_back_to_a_signed_cell(rehearsal: Rehearsal) -> None:
    with assessing(rehearsal) as open_one:
        assessed: Assessed = assess_round(open_one, "rehearsal-2016")
        cells = {row.place: row.value for record in open_one.store.records() for row in open_one.store.facts(record.manifest)}
    country = assessed.assessment.countries[0].country
    lines = "\n".join(trace(assessed, f"IND_c/{country}"))
    assert "REQ_ACC" in lines
    assert len(figures(assessed)) > 50
    for name in figures(assessed)[:40]:
        assert list(trace(assessed, name))
    assert any(place.startswith("T03[") for place in cells)


def test_ministries_attached_files_and_the_report_names_them(rehearsal: Rehearsal, desk: Desk, tmp_path: Path) -> None:
    with assessing(rehearsal) as open_one:
        for year, states in ((2015, {"BE"}), (2016, {"BE", "EE"})):
            found = evidence(open_one, f"rehearsal-{year}")
            assert {one.record.state for one in found} == states
            assert {one.attachment.name for one in found} == {"letter.pdf", "requests.csv"}
        letter = next(one.attachment for one in found if one.attachment.name == "letter.pdf")
        path = write_evidence(open_one, letter.sha512, tmp_path, desk.identities)
    assert path.read_bytes() == evidence_file("letter.pdf").read_bytes()
    assert "letter.pdf" in rehearsal.stage.report(2016).read_text(encoding="utf-8")


def test_the_report_says_that_it_is_a_rehearsal_and_reaches_for_nothing(rehearsal: Rehearsal) -> None:
    page = rehearsal.stage.report(2016).read_text(encoding="utf-8")
    assert "REHEARSAL: INVENTED ANSWERS, NOT AN ASSESSMENT" in page
    assert "is not public" in page
    assert 'src="http' not in page
    assert 'href="http' not in page


def test_the_receipt_opens_in_the_declaration_it_answers_and_nowhere_else(rehearsal: Rehearsal) -> None:
    stage = rehearsal.stage
    (receipt,) = stage.replies(2016).glob("BE-*.reply")
    with stage.open(stage.declaration("BE", 2016), OFFICER_SLOT) as filling:
        assert open_received(filling, receipt).content["outcome"] == "merged"
        assert str(filling.declaration.state) == "received"
    with (
        stage.open(stage.declaration("DE", 2016), OFFICER_SLOT) as other,
        pytest.raises(ReadmissionError) as refused,
    ):
        open_received(other, receipt)
    assert refused.value.code == "BU-04"


def test_an_unfinished_declaration_is_not_frozen(rehearsal: Rehearsal, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(rehearsal.stage.unfinished, folder)
    with rehearsal.stage.open(folder, OFFICER_SLOT) as filling, pytest.raises(ReadmissionError) as refused:
        review(filling, [1, 2])
    assert refused.value.code in {"TA-20", "TA-21"}
    assert NotReady.code == "TA-20"


def test_a_step_survives_closing_and_is_taken_back_after_a_restart(rehearsal: Rehearsal, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(rehearsal.stage.unfinished, folder)
    with rehearsal.stage.open(folder, OFFICER_SLOT) as filling:
        place = Place("T01", (filling.round.countries[0],), "RD")
        before = filling.answers.cell(place)
        filling.enter({place: Cell(value=123456)})
    with rehearsal.stage.open(folder, OFFICER_SLOT) as filling:
        assert filling.answers.cell(place) == Cell(value=123456)
        filling.undo()
        assert filling.answers.cell(place) == before
        again = filling.redo()
        assert again is not None
        assert filling.answers.cell(place) == Cell(value=123456)


def test_the_facts_of_a_bundle_are_what_the_declaration_dumps(rehearsal: Rehearsal, desk: Desk) -> None:
    stage = rehearsal.stage
    with zipfile.ZipFile(io.BytesIO(open_bytes(stage.bundle("DE", 2016, 1).read_bytes(), desk.identities))) as archive:
        facts = archive.read("facts.csv").decode()
    with stage.open(stage.declaration("DE", 2016), OFFICER_SLOT, readonly=True) as filling:
        assert dump_declaration(filling) == facts


def test_tools_that_are_not_ours_open_and_verify_a_bundle(rehearsal: Rehearsal, desk: Desk, tmp_path: Path) -> None:
    stage = rehearsal.stage
    container = tmp_path / "bundle.asice"
    container.write_bytes(open_bytes(stage.bundle("BE", 2016, 1).read_bytes(), desk.identities))
    subprocess.run(["unzip", "-q", "-d", tmp_path / "out", container], check=True)
    roots = open_authority(stage.authority, stage.opener).roots
    root = tmp_path / "root.pem"
    root.write_text(roots.pem)
    for number in (1, 3):
        options = ["-cades", "-binary", "-inform", "DER", "-purpose", "any"]
        command: list[str | Path] = ["openssl", "cms", "-verify", *options, "-CAfile", root]
        command += ["-in", tmp_path / f"out/META-INF/signature00{number}.p7s"]
        content = tmp_path / f"out/META-INF/ASiCManifest00{number}.xml"
        done = subprocess.run([*command, "-content", content, "-out", "/dev/null"], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        altered = tmp_path / "altered.xml"
        altered.write_bytes(content.read_bytes().replace(b"facts.csv", b"facts.csw"))
        done = subprocess.run([*command, "-content", altered, "-out", "/dev/null"], capture_output=True, check=False)
        assert done.returncode != 0
    listed = subprocess.run(
        ["openssl", "dgst", "-sha512", "-binary", tmp_path / "out/facts.csv"], capture_output=True, check=True
    ).stdout
    assert base64.b64encode(listed) in (tmp_path / "out/META-INF/ASiCManifest001.xml").read_bytes()


def test_names_and_passwords_stand_nowhere_in_the_clear(rehearsal: Rehearsal) -> None:
    folder = rehearsal.stage.declaration("BE", 2016)
    secrets = [rehearsal.stage.identity.encode(), b"returns@ministry.example", b"Invented answer of a rehearsal"]
    for path in (path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        assert not any(secret in data for secret in secrets), path.name


def test_what_the_commission_states_stands_from_the_start_and_no_undo_takes_it_back(rehearsal: Rehearsal, tmp_path: Path) -> None:
    stage = rehearsal.stage
    made = new_declaration(stage.pack(2016), stage.kit("EE"), tmp_path / "new", [stage.person("Somebody", "officer", "a")])
    with stage.open(made.folder, made.slots[0]) as filling:
        state, relation = Place("A", (), "A1_01"), Place("A", (), "A1_06")
        assert (filling.answers.cell(state), filling.answers.cell(relation)) == (Cell(value="EE"), Cell(value="B"))
        assert filling.undo() is None
        with pytest.raises(NoCell):
            filling.enter({state: Cell(value="BE")})
        filling.declaration.verify()


def test_the_printed_recovery_identity_opens_to_read_and_nothing_else_does(rehearsal: Rehearsal, tmp_path: Path) -> None:
    stage = rehearsal.stage
    made = new_declaration(stage.pack(2016), stage.kit("EE"), tmp_path / "new", [stage.person("Somebody", "officer", "a")])
    with open_filling(made.folder, slot="recovery", identity=Identity.parse(made.recovery)) as filling:
        assert filling.declaration.readonly
        assert filling.answers.cell(Place("A", (), "A1_01")) == Cell(value="EE")
    with pytest.raises(ReadmissionError) as refused:
        open_filling(made.folder, slot="recovery", identity=Identity.generate())
    assert refused.value.code == "BU-04"


def test_two_bundles_with_one_number_are_both_set_aside_until_a_higher_number_comes(
    rehearsal: Rehearsal, desk: Desk, tmp_path: Path
) -> None:
    stage, year = rehearsal.stage, 2015
    keys = [open_keys(stage.keys("EE", role), stage.opener) for role in ("officer", "head")]
    anchors = kit_anchors(stage.kit("BE"))
    with stage.open(stage.declaration("EE", year), OFFICER_SLOT, readonly=True) as filling:
        fork = mischief.with_another_text(filling, keys, anchors, pack_of(filling).recipients, tmp_path / "fork.bundle")
    first, second = stage.bundle("EE", year, 1), stage.bundle("EE", year, 2)
    with create_assessment(tmp_path / "a", anchors, stage.opener) as open_one:
        open_one.add_round(stage.pack(year))
        received = receive(open_one, [second, fork], desk, tmp_path / "replies")
        assert [one.ending for one in received] == [Ending.MERGED, Ending.FORK]
        assert "EE" not in {bundle.state for bundle in assess_round(open_one, "rehearsal-2015").assessment.bundles}
        (older,) = receive(open_one, [first], desk, tmp_path / "replies")
        # The last number that one bundle alone carries stays current while the fork above it is open.
        assert older.ending is Ending.MERGED


def test_a_state_that_is_not_asked_gets_no_declaration(rehearsal: Rehearsal, tmp_path: Path) -> None:
    stage = rehearsal.stage
    kit = tmp_path / "FR.kit"
    kit.write_bytes(write_kit(replace(read_kit(stage.kit("BE").read_bytes()), state="FR")))
    with pytest.raises(NotInRound):
        new_declaration(stage.pack(2016), kit, tmp_path / "new", [stage.person("Somebody", "officer", "a")])
    assert not (tmp_path / "new").exists()


def test_a_country_outside_the_round_has_no_cells(rehearsal: Rehearsal, tmp_path: Path) -> None:
    stage = rehearsal.stage
    made = new_declaration(stage.pack(2016), stage.kit("EE"), tmp_path / "new", [stage.person("Somebody", "officer", "a")])
    with stage.open(made.folder, made.slots[0]) as filling:
        outside = next(
            code for code in filling.form.codelists[filling.form.countries].by_id if code not in filling.round.countries
        )
        with pytest.raises(NoCell):
            filling.enter({Place("T01", (outside,), "RD"): Cell(5)})
        assert filling.enter({Place("T01", (filling.round.countries[0],), "RD"): Cell(5)}).changes
