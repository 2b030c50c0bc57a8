"""Follow the correction requests that were sent: which are answered by a later bundle, and which are open or overdue.

A later bundle answers everything that was asked before it; whether a cell changed since is shown beside it, because leaving a figure
as it is can be an answer too. Facts, notes and attached files are compared as they were signed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from readmission.answers.attachment import Attachment
from readmission.answers.records import Asked, BundleRecord, FactRow, SentCorrection
from readmission.assessment.merge import merge
from readmission.tasks.attached_evidence import attachments_of
from readmission.tasks.open_assessment import Assessing


class Standing(StrEnum):
    """How a request stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


ANSWERED = frozenset({Standing.CHANGED, Standing.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Followed:
    """One request: to whom, about which bundle, how it stands, which later bundle answers it and which cells that changed."""

    state: str
    sequence: int
    sent: SentCorrection
    asked: Asked
    standing: Standing
    answered_by: int = 0
    changed: tuple[str, ...] = ()


def follow_corrections(assessing: Assessing, round_id: str, today: date | None = None) -> tuple[Followed, ...]:
    """All requests about bundles of a round, by state, bundle and order of sending; raises NoRound."""
    assessing.latest(round_id)
    records = {record.manifest: record for record in assessing.store.records() if record.round_id == round_id}
    current = merge(records.values(), assessing.late(round_id)).current
    found: list[Followed] = []
    for sent in assessing.store.corrections(round_id):
        about = records[sent.manifest]
        newest = records.get(current.get((round_id, about.state), ""))
        if newest is not None and newest.sequence > about.sequence:
            found += _answered(assessing, sent, about, newest)
        else:
            late = date.fromisoformat(sent.deadline) < (today or datetime.now(UTC).date())
            standing = Standing.OVERDUE if late else Standing.OPEN
            found += (Followed(about.state, about.sequence, sent, asked, standing) for asked in sent.requests)
    return tuple(found)


def _answered(assessing: Assessing, sent: SentCorrection, about: BundleRecord, newest: BundleRecord) -> list[Followed]:
    before, after = (_by_place(assessing, record) for record in (about, newest))
    followed = []
    for asked in sent.requests:
        changed = tuple(place for place in asked.places if before.get(place) != after.get(place))
        standing = Standing.CHANGED if changed else Standing.UNCHANGED
        followed.append(Followed(about.state, about.sequence, sent, asked, standing, newest.sequence, changed))
    return followed


def _by_place(assessing: Assessing, record: BundleRecord) -> dict[str, tuple[FactRow | Attachment, ...]]:
    found: dict[str, tuple[FactRow | Attachment, ...]] = {row.place: (row,) for row in assessing.store.facts(record.manifest)}
    for one in attachments_of(assessing, record):
        place = str(one.place)
        found[place] = (*found.get(place, ()), one)
    return found
