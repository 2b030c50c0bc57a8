"""Seal a released declaration into one file for the Commission.

Nothing is decided here: the bytes were frozen at review and signed by two persons. Afterwards the declaration knows the number and the
manifest of what went out, and keeps its facts for next year.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from readmission import canonical
from readmission.bundle.release import SealedBundle, open_release, seal
from readmission.errors import TaskError
from readmission.store.state import State
from readmission.tasks import documents
from readmission.tasks.files import FileTaken
from readmission.tasks.fill import Filling
from readmission.tasks.members import FACTS
from readmission.tasks.review import RELEASE, own_identity, pack_of


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


def export(filling: Filling, target: Path) -> SealedBundle:
    """Write the sealed bundle; the same release can be exported again with the same manifest."""
    if filling.declaration.state not in (State.RELEASED, State.EXPORTED):
        raise NotReleased(str(filling.folder))
    if target.exists():
        raise FileTaken(str(target))
    release = filling.folder / RELEASE
    identity = own_identity(filling)
    with pack_of(filling) as pack:
        sealed = seal(
            release,
            target,
            identity=identity,
            recipients=[named.recipient for named in pack.recipients],
            anchors=pack.anchors,
            now=datetime.now(UTC),
        )
    with open_release(release, identity) as frozen:
        facts = frozen.read(FACTS)
    keep = {
        documents.SEQUENCE: str(sealed.manifest.sequence).encode(),
        documents.PREVIOUS: sealed.manifest_sha512.encode(),
        documents.EXPORTED_FACTS: facts,
        documents.SENT: canonical.write([*dict.fromkeys([*sent(filling), sealed.manifest_sha512])]),
    }
    for name, data in keep.items():
        filling.declaration.put_document(name, data, filling.person, "bundle exported")
    if filling.declaration.state is not State.EXPORTED:
        filling.declaration.move(State.EXPORTED, filling.person, f"bundle {sealed.manifest.sequence} exported")
    return sealed
