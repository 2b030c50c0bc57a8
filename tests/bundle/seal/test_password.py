"""Passwords: one work factor for everybody, and a wrong one is told apart from a damaged file."""

import io
from typing import Final

import pytest

from readmission.bundle import password
from readmission.bundle.age import decrypt_with_password, encrypt_with_password
from readmission.bundle.age_header import Stanza, encode64, read_header, write_header
from readmission.bundle.refusals import (
    MemoryTooSmall,
    PasswordRefused,
    SealContentDamaged,
    SealHeaderDamaged,
    SealNotAllowed,
    WrongPassword,
)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap derivation, where the work factor is not what a test is about; no option of the program does this."""
    monkeypatch.setattr(password, "WORK_FACTOR_LOG2", 4)


def test_the_work_factor_is_eighteen() -> None:
    (stanza,) = read_header(io.BytesIO(encrypt_with_password(b"x", "pässword"))).stanzas
    assert password.WORK_FACTOR_LOG2 == 18
    assert stanza.arguments[1] == "18"


@pytest.mark.parametrize("factor", [1, 10, 17, 19, 22, 40, 2**62])
def test_a_file_that_asks_for_another_work_factor_is_refused_before_any_work(
    factor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_password: bytes, _salt: bytes) -> bytes:
        raise AssertionError("a key was derived")

    monkeypatch.setattr(password, "_derive", never)
    stanza = Stanza("scrypt", (encode64(bytes(16)), str(factor)), bytes(32))
    with pytest.raises(SealNotAllowed):
        decrypt_with_password(write_header((stanza,), bytes(16)) + bytes(32), "x")


@pytest.mark.usefixtures("quick")
def test_a_wrong_password_is_said_to_be_wrong() -> None:
    with pytest.raises(WrongPassword):
        decrypt_with_password(encrypt_with_password(b"x", "right"), "Right")


@pytest.mark.usefixtures("quick")
def test_a_damaged_file_is_not_called_a_wrong_password() -> None:
    data = encrypt_with_password(b"x" * 100, "right")
    with pytest.raises(SealContentDamaged):
        decrypt_with_password(data[:-1], "right")


@pytest.mark.usefixtures("quick")
def test_letters_composed_in_two_ways_are_one_password() -> None:
    assert decrypt_with_password(encrypt_with_password(b"x", "caf\u00e9"), "cafe\u0301") == b"x"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("text", ["", "half a \ud800 character"])
def test_a_password_that_protects_nothing_is_refused(text: str) -> None:
    with pytest.raises(PasswordRefused):
        encrypt_with_password(b"x", text)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("text", ["", "half a \ud800 character"])
def test_a_password_that_cannot_be_one_is_wrong_when_opening(text: str) -> None:
    with pytest.raises(WrongPassword):
        decrypt_with_password(encrypt_with_password(b"x", "right"), text)


SALT: Final = encode64(bytes(16))
GOOD: Final = Stanza("scrypt", (SALT, "18"), bytes(32))
MALFORMED: Final = {
    "no work factor": (Stanza("scrypt", (SALT,), bytes(32)),),
    "a word too many": (Stanza("scrypt", (SALT, "18", "18"), bytes(32)),),
    "a short salt": (Stanza("scrypt", (encode64(bytes(15)), "18"), bytes(32)),),
    "a longer file key": (Stanza("scrypt", (SALT, "18"), bytes(48)),),
    "a second password": (GOOD, GOOD),
    "a recipient beside it": (GOOD, Stanza("X25519", ("A" * 43,), bytes(32))),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_password_file_is_malformed_with(what: str) -> None:
    with pytest.raises(SealHeaderDamaged):
        decrypt_with_password(write_header(MALFORMED[what], bytes(16)) + bytes(32), "x")


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password, "WORK_FACTOR_LOG2", 40)
    with pytest.raises(MemoryTooSmall):
        encrypt_with_password(b"x", "right")
