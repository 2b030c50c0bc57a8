"""Receiving 31 bundles as large as a rehearsal's: verified, checked again, merged, receipts written, against 20 seconds.

The bundles are made as ministries make them, by the tasks that a user has, from invented answers to the form of 2026; what opens keys
and declarations are identities, since passwords are slow on purpose. Only the receiving is measured, in one process.

`PYTHONPATH=desktop python tests/bench/receive_figures.py`
"""

import json
import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parent))  # the processes that make the bundles find this file by its name

from readmission.bundle.authority import Authority
from readmission.bundle.domain import Domain, Role
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.kit import Marking, NamedRecipient
from readmission.bundle.trust import COMMISSION_STATE
from readmission.form.reader import form_files, read_form
from readmission.statistics import shipped
from readmission.tasks.approve import approve_declaration
from readmission.tasks.authority import init_authority, issue, write_state_kit
from readmission.tasks.create_round import RoundPlan, create_round
from readmission.tasks.export import export
from readmission.tasks.keys import Opener, install_certificate, kit_anchors, new_keys, request_certificate
from readmission.tasks.new import Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.open_assessment import create_assessment
from readmission.tasks.receive import Desk, Ending, receive
from readmission.tasks.rehearsal.invent import Inventor
from readmission.tasks.rehearsal.invention import Invention, read_invention
from readmission.tasks.rehearsal.stage import AUDIENCE, ORGANISATION, YEARS, dates, form_folder, invention_file, round_id
from readmission.tasks.review import enrol_keys, review
from readmission.tasks.settle import confirm, open_warnings, settle

YEAR: Final = YEARS[-1]
SECONDS: Final = 20.0
MAKERS: Final = 2
SIGNERS: Final = ("officer", "head")


@dataclass(frozen=True)
class Office:
    """A folder with the round's pack and the kits and keys of all states, and the identity that opens everything in it."""

    folder: Path
    identity: str

    @property
    def opener(self) -> Opener:
        """What opens keys and declarations."""
        return Opener.of_identity_text(self.identity)

    @property
    def pack(self) -> Path:
        """The round."""
        return self.folder / "2016.round"

    def kit(self, state: str) -> Path:
        """What a state pins."""
        return self.folder / f"{state}.kit"

    def keys(self, state: str, role: str) -> Path:
        """A signer's key file."""
        return self.folder / f"{state}-{role}.key"


def invention() -> Invention:
    """How answers are invented."""
    return read_invention(invention_file(YEAR))


def lay_out(office: Office, states: tuple[str, ...]) -> Desk:
    """Make the authority, the round, the kits and the certified keys of all states."""
    authority = init_authority(office.folder / "authority", domain=Domain.REHEARSAL, name=ORGANISATION, opener=office.opener)
    receiving = Identity.generate()
    recipients = (NamedRecipient(ORGANISATION, receiving.recipient, escrow=False),)
    marking = invention().marking
    for state in states:
        write_state_kit(
            authority,
            office.kit(state),
            state=state,
            names={"en": state},
            audience=AUDIENCE,
            recipients=recipients,
            marking=Marking(marking, marking, (marking,)),
        )
        for role in SIGNERS:
            certified(office, authority, state, role, Role.MINISTRY)
    keys = certified(office, authority, COMMISSION_STATE, "desk", Role.COMMISSION)
    plan = RoundPlan(
        id=round_id(YEAR),
        year=YEAR,
        domain=Domain.REHEARSAL,
        form_folder=form_folder(YEAR),
        states=states,
        dates=dates(YEAR),
        audience=AUDIENCE,
        organisation=ORGANISATION,
        marking=marking,
        marking_ceiling=marking,
        scope_dataset=invention().scope_dataset,
        facts=shipped.facts(YEAR),
        prefilled=shipped.prefilled(),
    )
    create_round(
        plan,
        office.pack,
        extract=shipped.extract(),
        visa_list=shipped.visa_list(),
        keys=keys,
        lists=authority.lists,
        recipients=recipients,
    )
    return Desk(AUDIENCE, ORGANISATION, (receiving,), keys)


def certified(office: Office, authority: Authority, state: str, role: str, kind: Role) -> SigningKeys:
    """Make a person's keys with their certificates."""
    key_file = office.keys(state, role)
    request, certificate = key_file.with_suffix(".request"), key_file.with_suffix(".certificate")
    keys = new_keys(key_file, office.opener)
    request_certificate(keys, request, name=f"{state} {role}", state=state, organisation="Organisation", domain=Domain.REHEARSAL)
    issue(authority, request, certificate, role=kind)
    return install_certificate(keys, key_file, office.opener, certificate, authority.anchors)


def make(office: Office, state: str) -> Path:
    """Fill in, settle, release and export the declaration of a state."""
    identity = office.opener.identity
    people = [Person(role, "officer", role, identity=identity) for role in SIGNERS]
    made = new_declaration(office.pack, office.kit(state), office.folder / state, people)
    invented = invention()
    with open_filling(made.folder, slot=made.slots[0], identity=identity) as filling:
        Inventor(filling, invented).invent()
        settle(filling, open_warnings(filling), code=invented.settle_with, text=invented.settle_text)
        signers = [enrol_keys(filling, office.keys(state, role), office.opener, "approved by").person for role in SIGNERS]
    with open_filling(made.folder, slot=made.slots[1], identity=identity) as filling:
        confirm(filling, [settled for settled in filling.declaration.settlements() if settled.read_by is None])
        review(filling, signers)
        for role in SIGNERS:
            approve_declaration(filling, office.keys(state, role), office.opener)
        export(filling, office.folder / f"{state}.bundle")
    return office.folder / f"{state}.bundle"


def rows(states: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """What was measured: name, ours, peer, ratio, budget."""
    chosen = states or all_states()
    with tempfile.TemporaryDirectory() as name:
        office = Office(Path(name), Identity.generate().text)
        desk = lay_out(office, chosen)
        # Fresh processes: a fork would share open databases.
        with ProcessPoolExecutor(MAKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
            bundles = list(pool.map(make, [office] * len(chosen), chosen))
        with create_assessment(office.folder / "assessment", kit_anchors(office.kit(chosen[0])), office.opener) as assessing:
            assessing.add_round(office.pack)
            begun = perf_counter()
            received = receive(assessing, bundles, desk, office.folder / "replies")
            seconds = perf_counter() - begun
        assert [(one.ending, one.differences) for one in received] == [(Ending.MERGED, 0)] * len(chosen), received
        assert len(list((office.folder / "replies").iterdir())) == len(chosen)
        average = sum(bundle.stat().st_size for bundle in bundles) / len(bundles) / 1000
    what = f"receive {len(chosen)} bundles of {average:.0f} kB, against {SECONDS:.0f} s"
    return [{"name": what, "ours": seconds, "peer": SECONDS, "ratio": seconds / SECONDS, "budget": 1.0}]


def all_states() -> tuple[str, ...]:
    """The states that the form asks."""
    form = read_form(form_files(form_folder(YEAR)))
    return tuple(form.codelists[form.states].by_id)


if __name__ == "__main__":
    print(json.dumps(rows(tuple(sys.argv[1:])), indent=1))
