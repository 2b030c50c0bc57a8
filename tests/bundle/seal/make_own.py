"""Writes the vectors of `vectors/own` that are not there yet; run it at a release, never by a test.

A file that a release wrote must open for ever, so no file is ever replaced.
"""

import hashlib
import sys
from typing import Final

from bundle.seal.kit import VECTORS
from readmission.bundle.age import encrypt_with_password, seal_bytes
from readmission.bundle.identity import Identity

IDENTITY: Final = Identity(b"\x2a" * 32)
OTHER: Final = Identity(b"\x2b" * 32)
PASSWORD: Final = "correct horse battery staple"
PATTERN: Final = bytes(range(251))


def main(release: str) -> None:
    """Write each missing case of a release."""
    for name, plaintext in {
        "empty": b"",
        "one_byte": b"x",
        "one_chunk": (PATTERN * 262)[:65536],
        "two_chunks": (PATTERN * 262)[:65537],
    }.items():
        _write(f"{release}_{name}", f"identity: {IDENTITY.text}", plaintext, seal_bytes(plaintext, [IDENTITY.recipient]))
    two = seal_bytes(b"for two", [OTHER.recipient, IDENTITY.recipient])
    _write(f"{release}_second_recipient", f"identity: {IDENTITY.text}", b"for two", two)
    _write(f"{release}_password", f"passphrase: {PASSWORD}", b"a key", encrypt_with_password(b"a key", PASSWORD))


def _write(name: str, opener: str, plaintext: bytes, sealed: bytes) -> None:
    path = VECTORS / "own" / name
    if not path.exists():
        head = f"expect: success\npayload: {hashlib.sha256(plaintext).hexdigest()}\n{opener}\n\n"
        path.write_bytes(head.encode() + sealed)


if __name__ == "__main__":
    main(sys.argv[1])
