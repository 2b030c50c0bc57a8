from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.types import BigInteger, Integer, Text

from postgresql_server import PostgresqlServer
from readmission.answers.journal import TextUnstorable
from readmission.answers.records import Asked, BundleRecord, FactRow, SentCorrection
from readmission.store.assessment import SCHEMA, AssessmentStore
from readmission.store.refusals import (
    AlreadyThere,
    DatabaseTooNew,
    LogRefused,
    NotOurs,
    OpenedToRead,
    RoundDiffers,
    UnknownBundle,
    Unreachable,
    WrongKey,
)

Target = Callable[[], Path | str]

KEY = bytes(range(32))


def record(number: int = 1, sequence: int = 1) -> BundleRecord:
    return BundleRecord(
        round_id="2025",
        state=f"S{number:02d}",
        sequence=sequence,
        manifest=f"{number:064x}{sequence:064x}",
        previous="",
        received_at="2026-03-01T10:00:00Z",
        signers=("1 Ada Lovelace", "2 Grace Hopper"),
        filename=f"S{number:02d}.bundle",
        form_edition="2025.1",
        pack_version=1,
    )


FACTS = [
    FactRow("B[GN].B2_16", value='said "no", then\\nyes'),
    FactRow("T01[GN].RD", value="0"),
    FactRow("T01[GN].RD_F", reason="NC", note="naïve, \\\\ żółć"),
    FactRow("T01[GN].RD_M", value="9007199254740991", flags="EP"),
    FactRow("T01[ML].RD", reason="PEND", due="2026-05-01"),
    FactRow("a.b", value="lower case after upper case"),
]
DOCUMENTS = {"manifest.json": b"{}\n", "findings.json": bytes(range(256))}


def test_a_bundle_is_filed_once_and_read_back_as_it_came(assessment: AssessmentStore) -> None:
    assert assessment.file(record(), FACTS, DOCUMENTS) is True
    assert assessment.file(replace(record(), filename="again.bundle"), [], {}) is False
    assert assessment.records() == [record()]
    assert assessment.facts(record().manifest) == FACTS
    assert assessment.documents(record().manifest) == ("findings.json", "manifest.json")
    assert assessment.document(record().manifest, "findings.json") == bytes(range(256))
    assert assessment.document(record().manifest, "nothing") is None


def test_what_was_filed_is_there_after_opening_again(new_target: Target) -> None:
    target = new_target()
    with AssessmentStore.create(target, KEY) as store:
        store.file(record(), FACTS, DOCUMENTS)
    with AssessmentStore.open(target, KEY) as store:
        assert store.facts(record().manifest) == FACTS


def test_a_receipt_is_handed_out_byte_for_byte_and_the_first_one_stays(assessment: AssessmentStore) -> None:
    assessment.file(record(), FACTS, {})
    assert assessment.receipt(record().manifest) is None
    assert assessment.put_receipt(record().manifest, b"\x00\xffsigned at nine") == b"\x00\xffsigned at nine"
    assert assessment.put_receipt(record().manifest, b"signed at ten") == b"\x00\xffsigned at nine"
    assert assessment.receipt(record().manifest) == b"\x00\xffsigned at nine"


def test_a_bundle_that_was_never_filed_has_no_facts_and_no_receipt(assessment: AssessmentStore) -> None:
    for ask in (assessment.facts, assessment.documents, assessment.receipt):
        with pytest.raises(UnknownBundle):
            ask("00")
    with pytest.raises(UnknownBundle):
        assessment.put_receipt("00", b"")


def test_requests_about_a_bundle_are_kept_in_the_order_in_which_they_were_sent(assessment: AssessmentStore) -> None:
    assessment.file(record(), FACTS, {})
    sent = [
        SentCorrection(record().manifest, number, "2026-05-04T10:00:00+00:00", "2026-06-01", "ab", (Asked(("A.x", "B.y"), text),))
        for number, text in enumerate(("“Please” look", "again"), start=1)
    ]
    before = list(assessment.dump())
    for one in sent:
        assessment.keep_correction(one)
    assert assessment.corrections(record().round_id) == sent
    assert assessment.corrections("another") == []
    assert list(assessment.dump()) == before
    with pytest.raises(UnknownBundle):
        assessment.keep_correction(replace(sent[0], manifest="00"))


def test_a_bundle_with_one_bad_text_leaves_no_trace(assessment: AssessmentStore) -> None:
    # U+0000 is refused before PostgreSQL would and where SQLite would not.
    for facts in ([FactRow("T01[GN].RD", note="a\x00b")], [FactRow("T01[GN].RD", note="\ud800")]):
        with pytest.raises(TextUnstorable):
            assessment.file(record(), facts, {})
    assert assessment.records() == []
    assert list(assessment.dump()) == []


def test_the_dump_depends_on_the_bundles_and_not_on_their_order(new_target: Target) -> None:
    dumps = set()
    records = [record(number, sequence) for number in range(1, 6) for sequence in (1, 2)]
    for seed in range(4):
        Random(seed).shuffle(records)
        with AssessmentStore.create(new_target(), KEY) as store:
            for number, each in enumerate(records):
                store.file(replace(each, received_at=f"2026-03-{seed + 1:02d}", filename=str(number)), FACTS, DOCUMENTS)
                store.file(each, FACTS, DOCUMENTS)
            dumps.add(tuple(store.dump()))
    assert len(dumps) == 1
    assert len(dumps.pop()) == 10 * (1 + len(FACTS) + len(DOCUMENTS))


