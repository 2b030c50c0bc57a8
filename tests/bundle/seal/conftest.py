"""Identities and a small sealed file that many tests look at."""

import pytest

from readmission.bundle.age import seal_bytes
from readmission.bundle.identity import Identity

PLAINTEXT = b"The answers of a ministry, which nobody on the way may read. " * 3


@pytest.fixture(scope="session")
def ours() -> Identity:
    return Identity(b"\x01" * 32)


@pytest.fixture(scope="session")
def theirs() -> Identity:
    return Identity(b"\x02" * 32)


@pytest.fixture(scope="session")
def plaintext() -> bytes:
    return PLAINTEXT


@pytest.fixture(scope="session")
def sealed(ours: Identity, plaintext: bytes) -> bytes:
    return seal_bytes(plaintext, [ours.recipient])
