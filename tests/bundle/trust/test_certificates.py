"""Every state in which a certificate must not be accepted, each with its code, beside the honest one that is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bundle.trust.forge import POLICY, SUBJECT, Draft, issue, issue_pair, list_pair, policies
from bundle.trust.world import NOW, World
from readmission.bundle.authority import Authority
from readmission.bundle.certificates import SIGNING_ONLY, Algorithm, load_certificate, require_trusted
from readmission.bundle.domain import Domain, Role, policy_identifier, read_policy_identifier
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.rejections import CertificateUnsuited
from readmission.bundle.signing import signer_of
from readmission.bundle.trust import Anchors
from readmission.errors import BundleError

KEYS = SigningKeys.generate()
NEXT_YEAR = NOW + timedelta(days=365)


def anchors_of(world: World, **options: object) -> Anchors:
    """The roots with lists of our making."""
    return Anchors(world.authority.roots, world.authority.roots.read_lists(*list_pair(world, **options)))


def code_of(world: World, pair: tuple[bytes, bytes], anchors: Anchors | None = None) -> str:
    """The code with which a person's certificates are refused."""
    with pytest.raises(BundleError) as refused:
        signer_of(*pair, anchors=anchors or world.authority.anchors, now=NOW)
    return refused.value.code


def test_an_honest_pair_is_taken(world: World) -> None:
    """The control of all tables below: the same draft, unchanged."""
    signer = signer_of(*issue_pair(Draft(), world.authority, KEYS), anchors=world.authority.anchors, now=NOW)
    assert (signer.person, signer.name, signer.state, signer.organisation) == (77, "Forged", "BE", "Office")
    assert (signer.role, signer.domain) == (Role.MINISTRY, Domain.REHEARSAL)


def test_a_key_on_the_larger_curve_is_taken(world: World) -> None:
    keys = SigningKeys.generate(ec.SECP384R1())
    assert signer_of(*issue_pair(Draft(), world.authority, keys), anchors=world.authority.anchors, now=NOW).person == 77


