"""Lists of withdrawn certificates: only full, simple lists of both pinned roots, issued together, are lists."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

import pytest
from cryptography import x509

from bundle.trust.forge import list_pair, revoke_list
from bundle.trust.world import NOW, World
from readmission.bundle.rejections import RevocationListForged
from readmission.bundle.revocation import withdrawn
from readmission.bundle.trust import Anchors

Pair: TypeAlias = tuple[bytes, bytes]

DISTRIBUTION = x509.IssuingDistributionPoint(
    full_name=[x509.UniformResourceIdentifier("https://example.org/list")],
    relative_name=None,
    only_contains_user_certs=False,
    only_contains_ca_certs=False,
    only_some_reasons=None,
    indirect_crl=True,
    only_contains_attribute_certs=False,
)


def test_honest_lists_are_read(world: World) -> None:
    lists = world.authority.roots.read_lists(*list_pair(world, number=7, withdrawn=[1, 2]))
    assert (lists.number, withdrawn(lists.ec), withdrawn(lists.ml_dsa)) == (7, frozenset({1, 2}), frozenset({1, 2}))


def test_a_reason_may_stand_with_a_withdrawn_certificate(world: World) -> None:
    reason = ((x509.CRLReason(x509.ReasonFlags.key_compromise), False),)
    lists = world.authority.roots.read_lists(*list_pair(world, withdrawn=[1], entry_more=reason))
    assert withdrawn(lists.ec) == {1}


def by_another_key(world: World) -> Pair:
    root, other = world.authority.roots.certificates[0], world.first.ec_key
    return revoke_list(root, other), list_pair(world)[1]


def by_another_name(world: World) -> Pair:
    """Signed by the right key in the name of somebody else."""
    certificate = x509.load_der_x509_certificate(world.first.certificates[0])
    return revoke_list(certificate, world.authority._root_keys.ec_key), list_pair(world)[1]


def of_two_numbers(world: World) -> Pair:
    return list_pair(world, number=1)[0], list_pair(world, number=2)[1]


def of_two_times(world: World) -> Pair:
    return list_pair(world)[0], list_pair(world, end=NOW + timedelta(days=31))[1]


def exchanged(world: World) -> Pair:
    ec, ml_dsa = list_pair(world)
    return ml_dsa, ec


def flipped(world: World) -> Pair:
    ec, ml_dsa = list_pair(world, withdrawn=[0x1122334455])
    return ec.replace(b"\x11\x22\x33\x44\x55", b"\x11\x22\x33\x44\x56"), ml_dsa


def changed(**options: object) -> Callable[[World], Pair]:
    return lambda world: list_pair(world, **options)


FORGED: dict[str, Callable[[World], Pair]] = {
    "nothing": lambda _: (b"", b""),
    "rubbish": lambda _: (b"rubbish", b"rubbish"),
    "too long": lambda world: (list_pair(world)[0] + bytes(1 << 22), list_pair(world)[1]),
    "cut off": lambda world: (list_pair(world)[0][:-1], list_pair(world)[1]),
    "text behind": lambda world: (list_pair(world)[0] + b"\n", list_pair(world)[1]),
    "signed by another key": by_another_key,
    "in another name": by_another_name,
    "with another serial number": flipped,
    "the lists of two days": of_two_numbers,
    "the lists of two times": of_two_times,
    "exchanged": exchanged,
    "without a number": changed(number=None),
    "a difference to another list": changed(more=((x509.DeltaCRLIndicator(1), True),)),
    "an indirect list": changed(more=((DISTRIBUTION, True),)),
    "an issuer of its own for an entry": changed(
        withdrawn=[1], entry_more=((x509.CertificateIssuer([x509.DNSName("example.org")]), True),)
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_list_that_is_not_the_authoritys_is_refused(name: str, world: World) -> None:
    with pytest.raises(RevocationListForged) as refused:
        world.authority.roots.read_lists(*FORGED[name](world))
    assert refused.value.code == "BU-49"


def test_a_newer_list_replaces_an_older_one_and_never_the_reverse(world: World) -> None:
    older, newer = (world.authority.roots.read_lists(*list_pair(world, number=number)) for number in (5, 6))
    anchors = Anchors(world.authority.roots)
    assert anchors.with_lists(None) == anchors
    assert anchors.with_lists(older).with_lists(newer).lists == newer
    assert anchors.with_lists(newer).with_lists(older).lists == newer
