"""A person's signing keys: made here, certified by the authority, installed with the certificates.

The key file never leaves the person; the request proves that its maker holds the keys; the certificate file comes back.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, TypedDict

from readmission import __version__
from readmission.bundle.domain import Domain
from readmission.bundle.enrolment import read_certificate, read_request, write_request
from readmission.bundle.identity import Identity, Recipient
from readmission.bundle.keyfile import SigningKeys, read_keyfile, write_keyfile
from readmission.bundle.kit import read_kit
from readmission.bundle.trust import Anchors
from readmission.errors import TaskError
from readmission.tasks.files import write_new, write_whole


class KitFacts(TypedDict):
    """The state and the trust domain of a kit."""

    state: str
    domain: Domain


class NoOpener(TaskError):
    """Something that is closed is opened by a password or an identity."""

    code: ClassVar[str] = "TA-07"
    happened: ClassVar[str] = "Neither a password nor an identity was given."
    unharmed: ClassVar[str] = "Nothing was opened."
    remedy: ClassVar[str] = "Give one of the two."


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a key file: a password, or an age identity."""

    password: str | None = None
    identity: Identity | None = None

    @staticmethod
    def of_identity_text(text: str) -> "Opener":
        """The opener of an age identity as text."""
        return Opener(identity=Identity.parse(text))

    @property
    def secret(self) -> str | Identity:
        """Whichever of the two it is."""
        secret = self.identity if self.password is None else self.password
        if secret is None:
            raise NoOpener
        return secret

    @property
    def recipient(self) -> Recipient | None:
        """The recipient that a new key file is sealed to when no password is given."""
        return None if self.identity is None else self.identity.recipient


def new_keys(key_file: Path, opener: Opener) -> SigningKeys:
    """Make signing keys and write their key file; an existing file is refused."""
    keys = SigningKeys.generate()
    write_new(key_file, write_keyfile(keys, password=opener.password, recipient=opener.recipient))
    return keys


def open_keys(key_file: Path, opener: Opener) -> SigningKeys:
    """The signing keys of a key file."""
    return read_keyfile(key_file.read_bytes(), password=opener.password, identity=opener.identity)


def request_certificate(keys: SigningKeys, target: Path, *, name: str, state: str, organisation: str, domain: Domain) -> str:
    """Write the request to be sent to the authority; returns the fingerprint to compare by telephone."""
    text = write_request(
        keys, name=name, state=state, organisation=organisation, domain=domain, app_version=__version__, now=datetime.now(UTC)
    )
    write_new(target, text)
    return read_request(target).fingerprint


def install_certificate(keys: SigningKeys, key_file: Path, opener: Opener, certificate: Path, anchors: Anchors) -> SigningKeys:
    """Put the certificates of a certificate file beside the keys they belong to, in their key file."""
    certified = read_certificate(certificate, keys=keys, anchors=anchors, now=datetime.now(UTC))
    write_whole(key_file, write_keyfile(certified, password=opener.password, recipient=opener.recipient))
    return certified


def kit_facts(kit_file: Path) -> KitFacts:
    """What a certificate request takes from the state kit."""
    kit = read_kit(kit_file.read_bytes())
    return KitFacts(state=kit.state, domain=kit.domain)


def kit_anchors(kit_file: Path) -> Anchors:
    """The roots that a state kit pins."""
    return read_kit(kit_file.read_bytes()).anchors
