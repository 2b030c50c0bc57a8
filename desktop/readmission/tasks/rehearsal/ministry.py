"""One ministry in a rehearsal: everything it does, it does through the tasks a user has.

Its two persons take turns at the declaration: the officer fills, checks and settles, the head reads what was settled, both sign.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from readmission.answers.finding import Finding
from readmission.answers.model import Cell, Place
from readmission.bundle.domain import Domain
from readmission.errors import TaskError
from readmission.tasks.approve import approve_declaration
from readmission.tasks.export import export
from readmission.tasks.fill import Filling
from readmission.tasks.keys import install_certificate, kit_anchors, new_keys, open_keys, request_certificate
from readmission.tasks.new import LastYear, last_year_of, new_declaration
from readmission.tasks.rehearsal.invent import Inventor, cell_of
from readmission.tasks.rehearsal.invention import Invention, Mistake
from readmission.tasks.rehearsal.stage import HEAD, OFFICER, Stage
from readmission.tasks.reopen import reopen
from readmission.tasks.reply import open_received
from readmission.tasks.review import enrol_certificate, enrolled, next_sequence, review
from readmission.tasks.settle import confirm, open_warnings, settle

OFFICER_SLOT = f"1-{OFFICER}"
HEAD_SLOT = f"2-{HEAD}"


class MistakeUnseen(TaskError):
    """A mistake that was made on purpose was not found: the rehearsal has failed its purpose."""

    code: ClassVar[str] = "TA-41"
    happened: ClassVar[str] = "A mistake made on purpose was not found: {missing} did not speak up."
    unharmed: ClassVar[str] = "The rehearsal was stopped there."
    remedy: ClassVar[str] = "Look at the rules named, and at the description of the mistake."


class StillBlocked(TaskError):
    """Invented answers that break a rule."""

    code: ClassVar[str] = "TA-42"
    happened: ClassVar[str] = "The invented answers of {state} do not pass: {findings}."
    unharmed: ClassVar[str] = "The rehearsal was stopped there."
    remedy: ClassVar[str] = "Correct the description of invented answers."


@dataclass(frozen=True, slots=True)
class Played:
    """What a ministry did: how many core questions it answered, which mistakes were found, and what it sent."""

    state: str
    answered: int
    found: tuple[str, ...]
    settled: int
    manifest: str


class Ministry:
    """A ministry of one state."""

    def __init__(self, stage: Stage, state: str, invention: Invention) -> None:
        self._stage = stage
        self._state = state
        self._invention = invention

    def begin(self, year: int, last_year: LastYear | None = None) -> None:
        """Make the declaration of a year from its round pack."""
        self._begin_in(self._stage.declaration(self._state, year), year, last_year)

    def ask_for_certificates(self) -> None:
        """Make both persons' keys and write their requests."""
        for role, name in zip((OFFICER, HEAD), self._names(), strict=True):
            keys = new_keys(self._stage.keys(self._state, role), self._stage.opener)
            request_certificate(
                keys,
                self._stage.request(self._state, role),
                name=name,
                state=self._state,
                organisation=f"Ministry ({self._state})",
                domain=Domain.REHEARSAL,
            )

    def last_year(self, year: int) -> LastYear:
        """What the declaration of a year hands on, after its receipt has come."""
        with self._open(year, OFFICER_SLOT) as filling:
            for reply in sorted(self._stage.replies(year).glob(f"{self._state}-*.reply")):
                open_received(filling, reply)
            return last_year_of(filling)

    def install(self) -> None:
        """Put the certificates beside the keys."""
        anchors = kit_anchors(self._stage.kit(self._state))
        for role in (OFFICER, HEAD):
            key_file = self._stage.keys(self._state, role)
            certificate = self._stage.certificate(self._state, role)
            install_certificate(open_keys(key_file, self._stage.opener), key_file, self._stage.opener, certificate, anchors)

    def play(self, year: int, *, mistaken: bool = False) -> Played:
        """Fill, check, settle, review, approve and export."""
        with self._open(year, OFFICER_SLOT) as filling:
            Inventor(filling, self._invention).invent()
            mistakes = [mistake for mistake in self._invention.mistakes if mistaken and mistake.state == self._state]
            found = tuple(rule for mistake in mistakes for rule in _err(filling, mistake))
            self._refuse_blocked(filling)
            self._enrol(filling)
            settle(filling, open_warnings(filling), code=self._invention.settle_with, text=self._invention.settle_text)
            answered = filling.counting.total().core_answered
        return self._release(year, answered, found)

    def play_again(self, year: int, change: Mapping[Place, Cell]) -> Played:
        """Correct a declaration that was sent, and send it again."""
        with self._open(year, OFFICER_SLOT) as filling:
            reopen(filling, "a figure is corrected")
            filling.enter(change, why="corrected")
            self._refuse_blocked(filling)
            settle(filling, open_warnings(filling), code=self._invention.settle_with, text=self._invention.settle_text)
            answered = filling.counting.total().core_answered
        return self._release(year, answered, ())

    def leave_unfinished(self, year: int, last_year: LastYear | None) -> None:
        """Make one more declaration for people to open, with part of its answers."""
        self._begin_in(self._stage.unfinished, year, last_year)
        with self._stage.open(self._stage.unfinished, OFFICER_SLOT) as filling:
            some = self._invention.steps[: len(self._invention.steps) // 2]
            Inventor(filling, self._invention.model_copy(update={"steps": some})).invent()
            for mistake in self._invention.mistakes:
                if _numbers(filling, mistake):
                    filling.enter(_typed(filling, mistake), why="invented mistake")

    def _release(self, year: int, answered: int, found: tuple[str, ...]) -> Played:
        with self._open(year, HEAD_SLOT) as filling:
            unread = [settled for settled in filling.declaration.settlements() if settled.read_by is None]
            confirm(filling, unread)
            settled = len(filling.declaration.settlements())
            review(filling, [signer.person for signer in enrolled(filling)])
            for role in (OFFICER, HEAD):
                approve_declaration(filling, self._stage.keys(self._state, role), self._stage.opener)
            target = self._stage.bundle(self._state, year, next_sequence(filling))
            sealed = export(filling, target)
        return Played(self._state, answered, found, settled, sealed.manifest_sha512)

    def _begin_in(self, folder: Path, year: int, last_year: LastYear | None) -> None:
        first, second = self._names()
        people = [
            self._stage.person(first, "case officer", OFFICER),
            self._stage.person(second, "head of unit", HEAD),
        ]
        new_declaration(self._stage.pack(year), self._stage.kit(self._state), folder, people, last_year=last_year)

    def _open(self, year: int, slot: str) -> Filling:
        return self._stage.open(self._stage.declaration(self._state, year), slot)

    def _names(self) -> tuple[str, str]:
        chosen = random.Random(self._state).sample(self._invention.names, 2)  # noqa: S311 - invented names
        return chosen[0], chosen[1]

    def _enrol(self, filling: Filling) -> None:
        for role, function in ((OFFICER, "prepared by"), (HEAD, "approved by")):
            enrol_certificate(filling, self._stage.certificate(self._state, role), function)

    def _refuse_blocked(self, filling: Filling) -> None:
        blocking = [finding for finding in filling.all_findings() if finding.severity.blocks]
        if blocking:
            raise StillBlocked(state=self._state, findings="; ".join(_line(filling, finding) for finding in blocking[:10]))


def _err(filling: Filling, mistake: Mistake) -> tuple[str, ...]:
    """Make a mistake, see that the checks speak up, and take it back."""
    step = filling.enter(_typed(filling, mistake), why="invented mistake")
    found = {finding.rule for finding in step.added}
    missing = [rule for rule in mistake.expect if rule not in found]
    if missing:
        raise MistakeUnseen(f"{mistake.table}.{mistake.field}", missing=", ".join(missing))
    filling.undo()
    return tuple(sorted(found))


def _typed(filling: Filling, mistake: Mistake) -> dict[Place, Cell]:
    """What the mistake types, in the first row that has a number worth mistaking."""
    _, place = max(_numbers(filling, mistake))
    return {place: cell_of(filling.form, mistake.table, mistake.field, mistake.typed)}


def _numbers(filling: Filling, mistake: Mistake) -> list[tuple[int, Place]]:
    places = (Place(mistake.table, key, mistake.field) for key in filling.session.rows(mistake.table))
    return [(value, place) for place in places if isinstance(value := filling.session.value(place), int)]


def _line(filling: Filling, finding: Finding) -> str:
    return f"{finding.rule} {', '.join(map(str, finding.places))}: {filling.message(finding)}"
