"""Freeze a declaration for approval: content and manifest are written once, and two persons sign exactly these bytes.

What blocks is asked before anything is written: errors, faults, warnings that nobody closed or read a second time, a journal that
does not chain. A later edit discards the release and says so.
"""

import io
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Final

from readmission import __version__, canonical
from readmission.answers.finding import Finding
from readmission.bundle.container import Content
from readmission.bundle.enrolment import describe, read_person
from readmission.bundle.kit import StateKit, read_kit
from readmission.bundle.manifest import (
    Audience,
    Basis,
    FormReference,
    JournalHead,
    Kind,
    Manifest,
    RoundReference,
    SignerEntry,
)
from readmission.bundle.manifest_text import moment_text
from readmission.bundle.pack import VerifiedPack, open_pack
from readmission.bundle.release import ReleaseSummary, freeze
from readmission.bundle.trust import COMMISSION_STATE, VerifiedSigner
from readmission.errors import TaskError
from readmission.store.state import State
from readmission.tasks import documents
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener, open_keys
from readmission.tasks.members import attached_members, members
from readmission.tasks.own_identity import own_identity
from readmission.tasks.settle import open_warnings

RELEASE: Final = "release"


class NotReady(TaskError):
    """Something still stands between the declaration and its release."""

    code: ClassVar[str] = "TA-20"
    happened: ClassVar[str] = (
        "The declaration cannot be released yet. Findings that block: {blocking}; warnings still open: {warnings}."
    )
    unharmed: ClassVar[str] = "Nothing was frozen, and no answer was changed."
    remedy: ClassVar[str] = "Correct what blocks, and close each warning with a reason and a second reader."

    def __init__(self, place: str, blocking: Sequence[Finding], warnings: Sequence[Finding]) -> None:
        super().__init__(place, blocking=len(blocking), warnings=len(warnings))
        self.blocking = tuple(blocking)
        self.warnings = tuple(warnings)


class NotTwoSigners(TaskError):
    """A release names exactly as many different enrolled persons as the round asks for."""

    code: ClassVar[str] = "TA-21"
    happened: ClassVar[str] = "The release needs {needed} different enrolled persons, and {given} were named."
    unharmed: ClassVar[str] = "Nothing was frozen."
    remedy: ClassVar[str] = "Enrol both signers with their certificates, then name them."


class NotSent(TaskError):
    """The Commission's own part enters the assessment as it stands; nobody signs it and it goes nowhere."""

    code: ClassVar[str] = "TA-96"
    happened: ClassVar[str] = "What the Commission states in its own part is not released."
    unharmed: ClassVar[str] = "Nothing was frozen, and no answer was changed."
    remedy: ClassVar[str] = "Name this folder when the assessment is computed: readmission-importer assess --part-c FOLDER."


@dataclass(frozen=True, slots=True)
class Signer:
    """An enrolled person who can sign for this state."""

    person: int
    name: str
    role: str
    ec: str
    ml_dsa: str


def enrol(filling: Filling, signer: VerifiedSigner, role: str) -> None:
    """Remember a certified person as somebody who can be named in a release."""
    known = {entry.person: entry for entry in enrolled(filling)}
    known[signer.person] = Signer(signer.person, signer.name, role, signer.ec, signer.ml_dsa)
    text = canonical.write(
        [
            {"person": entry.person, "name": entry.name, "role": entry.role, "ec": entry.ec, "ml_dsa": entry.ml_dsa}
            for _, entry in sorted(known.items())
        ]
    )
    filling.declaration.put_document(documents.SIGNERS, text, filling.person, "signer enrolled")


def enrol_keys(filling: Filling, key_file: Path, opener: Opener, role: str) -> VerifiedSigner:
    """Enrol the owner of a key file whose certificates are installed."""
    with pack_of(filling) as pack:
        signer = describe(open_keys(key_file, opener), anchors=pack.anchors, now=datetime.now(UTC))
    enrol(filling, signer, role)
    return signer


def enrol_certificate(filling: Filling, certificate: Path, role: str) -> VerifiedSigner:
    """Enrol the person of a certificate file; the keys stay where they are."""
    with pack_of(filling) as pack:
        signer = read_person(certificate, anchors=pack.anchors, now=datetime.now(UTC))
    enrol(filling, signer, role)
    return signer


