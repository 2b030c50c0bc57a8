"""Approve a frozen release: sign exactly the bytes that were frozen, with both algorithms.

It works on the release folder alone, so that the second signer can do it elsewhere on a copied folder; what she reads before signing is
drawn from the frozen bytes and from nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from readmission import canonical
from readmission.answers.attachment import LIST, Attachment, read_attachments
from readmission.answers.facts import read_facts
from readmission.answers.finding import Settlement
from readmission.answers.model import Cell, Place
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.manifest import Manifest
from readmission.bundle.release import Approval, approve, open_release
from readmission.form.model import Form
from readmission.store.state import State
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener, open_keys
from readmission.tasks.members import FACTS, SETTLED
from readmission.tasks.own_identity import own_identity
from readmission.tasks.review import RELEASE


@dataclass(frozen=True)
class FrozenPage:
    """What a signer reads: the frozen answers, settled warnings and attachments, and the digest that she will sign."""

    manifest: Manifest
    manifest_sha512: str
    cells: Mapping[Place, Cell]
    settled: bytes
    attachments: tuple[Attachment, ...]
    approvals: tuple[int, ...]


def frozen_page(release: Path, identity: Identity, form: Form) -> FrozenPage:
    """The page of a frozen release."""
    with open_release(release, identity) as frozen:
        return FrozenPage(
            frozen.manifest,
            frozen.manifest_sha512,
            read_facts(frozen.read(FACTS), form),
            frozen.read(SETTLED),
            read_attachments(frozen.read(LIST)) if LIST in frozen.names else (),
            frozen.approvals,
        )


def frozen_warnings(page: FrozenPage) -> tuple[Settlement, ...]:
    """The warnings that were settled, as the frozen bytes have them."""
    entries: Any = canonical.read(page.settled)
    return tuple(Settlement(**{**entry, "key": tuple(entry["key"])}) for entry in entries)


def approve_release(release: Path, identity: Identity, keys: SigningKeys) -> Approval:
    """Sign a frozen release."""
    return approve(release, identity=identity, keys=keys, now=datetime.now(UTC))


def approve_declaration(filling: Filling, key_file: Path, opener: Opener) -> Approval:
    """Sign the release of an open declaration; with the last signature it is released."""
    release = filling.folder / RELEASE
    identity = own_identity(filling)
    approval = approve_release(release, identity, open_keys(key_file, opener))
    with open_release(release, identity) as frozen:
        complete = {entry.person for entry in frozen.manifest.signers} <= set(frozen.approvals)
    if complete:
        filling.declaration.move(State.RELEASED, filling.person, "approved by all signers")
    return approval
