"""Seal a released declaration into one file for the Commission, and read it back before anybody carries it away.

Nothing is decided here: the bytes were frozen at review and signed by two persons. Afterwards the declaration knows the number and the
manifest of what went out, what the file is called and looks like, and keeps its facts for next year.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from readmission import canonical
from readmission.bundle.kit import NamedRecipient
from readmission.bundle.manifest import Manifest
from readmission.bundle.release import open_release, seal
from readmission.bundle.trust import VerifiedSigner
from readmission.bundle.written import CheckedFile, check_written
from readmission.errors import ReadmissionError, TaskError
from readmission.form.attachments import limits_of
from readmission.store.state import State
from readmission.tasks import documents
from readmission.tasks.files import FileTaken
from readmission.tasks.fill import Filling
from readmission.tasks.members import FACTS
from readmission.tasks.own_identity import own_identity
from readmission.tasks.review import RELEASE, pack_of


def sent(filling: Filling) -> tuple[str, ...]:
    """The manifest of every bundle that this declaration sent, in order."""
    text = filling.declaration.document(documents.SENT)
    manifests = [] if text is None else canonical.read(text)
    assert isinstance(manifests, list)
    return tuple(str(manifest) for manifest in manifests)


class NotReleased(TaskError):
    """There is no release that all signers approved."""

    code: ClassVar[str] = "TA-22"
    happened: ClassVar[str] = "The declaration is not released: its signers have not all approved it as it stands."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Have it reviewed and approved by both signers, then export."


@dataclass(frozen=True)
class Exported:
    """A bundle as it lies on the disk, opened again there: manifest, signers whose signatures hold, and who can open it."""

    manifest: Manifest
    checked: CheckedFile
    readers: tuple[NamedRecipient, ...]

    @property
    def manifest_sha512(self) -> str:
        """The digest of the manifest."""
        return self.checked.manifest_sha512

    @property
    def file_sha512(self) -> str:
        """The digest of the file."""
        return self.checked.file_sha512

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return self.checked.size

    @property
    def signers(self) -> tuple[VerifiedSigner, ...]:
        """Who signed it."""
        return self.checked.signers


def export(filling: Filling, target: Path) -> Exported:
    """Write the sealed bundle and check it; the same release can be exported again with the same manifest."""
    if filling.declaration.state not in (State.RELEASED, State.EXPORTED):
        raise NotReleased(str(filling.folder))
    if target.exists():
        raise FileTaken(str(target))
    release = filling.folder / RELEASE
    identity = own_identity(filling)
    with pack_of(filling) as pack:
        recipients = [named.recipient for named in pack.recipients]
        anchors, now, limits = pack.anchors, datetime.now(UTC), limits_of(filling.form, filling.round)
        sealed = seal(release, target, identity=identity, recipients=recipients, anchors=anchors, now=now)
        try:
            checked = check_written(sealed, recipients, anchors=anchors, now=now, attachments=limits)
        except ReadmissionError:
            # A file that a receiver would refuse must not lie there looking like one that can be sent.
            target.unlink(missing_ok=True)
            raise
        done = Exported(sealed.manifest, checked, pack.recipients)
    with open_release(release, identity) as frozen:
        facts = frozen.read(FACTS)
    _keep(filling, done, facts)
    return done


def _keep(filling: Filling, done: Exported, facts: bytes) -> None:
    keep = {
        documents.SEQUENCE: str(done.manifest.sequence).encode(),
        documents.PREVIOUS: done.manifest_sha512.encode(),
        documents.EXPORTED_FACTS: facts,
        documents.SENT: canonical.write([*dict.fromkeys([*sent(filling), done.manifest_sha512])]),
        documents.EXPORTED_FILE: canonical.write(_file_facts(done)),
    }
    for name, data in keep.items():
        filling.declaration.put_document(name, data, filling.person, "bundle exported")
    if filling.declaration.state is not State.EXPORTED:
        filling.declaration.move(State.EXPORTED, filling.person, f"bundle {done.manifest.sequence} exported")


def _file_facts(done: Exported) -> dict[str, canonical.Json]:
    roles = {entry.person: entry.role for entry in done.manifest.signers}
    return {
        "name": done.checked.path.name,
        "size": done.size,
        "file": done.file_sha512,
        "manifest": done.manifest_sha512,
        "sequence": done.manifest.sequence,
        "created": done.manifest.created_at,
        "marking": done.manifest.marking,
        "signers": [f"{signer.person} {signer.name}, {roles[signer.person]}" for signer in done.signers],
        "readers": [{"name": named.name, "escrow": named.escrow} for named in done.readers],
    }