def enrolled(filling: Filling) -> tuple[Signer, ...]:
    """Who can be named in a release."""
    text = filling.declaration.document(documents.SIGNERS)
    entries = [] if text is None else canonical.read(text)
    assert isinstance(entries, list)
    return tuple(Signer(**entry) for entry in entries)  # type: ignore[arg-type]  # written by `enrol` above


def review(filling: Filling, signers: Sequence[int]) -> ReleaseSummary:
    """Freeze the declaration, naming its signers by the authority's numbers."""
    if filling.declaration.member_state == COMMISSION_STATE:
        raise NotSent(str(filling.folder))
    named = {entry.person: entry for entry in enrolled(filling)}
    chosen = [named[number] for number in dict.fromkeys(signers) if number in named]
    if len(chosen) != filling.round.signers_required:
        raise NotTwoSigners(needed=filling.round.signers_required, given=len(chosen))
    findings = filling.all_findings()
    blocking = [finding for finding in findings if finding.severity.blocks]
    warnings = open_warnings(filling)
    if blocking or warnings:
        raise NotReady(str(filling.folder), blocking, warnings)
    filling.declaration.verify()
    content: dict[str, Content] = {**members(filling, findings)}
    attached, types = attached_members(filling)
    with pack_of(filling) as pack:
        draft = _draft(filling, kit_of(filling), pack, chosen)
    discard_release(filling.folder)
    recipient = own_identity(filling).recipient
    summary = freeze(filling.folder / RELEASE, draft=draft, members=content | attached, recipient=recipient, types=types)
    filling.declaration.move(State.IN_REVIEW, filling.person, "frozen for approval")
    return summary


def discard_release(folder: Path) -> bool:
    """Throw a frozen release and its approvals away; says whether there was one."""
    release = folder / RELEASE
    existed = release.exists()
    if existed:
        shutil.rmtree(release)
    return existed


def kit_of(filling: Filling) -> StateKit:
    """The state kit that the declaration was made with."""
    text = filling.declaration.document(documents.KIT)
    assert text is not None
    return read_kit(text)


def pack_of(filling: Filling) -> VerifiedPack:
    """The round pack, verified anew."""
    data = filling.declaration.document(documents.PACK)
    assert data is not None
    return open_pack(io.BytesIO(data), anchors=kit_of(filling).anchors, now=datetime.now(UTC))


def next_sequence(filling: Filling) -> int:
    """The number of the next bundle of this state in this round."""
    text = filling.declaration.document(documents.SEQUENCE)
    return 1 + (0 if text is None else int(text))


def _draft(filling: Filling, kit: StateKit, pack: VerifiedPack, signers: Sequence[Signer]) -> Manifest:
    previous = filling.declaration.document(documents.PREVIOUS) if next_sequence(filling) > 1 else None
    last = filling.declaration.document(documents.LAST_MANIFEST)
    entries, head = filling.declaration.head
    state = kit.state
    reference = filling.reference_text
    extract = {} if reference is None else {state: documents.digest(reference)}
    return Manifest(
        kind=Kind.BUNDLE,
        domain=kit.domain,
        id=str(uuid.uuid4()),
        created_at=moment_text(datetime.now(UTC)),
        app_version=__version__,
        state=state,
        organisation=kit.names.get("en", state),
        audience=Audience(kit.audience, tuple(sorted(named.recipient.id for named in pack.recipients))),
        round=RoundReference(filling.round.id, pack.version, pack.manifest_sha512),
        form=FormReference(filling.form.id, filling.form.edition, filling.form.structure),
        period=str(filling.round.year),
        sequence=next_sequence(filling),
        previous="" if previous is None else previous.decode(),
        basis=Basis("" if last is None else last.decode(), extract),
        marking=filling.round.marking,
        signers=tuple(SignerEntry(entry.person, entry.role, entry.ec, entry.ml_dsa) for entry in signers),
        reply_to=own_identity(filling).recipient.text,
        journal=JournalHead(entries, head, {}),
    )
