"""The authority: who it enrols, what it refuses, and that nobody comes back by editing its folder."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bundle.trust.attacker import members_of, put_together
from bundle.trust.world import NOW, World, certified
from readmission.bundle.authority import LIST_DAYS, Authority, read_authority
from readmission.bundle.domain import Domain, Role
from readmission.bundle.enrolment import EnrolmentRequest, describe, fingerprint, read_certificate, read_request, write_request
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.refusals import AuthorityRefused, CertificateNotOurs, RequestRefused
from readmission.bundle.trust import COMMISSION_STATE
from readmission.errors import BundleError

OWNER = Identity.generate()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.create(tmp_path / "authority", domain=Domain.REHEARSAL, name="Authority", now=NOW, recipient=OWNER.recipient)


def request(keys: SigningKeys, **changes: Any) -> EnrolmentRequest:
    said = {"name": "Anna", "state": "BE", "organisation": "Ministry", "domain": Domain.REHEARSAL, **changes}
    return read_request(io.BytesIO(write_request(keys, app_version="1", now=NOW, **said)))


def test_a_person_is_enrolled_from_request_to_certificate(authority: Authority, tmp_path: Path) -> None:
    keys = certified(authority, tmp_path, "Anna", "BE", Role.MINISTRY, NOW)
    signer = describe(keys, anchors=authority.anchors, now=NOW)
    assert (signer.person, signer.name, signer.state, signer.role) == (2, "Anna", "BE", Role.MINISTRY)


def test_numbers_are_given_once(authority: Authority) -> None:
    numbers = [authority.issue(request(SigningKeys.generate()), role=Role.MINISTRY, now=NOW).number for _ in range(3)]
    assert numbers == [2, 3, 4]
    authority.revoke(4, reason="", now=NOW)
    assert authority.issue(request(SigningKeys.generate()), role=Role.MINISTRY, now=NOW).number == 5


def test_it_is_the_same_after_it_was_closed(authority: Authority, tmp_path: Path) -> None:
    person = authority.issue(request(SigningKeys.generate()), role=Role.MINISTRY, now=NOW)
    authority.revoke(person.number, reason="left", now=NOW)
    again = Authority.open(tmp_path / "authority", identity=OWNER)
    assert (again.persons, again.roots, again.lists) == (authority.persons, authority.roots, authority.lists)
    assert (again.domain, again.name) == (Domain.REHEARSAL, "Authority")
    assert again.lists.number == 2


def test_a_password_closes_it_too(tmp_path: Path) -> None:
    Authority.create(tmp_path / "a", domain=Domain.PRODUCTION, name="Authority", now=NOW, password="correct horse battery")
    assert Authority.open(tmp_path / "a", password="correct horse battery").domain is Domain.PRODUCTION
    with pytest.raises(BundleError) as refused:
        Authority.open(tmp_path / "a", password="wrong")
    assert refused.value.code == "BU-11"


def test_who_looks_at_the_register_needs_no_key(authority: Authority, tmp_path: Path) -> None:
    assert read_authority(tmp_path / "authority").persons == authority.persons


def test_both_sides_see_the_same_fingerprint() -> None:
    keys, others = SigningKeys.generate(), SigningKeys.generate()
    assert request(keys).fingerprint == fingerprint(keys) != fingerprint(others)
    assert len(fingerprint(keys).split()) == 8


def test_a_request_altered_on_its_way_is_refused() -> None:
    keys = SigningKeys.generate()
    text = write_request(
        keys, name="Anna", state="BE", organisation="Ministry", domain=Domain.REHEARSAL, app_version="1", now=NOW
    )
    assert read_request(io.BytesIO(text)).name == "Anna"
    parts = members_of(text)
    parts["person.json"] = parts["person.json"].replace(b"Anna", b"Eve ")
    with pytest.raises(BundleError) as refused:
        read_request(io.BytesIO(put_together(parts)))
    assert refused.value.code == "BU-37"


@pytest.mark.parametrize("names", [("", "Ministry"), ("Anna", " "), ("A" * 65, "Ministry"), ("Anna\n", "Ministry")])
def test_a_name_that_no_certificate_can_hold_is_refused(names: tuple[str, str]) -> None:
    with pytest.raises(RequestRefused):
        request(SigningKeys.generate(), name=names[0], organisation=names[1])


def test_keys_get_certificates_once(authority: Authority) -> None:
    first, second = SigningKeys.generate(), SigningKeys.generate()
    authority.issue(request(first), role=Role.MINISTRY, now=NOW)
    for keys in (first, replace(second, mldsa_key=first.mldsa_key), replace(second, ec_key=first.ec_key)):
        with pytest.raises(AuthorityRefused):
            authority.issue(request(keys, name="Eve"), role=Role.MINISTRY, now=NOW)


@pytest.mark.parametrize(
    ("state", "role", "domain"),
    [
        ("BE", Role.COMMISSION, Domain.REHEARSAL),
        (COMMISSION_STATE, Role.MINISTRY, Domain.REHEARSAL),
        (COMMISSION_STATE, Role.AUTHORITY, Domain.REHEARSAL),
        ("BE", Role.MINISTRY, Domain.PRODUCTION),
    ],
)
def test_a_role_that_does_not_fit_is_refused(authority: Authority, state: str, role: Role, domain: Domain) -> None:
    with pytest.raises(AuthorityRefused):
        authority.issue(request(SigningKeys.generate(), state=state, domain=domain), role=role, now=NOW)


def test_renewed_certificates_keep_the_number_and_both_are_withdrawn_together(authority: Authority) -> None:
    old, new = SigningKeys.generate(), SigningKeys.generate()
    person = authority.issue(request(old), role=Role.MINISTRY, now=NOW)
    renewed = authority.issue(request(new), role=Role.MINISTRY, now=NOW, person=person.number)
    assert renewed.number == person.number
    text = authority.certificate_file(person.number, app_version="1", now=NOW)
    installed = read_certificate(io.BytesIO(text), keys=new, anchors=authority.anchors, now=NOW)
    authority.revoke(person.number, reason="", now=NOW)
    for keys in (replace(old, certificates=(person.ec, person.ml_dsa)), installed):
        with pytest.raises(BundleError) as refused:
            describe(keys, anchors=authority.anchors, now=NOW)
        assert refused.value.code == "BU-46"


def test_certificates_are_not_renewed_for_another_state(authority: Authority) -> None:
    person = authority.issue(request(SigningKeys.generate()), role=Role.MINISTRY, now=NOW)
    with pytest.raises(AuthorityRefused):
        authority.issue(request(SigningKeys.generate(), state="EE"), role=Role.MINISTRY, now=NOW, person=person.number)


def test_nobody_of_an_unknown_number_is_withdrawn(authority: Authority) -> None:
    with pytest.raises(AuthorityRefused):
        authority.revoke(99, reason="", now=NOW)


def test_lists_are_renewed_with_a_higher_number(authority: Authority) -> None:
    later = NOW + timedelta(days=LIST_DAYS - 1)
    lists = authority.renew_lists(now=later)
    assert lists.number == 2
    lists.require_current(later + timedelta(days=LIST_DAYS - 1))


def test_a_certificate_for_other_keys_is_not_installed(authority: Authority) -> None:
    keys = SigningKeys.generate()
    person = authority.issue(request(keys), role=Role.MINISTRY, now=NOW)
    text = authority.certificate_file(person.number, app_version="1", now=NOW)
    with pytest.raises(CertificateNotOurs):
        read_certificate(io.BytesIO(text), keys=SigningKeys.generate(), anchors=authority.anchors, now=NOW)


def test_a_certificate_file_of_a_person_who_was_withdrawn_is_refused(authority: Authority) -> None:
    keys = SigningKeys.generate()
    person = authority.issue(request(keys), role=Role.MINISTRY, now=NOW)
    before = authority.anchors
    authority.revoke(person.number, reason="", now=NOW)
    text = authority.certificate_file(person.number, app_version="1", now=NOW)
    with pytest.raises(BundleError) as refused:
        read_certificate(io.BytesIO(text), keys=keys, anchors=before, now=NOW)
    assert refused.value.code == "BU-46"


def test_only_the_authoritys_desk_brings_certificates(world: World) -> None:
    """A round pack is genuine, and brings no certificate."""
    with pytest.raises(BundleError):
        read_certificate(world.pack_file, keys=world.first, anchors=world.authority.anchors, now=NOW)


def test_a_folder_in_use_is_not_overwritten(authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(AuthorityRefused):
        Authority.create(tmp_path / "authority", domain=Domain.REHEARSAL, name="Authority", now=NOW, recipient=OWNER.recipient)
    assert Authority.open(tmp_path / "authority", identity=OWNER).roots == authority.roots


def test_the_folder_is_for_its_owner_alone(authority: Authority, tmp_path: Path) -> None:
    assert authority.name
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "authority").iterdir()}
    assert modes == {"authority.json": 0o600, "roots.age": 0o600, "desk.age": 0o600}
    assert (tmp_path / "authority").stat().st_mode & 0o777 == 0o700


def bring_back(register: dict[str, Any]) -> None:
    register["persons"][-1]["revoked_at"] = ""


def add_somebody(register: dict[str, Any]) -> None:
    register["persons"].append({**register["persons"][-1], "number": "seven"})


def rename_the_format(register: dict[str, Any]) -> None:
    register["format"] = "readmission-authority/2"


def lose_the_lists(register: dict[str, Any]) -> None:
    register["lists"] = {"ec": "", "ml_dsa": ""}


def lose_the_roots(register: dict[str, Any]) -> None:
    register["roots"] = ""


def add_a_field(register: dict[str, Any]) -> None:
    register["extra"] = 1


def a_number_for_a_text(register: dict[str, Any]) -> None:
    register["name"] = 1


def a_person_as_text(register: dict[str, Any]) -> None:
    register["persons"] = ["me"]


EDITS: list[Callable[[dict[str, Any]], None]] = [
    bring_back,
    add_somebody,
    rename_the_format,
    lose_the_lists,
    lose_the_roots,
    add_a_field,
    a_number_for_a_text,
    a_person_as_text,
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_register_is_refused(edit: Callable[[dict[str, Any]], None], authority: Authority, tmp_path: Path) -> None:
    person = authority.issue(request(SigningKeys.generate()), role=Role.MINISTRY, now=NOW)
    authority.revoke(person.number, reason="", now=NOW)
    path = tmp_path / "authority" / "authority.json"
    register = json.loads(path.read_bytes())
    assert read_authority(tmp_path / "authority").lists.number == 2
    edit(register)
    path.write_bytes(json.dumps(register, sort_keys=True, separators=(",", ":")).encode() + b"\n")
    with pytest.raises(AuthorityRefused):
        Authority.open(tmp_path / "authority", identity=OWNER)


def test_keys_of_another_authority_do_not_open_a_register(authority: Authority, tmp_path: Path) -> None:
    Authority.create(tmp_path / "other", domain=Domain.REHEARSAL, name="Authority", now=NOW, recipient=OWNER.recipient)
    (tmp_path / "authority" / "roots.age").write_bytes((tmp_path / "other" / "roots.age").read_bytes())
    with pytest.raises(AuthorityRefused):
        Authority.open(tmp_path / "authority", identity=OWNER)
    assert authority.domain is Domain.REHEARSAL


def test_a_folder_without_an_authority_says_so(tmp_path: Path) -> None:
    with pytest.raises(AuthorityRefused):
        Authority.open(tmp_path, identity=OWNER)
