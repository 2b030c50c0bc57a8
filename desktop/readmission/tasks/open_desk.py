"""The desk that receives: its audience from a kit, its signing keys and its receiving identities from their files."""

from pathlib import Path

from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import read_identity_file
from readmission.bundle.kit import read_kit
from readmission.tasks.keys import Opener, open_keys
from readmission.tasks.receive import Desk


def open_desk(kit_file: Path, key_file: Path, identity_file: Path, opener: Opener, organisation: str = "") -> Desk:
    """Open everything that receiving needs."""
    kit = read_kit(kit_file.read_bytes())
    return Desk(kit.audience, organisation or kit.audience, receiving(identity_file, opener), open_keys(key_file, opener))


def receiving(identity_file: Path, opener: Opener) -> tuple[Identity, ...]:
    """The receiving identities of a file."""
    return read_identity_file(identity_file.read_bytes(), password=opener.password, identity=opener.identity)
