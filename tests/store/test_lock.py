"""One writer, named with place and time; others read."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from readmission import canonical
from readmission.answers.changes import Changes, Edit
from readmission.answers.model import BLANK, Cell, Place
from readmission.store import lock as lock_module
from readmission.store.declaration import Declaration, open_declaration
from readmission.store.lock import Holder, WriterLock
from readmission.store.refusals import InUse

RD = Place("T01", ("GN",), "RD")
ME = Holder(1, socket.gethostname(), os.getpid(), "2026-03-01T10:00:00Z")

# Takes the lock in another process, says so, and holds it until its input ends.
HOLD = """
import os, sys
from pathlib import Path
from readmission.store.lock import Holder, WriterLock
lock = WriterLock.take(Path(sys.argv[1]), Holder(2, os.uname().nodename, os.getpid(), "2026-03-01T09:00:00Z"))
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_elsewhere(path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=-1, stdout=-1, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_writer_is_told_who_writes_where_and_since_when(declaration: Declaration, key: bytes) -> None:
    with pytest.raises(InUse) as refused:
        open_declaration(declaration.folder, key, person=2)
    details = refused.value.details
    assert (details["person"], details["host"], details["pid"]) == (0, socket.gethostname(), os.getpid())
    assert str(details["since"]).endswith("Z")
    assert str(declaration.folder / "writer.lock") in str(refused.value)


def test_a_reader_sees_what_the_writer_has_committed_so_far(declaration: Declaration, key: bytes) -> None:
    with open_declaration(declaration.folder, key, person=None, readonly=True) as reader:
        assert reader.answers().cells == {}
        declaration.commit(Changes((Edit(RD, BLANK, Cell(1)),)), person=1, why="")
        assert reader.answers().cells == {RD: Cell(1)}
        declaration.commit(Changes((Edit(RD, Cell(1), Cell(2)),)), person=1, why="")
        assert reader.answers().cells == {RD: Cell(2)}
        assert reader.head == declaration.head
        # The writer closes first: everything is in the file, and the next writer to close leaves that alone.
        declaration.close()
        assert reader.answers().cells == {RD: Cell(2)}
    with open_declaration(declaration.folder, key, person=1):
        pass
    assert sorted(path.name for path in declaration.folder.iterdir()) == ["answers.db", "declaration.readmission"]


def test_the_lock_is_free_after_closing_and_after_a_failure_to_open(declaration: Declaration, key: bytes) -> None:
    declaration.close()
    (declaration.folder / "answers.db").rename(declaration.folder / "elsewhere.db")
    with pytest.raises(Exception, match="ST-02"):
        open_declaration(declaration.folder, key, person=1)
    (declaration.folder / "elsewhere.db").rename(declaration.folder / "answers.db")
    open_declaration(declaration.folder, key, person=1).close()


def test_another_process_keeps_the_lock_until_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    with held_elsewhere(path) as process:
        with pytest.raises(InUse) as refused:
            WriterLock.take(path, ME)
        assert (refused.value.details["person"], refused.value.details["pid"]) == (2, process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        # D7: a killed writer is gone at once, although its file still stands.
        assert path.exists()
        WriterLock.take(path, ME).release()
    assert not path.exists()


def test_a_number_that_another_process_has_taken_over_does_not_keep_the_lock(tmp_path: Path) -> None:
    # After a restart of the computer process numbers are given out again; ours is certainly alive.
    path = tmp_path / "writer.lock"
    path.write_bytes(ME.text())
    WriterLock.take(path, ME).release()


def test_the_file_of_another_computer_stands_until_someone_removes_it(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    path.write_bytes(replace(ME, host="another-computer", pid=1).text())
    with pytest.raises(InUse) as refused:
        WriterLock.take(path, ME)
    assert refused.value.details["host"] == "another-computer"
    path.unlink()
    WriterLock.take(path, ME).release()


@pytest.mark.parametrize("text", [b"", b"{", b"[]\n", bytes(80)])
def test_an_unfinished_file_of_a_program_that_was_killed_or_lost_its_power_is_taken_over(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "writer.lock"
    path.write_bytes(text)
    WriterLock.take(path, ME).release()


def test_where_the_disk_cannot_tell_the_process_number_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_module, "_hold", lambda _: None)
    path = tmp_path / "writer.lock"
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    path.write_bytes(replace(ME, pid=gone.pid).text())
    held = WriterLock.take(path, ME)
    with pytest.raises(InUse):
        WriterLock.take(path, ME)
    held.release()
    path.write_bytes(b"")
    with pytest.raises(InUse):
        WriterLock.take(path, ME)


def test_of_many_that_take_over_the_same_file_at_once_exactly_one_writes(tmp_path: Path) -> None:
    # D7: two hundred openings, half of them over the file of a dead writer.
    path = tmp_path / "writer.lock"

    def attempt(_: int) -> WriterLock | InUse:
        try:
            return WriterLock.take(path, ME)
        except InUse as refused:
            return refused

    with ThreadPoolExecutor(8) as pool:
        for turn in range(25):
            if turn % 2:
                path.write_bytes(ME.text())
            outcomes = list(pool.map(attempt, range(8)))
            won = [outcome for outcome in outcomes if isinstance(outcome, WriterLock)]
            assert len(won) == 1
            assert canonical.read_object(path.read_bytes())["pid"] == os.getpid()
            won[0].release()
            assert not path.exists()


def test_of_two_programs_that_open_one_declaration_one_writes_and_its_end_lets_the_other_in(
    declaration: Declaration, key: bytes
) -> None:
    declaration.close()
    program = """
import sys
from pathlib import Path
from readmission.store.declaration import open_declaration
declaration = open_declaration(Path(sys.argv[1]), bytes(range(32)), person=2)
print("open", flush=True)
sys.stdin.read()
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    with subprocess.Popen([sys.executable, "-c", program, declaration.folder], stdin=-1, stdout=-1, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(InUse) as refused:
            open_declaration(declaration.folder, key, person=1)
        assert refused.value.details["person"] == 2
        process.kill()
    with open_declaration(declaration.folder, key, person=1) as mine:
        mine.commit(Changes((Edit(RD, BLANK, Cell(1)),)), person=1, why="")
