"""Files that the importer must refuse: a forgery, half a file, and a genuine file of another round.

The forger has what is public: the Commission's recipients, the program, and a bundle's structure. He makes an authority of the same
name and signs with certificates of his own.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from readmission import __version__
from readmission.bundle.authority import Authority
from readmission.bundle.domain import Domain, Role
from readmission.bundle.enrolment import describe, read_certificate, read_request, write_request
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.kit import NamedRecipient
from readmission.bundle.manifest import Manifest, RoundReference, SignerEntry
from readmission.bundle.release import approve, freeze, open_release, seal
from readmission.bundle.trust import Anchors
from readmission.tasks.fill import Filling
from readmission.tasks.members import DECLARATION, FACTS, FINDINGS, JOURNAL, SETTLED
from readmission.tasks.own_identity import own_identity
from readmission.tasks.rehearsal.stage import ORGANISATION
from readmission.tasks.review import RELEASE

NAMES = (FACTS, DECLARATION, FINDINGS, SETTLED, JOURNAL)


def truncated(bundle: Path, target: Path) -> Path:
    """The first half of a bundle."""
    data = bundle.read_bytes()
    target.write_bytes(data[: len(data) // 2])
    return target


def forged(filling: Filling, recipients: Sequence[NamedRecipient], target: Path) -> Path:
    """A bundle of this state with answers of the forger's, signed by certificates of a look-alike authority."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        identity = Identity.generate()
        authority = Authority.create(
            Path(folder) / "authority", domain=Domain.REHEARSAL, name=ORGANISATION, now=now, recipient=identity.recipient
        )
        state = filling.declaration.member_state
        signers = [_certified(authority, name, state, Path(folder)) for name in ("First Forger", "Second Forger")]
        return _resealed(filling, target, signers, authority.anchors, recipients, {FACTS: b"place,value,reason,flags,note,due\n"})


def of_another_round(
    filling: Filling, signers: Sequence[SigningKeys], anchors: Anchors, recipients: Sequence[NamedRecipient], target: Path
) -> Path:
    """A bundle that is genuine in everything, for a round that the importer does not hold."""
    return _resealed(filling, target, signers, anchors, recipients, {}, round_id="rehearsal-of-another-year")


def with_another_text(
    filling: Filling, signers: Sequence[SigningKeys], anchors: Anchors, recipients: Sequence[NamedRecipient], target: Path
) -> Path:
    """A second bundle with a number that was used already, genuine in everything and with other content: a fork."""
    return _resealed(filling, target, signers, anchors, recipients, {DECLARATION: b"{}\n"})


def _certified(authority: Authority, name: str, state: str, folder: Path) -> SigningKeys:
    now = datetime.now(UTC)
    keys = SigningKeys.generate()
    request = folder / f"{name}.request"
    request.write_bytes(
        write_request(
            keys, name=name, state=state, organisation="Ministry", domain=Domain.REHEARSAL, app_version=__version__, now=now
        )
    )
    person = authority.issue(read_request(request), role=Role.MINISTRY, now=now)
    certificate = folder / f"{name}.certificate"
    certificate.write_bytes(authority.certificate_file(person.number, app_version=__version__, now=now))
    return read_certificate(certificate, keys=keys, anchors=authority.anchors, now=now)


def _resealed(
    filling: Filling,
    target: Path,
    signers: Sequence[SigningKeys],
    anchors: Anchors,
    recipients: Sequence[NamedRecipient],
    members: dict[str, bytes],
    round_id: str = "",
) -> Path:
    identity = own_identity(filling)
    with open_release(filling.folder / RELEASE, identity) as frozen:
        content = {name: frozen.read(name) for name in NAMES} | members
        draft = replace(frozen.manifest, files=(), signers=_entries(frozen.manifest, signers, anchors))
    if round_id and draft.round is not None:
        draft = replace(draft, round=RoundReference(round_id, draft.round.pack_version, draft.round.pack))
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / RELEASE
        now = datetime.now(UTC)
        freeze(release, draft=draft, members=dict(content), recipient=identity.recipient)
        for keys in signers:
            approve(release, identity=identity, keys=keys, now=now)
        seal(
            release,
            target,
            identity=identity,
            recipients=[named.recipient for named in recipients],
            anchors=anchors,
            now=now,
        )
    return target


def _entries(manifest: Manifest, signers: Sequence[SigningKeys], anchors: Anchors) -> tuple[SignerEntry, ...]:
    persons = (describe(keys, anchors=anchors, now=datetime.now(UTC)) for keys in signers)
    return tuple(
        SignerEntry(person.person, entry.role, person.ec, person.ml_dsa)
        for person, entry in zip(persons, manifest.signers, strict=True)
    )
