"""The authority: one folder with two roots that says who may sign, in a rehearsal or in production, and who no longer may.

The root keys and the desk's keys (which sign the files that bring certificates) are key files; everything else is one file,
`authority.json`, replaced as a whole, so that the register and the lists of withdrawn certificates never disagree.
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1

from readmission.bundle.certificates import Algorithm, Holder, key_digest, load_certificate, spki_digest
from readmission.bundle.domain import Domain, Role
from readmission.bundle.enrolment import EnrolmentRequest, describe, require_printable, write_certificate
from readmission.bundle.identity import Identity, Recipient
from readmission.bundle.issuing import PublicKey, make_certificate, make_list, make_roots
from readmission.bundle.keyfile import SigningKeys, read_keyfile, write_keyfile
from readmission.bundle.kit import StateKit
from readmission.bundle.manifest import Kind, Manifest
from readmission.bundle.manifest_text import moment_text
from readmission.bundle.refusals import AuthorityRefused
from readmission.bundle.register import EnrolledPerson, Register, read_register, write_register
from readmission.bundle.revocation import RevocationLists
from readmission.bundle.secret_file import write_secret
from readmission.bundle.signed_kit import write_signed_kit
from readmission.bundle.trust import COMMISSION_STATE, Anchors, Roots
from readmission.errors import Phrase

PERSON_DAYS: Final = 3 * 366
LIST_DAYS: Final = 400
MAX_REGISTER_BYTES: Final = 1 << 26

_REGISTER: Final = "authority.json"
_ROOT_KEYS: Final = "roots.age"
_DESK_KEYS: Final = "desk.age"
_DESK_NUMBER: Final = 1


class Authority:
    """An opened authority; each change is on disk before the method returns."""

    def __init__(self, folder: Path, register: Register, root_keys: SigningKeys, desk: SigningKeys) -> None:
        self._folder = folder
        self._register = register
        self._root_keys = root_keys
        self._desk = desk

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        domain: Domain,
        name: str,
        now: datetime,
        password: str | None = None,
        recipient: Recipient | None = None,
    ) -> "Authority":
        """A new authority in a new or empty folder, its keys closed by a password or for a recipient."""
        require_printable(name)
        if folder.exists() and any(folder.iterdir()):
            raise AuthorityRefused(folder.name, why=Phrase("the folder is not empty"))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = SigningKeys.generate(SECP384R1())
        ec, ml_dsa = make_roots(keys, domain=domain, name=name, now=now)
        keys, roots = replace(keys, certificates=(ec, ml_dsa)), Roots(domain, ec, ml_dsa)
        desk = SigningKeys.generate(SECP384R1())
        holder = Holder(_DESK_NUMBER, f"{name} desk"[:64], COMMISSION_STATE, name, domain, Role.AUTHORITY)
        pair = _pair(keys, roots, holder, (desk.ec_key.public_key(), desk.mldsa_key.public_key()), now, LIST_DAYS * 18)
        desk = replace(desk, certificates=pair)
        lists = _lists(keys, roots, ({}, {}), 1, now)
        authority = cls(folder, Register(name, roots, lists, (_enrolled(holder, pair),)), keys, desk)
        write_secret(folder / _ROOT_KEYS, write_keyfile(keys, password=password, recipient=recipient))
        write_secret(folder / _DESK_KEYS, write_keyfile(desk, password=password, recipient=recipient))
        authority._save(authority._register)
        return authority

    @classmethod
    def open(cls, folder: Path, *, password: str | None = None, identity: Identity | None = None) -> "Authority":
        """An authority that was created before."""
        register = read_authority(folder)
        keys, desk = (
            read_keyfile(_read(folder / name), password=password, identity=identity) for name in (_ROOT_KEYS, _DESK_KEYS)
        )
        if keys.certificates != (register.roots.ec, register.roots.ml_dsa):
            raise AuthorityRefused(folder.name, why=Phrase("its keys belong to another register"))
        return cls(folder, register, keys, desk)

    @property
    def domain(self) -> Domain:
        """Rehearsal or production."""
        return self._register.roots.domain

    @property
    def name(self) -> str:
        """Its name, as its roots say it."""
        return self._register.name

    @property
    def roots(self) -> Roots:
        """What every program pins."""
        return self._register.roots

    @property
    def lists(self) -> RevocationLists:
        """The newest lists of withdrawn certificates."""
        return self._register.lists

    @property
    def anchors(self) -> Anchors:
        """Roots and newest lists."""
        return self._register.anchors

    @property
    def persons(self) -> tuple[EnrolledPerson, ...]:
        """Every pair of certificates that was issued, the desk's first."""
        return self._register.persons

    def issue(
        self, request: EnrolmentRequest, *, role: Role, now: datetime, days: int = PERSON_DAYS, person: int | None = None
    ) -> EnrolledPerson:
        """Certificates for a request whose fingerprint was compared; with `person`, new ones for somebody enrolled before."""
        self._refuse_request(request, role, person)
        number = person or max(enrolled.number for enrolled in self.persons) + 1
        holder = Holder(number, request.name, request.state, request.organisation, self.domain, role)
        enrolled = _enrolled(holder, _pair(self._root_keys, self.roots, holder, (request.ec_key, request.ml_dsa_key), now, days))
        self._save(replace(self._register, persons=(*self.persons, enrolled)))
        return enrolled

    def certificate_file(self, number: int, *, app_version: str, now: datetime) -> bytes:
        """The file that brings a person's newest certificates."""
        enrolled = self._find(number)[-1]
        draft = Manifest(
            kind=Kind.CERTIFICATE,
            domain=self.domain,
            id=str(uuid.uuid4()),
            created_at=moment_text(now),
            app_version=app_version,
            state=COMMISSION_STATE,
            organisation=self.name,
        )
        desk = describe(self._desk, anchors=self.anchors, now=now)
        pair = (enrolled.ec, enrolled.ml_dsa)
        return write_certificate(pair, lists=self.lists, desk=self._desk, desk_person=desk, draft=draft, now=now)

    def signed_kit(self, kit: StateKit, *, app_version: str, now: datetime) -> bytes:
        """A kit of this authority, signed by its desk, for whoever builds installers."""
        return write_signed_kit(kit, desk=self._desk, organisation=self.name, app_version=app_version, now=now)

    def revoke(self, number: int, *, reason: str, now: datetime) -> RevocationLists:
        """Withdraw all certificates of a person, for good, and issue new lists."""
        self._find(number)
        moment = moment_text(now)
        persons = tuple(
            replace(enrolled, revoked_at=moment, reason=reason)
            if enrolled.number == number and not enrolled.revoked_at
            else enrolled
            for enrolled in self.persons
        )
        return self._issue_lists(replace(self._register, persons=persons), now)

    def renew_lists(self, *, now: datetime) -> RevocationLists:
        """New lists that say the same for a longer time."""
        return self._issue_lists(self._register, now)

    def _issue_lists(self, register: Register, now: datetime) -> RevocationLists:
        lists = _lists(self._root_keys, self.roots, register.withdrawn(), self.lists.number + 1, now)
        self._save(replace(register, lists=lists))
        return lists

    def _find(self, number: int) -> tuple[EnrolledPerson, ...]:
        found = tuple(enrolled for enrolled in self.persons if enrolled.number == number)
        if not found:
            raise AuthorityRefused(self._folder.name, why=Phrase("nobody has this number"))
        return found

    def _refuse_request(self, request: EnrolmentRequest, role: Role, person: int | None) -> None:
        place = self._folder.name
        if request.domain is not self.domain:
            raise AuthorityRefused(place, why=Phrase("the request is for another domain"))
        if role is Role.AUTHORITY or (role is Role.COMMISSION) != (request.state == COMMISSION_STATE):
            raise AuthorityRefused(place, why=Phrase("this role does not belong to the state of the request"))
        # One pair of keys under two numbers would let one person stand for two.
        used = {digest for enrolled in self.persons for digest in _keys_of(enrolled)}
        if {spki_digest(request.ec_key), spki_digest(request.ml_dsa_key)} & used:
            raise AuthorityRefused(place, why=Phrase("these keys have certificates already"))
        if person is not None:
            last = self._find(person)[-1]
            if (last.state, last.role) != (request.state, role):
                raise AuthorityRefused(place, why=Phrase("the person was enrolled for another state or role"))

    def _save(self, register: Register) -> None:
        write_secret(self._folder / _REGISTER, write_register(register))
        self._register = register


