"""Open what the Commission answered: a receipt for a bundle."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from readmission import canonical
from readmission.bundle.manifest import Subject
from readmission.bundle.reply import open_reply
from readmission.canonical import Json
from readmission.store.state import State
from readmission.tasks.export import sent
from readmission.tasks.fill import Filling
from readmission.tasks.review import kit_of, own_identity, pack_of


@dataclass(frozen=True)
class Reply:
    """A reply that verified: what it is, which bundle it answers, and what it says."""

    subject: Subject
    answers: str
    content: dict[str, Json]


def open_received(filling: Filling, file: Path) -> Reply:
    """Verify a reply, keep it, and bring the declaration into the state it speaks of."""
    known = sent(filling)
    with pack_of(filling) as pack:
        anchors = pack.anchors
    with open_reply(
        file,
        [own_identity(filling)],
        anchors=anchors,
        state=kit_of(filling).state,
        now=datetime.now(UTC),
        answers=known,
    ) as reply:
        found = Reply(reply.subject, reply.manifest.answers, canonical.read_object(reply.content))
    filling.declaration.put_document(f"reply/{found.answers}", file.read_bytes(), filling.person, "reply received")
    if found.subject is Subject.RECEIPT and filling.declaration.state is State.EXPORTED:
        filling.declaration.move(State.RECEIVED, filling.person, "receipt received")
    return found