DRAFT = Draft()
DRAFTS: dict[str, tuple[str, Draft]] = {
    "expired": ("BU-44", replace(DRAFT, end=NOW - timedelta(seconds=1))),
    "not yet valid": ("BU-45", replace(DRAFT, start=NOW + timedelta(seconds=1))),
    "an authority": ("BU-50", replace(DRAFT, constraints=(x509.BasicConstraints(ca=True, path_length=None), True))),
    "no constraints": ("BU-50", replace(DRAFT, constraints=None)),
    "no key usage": ("BU-50", replace(DRAFT, usage=None)),
    "key usage not critical": ("BU-50", replace(DRAFT, usage=(SIGNING_ONLY, False))),
    "no purpose": ("BU-50", replace(DRAFT, purpose=None)),
    "the purpose of a web server": (
        "BU-50",
        replace(DRAFT, purpose=(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), True)),
    ),
    "any purpose": ("BU-50", replace(DRAFT, purpose=(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]), True))),
    "a purpose more": (
        "BU-50",
        replace(
            DRAFT,
            purpose=(
                x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"), ExtendedKeyUsageOID.CLIENT_AUTH]),
                True,
            ),
        ),
    ),
    "no policy": ("BU-50", replace(DRAFT, policy=None)),
    "any policy": ("BU-50", replace(DRAFT, policy=(policies("2.5.29.32.0"), False))),
    "two policies": (
        "BU-50",
        replace(DRAFT, policy=(policies(POLICY, policy_identifier(Domain.REHEARSAL, Role.COMMISSION)), False)),
    ),
    "the policy of production": (
        "BU-52",
        replace(DRAFT, policy=(policies(policy_identifier(Domain.PRODUCTION, Role.MINISTRY)), False)),
    ),
    "an unknown extension": ("BU-50", replace(DRAFT, more=((x509.OCSPNoCheck(), False),))),
    "an unknown critical extension": (
        "BU-43",
        replace(DRAFT, more=((x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0"), True),)),
    ),
    "a subject without a number": ("BU-50", replace(DRAFT, subject=(SUBJECT[0], SUBJECT[1], SUBJECT[3]))),
    "a subject with an office more": ("BU-50", replace(DRAFT, subject=(*SUBJECT, (NameOID.ORGANIZATIONAL_UNIT_NAME, "x")))),
    "a subject in another order": ("BU-50", replace(DRAFT, subject=SUBJECT[::-1])),
    **{
        f"the person's number written {number}": ("BU-50", DRAFT.subject_with(NameOID.SERIAL_NUMBER, number))
        for number in ("007", "0", "-1", "7 ", "x", "9" * 16)
    },
}


@pytest.mark.parametrize("name", DRAFTS)
@pytest.mark.parametrize("half", ["both", "the elliptic one", "the post-quantum one"])
def test_a_certificate_in_a_wrong_state_is_refused(name: str, half: str, world: World) -> None:
    code, draft = DRAFTS[name]
    first = DRAFT if half == "the post-quantum one" else draft
    second = DRAFT if half == "the elliptic one" else draft
    assert code_of(world, issue_pair(first, world.authority, KEYS, second)) == code


OTHER_KEYS: dict[str, tuple[int, Callable[[], CertificateIssuerPrivateKeyTypes]]] = {
    "a small curve": (0, lambda: ec.generate_private_key(ec.SECP224R1())),
    "a curve of coins": (0, lambda: ec.generate_private_key(ec.SECP256K1())),
    "a large curve": (0, lambda: ec.generate_private_key(ec.SECP521R1())),
    "RSA": (0, lambda: rsa.generate_private_key(65537, 2048)),
    "Ed25519": (0, ed25519.Ed25519PrivateKey.generate),
    "the post-quantum key in the elliptic place": (0, mldsa.MLDSA65PrivateKey.generate),
    "a smaller ML-DSA": (1, mldsa.MLDSA44PrivateKey.generate),
    "a larger ML-DSA": (1, mldsa.MLDSA87PrivateKey.generate),
    "the elliptic key in the post-quantum place": (1, lambda: ec.generate_private_key(ec.SECP256R1())),
}


@pytest.mark.parametrize("name", OTHER_KEYS)
def test_a_key_of_another_kind_is_refused(name: str, world: World) -> None:
    place, make = OTHER_KEYS[name]
    key = make()
    pair = list(issue_pair(DRAFT, world.authority, KEYS))
    roots, keys = world.authority.roots.certificates, world.authority._root_keys
    pair[place] = issue(DRAFT, key.public_key(), roots[place], (keys.ec_key, keys.mldsa_key)[place])
    assert code_of(world, (pair[0], pair[1])) == "BU-42"


DIFFERENCES = {
    "number": DRAFT.subject_with(NameOID.SERIAL_NUMBER, "78"),
    "name": DRAFT.subject_with(NameOID.COMMON_NAME, "Somebody Else"),
    "state": DRAFT.subject_with(NameOID.COUNTRY_NAME, "EE"),
    "organisation": DRAFT.subject_with(NameOID.ORGANIZATION_NAME, "Elsewhere"),
    "role": replace(DRAFT, policy=(policies(policy_identifier(Domain.REHEARSAL, Role.COMMISSION)), False)),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_two_certificates_that_say_different_things_are_no_pair(name: str, world: World) -> None:
    assert code_of(world, issue_pair(DRAFT, world.authority, KEYS, DIFFERENCES[name])) == "BU-53"


def by_a_look_alike(_: World, other: Authority) -> tuple[bytes, bytes]:
    return issue_pair(DRAFT, other, KEYS)


def half_by_a_look_alike(world: World, other: Authority) -> tuple[bytes, bytes]:
    return issue_pair(DRAFT, world.authority, KEYS)[0], issue_pair(DRAFT, other, KEYS)[1]


def by_a_person(world: World, _: Authority) -> tuple[bytes, bytes]:
    first = load_certificate(world.first.certificates[0], Algorithm.EC)
    second = load_certificate(world.first.certificates[1], Algorithm.ML_DSA)
    return (
        issue(DRAFT, KEYS.ec_key.public_key(), first, world.first.ec_key),
        issue(DRAFT, KEYS.mldsa_key.public_key(), second, world.first.mldsa_key),
    )


def with_the_name_of_the_root(world: World, _: Authority) -> tuple[bytes, bytes]:
    ec_root, ml_dsa_root = world.authority.roots.certificates
    return (
        issue(DRAFT, KEYS.ec_key.public_key(), ec_root, KEYS.ec_key),
        issue(DRAFT, KEYS.mldsa_key.public_key(), ml_dsa_root, KEYS.mldsa_key),
    )


def crosswise(world: World, _: Authority) -> tuple[bytes, bytes]:
    """The roots change places: whoever breaks one algorithm must not be able to issue for the other."""
    (ec_root, ml_dsa_root), keys = world.authority.roots.certificates, world.authority._root_keys
    return (
        issue(DRAFT, KEYS.ec_key.public_key(), ml_dsa_root, keys.mldsa_key),
        issue(DRAFT, KEYS.mldsa_key.public_key(), ec_root, keys.ec_key),
    )


IMPOSTORS = {
    "a look-alike authority": by_a_look_alike,
    "a look-alike authority for one algorithm": half_by_a_look_alike,
    "a person with genuine certificates": by_a_person,
    "the name of the root with another key": with_the_name_of_the_root,
    "the root of the other algorithm": crosswise,
}


@pytest.mark.parametrize("name", IMPOSTORS)
def test_a_certificate_from_anybody_but_the_pinned_roots_is_refused(
    name: str, world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Authority.create(
        tmp_path_factory.mktemp("other"),
        domain=Domain.REHEARSAL,
        name=world.authority.name,
        now=NOW,
        recipient=Identity.generate().recipient,
    )
    assert code_of(world, IMPOSTORS[name](world, other)) == "BU-43"


def test_a_root_is_nobodys_certificate(world: World) -> None:
    assert code_of(world, (world.authority.roots.ec, world.authority.roots.ml_dsa)) == "BU-50"


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"\x30\x80\x00\x00", bytes(100)])
def test_what_is_no_certificate_is_refused(rubbish: bytes) -> None:
    with pytest.raises(CertificateUnsuited):
        load_certificate(rubbish, Algorithm.EC)


@pytest.mark.parametrize("which", [0, 1])
def test_a_certificate_on_one_of_both_lists_is_withdrawn(which: int, world: World) -> None:
    pair = issue_pair(replace(DRAFT, serial=4711), world.authority, KEYS)
    honest, revoking = list_pair(world), list_pair(world, withdrawn=[4711])
    lists = tuple(revoking[place] if place == which else honest[place] for place in (0, 1))
    anchors = Anchors(world.authority.roots, world.authority.roots.read_lists(lists[0], lists[1]))
    assert code_of(world, pair, anchors) == "BU-46"


@pytest.mark.parametrize("since", [NOW - timedelta(days=300), NOW, NEXT_YEAR])
def test_withdrawn_is_withdrawn_whatever_the_list_says_since_when(since: object, world: World) -> None:
    pair = issue_pair(replace(DRAFT, serial=4711), world.authority, KEYS)
    assert code_of(world, pair, anchors_of(world, withdrawn=[4711], since=since)) == "BU-46"


def test_who_is_not_on_the_list_is_not_withdrawn(world: World) -> None:
    pair = issue_pair(replace(DRAFT, serial=4711), world.authority, KEYS)
    anchors = anchors_of(world, withdrawn=[4712])
    assert signer_of(*pair, anchors=anchors, now=NOW).person == 77


def test_without_current_lists_nobody_is_trusted(world: World) -> None:
    pair = issue_pair(DRAFT, world.authority, KEYS)
    assert code_of(world, pair, Anchors(world.authority.roots)) == "BU-47"
    assert code_of(world, pair, anchors_of(world, end=NOW - timedelta(seconds=1))) == "BU-48"
    assert code_of(world, pair, anchors_of(world, start=NOW + timedelta(seconds=1))) == "BU-48"


def test_every_domain_and_role_has_a_policy_of_its_own() -> None:
    said = {policy_identifier(domain, role): (domain, role) for domain in Domain for role in Role}
    assert len(said) == 6
    assert all(read_policy_identifier(dotted) == meant for dotted, meant in said.items())
    assert read_policy_identifier("1.2.3") is None


def test_one_algorithm_alone_is_checked_against_its_own_root(world: World) -> None:
    ec_certificate, ml_dsa_certificate = issue_pair(DRAFT, world.authority, KEYS)
    anchors = world.authority.anchors
    assert require_trusted(ec_certificate, Algorithm.EC, anchors, NOW) == require_trusted(
        ml_dsa_certificate, Algorithm.ML_DSA, anchors, NOW
    )