def read_authority(folder: Path) -> Register:
    """The register of an authority, to look at; issuing needs the keys."""
    return read_register(_read(folder / _REGISTER), folder.name)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_REGISTER_BYTES)
    except OSError:
        raise AuthorityRefused(path.parent.name, why=Phrase("{name} cannot be read", name=path.name)) from None


def _pair(
    keys: SigningKeys, roots: Roots, holder: Holder, public: tuple[PublicKey, PublicKey], now: datetime, days: int
) -> tuple[bytes, bytes]:
    until = now + timedelta(days=days)
    ec_root, ml_dsa_root = roots.certificates
    return (
        make_certificate(public[0], holder, root=ec_root, root_key=keys.ec_key, until=until, now=now),
        make_certificate(public[1], holder, root=ml_dsa_root, root_key=keys.mldsa_key, until=until, now=now),
    )


def _lists(
    keys: SigningKeys, roots: Roots, withdrawn: tuple[Mapping[int, datetime], Mapping[int, datetime]], number: int, now: datetime
) -> RevocationLists:
    until = now + timedelta(days=LIST_DAYS)
    ec_root, ml_dsa_root = roots.certificates
    ec = make_list(withdrawn[0], number=number, root=ec_root, root_key=keys.ec_key, until=until, now=now)
    ml_dsa = make_list(withdrawn[1], number=number, root=ml_dsa_root, root_key=keys.mldsa_key, until=until, now=now)
    return roots.read_lists(ec, ml_dsa)


def _enrolled(holder: Holder, pair: tuple[bytes, bytes]) -> EnrolledPerson:
    return EnrolledPerson(holder.person, holder.name, holder.state, holder.organisation, holder.role, *pair)


def _keys_of(enrolled: EnrolledPerson) -> tuple[str, str]:
    ec, ml_dsa = load_certificate(enrolled.ec, Algorithm.EC), load_certificate(enrolled.ml_dsa, Algorithm.ML_DSA)
    return key_digest(ec), key_digest(ml_dsa)
