"""A small round of the authority whose kits were built into the packages: pack, two certified signers, the Commission's keys."""

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from readmission import assets
from readmission.bundle.domain import Domain, Role
from readmission.bundle.kit import NamedRecipient
from readmission.bundle.pack import open_pack
from readmission.form.round import Dates
from readmission.statistics import shipped
from readmission.tasks.authority import issue, open_authority
from readmission.tasks.create_round import RoundPlan, create_round
from readmission.tasks.keys import install_certificate, new_keys, open_keys, request_certificate
from readmission.tasks.rehearsal.stage import AUDIENCE, ORGANISATION, PASSWORD, Stage

STATE = "BE"
YEAR = 2016
SIGNERS = ("Anna Example", "Bart Example")


@dataclass(frozen=True)
class SmallRound:
    """What lies ready before anybody begins."""

    stage: Stage
    pack: Path
    keys: tuple[Path, ...]
    countries: tuple[str, ...]
    figures: dict[str, str]
    password: str = PASSWORD


def small_round(kits: Path, folder: Path) -> SmallRound:
    """Play the authority and the Commission, in a copy of the folder of kits."""
    stage = Stage(folder / "rehearsal")
    shutil.copytree(kits, stage.root)
    authority = open_authority(stage.authority, stage.opener)
    keys = []
    for name in SIGNERS:
        key_file = folder / f"{name.partition(' ')[0].lower()}.key"
        request, certificate = key_file.with_suffix(".request"), key_file.with_suffix(".certificate")
        made = new_keys(key_file, stage.opener)
        request_certificate(made, request, name=name, state=STATE, organisation="Ministry", domain=Domain.REHEARSAL)
        issue(authority, request, certificate, role=Role.MINISTRY)
        install_certificate(made, key_file, stage.opener, certificate, authority.anchors)
        keys.append(key_file)
    pack, day = folder / "small.round", date(YEAR + 1, 1, 15)
    plan = RoundPlan(
        id="small",
        year=YEAR,
        domain=Domain.REHEARSAL,
        form_folder=assets.forms() / "2025",
        states=(STATE,),
        dates=Dates(day, day, day, day),
        audience=AUDIENCE,
        organisation=ORGANISATION,
        marking="REHEARSAL",
        marking_ceiling="REHEARSAL",
        scope_dataset="migr_eiord",
        parameters={"scope_threshold": 1500},
    )
    created = create_round(
        plan,
        pack,
        extract=shipped.extract(),
        visa_list=shipped.visa_list(),
        keys=open_keys(stage.desk_keys, stage.opener),
        lists=authority.lists,
        recipients=_recipients(stage),
    )
    with open_pack(pack, anchors=authority.anchors, now=datetime.now(UTC)) as opened:
        lines = opened.reference[STATE].decode().splitlines()[1:]
    figures = {place: value for place, value, *_ in (line.split(",") for line in lines)}
    return SmallRound(stage, pack, tuple(keys), tuple(created.round.countries), figures)


def _recipients(stage: Stage) -> tuple[NamedRecipient, ...]:
    from readmission.bundle.keyfile import read_identity_file  # noqa: PLC0415

    identities = read_identity_file(stage.receiving.read_bytes(), password=PASSWORD)
    return tuple(NamedRecipient(ORGANISATION, one.recipient, escrow=False) for one in identities)


def answers(round_: SmallRound) -> dict[str, str]:
    """The fewest answers with which nothing stands in the way of an export: no country had a case."""
    found = {f"B[{country}].B0_01": "N" for country in round_.countries}
    found |= {
        "A.A1_02": "Immigration Office",
        "A.A1_03": "returns@example.org",
        "A.A1_03_WHO": "Head of unit",
        "A.A1_04": "Border police",
        "A.A3_09": "PAR",
        "A.A14_01": "Counted from the registers.",
        "T14.NAT_RD": round_.figures["EN.E_RD_TOTAL"],
        "T14.NAT_RET": round_.figures["EN.E_RT_TOTAL"],
    }
    definitions = {"A2_02": "PY", "A2_03": "DECIDED", "A2_10E": "SAME", "A2_10I": "SAME", "A2_12": "N"}
    return found | {
        f"A2_DEF[{family}].{field}": value
        for family in ("DEC", "RET", "REQ", "DOC")
        for field, value in definitions.items()
        if field != "A2_10E" or family in ("DEC", "RET")
    }
