"""Opening a file, good or bad, writes nothing to any disk: the kernel is asked to forbid it and nobody notices."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import readmission
from readmission.bundle.age import seal_bytes
from readmission.bundle.identity import Identity

# A process that may not make a file longer than nothing; its output goes to a pipe, which is no file.
OPENING: Final = """
import resource, sys
from readmission.bundle.age import open_sealed
from readmission.bundle.identity import Identity
from readmission.bundle.refusals import SealContentDamaged
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
with open(sys.argv[1], "rb") as sealed:
    plain = open_sealed(sealed, [Identity(bytes([1]) * 32)])
    try:
        print(len(plain.read()))
    except SealContentDamaged:
        print("damaged")
"""
CARELESS: Final = OPENING.replace(
    "print(len(plain.read()))",
    "spool = open('temporary/spool', 'wb', buffering=0); spool.write(plain.read()); print('written')",
)


@pytest.fixture
def path(tmp_path: Path, ours: Identity) -> Path:
    (tmp_path / "temporary").mkdir()
    (tmp_path / "file.bundle").write_bytes(seal_bytes(bytes(200_000), [ours.recipient]))
    return tmp_path / "file.bundle"


def run(program: str, path: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "TMPDIR": str(path.parent / "temporary"),
        "PYTHONPATH": str(Path(readmission.__file__).parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, "-c", program, str(path)],
        cwd=path.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def test_a_good_file_opens_where_nothing_can_be_written(path: Path) -> None:
    assert run(OPENING, path).stdout == "200000\n"
    assert not list((path.parent / "temporary").iterdir())


def test_a_damaged_file_is_refused_where_nothing_can_be_written(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100_000] ^= 1
    path.write_bytes(data)
    assert run(OPENING, path).stdout == "damaged\n"
    assert not list((path.parent / "temporary").iterdir())


def test_a_program_that_spooled_the_plaintext_would_be_caught(path: Path) -> None:
    caught = run(CARELESS, path)
    assert caught.stdout == ""
    assert "File too large" in caught.stderr
