"""The Commission's part of a rehearsal: its trust domain, the packs, and the certificates it hands out."""

from collections.abc import Callable, Sequence
from pathlib import Path

from readmission.bundle.authority import Authority
from readmission.bundle.domain import Domain, Role
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import SigningKeys, read_identity_file, write_identity_file
from readmission.bundle.kit import Marking, NamedRecipient
from readmission.bundle.trust import COMMISSION_STATE
from readmission.form.model import CodeList
from readmission.statistics import shipped
from readmission.tasks.authority import init_authority, issue, write_state_kit
from readmission.tasks.commission_part import CommissionPart, commission_part_of
from readmission.tasks.create_round import CreatedRound, RoundPlan, create_round
from readmission.tasks.files import write_new
from readmission.tasks.keys import install_certificate, new_keys, request_certificate
from readmission.tasks.new import new_declaration
from readmission.tasks.receive import Desk
from readmission.tasks.rehearsal.invent import Inventor
from readmission.tasks.rehearsal.invention import Invention
from readmission.tasks.rehearsal.stage import (
    AUDIENCE,
    HEAD,
    OFFICER,
    ORGANISATION,
    Stage,
    dates,
    round_id,
)


class Commission:
    """The Commission in a rehearsal: an authority, a desk that signs, and an identity that receives.

    `form_of` says which form a year's round has.
    """

    def __init__(self, stage: Stage, invention: Invention, form_of: Callable[[int], Path]) -> None:
        self._stage = stage
        self._invention = invention
        self._form_of = form_of
        self.authority: Authority = init_authority(
            stage.authority, domain=Domain.REHEARSAL, name=ORGANISATION, opener=stage.opener
        )
        self.keys = self._desk_keys()
        identity = Identity.generate()
        own = stage.opener
        write_new(stage.receiving, write_identity_file([identity], password=own.password, recipient=own.recipient))
        self.identities = read_identity_file(stage.receiving.read_bytes(), password=own.password, identity=own.identity)
        self.recipients = (NamedRecipient(ORGANISATION, identity.recipient, escrow=False),)

    def desk(self) -> Desk:
        """Who receives bundles."""
        return Desk(AUDIENCE, ORGANISATION, self.identities, self.keys)

    def kit(self, state: str, names: CodeList) -> None:
        """Write the kit of a state."""
        self._kit(state, names.by_id[state].label)

    def fill_own_part(self, year: int) -> CommissionPart:
        """Fill the Commission's own part of a round that exists, with the desk's kit, and hand it on."""
        kit, folder = self._stage.kit(COMMISSION_STATE), self._stage.own_part(year)
        if not kit.exists():
            self._kit(COMMISSION_STATE, ORGANISATION)
        desk = self._stage.person(self._invention.names[0], "desk officer", OFFICER)
        made = new_declaration(self._stage.pack(year), kit, folder, [desk])
        with self._stage.open(folder, made.slots[0]) as filling:
            Inventor(filling, self._invention.model_copy(update={"steps": self._invention.commission})).invent()
            return commission_part_of(filling, round_id(year))

    def _kit(self, state: str, name: str) -> None:
        write_state_kit(
            self.authority,
            self._stage.kit(state),
            state=state,
            names={"en": name},
            audience=AUDIENCE,
            recipients=self.recipients,
            marking=Marking(self._invention.marking, self._invention.marking, (self._invention.marking,)),
        )

    def round(self, year: int, states: Sequence[str]) -> CreatedRound:
        """Create the round of a reporting year from the published figures."""
        plan = RoundPlan(
            id=round_id(year),
            year=year,
            domain=Domain.REHEARSAL,
            form_folder=self._form_of(year),
            states=tuple(states),
            dates=dates(year),
            audience=AUDIENCE,
            organisation=ORGANISATION,
            marking=self._invention.marking,
            marking_ceiling=self._invention.marking,
            scope_dataset=self._invention.scope_dataset,
            facts=shipped.facts(year),
            prefilled=shipped.prefilled(),
        )
        return create_round(
            plan,
            self._stage.pack(year),
            extract=shipped.extract(),
            visa_list=shipped.visa_list(),
            keys=self.keys,
            lists=self.authority.lists,
            recipients=self.recipients,
        )

    def certify(self, state: str) -> None:
        """Answer the requests of a state's two signers."""
        for role in (OFFICER, HEAD):
            request, certificate = self._stage.request(state, role), self._stage.certificate(state, role)
            issue(self.authority, request, certificate, role=Role.MINISTRY)

    def _desk_keys(self) -> SigningKeys:
        key_file = self._stage.desk_keys
        request, certificate = key_file.with_suffix(".request"), key_file.with_suffix(".certificate")
        keys = new_keys(key_file, self._stage.opener)
        request_certificate(
            keys, request, name="Desk", state=COMMISSION_STATE, organisation=ORGANISATION, domain=Domain.REHEARSAL
        )
        issue(self.authority, request, certificate, role=Role.COMMISSION)
        return install_certificate(keys, key_file, self._stage.opener, certificate, self.authority.anchors)
