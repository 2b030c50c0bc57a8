"""Another implementation opens what we seal and seals what we open (the npm package `age-encryption`)."""

import fcntl
import subprocess
from pathlib import Path
from typing import Final

import pytest

from readmission.bundle.age import decrypt_with_password, encrypt_with_password, open_bytes, seal_bytes
from readmission.bundle.identity import Identity, Recipient
from readmission.bundle.keyfile import read_identity_file

FOLDER: Final = Path(__file__).parent / "interop"
SIZES: Final = (0, 1, 65535, 65536, 65537, 200_000)


@pytest.fixture(scope="session", autouse=True)
def other_implementation(tmp_path_factory: pytest.TempPathFactory) -> None:
    with (tmp_path_factory.getbasetemp().parent / "interop.lock").open("w") as lock:
        # Several test processes may come here at once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (FOLDER / "node_modules" / "age-encryption").is_dir():
            subprocess.run(["npm", "ci"], cwd=FOLDER, check=True, capture_output=True, timeout=50)


def other(verb: str, key: str, data: bytes, folder: Path) -> bytes:
    source, target = folder / "in", folder / "out"
    source.write_bytes(data)
    subprocess.run(["node", "age.mjs", verb, key, source, target], cwd=FOLDER, check=True, capture_output=True, timeout=50)
    return target.read_bytes()


@pytest.mark.parametrize("size", SIZES)
def test_the_other_opens_what_we_seal(size: int, ours: Identity, tmp_path: Path) -> None:
    plaintext = bytes(size)
    assert other("open", ours.text, seal_bytes(plaintext, [ours.recipient]), tmp_path) == plaintext


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_the_other_seals(size: int, ours: Identity, tmp_path: Path) -> None:
    plaintext = bytes(size)
    assert open_bytes(other("seal", ours.recipient.text, plaintext, tmp_path), [ours]) == plaintext


def test_each_of_two_recipients_opens_what_the_other_side_sealed(ours: Identity, theirs: Identity, tmp_path: Path) -> None:
    both = f"{ours.recipient.text},{theirs.recipient.text}"
    sealed = other("seal", both, b"for two", tmp_path)
    assert open_bytes(sealed, [ours]) == open_bytes(sealed, [theirs]) == b"for two"
    resealed = seal_bytes(b"for two", [ours.recipient, theirs.recipient])
    assert other("open", theirs.text, resealed, tmp_path) == b"for two"


def test_the_other_opens_what_a_password_closes(tmp_path: Path) -> None:
    assert other("open-password", "correct hörse", encrypt_with_password(b"key", "correct hörse"), tmp_path) == b"key"


def test_we_open_what_the_other_closes_by_a_password(tmp_path: Path) -> None:
    assert decrypt_with_password(other("seal-password", "correct hörse", b"key", tmp_path), "correct hörse") == b"key"


def test_a_key_of_the_other_is_one_of_ours(tmp_path: Path) -> None:
    made = subprocess.run(["node", "age.mjs", "generate"], cwd=FOLDER, check=True, capture_output=True, text=True, timeout=50)
    identity, recipient = made.stdout.split()
    assert Identity.parse(identity).recipient == Recipient.parse(recipient)
    sealed = other("seal-password", "x", f"# made elsewhere\n{identity}\n".encode(), tmp_path)
    (found,) = read_identity_file(sealed, password="x")
    assert found.text == identity
