"""Make and open the Commission's assessment: a folder like a declaration, or a PostgreSQL database.

It holds the packs of its rounds and everything that came in; keys and identities stay with the desk officer and are handed in.
"""

import io
import secrets
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from readmission import canonical
from readmission.bundle.identity import Recipient
from readmission.bundle.pack import VerifiedPack, open_pack
from readmission.bundle.policy import AcceptedRound, Policy, accepted_round
from readmission.bundle.slots import DATABASE_KEY_BYTES, add_identity_slot, add_password_slot, create_slots, open_slot
from readmission.bundle.trust import Anchors
from readmission.errors import TaskError
from readmission.form.attachments import limits_of
from readmission.form.model import Form
from readmission.form.reader import read_form
from readmission.form.round import Round
from readmission.form.round_text import check_round, read_round
from readmission.store.assessment import AssessmentStore
from readmission.tasks.keys import Opener
from readmission.tasks.open import SLOTS
from readmission.texts import Language, read_catalogue

DESK_SLOT = "desk"


class RoundNotNamed(TaskError):
    """A round has to be named, because the assessment holds not exactly one."""

    code: ClassVar[str] = "TA-97"
    happened: ClassVar[str] = "No round was named, and the assessment does not hold exactly one ({rounds})."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Name one of them with --round, or add the pack of a round first."


class NoRound(TaskError):
    """The assessment does not know a round."""

    code: ClassVar[str] = "TA-30"
    happened: ClassVar[str] = "The assessment holds no round {round}."
    unharmed: ClassVar[str] = "Nothing was changed."
    remedy: ClassVar[str] = "Add the round's pack to the assessment first."


class Assessing:
    """An open assessment with the rounds it knows."""

    def __init__(self, store: AssessmentStore, anchors: Anchors) -> None:
        self.store = store
        self.anchors = anchors
        self._packs: dict[str, list[VerifiedPack]] = {}
        self._forms: dict[tuple[str, int], tuple[Form, Round]] = {}
        for round_id, version in store.rounds():
            data = store.round_pack(round_id, version)
            assert data is not None
            self._take(round_id, data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the packs and the database."""
        for packs in self._packs.values():
            for pack in packs:
                pack.close()
        self.store.close()

    def add_round(self, pack: Path) -> Round:
        """Verify a pack and keep it."""
        data = pack.read_bytes()
        with open_pack(io.BytesIO(data), anchors=self.anchors, now=datetime.now(UTC)) as verified:
            round_ = read_round(canonical.read(verified.round))
        self.store.put_round(round_.id, round_.version, data)
        self._take(round_.id, data)
        return round_

    def rounds(self) -> tuple[str, ...]:
        """The rounds it knows, in order of their identifiers."""
        return tuple(sorted(self._packs))

    def only_round(self) -> str:
        """The one round it knows; raises RoundNotNamed where there are none or several."""
        if len(self._packs) != 1:
            raise RoundNotNamed(rounds=", ".join(sorted(self._packs)) or "0")
        return next(iter(self._packs))

    def latest(self, round_id: str) -> tuple[Form, Round]:
        """The newest version of a round; raises NoRound."""
        return self.version(round_id, max((pack.version for pack in self._packs.get(round_id, [])), default=0))

    def version(self, round_id: str, version: int) -> tuple[Form, Round]:
        """A version of a round with its form; raises NoRound."""
        found = self._forms.get((round_id, version))
        if found is None:
            raise NoRound(round=round_id)
        return found

    def wording(self, round_id: str, language: Language) -> Language:
        """A language with the words of the newest form of a round, where the form has them."""
        newest = max(self._packs.get(round_id, []), key=lambda pack: pack.version, default=None)
        said = newest.form.get(f"texts/{language.code}.po") if newest else None
        return language.with_catalogue(read_catalogue(said)) if said else language

    def reference(self, round_id: str, version: int, state: str) -> bytes | None:
        """The facts of a state's reference figures in a version of a round."""
        for pack in self._packs.get(round_id, []):
            if pack.version == version:
                return pack.reference.get(state)
        return None

    def recipients(self, round_id: str, version: int) -> tuple[Recipient, ...]:
        """For whom the bundles of a version of a round are sealed; raises NoRound."""
        for pack in self._packs.get(round_id, []):
            if pack.version == version:
                return tuple(named.recipient for named in pack.recipients)
        raise NoRound(round=round_id)

    def late(self, round_id: str) -> frozenset[str]:
        """The bundles of a round that a freeze keeps outside the set."""
        log = self.store.freezes(round_id)
        if not log or not log[-1].frozen:
            return frozenset()
        members = frozenset(log[-1].members)
        return frozenset(
            record.manifest for record in self.store.records() if record.round_id == round_id and record.manifest not in members
        )

    def policy(self, audience: str) -> Policy:
        """What the verification of a bundle goes by."""
        rounds: dict[str, AcceptedRound] = {
            round_id: accepted_round(packs, frozenset(self.latest(round_id)[1].states), limits_of(*self.latest(round_id)))
            for round_id, packs in self._packs.items()
        }
        anchors = self.anchors
        for packs in self._packs.values():
            for pack in packs:
                anchors = anchors.with_lists(pack.anchors.lists) if pack.anchors.lists else anchors
        return Policy(audience=audience, anchors=anchors, rounds=rounds, now=datetime.now(UTC))

    def _take(self, round_id: str, data: bytes) -> None:
        pack = open_pack(io.BytesIO(data), anchors=self.anchors, now=datetime.now(UTC))
        self._packs.setdefault(round_id, []).append(pack)
        round_ = read_round(canonical.read(pack.round))
        form = read_form(pack.form)
        check_round(round_, form)
        self._forms[round_id, pack.version] = (form, round_)


def create_assessment(target: Path | str, anchors: Anchors, opener: Opener | None = None) -> Assessing:
    """Make an assessment: a folder with a slot for its opener, or the tables in a PostgreSQL database (a text with its address)."""
    if isinstance(target, str):
        return Assessing(AssessmentStore.create(target, None), anchors)
    key = secrets.token_bytes(DATABASE_KEY_BYTES)
    store = AssessmentStore.create(target, key)
    create_slots(target / SLOTS, key)
    opener = opener or Opener()
    if opener.password is not None:
        add_password_slot(target / SLOTS, key, DESK_SLOT, opener.password)
    if opener.identity is not None:
        add_identity_slot(target / SLOTS, key, DESK_SLOT, opener.identity.recipient)
    return Assessing(store, anchors)


def open_assessment(target: Path | str, anchors: Anchors, opener: Opener | None = None) -> Assessing:
    """Open an assessment."""
    if isinstance(target, str):
        return Assessing(AssessmentStore.open(target, None), anchors)
    key = open_slot(target / SLOTS, DESK_SLOT, (opener or Opener()).secret)
    return Assessing(AssessmentStore.open(target, key), anchors)
