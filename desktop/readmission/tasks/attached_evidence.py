"""What ministries attached, in the assessment: listed for everybody who opens it, opened by those for whom the bundles were sealed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from readmission.answers.attachment import LIST, MEMBERS, Attachment, read_attachments
from readmission.answers.records import BundleRecord
from readmission.bundle.age import open_bytes
from readmission.bundle.identity import Identity
from readmission.bundle.rejections import MemberChanged
from readmission.errors import TaskError
from readmission.tasks.files import write_new
from readmission.tasks.open_assessment import Assessing

_LEAST_LETTERS = 8


class NoEvidence(TaskError):
    """No bundle, or more than one file, goes by a digest."""

    code: ClassVar[str] = "TA-52"
    happened: ClassVar[str] = "There is not exactly one attached file whose SHA-512 begins with “{digest}”."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Take the SHA-512 from the list of attachments; eight letters or more of its beginning are enough."


@dataclass(frozen=True, slots=True)
class Evidence:
    """An attachment and the bundle that brought it."""

    record: BundleRecord
    attachment: Attachment


def attachments_of(assessing: Assessing, record: BundleRecord) -> tuple[Attachment, ...]:
    """What came with a bundle."""
    text = assessing.store.document(record.manifest, LIST)
    return () if text is None else read_attachments(text)


def evidence(assessing: Assessing, round_id: str = "") -> tuple[Evidence, ...]:
    """What came with all bundles, or with those of a round, superseded ones too."""
    records = [record for record in assessing.store.records() if round_id in ("", record.round_id)]
    return tuple(Evidence(record, one) for record in records for one in attachments_of(assessing, record))


def write_evidence(assessing: Assessing, digest: str, target: Path, identities: Sequence[Identity]) -> Path:
    """Open an attached file and write it to a new file, or under its name into a folder; raises NoEvidence."""
    found = {one.attachment.sha512: one for one in evidence(assessing) if one.attachment.sha512.startswith(digest)}
    if len(digest) < _LEAST_LETTERS or len(found) != 1:
        raise NoEvidence(digest=digest)
    one = next(iter(found.values()))
    sealed = assessing.store.document(one.record.manifest, MEMBERS + one.attachment.sha512)
    assert sealed is not None
    content = open_bytes(sealed, identities)
    if hashlib.sha512(content).hexdigest() != one.attachment.sha512:
        raise MemberChanged(one.attachment.name)
    path = target / one.attachment.name if target.is_dir() else target
    write_new(path, content)
    return path
