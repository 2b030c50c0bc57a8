"""A real declaration of a rehearsal round, made through the tasks that the program itself uses."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from readmission import assets
from readmission.answers.model import Cell, Place
from readmission.bundle.domain import Domain, Role
from readmission.bundle.identity import Identity
from readmission.bundle.kit import Marking, NamedRecipient
from readmission.bundle.trust import COMMISSION_STATE
from readmission.form.round import Dates
from readmission.statistics import shipped
from readmission.tasks.authority import init_authority, issue, write_state_kit
from readmission.tasks.create_round import RoundPlan, create_round
from readmission.tasks.fill import Filling
from readmission.tasks.keys import Opener, install_certificate, new_keys, request_certificate
from readmission.tasks.new import Created, Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.tasks.receive import Desk

AUDIENCE = "COM-REHEARSAL"
STATE = "BE"
YEAR = 2016
PASSWORD = "correct horse battery"


@dataclass(frozen=True, slots=True)
class Courier:
    """What a ministry has in its hands before it begins, what opens its signers' keys, and who receives what it sends.

    The Commission's desk has a kit too.
    """

    pack: Path
    kit: Path
    desk_kit: Path
    key_files: tuple[Path, Path]
    secret: Opener
    desk: Desk


@dataclass(frozen=True, slots=True)
class Begun:
    """A new declaration and the identities of the persons who open it, by their short names."""

    folder: Path
    identities: dict[str, Identity]

    def open(self, name: str, folder: Path | None = None) -> Filling:
        """Open it, or a copy of it, in the name of a person; identities are quick where passwords are slow on purpose."""
        number = list(self.identities).index(name) + 1
        return open_filling(folder or self.folder, slot=f"{number}-{name}", identity=self.identities[name])


def begin(delivered: Courier, folder: Path, *names: str) -> Begun:
    """Make a declaration for persons with identities."""
    identities = {name: Identity.generate() for name in names}
    people = [Person(name.capitalize(), "officer", name, identity=identity) for name, identity in identities.items()]
    return Begun(new_declaration(delivered.pack, delivered.kit, folder, people).folder, identities)


def courier(folder: Path, *, scope_threshold: int = 150, password: str = "", visa_measure: str = "") -> Courier:
    """Lay a round pack, the kit of one state and the certified keys of its two signers into a folder.

    The keys open by a password where one is to be typed, else by an identity. A visa measure against a country opens one more question.
    """
    made = _made(scope_threshold, password, visa_measure)
    delivered = (made.pack, made.kit, made.desk_kit, *made.key_files)
    pack, kit, desk_kit, first, second = (Path(shutil.copy(file, folder)) for file in delivered)
    return replace(made, pack=pack, kit=kit, desk_kit=desk_kit, key_files=(first, second))


def copy_of(made: Created, folder: Path) -> Created:
    """A declaration of one's own: a copy of one that was made before, which is quicker than to make another."""
    return replace(made, folder=Path(shutil.copytree(made.folder, folder / made.folder.name)))


@cache
def _made(scope_threshold: int, password: str, visa_measure: str) -> Courier:
    """Make a trust domain and what comes of it, once for all tests of a process: what is delivered is only read."""
    folder = Path(tempfile.mkdtemp(prefix="courier-"))
    atexit.register(shutil.rmtree, folder)
    opener = Opener(identity=Identity.generate())
    authority = init_authority(folder / "authority", domain=Domain.REHEARSAL, name="Commission (rehearsal)", opener=opener)

    def certified(name: str, state: str, role: Role, secret: Opener) -> Path:
        key_file = folder / f"{name}.key"
        request, certificate = key_file.with_suffix(".request"), key_file.with_suffix(".certificate")
        keys = new_keys(key_file, secret)
        request_certificate(keys, request, name=name, state=state, organisation="Organisation", domain=Domain.REHEARSAL)
        issue(authority, request, certificate, role=role)
        install_certificate(keys, key_file, secret, certificate, authority.anchors)
        return key_file

    desk = folder / "desk.key"
    request, certificate = desk.with_suffix(".request"), desk.with_suffix(".certificate")
    keys = new_keys(desk, opener)
    request_certificate(keys, request, name="Desk", state=COMMISSION_STATE, organisation="Commission", domain=Domain.REHEARSAL)
    issue(authority, request, certificate, role=Role.COMMISSION)
    keys = install_certificate(keys, desk, opener, certificate, authority.anchors)
    receiving = Identity.generate()
    recipients = (NamedRecipient("Commission (rehearsal)", receiving.recipient, escrow=False),)
    day = date(YEAR + 1, 1, 15)
    plan = RoundPlan(
        id=f"rehearsal-{YEAR}",
        year=YEAR,
        domain=Domain.REHEARSAL,
        form_folder=assets.forms() / "2025",
        states=(STATE,),
        dates=Dates(day, day, day, day),
        audience=AUDIENCE,
        organisation="Commission (rehearsal)",
        marking="LIMITE",
        marking_ceiling="LIMITE",
        scope_dataset="migr_eiord",
        parameters={"scope_threshold": scope_threshold},
        facts={visa_measure: {f"EUF[{visa_measure}/MEAS_A].title": "A visa measure"}} if visa_measure else {},
    )
    pack, kit, desk_kit = folder / "rehearsal.round", folder / "BE.kit", folder / "EU.kit"
    create_round(
        plan,
        pack,
        extract=shipped.extract(),
        visa_list=shipped.visa_list(),
        keys=keys,
        lists=authority.lists,
        recipients=recipients,
    )
    for target, state, name in ((kit, STATE, "Belgium"), (desk_kit, COMMISSION_STATE, "Commission")):
        write_state_kit(
            authority,
            target,
            state=state,
            names={"en": name},
            audience=AUDIENCE,
            recipients=recipients,
            marking=Marking("LIMITE", "LIMITE", ("LIMITE",)),
        )
    secret = Opener(password=password) if password else opener
    return Courier(
        pack,
        kit,
        desk_kit,
        (certified("Anna Example", STATE, Role.MINISTRY, secret), certified("Bart Example", STATE, Role.MINISTRY, secret)),
        secret,
        Desk(AUDIENCE, "Commission (rehearsal)", (receiving,), keys),
    )


def complete(filling: Filling) -> dict[Place, Cell]:
    """Answers with which the declaration of a state without cases can go out."""
    assert filling.reference is not None
    published = filling.reference.cells

    def figure(name: str) -> Cell:
        return Cell(value=published[Place.parse(name)].value)

    texts = {
        "A.A1_02": "Immigration Office",
        "A.A1_03": "returns@example.org",
        "A.A1_04": "Border police",
        "A.A1_03_WHO": "Head of unit",
        "A.A3_09": "PAR",
        "A.A14_01": "Counted from the registers.",
    }
    cells = {Place("B", (country,), "B0_01"): Cell(value="N") for country in filling.round.countries}
    cells |= {Place.parse(name): Cell(value=text) for name, text in texts.items()}
    # National totals as they were published, so that no warning stands.
    cells |= {Place.parse("T14.NAT_RD"): figure("EN.E_RD_TOTAL"), Place.parse("T14.NAT_RET"): figure("EN.E_RT_TOTAL")}
    definitions = {"A2_02": "PY", "A2_03": "DECIDED", "A2_10E": "SAME", "A2_10I": "SAME", "A2_12": "N"}
    cells |= {
        Place("A2_DEF", (family,), field): Cell(value=value)
        for family in ("DEC", "RET", "REQ", "DOC")
        for field, value in definitions.items()
        if field != "A2_10E" or family in ("DEC", "RET")
    }
    return cells
