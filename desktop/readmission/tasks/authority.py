"""The authority of a trust domain: it certifies persons, revokes them, and hands each state the roots to pin."""

from datetime import UTC, datetime
from pathlib import Path

from readmission import __version__
from readmission.bundle.authority import Authority
from readmission.bundle.domain import Domain, Role
from readmission.bundle.enrolment import read_request
from readmission.bundle.kit import Marking, NamedRecipient, StateKit, write_kit
from readmission.bundle.register import EnrolledPerson
from readmission.tasks.files import write_new
from readmission.tasks.keys import Opener


def init_authority(folder: Path, *, domain: Domain, name: str, opener: Opener) -> Authority:
    """Make the roots of a trust domain."""
    return Authority.create(
        folder, domain=domain, name=name, now=datetime.now(UTC), password=opener.password, recipient=opener.recipient
    )


def open_authority(folder: Path, opener: Opener) -> Authority:
    """Open the authority's folder."""
    return Authority.open(folder, password=opener.password, identity=opener.identity)


def issue(authority: Authority, request: Path, target: Path, *, role: Role) -> EnrolledPerson:
    """Certify the maker of a request and write the certificate file to send back."""
    person = authority.issue(read_request(request), role=role, now=datetime.now(UTC))
    write_new(target, authority.certificate_file(person.number, app_version=__version__, now=datetime.now(UTC)))
    return person


def write_state_kit(
    authority: Authority,
    target: Path,
    *,
    state: str,
    names: dict[str, str],
    audience: str,
    recipients: tuple[NamedRecipient, ...],
    marking: Marking,
    languages: tuple[str, ...] = (),
) -> StateKit:
    """Write what a state's installation pins: roots, lists, and who receives its bundles; its languages, else those of its names."""
    kit = StateKit(
        state=state,
        names=names,
        languages=languages or tuple(names),
        domain=authority.domain,
        roots=authority.roots,
        lists=authority.lists,
        audience=audience,
        recipients=recipients,
        marking=marking,
    )
    write_new(target, write_kit(kit))
    return kit
