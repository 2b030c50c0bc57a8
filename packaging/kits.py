"""State kits for all installers: made and signed by an authority, read again only with the fingerprint of its roots.

`kits.py TARGET` makes a rehearsal's authority with its desk, kits and a round pack; `kits.py TARGET --authority FOLDER --policy FILE
--password-file FILE` signs kits with an authority that exists. Whoever builds reads both in the same way, so that production
has one door: a folder of signed kits, made elsewhere, with the name of who publishes, and a fingerprint that came on another way.
"""

import argparse
import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from publisher import FILE, REHEARSAL, Publisher, read_publisher
from states import State, commission, reporting_states

from readmission import __version__
from readmission.bundle.authority import Authority
from readmission.bundle.identity import Recipient
from readmission.bundle.kit import Marking, NamedRecipient, StateKit
from readmission.bundle.signed_kit import read_signed_kit, roots_fingerprint
from readmission.bundle.trust import COMMISSION_STATE
from readmission.tasks.authority import open_authority
from readmission.tasks.files import write_new
from readmission.tasks.keys import Opener
from readmission.tasks.rehearsal.commission import Commission
from readmission.tasks.rehearsal.invention import read_invention
from readmission.tasks.rehearsal.stage import AUDIENCE, EDITIONS, YEARS, Stage, form_folder, invention_file

FINGERPRINT: Final = "roots.fingerprint"


@dataclass(frozen=True, slots=True)
class Policy:
    """What all kits of one authority have in common: who receives, and which markings are allowed."""

    audience: str
    recipients: tuple[NamedRecipient, ...]
    marking: Marking


@dataclass(frozen=True, slots=True)
class Kits:
    """Verified kits by state; `desk` is the Commission's own."""

    states: dict[str, StateKit]
    desk: StateKit
    fingerprint: str
    publisher: Publisher
    names: dict[str, State] = field(default_factory=dict)

    @property
    def filling(self) -> dict[str, StateKit]:
        """Of everyone who fills in: each state, and the Commission, whose own part is filled with the same program."""
        return {**self.states, self.desk.state: self.desk}


def rehearsal_kits(target: Path) -> None:
    """A rehearsal's authority, desk and receiving identity, with the kit of every state and a round pack, where they are not there."""
    if not (target / "kits" / FILE).is_file():
        write_new(target / "kits" / FILE, REHEARSAL.read_bytes())
    if (target / "kits" / FINGERPRINT).is_file():
        print(f"{target}: the kits of a rehearsal are there already")
        return
    states, year = reporting_states(), YEARS[-1]
    stage, invention = Stage(target), read_invention(invention_file(year))
    rehearsing = Commission(stage, invention, form_folder)
    marking = Marking(invention.marking, invention.marking, (invention.marking,))
    sign_kits(rehearsing.authority, Policy(AUDIENCE, rehearsing.recipients, marking), target / "kits", states)
    rehearsing.round(year, [state.code for state in states])
    print(f"{target}: kits of a rehearsal for {len(states)} states, round pack of edition {EDITIONS[year]}")


def sign_kits(authority: Authority, policy: Policy, target: Path, states: tuple[State, ...]) -> None:
    """Write a signed kit for every state and the Commission's desk, and the fingerprint to compare."""
    for state in (*states, commission()):
        kit = StateKit(
            state=state.code,
            names=state.names,
            languages=state.languages,
            domain=authority.domain,
            roots=authority.roots,
            lists=authority.lists,
            audience=policy.audience,
            recipients=policy.recipients,
            marking=policy.marking,
        )
        text = authority.signed_kit(kit, app_version=__version__, now=datetime.now(UTC))
        write_new(target / f"{state.code}.kit", text)
    write_new(target / FINGERPRINT, f"{roots_fingerprint(authority.roots)}\n".encode())


def read_kits(folder: Path, fingerprint: str) -> Kits:
    """The kits of a folder, each signed by the authority of this fingerprint; what is missing ends the build."""
    now = datetime.now(UTC)
    read = {path.stem: read_signed_kit(path, fingerprint=fingerprint, now=now) for path in sorted(folder.glob("*.kit"))}
    misplaced = [name for name, kit in read.items() if kit.state != name]
    names = {state.code: state for state in reporting_states()}
    if misplaced or read.keys() != {*names, COMMISSION_STATE}:
        raise SystemExit(f"{folder}: kits are missing, too many or misnamed: {sorted({*names} ^ read.keys()) + misplaced}")
    desk = read.pop(COMMISSION_STATE)
    names[COMMISSION_STATE] = commission()
    return Kits(read, desk, fingerprint, read_publisher(folder / FILE, desk.domain), names)


def read_policy(file: Path) -> Policy:
    """A policy as JSON: audience, recipients (name, recipient, escrow), marking (default, ceiling, choices)."""
    said = json.loads(file.read_text(encoding="utf-8"))
    recipients = tuple(
        NamedRecipient(one["name"], Recipient.parse(one["recipient"]), escrow=one["escrow"]) for one in said["recipients"]
    )
    marking = said["marking"]
    return Policy(said["audience"], recipients, Marking(marking["default"], marking["ceiling"], tuple(marking["choices"])))


def main() -> int:
    """Make kits; an existing folder of kits is left as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--authority", type=Path)
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--password-file", type=Path)
    chosen = parser.parse_args()
    if chosen.authority is None:
        rehearsal_kits(chosen.target)
        return 0
    if chosen.policy is None or chosen.password_file is None:
        parser.error("--authority needs --policy and --password-file")
    password = chosen.password_file.read_text(encoding="utf-8").partition("\n")[0]
    authority = open_authority(chosen.authority, Opener(password=password))
    sign_kits(authority, read_policy(chosen.policy), chosen.target, reporting_states())
    print(f"{chosen.target}: {authority.domain} kits. Compare: {roots_fingerprint(authority.roots)}")
    print(f"Whoever releases says in {chosen.target / FILE} who publishes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
