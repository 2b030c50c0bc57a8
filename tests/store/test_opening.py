"""What a declaration says when it cannot be opened, and that nobody's file is ever overwritten."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from readmission import canonical
from readmission.answers.changes import Changes, Edit
from readmission.answers.model import BLANK, Cell, Place
from readmission.store import history
from readmission.store.assessment import AssessmentStore
from readmission.store.connection import Database, check_engine
from readmission.store.declaration import SCHEMA, Declaration, create_declaration, open_declaration
from readmission.store.refusals import (
    AlreadyThere,
    DatabaseDamaged,
    DatabaseTooNew,
    EngineTooOld,
    MediumReadOnly,
    NotClosed,
    NotOurs,
    Replaced,
    WrongKey,
)

PAGE = 4096
RD = Place("T01", ("GN",), "RD")


def fill(declaration: Declaration, count: int = 3) -> None:
    places = [Place("T01", (f"C{number:03d}",), "RD") for number in range(count)]
    declaration.commit(Changes(tuple(Edit(place, BLANK, Cell(number)) for number, place in enumerate(places))), person=1, why="")


@pytest.fixture
def closed(declaration: Declaration) -> Path:
    fill(declaration)
    declaration.close()
    return declaration.folder


def set_version(folder: Path, key: bytes, *, version: int) -> None:
    database = Database.open(folder / "answers.db", key, SCHEMA)
    with database.bare() as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    database.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_closed_declaration_is_one_database_file_beside_the_one_that_is_opened(closed: Path) -> None:
    assert sorted(path.name for path in closed.iterdir()) == ["answers.db", "declaration.readmission"]
    marker = canonical.read_object((closed / "declaration.readmission").read_bytes())
    assert marker["facts"] == {"round": "2025", "state": "BE"}
    assert (marker["format"], marker["schema"]) == ("declaration", "1.1")


def test_only_its_owner_can_read_a_declaration(declaration: Declaration) -> None:
    fill(declaration)
    assert stat.S_IMODE(declaration.folder.stat().st_mode) == 0o700
    names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in declaration.folder.iterdir()}
    assert set(names.values()) == {0o600}
    assert {"answers.db", "answers.db-wal", "answers.db-shm", "declaration.readmission", "writer.lock"} == set(names)


def test_nothing_of_an_answer_or_the_key_can_be_read_in_the_files(declaration: Declaration, key: bytes) -> None:
    declaration.commit(Changes((Edit(RD, BLANK, Cell(note="canary 4711", reason=None, value=1)),)), person=1, why="canary why")
    for content in contents(declaration.folder).values():
        for secret in (b"canary", b"Lovelace", b"T01[", b"SQLite format", key, key.hex().encode()):
            assert secret not in content


def test_a_wrong_key_is_told_from_damage_and_changes_nothing(closed: Path, key: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    before = contents(closed)
    with pytest.raises(WrongKey):
        open_declaration(closed, bytes(32), person=1)
    assert contents(closed) == before
    spoil(closed / "answers.db", 100)
    with pytest.raises(DatabaseDamaged):
        open_declaration(closed, key, person=1)
    # SQLCipher by itself would have written to the terminal.
    assert capfd.readouterr() == ("", "")


def test_a_key_of_another_length_is_a_fault_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        create_declaration(tmp_path / "d", b"short", state="BE", round_id="2025", documents={})


def test_a_newer_format_is_refused_with_both_numbers(closed: Path, key: bytes) -> None:
    set_version(closed, key, version=2003)
    before = contents(closed)
    with pytest.raises(DatabaseTooNew) as refused:
        open_declaration(closed, key, person=1)
    assert refused.value.details == {"found": "2.3", "known": "1.1"}
    assert contents(closed) == before


def test_a_format_that_never_was_is_refused(closed: Path, key: bytes) -> None:
    set_version(closed, key, version=7)
    with pytest.raises(NotOurs):
        open_declaration(closed, key, person=1)


def test_an_assessment_is_no_declaration(tmp_path: Path, key: bytes, closed: Path) -> None:
    AssessmentStore.create(tmp_path / "assessment", key).close()
    with pytest.raises(NotOurs):
        open_declaration(tmp_path / "assessment", key, person=1)
    shutil.copy(tmp_path / "assessment" / "assessment.db", closed / "answers.db")
    with pytest.raises(NotOurs):
        open_declaration(closed, key, person=1)


def test_a_database_of_another_program_is_explained_and_left_alone(closed: Path, key: bytes) -> None:
    (closed / "answers.db").unlink()
    foreign = sqlite3.connect(closed / "answers.db")
    foreign.execute("CREATE TABLE holiday_photographs (name)")
    foreign.commit()
    foreign.close()
    before = contents(closed)
    with pytest.raises(DatabaseDamaged):
        open_declaration(closed, key, person=1)
    assert contents(closed) == before


@pytest.mark.parametrize("name", ["answers.db", "declaration.readmission"])
def test_a_missing_file_is_named_and_no_empty_one_put_in_its_place(closed: Path, key: bytes, name: str) -> None:
    (closed / name).unlink()
    for readonly in (False, True):
        with pytest.raises(NotOurs) as refused:
            open_declaration(closed, key, person=1, readonly=readonly)
        assert name in str(refused.value)
    assert not (closed / name).exists()


def test_a_database_cut_to_nothing_does_not_look_like_an_empty_declaration(closed: Path, key: bytes) -> None:
    (closed / "answers.db").write_bytes(b"")
    for readonly in (False, True):
        with pytest.raises(NotOurs):
            open_declaration(closed, key, person=1, readonly=readonly)
    assert (closed / "answers.db").read_bytes() == b""


@pytest.mark.parametrize("text", [b"", b"{}\n", b'{"format": "declaration"}', b"\xff", b'{"facts":[],"format":"declaration"}\n'])
def test_a_small_file_that_is_not_ours_is_explained(closed: Path, key: bytes, text: bytes) -> None:
    (closed / "declaration.readmission").write_bytes(text)
    with pytest.raises(NotOurs):
        open_declaration(closed, key, person=1)


@pytest.mark.parametrize("name", ["answers.db", "answers.db-wal", "answers.db-journal", "declaration.readmission"])
def test_a_declaration_is_never_made_over_a_file(tmp_path: Path, key: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(b"someone's only copy")
    with pytest.raises(AlreadyThere):
        create_declaration(tmp_path, key, state="BE", round_id="2025", documents={})
    assert contents(tmp_path) == {name: b"someone's only copy"}


def test_a_declaration_is_not_made_where_a_file_stands(tmp_path: Path, key: bytes) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AlreadyThere):
        create_declaration(tmp_path / "file", key, state="BE", round_id="2025", documents={})


def test_a_file_replaced_while_it_is_open_is_not_overwritten(declaration: Declaration) -> None:
    # D8
    fill(declaration)
    other = declaration.folder / "other.db"
    other.write_bytes(b"from another computer")
    other.replace(declaration.folder / "answers.db")
    for number in range(100):
        with pytest.raises(Replaced):
            declaration.commit(Changes((Edit(RD, BLANK, Cell(number)),)), person=1, why="")
    (declaration.folder / "answers.db").unlink()
    with pytest.raises(Replaced):
        declaration.commit(Changes((Edit(RD, BLANK, Cell(1)),)), person=1, why="")
    assert not (declaration.folder / "answers.db").exists()


def spoil(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def test_one_altered_byte_in_any_page_is_found(declaration: Declaration, key: bytes) -> None:
    # D11; also the first bytes of the file and the last of a page, where the page's own check value stands.
    fill(declaration, 400)
    declaration.put_document("extract", bytes(range(256)) * 400, 1)
    declaration.close()
    path = declaration.folder / "answers.db"
    whole = path.read_bytes()
    pages = len(whole) // PAGE
    assert pages > 50
    for page in range(pages):
        for offset in (page * 37 % (PAGE - 16), PAGE - 1):
            spoil(path, page * PAGE + offset)
            with pytest.raises(DatabaseDamaged):
                verify(path, key)
            path.write_bytes(whole)
    verify(path, key)


def verify(path: Path, key: bytes) -> None:
    database = Database.open(path, key, SCHEMA, readonly=True)
    try:
        history.verify(database)
    finally:
        database.close()


def test_opening_and_reading_alone_would_not_find_every_altered_byte(declaration: Declaration, key: bytes) -> None:
    # The control of the test above: pages that nobody reads, here those of a document, are not missed either.
    fill(declaration)
    declaration.put_document("extract", bytes(100_000), 1)
    declaration.close()
    path = declaration.folder / "answers.db"
    whole = path.read_bytes()
    overlooked = 0
    for page in range(len(whole) // PAGE):
        spoil(path, page * PAGE + PAGE - 1)
        with suppress(DatabaseDamaged), open_declaration(declaration.folder, key, person=None, readonly=True) as reader:
            overlooked += len(reader.answers().cells) == 3
        path.write_bytes(whole)
    assert overlooked > 20


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cell SET content = '{\"value\":99}' WHERE place = 'T01[C001].RD'",
        "DELETE FROM cell WHERE place = 'T01[C001].RD'",
        "UPDATE journal SET new = '{\"value\":99}' WHERE place = 'T01[C001].RD'",
        "UPDATE journal SET person = 2 WHERE number = 6",
        "UPDATE journal SET kind = 'gossip' WHERE number = 6",
        "DELETE FROM journal WHERE number = 6",
        "DELETE FROM journal WHERE number > 6",
        "UPDATE property SET content = 'released'",
        "UPDATE document SET sha512 = ''",
        "UPDATE step SET status = 'undone'",
        "INSERT INTO list_row (name, added) VALUES ('R1[GN/x]', 1)",
        "INSERT INTO settlement (name, content) VALUES ('W', '{}')",
    ],
)
def test_whoever_has_the_key_and_alters_a_row_is_found_out(declaration: Declaration, statement: str) -> None:
    fill(declaration)
    declaration.verify()
    with declaration._database.bare() as connection:
        connection.execute(statement)
    with pytest.raises(DatabaseDamaged):
        declaration.verify()


def test_a_document_whose_bytes_were_altered_is_found_out(declaration: Declaration) -> None:
    with declaration._database.bare() as connection:
        connection.execute("UPDATE document SET content = x'00'")
    with pytest.raises(DatabaseDamaged):
        declaration.verify()


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """The folder on a medium that cannot be written: a read-only mount, or at least modes that forbid it."""
    if os.getuid() == 0:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        try:
            subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
            yield
        finally:
            subprocess.run(["umount", folder], check=True)
        return
    for path in (*folder.iterdir(), folder):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        yield
    finally:
        for path in (folder, *folder.iterdir()):
            path.chmod(path.stat().st_mode | stat.S_IWUSR)


def test_a_closed_declaration_on_a_medium_that_cannot_be_written_opens_to_read(closed: Path, key: bytes) -> None:
    # D6
    before = contents(closed)
    with unwritable(closed):
        with open_declaration(closed, key, person=None, readonly=True) as reader:
            assert len(reader.answers().cells) == 3
            reader.verify()
        with pytest.raises(MediumReadOnly):
            open_declaration(closed, key, person=1)
        with pytest.raises(MediumReadOnly):
            create_declaration(closed / "new", key, state="BE", round_id="2025", documents={})
    assert contents(closed) == before


def test_a_declaration_that_was_not_closed_says_so_on_such_a_medium_and_never_looks_empty(
    declaration: Declaration, key: bytes, tmp_path: Path
) -> None:
    # D6: the rows are still in the log; a copy taken now is what a killed program leaves.
    fill(declaration)
    left = tmp_path / "left behind"
    shutil.copytree(declaration.folder, left)
    (left / "answers.db-shm").unlink()
    with unwritable(left), pytest.raises(NotClosed):
        open_declaration(left, key, person=None, readonly=True)
    with open_declaration(left, key, person=None, readonly=True) as reader:
        assert len(reader.answers().cells) == 3


def test_the_database_library_keeps_its_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    # D3
    check_engine()
    monkeypatch.setattr("sqlcipher3.dbapi2.sqlite_version_info", (3, 51, 2))
    with pytest.raises(EngineTooOld):
        check_engine()


def test_a_plain_database_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readmission.store.connection.dbapi2", sqlite3)
    with pytest.raises(EngineTooOld):
        check_engine()


def test_there_is_one_sqlite_in_the_process(tmp_path: Path) -> None:
    # D3: two of them would release each other's locks.
    program = """
import sys
from pathlib import Path
from readmission.store.assessment import AssessmentStore
from readmission.store.declaration import create_declaration
create_declaration(Path(sys.argv[1]) / "d", bytes(32), state="BE", round_id="2025", documents={}).close()
AssessmentStore.create(Path(sys.argv[1]) / "a", bytes(32)).close()
maps = Path("/proc/self/maps")
if maps.is_file():
    files = {Path(line.split()[-1]) for line in maps.read_text().splitlines()}
    print(*sorted(file.parent.name for file in files if "sqlite" in file.name or "sqlcipher" in file.name))
else:
    print("sqlcipher3")
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["sqlcipher3"]
