"""Which bundle of each state counts: a function of the set of genuine bundles, whatever the order they came in.

The highest number of a state that only one bundle carries is current, lower numbers are superseded. Two bundles with one number
are a fork: both are set aside until a higher number ends it. Bundles kept late, after the freeze of a round, stand outside the set.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from readmission.answers.records import Freeze


class Numbered(Protocol):
    """What the outcome may depend on: everything here is signed, nothing is a time or the name of a file."""

    @property
    def round_id(self) -> str:
        """The round."""

    @property
    def state(self) -> str:
        """The state."""

    @property
    def sequence(self) -> int:
        """The bundle's number among those of its state and round, from 1."""

    @property
    def manifest(self) -> str:
        """The digest of the bundle's manifest."""

    @property
    def previous(self) -> str:
        """The digest of the manifest before it, empty for the first."""


class Standing(StrEnum):
    """How a genuine bundle stands among the others."""

    MERGED = "merged"
    SUPERSEDED = "superseded"
    FORK = "fork"
    LATE = "late"


class MergeProblem(StrEnum):
    """What the numbers of a state's bundles give reason to ask about."""

    NOT_RECEIVED = "not received"
    FORK = "fork"
    CONTRADICTION = "previous contradicts"


@dataclass(frozen=True, slots=True, order=True)
class MergeFinding:
    """Something to ask a state about; `first` to `last` are the numbers concerned, `manifests` the bundles."""

    round_id: str
    state: str
    first: int
    last: int
    problem: MergeProblem
    manifests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merge:
    """The standing of each bundle by manifest, the current bundle by round and state, and what to ask about."""

    standings: dict[str, Standing]
    current: dict[tuple[str, str], str]
    findings: tuple[MergeFinding, ...]


def merge(records: Iterable[Numbered], late: Collection[str] = frozenset()) -> Merge:
    """Put every genuine bundle in its place; `late` names the manifests that a freeze keeps outside the set."""
    standings: dict[str, Standing] = {}
    families: dict[tuple[str, str], dict[str, Numbered]] = defaultdict(dict)
    for record in records:
        if record.manifest in late:
            standings[record.manifest] = Standing.LATE
        else:
            families[record.round_id, record.state][record.manifest] = record
    current: dict[tuple[str, str], str] = {}
    findings: list[MergeFinding] = []
    for family, members in families.items():
        numbered = _by_number(members.values())
        placed = _standings(numbered)
        standings |= placed
        for manifest, standing in placed.items():
            if standing is Standing.MERGED:
                current[family] = manifest
        findings.extend(_findings(family, numbered))
    return Merge(dict(sorted(standings.items())), dict(sorted(current.items())), tuple(sorted(findings)))


def standings(records: Iterable[Numbered], late: Collection[str] = frozenset()) -> dict[str, Standing]:
    """The standing of each genuine bundle by its manifest."""
    return merge(records, late).standings


def outside(records: Iterable[Numbered], log: Iterable[Freeze]) -> frozenset[str]:
    """The manifests that stand outside the set because a round was frozen without them and not unlocked since."""
    last = {entry.round_id: entry for entry in sorted(log, key=lambda entry: entry.number)}
    frozen = {round_id: frozenset(entry.members) for round_id, entry in last.items() if entry.frozen}
    return frozenset(
        record.manifest for record in records if record.round_id in frozen and record.manifest not in frozen[record.round_id]
    )


def _by_number(records: Iterable[Numbered]) -> dict[int, dict[str, Numbered]]:
    numbered: dict[int, dict[str, Numbered]] = defaultdict(dict)
    for record in sorted(records, key=lambda record: (record.sequence, record.manifest)):
        numbered[record.sequence][record.manifest] = record
    return dict(numbered)


def _standings(numbered: Mapping[int, Mapping[str, Numbered]]) -> dict[str, Standing]:
    # A fork above the last number that one bundle alone carries is open and set aside, so that number stays current.
    counts = max((number for number, members in numbered.items() if len(members) == 1), default=0)
    placed: dict[str, Standing] = {}
    for number, members in numbered.items():
        above = Standing.MERGED if number == counts else Standing.FORK
        placed |= dict.fromkeys(members, Standing.SUPERSEDED if number < counts else above)
    return placed


def _findings(family: tuple[str, str], numbered: Mapping[int, Mapping[str, Numbered]]) -> Iterator[MergeFinding]:
    before = 0
    for number, members in numbered.items():
        if number > before + 1:
            yield MergeFinding(*family, before + 1, number - 1, MergeProblem.NOT_RECEIVED)
        if len(members) > 1:
            yield MergeFinding(*family, number, number, MergeProblem.FORK, tuple(members))
        for record in members.values():
            if _contradicts(record, numbered):
                yield MergeFinding(*family, number, number, MergeProblem.CONTRADICTION, (record.manifest,))
        before = number


def _contradicts(record: Numbered, numbered: Mapping[int, Mapping[str, Numbered]]) -> bool:
    if record.sequence == 1 or not record.previous:
        return (record.sequence == 1) == bool(record.previous)
    before = numbered.get(record.sequence - 1)
    if before is not None:
        return record.previous not in before
    # The bundle before it was not received: then `previous` names none that was.
    return any(record.previous in members for members in numbered.values())
