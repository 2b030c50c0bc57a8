"""The register of an authority: whom it enrolled, whom it withdrew, and its lists, as one canonical JSON text."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from readmission.bundle.certificates import Algorithm, load_certificate
from readmission.bundle.domain import Domain, Role
from readmission.bundle.refusals import AuthorityRefused, KitRefused
from readmission.bundle.rejections import CertificateUnsuited, RevocationListForged
from readmission.bundle.revocation import RevocationLists, withdrawn
from readmission.bundle.trust import Anchors, Roots
from readmission.canonical import Json, NotCanonical, read_object, write
from readmission.errors import Phrase

_FORMAT: Final = "readmission-authority/1"
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class EnrolledPerson:
    """One pair of certificates that was issued; a person with renewed certificates stands here once for each pair."""

    number: int
    name: str
    state: str
    organisation: str
    role: Role
    ec: bytes = field(repr=False)
    ml_dsa: bytes = field(repr=False)
    revoked_at: str = ""
    reason: str = ""

    @property
    def serials(self) -> tuple[int, int]:
        """The serial numbers of both certificates."""
        ec, ml_dsa = load_certificate(self.ec, Algorithm.EC), load_certificate(self.ml_dsa, Algorithm.ML_DSA)
        return ec.serial_number, ml_dsa.serial_number

    @property
    def revocation(self) -> datetime:
        """Since when the pair is withdrawn; only for one that is."""
        return datetime.strptime(self.revoked_at, _MOMENT).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Register:
    """Everything an authority remembers but its keys."""

    name: str
    roots: Roots
    lists: RevocationLists
    persons: tuple[EnrolledPerson, ...]

    @property
    def anchors(self) -> Anchors:
        """What checks start from."""
        return Anchors(self.roots, self.lists)

    def withdrawn(self) -> tuple[Mapping[int, datetime], Mapping[int, datetime]]:
        """Serial numbers and times for both lists, the elliptic curve first."""
        revoked = [(person.serials, person.revocation) for person in self.persons if person.revoked_at]
        return ({serials[0]: since for serials, since in revoked}, {serials[1]: since for serials, since in revoked})


def write_register(register: Register) -> bytes:
    """The text of a register."""
    return write(
        {
            "format": _FORMAT,
            "name": register.name,
            "domain": register.roots.domain.value,
            "roots": register.roots.pem,
            "lists": {"ec": _text(register.lists.ec), "ml_dsa": _text(register.lists.ml_dsa)},
            "persons": [_person_json(person) for person in register.persons],
        }
    )


def read_register(text: bytes, place: str = "") -> Register:
    """A register whose lists withdraw exactly whom it says; raises AuthorityRefused."""
    try:
        value = read_object(text, place=place)
        if value.pop("format") != _FORMAT:
            raise AuthorityRefused(place, why=Phrase("its register is of another format"))
        register = _read(value)
    except (NotCanonical, KeyError, ValueError, TypeError, CertificateUnsuited, KitRefused, RevocationListForged):
        raise AuthorityRefused(place, why=Phrase("its register is damaged")) from None
    # Whoever edits the register cannot bring anybody back: the lists are signed.
    lists = register.lists
    if (withdrawn(lists.ec), withdrawn(lists.ml_dsa)) != tuple(map(frozenset, register.withdrawn())):
        raise AuthorityRefused(place, why=Phrase("its register and its lists disagree"))
    return register


def _read(value: dict[str, Json]) -> Register:
    name, domain, pem, lists, persons = (value.pop(key) for key in ("name", "domain", "roots", "lists", "persons"))
    if value or not isinstance(lists, dict) or not isinstance(persons, list):
        raise ValueError("another shape")
    roots = Roots.parse(Domain(_string(domain)), _string(pem))
    ec, ml_dsa = _bytes(lists.pop("ec")), _bytes(lists.pop("ml_dsa"))
    return Register(_string(name), roots, roots.read_lists(ec, ml_dsa), tuple(_person(person) for person in persons))


def _person_json(person: EnrolledPerson) -> Json:
    return {
        "number": person.number,
        "name": person.name,
        "state": person.state,
        "organisation": person.organisation,
        "role": person.role.value,
        "ec": _text(person.ec),
        "ml_dsa": _text(person.ml_dsa),
        "revoked_at": person.revoked_at,
        "reason": person.reason,
    }


def _person(value: Json) -> EnrolledPerson:
    if not isinstance(value, dict):
        raise TypeError("no object")
    number = value.pop("number")
    if not isinstance(number, int):
        raise TypeError("no number")
    texts = {key: _string(inner) for key, inner in value.items()}
    role, ec, ml_dsa = Role(texts.pop("role")), _bytes(texts.pop("ec")), _bytes(texts.pop("ml_dsa"))
    return EnrolledPerson(number=number, role=role, ec=ec, ml_dsa=ml_dsa, **texts)


def _string(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(value: Json) -> bytes:
    return base64.b64decode(_string(value), validate=True)