def test_sqlcipher_and_postgresql_print_the_same_lines(tmp_path: Path, postgresql: PostgresqlServer) -> None:
    letters = ["Zz", "a", "B", "é", "ß", "_", "-", "10", "9", "ʼ", "𝔸", "\uffee", "ä,ö", '"q"', "\\n", "\\\\"]
    facts = sorted(FactRow(f"T[{number}].F{number}", value=a + b) for number, (a, b) in enumerate(pairwise(letters)))
    dumps = []
    for target in (tmp_path / "assessment", postgresql.new_database()):
        with AssessmentStore.create(target, KEY) as store:
            for number, name in enumerate(letters, start=1):
                store.file(
                    replace(record(number), state=name, previous=name), facts, {letter: letter.encode() for letter in letters}
                )
            store.put_round("2025", 1, b"pack")
            dumps.append(list(store.dump()))
            # The same order of lists, too, with the server's own collation another one.
            assert [each.state for each in store.records()] == sorted(letters, key=str.encode)
            assert store.documents(record(1).manifest) == tuple(sorted(letters, key=str.encode))
    assert dumps[0] == dumps[1]
    assert len(dumps[0]) == 1 + len(letters) * (1 + len(letters) + len(facts))


def test_every_column_is_a_whole_number_or_text_in_byte_order() -> None:
    for table in SCHEMA.metadata.tables.values():
        for column in table.columns:
            assert not column.nullable
            assert isinstance(column.type, BigInteger | Text)
            if isinstance(column.type, Text):
                variant = column.type._variant_mapping["postgresql"]
                assert isinstance(variant, Text)
                assert variant.collation == "C"
            else:
                assert isinstance(column.type._variant_mapping["sqlite"], Integer)


def test_round_packs_are_kept_by_version_and_never_replaced(assessment: AssessmentStore) -> None:
    assessment.put_round("2025", 2, b"second")
    assessment.put_round("2025", 1, b"first")
    assessment.put_round("2025", 1, b"first")
    with pytest.raises(RoundDiffers):
        assessment.put_round("2025", 1, b"other")
    assert assessment.rounds() == [("2025", 1), ("2025", 2)]
    assert assessment.round_pack("2025", 1) == b"first"
    assert assessment.round_pack("2025", 3) is None


def test_freezing_names_the_bundles_that_count_and_is_done_once(assessment: AssessmentStore) -> None:
    assessment.file(record(2), [], {})
    assessment.file(record(1), [], {})
    frozen = assessment.freeze("2025", moment="2026-04-01T00:00:00Z", person="C1", why="deadline")
    assessment.file(record(3), [], {})
    assert frozen.members == (record(1).manifest, record(2).manifest)
    with pytest.raises(LogRefused):
        assessment.freeze("2025", moment="", person="C1", why="")
    unlocked = assessment.unlock("2025", moment="2026-04-02T00:00:00Z", person="C2", why="a late state")
    with pytest.raises(LogRefused):
        assessment.unlock("2025", moment="", person="C1", why="")
    assert assessment.freezes("2025") == [frozen, unlocked]
    assert assessment.freezes("2026") == []


def test_an_assessment_is_not_made_over_another(new_target: Target) -> None:
    target = new_target()
    with AssessmentStore.create(target, KEY) as store:
        store.file(record(), FACTS, {})
    with pytest.raises(AlreadyThere):
        AssessmentStore.create(target, KEY)
    with AssessmentStore.open(target, KEY) as store:
        assert store.facts(record().manifest) == FACTS


def test_an_assessment_of_a_newer_format_is_refused(new_target: Target) -> None:
    target = new_target()
    with AssessmentStore.create(target, KEY) as store, store._keeper.writing() as connection:
        if isinstance(target, Path):
            connection.execute(text("PRAGMA user_version = 1001"))
        else:
            connection.execute(text("UPDATE about SET content = '1.1'"))
    with pytest.raises(DatabaseTooNew) as refused:
        AssessmentStore.open(target, KEY)
    assert refused.value.details == {"found": "1.1", "known": "1.0"}


def test_a_folder_with_another_key_or_without_an_assessment_is_refused(tmp_path: Path) -> None:
    AssessmentStore.create(tmp_path / "a", KEY).close()
    with pytest.raises(WrongKey):
        AssessmentStore.open(tmp_path / "a", bytes(32))
    with pytest.raises(NotOurs):
        AssessmentStore.open(tmp_path, KEY)


def test_an_assessment_opened_to_read_is_not_written(tmp_path: Path) -> None:
    AssessmentStore.create(tmp_path / "a", KEY).close()
    with AssessmentStore.open(tmp_path / "a", KEY, readonly=True) as store:
        with pytest.raises(OpenedToRead):
            store.file(record(), [], {})
        assert store.records() == []


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    for address in (
        f"postgresql+psycopg://someone:secret@/name?host={tmp_path}",
        "postgresql+nothing://someone:secret@host/name",
        "postgresql+psycopg://someone:secret@host:port/name",
    ):
        with pytest.raises(Unreachable) as refused:
            AssessmentStore.open(address)
        assert "secret" not in str(refused.value)
        assert "secret" not in repr(refused.value.__cause__)


def test_a_database_without_an_assessment_is_refused(postgresql: PostgresqlServer) -> None:
    with pytest.raises(NotOurs):
        AssessmentStore.open(postgresql.new_database())
    with pytest.raises(Unreachable):
        AssessmentStore.open(postgresql.address("never_made"))


def test_a_database_in_another_encoding_is_refused(postgresql: PostgresqlServer) -> None:
    statement = "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    with postgresql.connect() as connection:
        connection.execute(statement)
    with pytest.raises(Unreachable):
        AssessmentStore.create(postgresql.address("latin"))
