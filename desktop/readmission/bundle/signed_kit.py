"""A state kit on its way from the authority to whoever builds installers: signed by the authority's desk.

The roots that prove the signature stand in the kit itself. So a signature alone says only that the kit left the authority of these
roots as it is; that they are the right roots is said by their fingerprint, compared on another way.
"""

import hashlib
import uuid
from contextlib import ExitStack
from datetime import datetime
from typing import Final

from readmission.bundle.assembly import assemble
from readmission.bundle.container import container_chunks
from readmission.bundle.domain import Role
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.kit import StateKit, read_kit, write_kit
from readmission.bundle.manifest import Kind, Manifest
from readmission.bundle.manifest_text import moment_text
from readmission.bundle.pack import signer_entry
from readmission.bundle.refusals import KitRefused
from readmission.bundle.trust import COMMISSION_STATE, Roots
from readmission.bundle.verifying import Source, check_digests, open_parts, reading, verify_parts
from readmission.errors import Phrase

MAX_KIT_BYTES: Final = 1 << 24

_KIT: Final = "kit.json"
_LETTERS: Final = 4


def roots_fingerprint(roots: Roots) -> str:
    """What two persons compare before they build or install with these roots."""
    text = hashlib.sha256(roots.ec + roots.ml_dsa).hexdigest().upper()
    return " ".join(text[at : at + _LETTERS] for at in range(0, len(text), _LETTERS))


def write_signed_kit(kit: StateKit, *, desk: SigningKeys, organisation: str, app_version: str, now: datetime) -> bytes:
    """A kit as the authority hands it out."""
    draft = Manifest(
        kind=Kind.KIT,
        domain=kit.domain,
        id=str(uuid.uuid4()),
        created_at=moment_text(now),
        app_version=app_version,
        state=COMMISSION_STATE,
        organisation=organisation,
        signers=(signer_entry(desk, Role.AUTHORITY.value),),
    )
    assembly = assemble(draft, {_KIT: write_kit(kit)})
    return b"".join(container_chunks(assembly.signed_by(desk, now=now)))


def read_signed_kit(source: Source, *, fingerprint: str, now: datetime) -> StateKit:
    """A kit that the authority with the roots of this fingerprint signed; raises KitRefused or the reason why it did not."""
    with ExitStack() as stack, reading(source, stack) as stream:
        parts = open_parts(stream, Kind.KIT, max_bytes=MAX_KIT_BYTES)
        kit = read_kit(parts.read(_KIT, max_bytes=MAX_KIT_BYTES))
        if "".join(fingerprint.split()).upper() != "".join(roots_fingerprint(kit.roots).split()):
            raise KitRefused(why=Phrase("its roots have another fingerprint"))
        verify_parts(parts, kind=Kind.KIT, role=Role.AUTHORITY, anchors=kit.anchors, now=now)
        check_digests(parts.container, parts.signed)
    return kit
