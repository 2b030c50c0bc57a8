"""A small trust domain for tests: real roots, certificates, lists and files, opened by identities."""

import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from readmission.bundle.authority import Authority
from readmission.bundle.domain import Domain, Role
from readmission.bundle.enrolment import read_certificate, read_request, write_request
from readmission.bundle.identity import Identity, Recipient
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.kit import NamedRecipient
from readmission.bundle.manifest import (
    Audience,
    Basis,
    FormReference,
    JournalHead,
    Kind,
    Manifest,
    RoundReference,
)
from readmission.bundle.manifest_text import moment_text
from readmission.bundle.pack import PackContents, VerifiedPack, open_pack, signer_entry, write_pack
from readmission.bundle.policy import Policy, accepted_round
from readmission.bundle.release import approve, freeze, seal
from readmission.bundle.trust import COMMISSION_STATE
from readmission.form.attachments import AttachmentLimits
from readmission.form.model import AttachmentKind

AUDIENCE = "COM-TEST"
NOW = datetime(2016, 3, 1, 10, 30, tzinfo=UTC)
ANSWERS = b"place,value,reason,flags,note,due\nT01[GN].RD,12,,,,\n"
FORM = FormReference("form", "2025", "ab" * 64)
# The only question of this form that takes files.
LIMITS = AttachmentLimits(
    {("T01", "RD"): (AttachmentKind.PDF, AttachmentKind.CSV)}, file_bytes=2_000_000, all_bytes=3_000_000, files=2
)
MEMBERS = {
    "facts.csv": ANSWERS,
    "declaration.json": b"{}\n",
    "findings.json": b"[]\n",
    "settled.json": b"[]\n",
    "journal.json": b"{}\n",
}


@dataclass(eq=False)
class World:
    """An authority with a desk, two signers of one state and one of another, a pack, and the receiver's policy."""

    folder: Path
    authority: Authority
    receiving: Identity
    escrow: Identity
    own: Identity
    desk: SigningKeys
    first: SigningKeys
    second: SigningKeys
    foreigner: SigningKeys
    pack: VerifiedPack
    pack_file: Path
    now: datetime

    @property
    def policy(self) -> Policy:
        """What the importer accepts."""
        rounds = {"round": accepted_round([self.pack], {"BE", "EE"}, LIMITS)}
        return Policy(AUDIENCE, self.authority.anchors, rounds, self.now)

    def draft(self, **changes: object) -> Manifest:
        """The manifest of an honest bundle, with changes."""
        honest = Manifest(
            kind=Kind.BUNDLE,
            domain=self.authority.domain,
            id=str(uuid.uuid4()),
            created_at=moment_text(self.now),
            app_version="1",
            state="BE",
            organisation="Ministry",
            audience=self.pack.manifest.audience,
            round=RoundReference("round", 1, self.pack.manifest_sha512),
            form=FORM,
            period="2015",
            sequence=1,
            basis=Basis("", {"BE": "cd" * 64}),
            marking="TEST",
            signers=(signer_entry(self.first, "prepared by"), signer_entry(self.second, "approved by")),
            reply_to=self.own.recipient.text,
            journal=JournalHead(1, "ef" * 64),
        )
        return replace(honest, **changes)  # type: ignore[arg-type]  # each test names fields of a manifest

    def bundle(self, name: str, draft: Manifest | None = None, members: Mapping[str, bytes] = MEMBERS) -> Path:
        """A bundle that both signers approved, as the program makes it."""
        release, target = self.folder / f"{name}-release", self.folder / f"{name}.bundle"
        freeze(release, draft=draft or self.draft(), members=dict(members), recipient=self.own.recipient)
        for keys in (self.first, self.second):
            approve(release, identity=self.own, keys=keys, now=self.now)
        seal(
            release,
            target,
            identity=self.own,
            recipients=self.recipients,
            anchors=self.authority.anchors,
            now=self.now,
        )
        return target

    @property
    def recipients(self) -> list[Recipient]:
        """Those whom the pack names."""
        return [self.receiving.recipient, self.escrow.recipient]


def make_world(folder: Path, domain: Domain = Domain.REHEARSAL) -> World:
    """A fresh trust domain in a folder."""
    now = NOW
    folder.mkdir(parents=True, exist_ok=True)
    receiving, escrow, own = Identity.generate(), Identity.generate(), Identity.generate()
    authority = Authority.create(folder / "authority", domain=domain, name="Test", now=now, recipient=own.recipient)
    desk = certified(authority, folder, "Desk", COMMISSION_STATE, Role.COMMISSION, now)
    first = certified(authority, folder, "First", "BE", Role.MINISTRY, now)
    second = certified(authority, folder, "Second", "BE", Role.MINISTRY, now)
    foreigner = certified(authority, folder, "Foreigner", "EE", Role.MINISTRY, now)
    pack_file = folder / "round.round"
    write_test_pack(authority, desk, (receiving, escrow), pack_file, domain, now)
    pack = open_pack(io.BytesIO(pack_file.read_bytes()), anchors=authority.anchors, now=now)
    return World(folder, authority, receiving, escrow, own, desk, first, second, foreigner, pack, pack_file, now)


def write_test_pack(
    authority: Authority,
    desk: SigningKeys,
    receivers: tuple[Identity, ...],
    target: Path,
    domain: Domain,
    now: datetime,
    version: int = 1,
) -> None:
    """A round pack."""
    recipients = tuple(NamedRecipient(f"Receiver {number}", one.recipient, escrow=False) for number, one in enumerate(receivers))
    draft = Manifest(
        kind=Kind.ROUND,
        domain=domain,
        id=str(uuid.uuid4()),
        created_at=moment_text(now),
        app_version="1",
        state=COMMISSION_STATE,
        organisation="Commission",
        audience=Audience(AUDIENCE, tuple(sorted(one.recipient.id for one in receivers))),
        round=RoundReference("round", version),
        form=FORM,
        period="2015",
        sequence=version,
        marking="TEST",
    )
    contents = PackContents(b"{}\n", {"form.yaml": b"form"}, {"BE": b"figures"}, recipients, authority.lists)
    write_pack(target, draft=draft, contents=contents, keys=desk, now=now)


def certified(authority: Authority, folder: Path, name: str, state: str, role: Role, now: datetime) -> SigningKeys:
    """A person's keys with certificates, through request and certificate file."""
    keys = SigningKeys.generate()
    request, certificate = folder / f"{name}.request", folder / f"{name}.certificate"
    text = write_request(keys, name=name, state=state, organisation="Office", domain=authority.domain, app_version="1", now=now)
    request.write_bytes(text)
    person = authority.issue(read_request(request), role=role, now=now)
    certificate.write_bytes(authority.certificate_file(person.number, app_version="1", now=now))
    return read_certificate(certificate, keys=keys, anchors=authority.anchors, now=now)
