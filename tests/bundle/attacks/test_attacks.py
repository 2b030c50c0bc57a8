"""Twenty-five attacks on bundles and packs, each refused with its own code, beside five honest files that are taken.

The attacker has everything that is public, may be a receiver (who can read and seal again), a person with genuine certificates of
another state or role, or one of the two signers; never both signers' keys.
"""

import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from bundle.trust.attacker import put_together, sealed, signed_without_checks, taken_apart
from bundle.trust.world import ANSWERS, AUDIENCE, MEMBERS, World, make_world, write_test_pack
from readmission.bundle.age import open_bytes
from readmission.bundle.domain import Domain
from readmission.bundle.identity import Identity
from readmission.bundle.manifest import Audience, FormReference, RoundReference, SignerEntry
from readmission.bundle.pack import open_pack, signer_entry
from readmission.bundle.receive import open_bundle
from readmission.errors import BundleError

Attack: TypeAlias = Callable[[World, Path], io.BytesIO]
Change: TypeAlias = Callable[[dict[str, bytes]], None]

LISTINGS = [f"META-INF/ASiCManifest00{number}.xml" for number in range(1, 5)]
SIGNATURES = [f"META-INF/signature00{number}.p7s" for number in range(1, 5)]
OTHER_ANSWERS = ANSWERS.replace(b"12", b"21")


def altered(change: Change) -> Attack:
    """Somebody who can open the file changes its members and seals it again."""

    def attack(world: World, honest: Path) -> io.BytesIO:
        parts = taken_apart(world, honest)
        change(parts)
        return sealed(put_together(parts), world.recipients)

    return attack


def without(*names: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        for name in names:
            del parts[name]

    return change


def with_members(**members: bytes) -> Change:
    return lambda parts: parts.update({name.replace("_", "."): text for name, text in members.items()})


def both_signers_sign(world: World, **changes: object) -> io.BytesIO:
    """Both signers sign something that is meant for other places, and it comes to us."""
    draft = replace(world.draft(), **changes)  # type: ignore[arg-type]  # every caller names fields of a manifest
    return sealed(signed_without_checks(draft, [world.first, world.second], world), world.recipients)


def forwarded_to_another_authority(world: World, _: Path) -> io.BytesIO:
    return both_signers_sign(world, audience=Audience("COM-OTHER", world.pack.manifest.audience.keys))


def recipients_changed(world: World, honest: Path) -> io.BytesIO:
    plain = open_bytes(honest.read_bytes(), [world.receiving])
    return sealed(plain, [*world.recipients, Identity.generate().recipient])


def recipients_of_the_manifest_changed(world: World, _: Path) -> io.BytesIO:
    eavesdropper = Identity.generate().recipient
    recipients = [world.receiving.recipient, eavesdropper]
    audience = Audience(AUDIENCE, tuple(sorted(recipient.id for recipient in recipients)))
    plain = signed_without_checks(replace(world.draft(), audience=audience), [world.first, world.second], world)
    return sealed(plain, recipients)


def weaker_seal(_: World, honest: Path) -> io.BytesIO:
    # The stanza of a classical recipient in the place of the first hybrid one.
    lines = honest.read_bytes().split(b"\n", 1)
    return io.BytesIO(lines[0] + b"\n-> X25519 8hWaIUmk67IuRZ41zMk2V9f/w3f5qUnXLL7MGPA+zE8\n" + b"A" * 43 + b"\n" + lines[1])


def data_before_the_container(world: World, honest: Path) -> io.BytesIO:
    return sealed(b"MZ\0\0" + open_bytes(honest.read_bytes(), [world.receiving]), world.recipients)


def data_after_the_container(world: World, honest: Path) -> io.BytesIO:
    return sealed(open_bytes(honest.read_bytes(), [world.receiving]) + b"\0", world.recipients)


def one_member_twice(world: World, honest: Path) -> io.BytesIO:
    # Two directory entries for one name, the second with content of the attacker's.
    parts = taken_apart(world, honest)
    plain = put_together({**parts, "facts.csw": OTHER_ANSWERS})
    return sealed(plain.replace(b"facts.csw", b"facts.csv"), world.recipients)


def of_a_round_that_is_not_ours(world: World, _: Path) -> io.BytesIO:
    return both_signers_sign(world, round=RoundReference("another", 1, world.pack.manifest_sha512))


def of_a_pack_that_is_not_ours(world: World, _: Path) -> io.BytesIO:
    return both_signers_sign(world, round=RoundReference("round", 1, "ab" * 64))


def with_another_form(world: World, _: Path) -> io.BytesIO:
    return both_signers_sign(world, form=FormReference("form", "2025", "cd" * 64))


def of_another_state(world: World, _: Path) -> io.BytesIO:
    return both_signers_sign(world, state="EE")


def look_alike(world: World, honest: Path) -> io.BytesIO:
    """An authority of the same name, with persons of the same names, numbers and state, whose keys are the attacker's."""
    theirs = make_world(honest.parent / str(uuid.uuid4()))
    entries = (signer_entry(theirs.first, ""), signer_entry(theirs.second, ""))
    plain = signed_without_checks(replace(world.draft(), signers=entries), [theirs.first, theirs.second], world)
    return sealed(plain, world.recipients)


def four_eyes_of_one_person(world: World, _: Path) -> io.BytesIO:
    entry = signer_entry(world.first, "prepared by")
    # The manifest names two persons, or it could not be written; both signatures are the first one's.
    draft = replace(world.draft(), signers=(entry, replace(signer_entry(world.second, ""), role="approved by")))
    return sealed(signed_without_checks(draft, [world.first, world.first], world), world.recipients)


def signed_by_a_third_person(world: World, _: Path) -> io.BytesIO:
    third = SignerEntry(99, "approved by", "ab" * 64, "cd" * 64)
    draft = replace(world.draft(), signers=(signer_entry(world.first, "prepared by"), third))
    return sealed(signed_without_checks(draft, [world.first, world.second], world), world.recipients)


def signed_by_another_state(world: World, _: Path) -> io.BytesIO:
    draft = replace(world.draft(), signers=(signer_entry(world.first, ""), signer_entry(world.foreigner, "")))
    return sealed(signed_without_checks(draft, [world.first, world.foreigner], world), world.recipients)


def signed_by_the_commission(world: World, _: Path) -> io.BytesIO:
    draft = replace(world.draft(), signers=(signer_entry(world.first, ""), signer_entry(world.desk, "")))
    return sealed(signed_without_checks(draft, [world.first, world.desk], world), world.recipients)


def a_pack_in_place_of_a_bundle(world: World, _: Path) -> io.BytesIO:
    return sealed(world.pack_file.read_bytes(), world.recipients)


def mixed_pair(world: World, honest: Path) -> io.BytesIO:
    """The first signer's ECDSA with the second's ML-DSA: four genuine signatures, no genuine pair."""
    parts = taken_apart(world, honest)
    assembly_text = parts[LISTINGS[1]]
    mixed = replace(
        world.first, certificates=(world.first.certificates[0], world.second.certificates[1]), mldsa_key=world.second.mldsa_key
    )
    del assembly_text
    draft = replace(world.draft(), signers=(signer_entry(world.first, ""), signer_entry(world.second, "")))
    return sealed(signed_without_checks(draft, [mixed, world.second], world), world.recipients)


ATTACKS: dict[str, tuple[str, Attack]] = {
    "forwarded to another authority": ("BU-63", forwarded_to_another_authority),
    "sealed for one reader more": ("BU-64", recipients_changed),
    "an eavesdropper in the signed list of readers": ("BU-64", recipients_of_the_manifest_changed),
    "a weaker seal": ("BU-03", weaker_seal),
    "the ECDSA signature stripped": ("BU-40", altered(without(SIGNATURES[0]))),
    "the ML-DSA signature stripped": ("BU-40", altered(without(SIGNATURES[1]))),
    "one algorithm only, its list stripped as well": ("BU-40", altered(without(SIGNATURES[1], LISTINGS[1]))),
    "the second signer stripped": ("BU-40", altered(without(*SIGNATURES[2:], *LISTINGS[2:]))),
    "an unsigned member added": ("BU-36", altered(with_members(extra_csv=b"1"))),
    "a member exchanged": ("BU-37", altered(with_members(facts_csv=OTHER_ANSWERS))),
    "a member removed": ("BU-36", altered(without("journal.json"))),
    "a member twice": ("BU-30", one_member_twice),
    "data before the container": ("BU-30", data_before_the_container),
    "data after the container": ("BU-30", data_after_the_container),
    "another round": ("BU-66", of_a_round_that_is_not_ours),
    "another round pack": ("BU-67", of_a_pack_that_is_not_ours),
    "another form": ("BU-68", with_another_form),
    "the name of another state": ("BU-65", of_another_state),
    "a signer of another state": ("BU-65", signed_by_another_state),
    "a signer of the Commission": ("BU-51", signed_by_the_commission),
    "an authority that looks like ours": ("BU-43", look_alike),
    "one person for two": ("BU-54", four_eyes_of_one_person),
    "a person whom the manifest does not name": ("BU-55", signed_by_a_third_person),
    "two halves of different signers": ("BU-53", mixed_pair),
    "a round pack in place of a bundle": ("BU-40", a_pack_in_place_of_a_bundle),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_with_its_code(name: str, world: World, honest: Path) -> None:
    code, attack = ATTACKS[name]
    with pytest.raises(BundleError) as refused:
        open_bundle(attack(world, honest), [world.receiving], world.policy)
    assert refused.value.code == code


def test_there_are_twenty_five_attacks() -> None:
    assert len(ATTACKS) == 25


def as_it_is(_: World, honest: Path) -> io.BytesIO:
    return io.BytesIO(honest.read_bytes())


def large(world: World, _: Path) -> io.BytesIO:
    members = {**MEMBERS, "reference.csv": bytes(range(256)) * 5000}
    return sealed(signed_without_checks(world.draft(), [world.first, world.second], world, members), world.recipients)


def second_version(world: World, _: Path) -> io.BytesIO:
    return both_signers_sign(world, sequence=2, previous="ab" * 64)


def first_number_after_another(world: World, _: Path) -> io.BytesIO:
    return both_signers_sign(world, sequence=2**53 - 1)


# The controls: the same tools, without an attack, make what the importer takes. What has a low or a known number, or contradicts
# `previous`, is genuine: whether it is current, a duplicate, superseded or a fork depends on the others, and the importer decides.
HONEST: dict[str, Attack] = {
    "as the program writes it": as_it_is,
    "taken apart and put together": altered(without()),
    "a large one": large,
    "a later one": second_version,
    "one with the highest number": first_number_after_another,
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_bundle_is_taken(name: str, world: World, honest: Path) -> None:
    for identity in (world.receiving, world.escrow):
        with open_bundle(HONEST[name](world, honest), [identity], world.policy) as bundle:
            assert bundle.read("facts.csv") == ANSWERS
            assert [signer.name for signer in bundle.signers] == ["First", "Second"]


def test_the_same_bundle_twice_has_the_same_digest_and_another_one_has_another(world: World, honest: Path) -> None:
    def digest(file: io.BytesIO) -> str:
        with open_bundle(file, [world.receiving], world.policy) as bundle:
            return bundle.manifest_sha512

    first = digest(as_it_is(world, honest))
    assert digest(altered(without())(world, honest)) == first
    assert digest(second_version(world, honest)) != first


def test_two_contents_never_share_a_manifest(world: World) -> None:
    """What the importer takes for a duplicate is the same to the last byte."""
    draft = world.draft()
    digests = set()
    for members in (MEMBERS, {**MEMBERS, "facts.csv": OTHER_ANSWERS}):
        plain = signed_without_checks(draft, [world.first, world.second], world, members)
        with open_bundle(sealed(plain, world.recipients), [world.receiving], world.policy) as bundle:
            digests.add(bundle.manifest_sha512)
    assert len(digests) == 2


def test_a_ministry_cannot_sign_a_round_pack(world: World, tmp_path: Path) -> None:
    forged = tmp_path / "forged.round"
    write_test_pack(world.authority, world.first, (world.receiving,), forged, Domain.REHEARSAL, world.now)
    with pytest.raises(BundleError) as refused:
        open_pack(forged, anchors=world.authority.anchors, now=world.now)
    assert refused.value.code == "BU-51"


@pytest.mark.parametrize(("mine", "theirs"), [(Domain.REHEARSAL, Domain.PRODUCTION), (Domain.PRODUCTION, Domain.REHEARSAL)])
def test_rehearsal_and_production_never_mix(mine: Domain, theirs: Domain, tmp_path: Path) -> None:
    ours, others = make_world(tmp_path / "ours", mine), make_world(tmp_path / "others", theirs)
    with pytest.raises(BundleError) as refused:
        open_pack(others.pack_file, anchors=ours.authority.anchors, now=ours.now)
    assert refused.value.code == "BU-52"
    # The attacker seals for our receivers and names our pack and domain.
    entries = (signer_entry(others.first, ""), signer_entry(others.second, ""))
    plain = signed_without_checks(replace(ours.draft(), signers=entries), [others.first, others.second], ours)
    with pytest.raises(BundleError) as refused:
        open_bundle(sealed(plain, ours.recipients), [ours.receiving], ours.policy)
    assert refused.value.code == "BU-52"
    plain = signed_without_checks(replace(ours.draft(), domain=theirs), [ours.first, ours.second], ours)
    with pytest.raises(BundleError) as refused:
        open_bundle(sealed(plain, ours.recipients), [ours.receiving], ours.policy)
    assert refused.value.code == "BU-52"


def test_a_signer_who_was_withdrawn_is_refused_whenever_he_signed(tmp_path: Path) -> None:
    world = make_world(tmp_path / "withdrawn")
    file = world.bundle("before")
    with open_bundle(file, [world.receiving], world.policy) as bundle:
        person = bundle.signers[1].person
    world.authority.revoke(person, reason="left the ministry", now=world.now)
    with pytest.raises(BundleError) as refused:
        open_bundle(file, [world.receiving], world.policy)
    assert refused.value.code == "BU-46"


@pytest.mark.parametrize("share", range(0, 100, 4))
def test_a_truncated_bundle_is_refused(share: int, world: World, honest: Path) -> None:
    data = honest.read_bytes()
    with pytest.raises(BundleError):
        open_bundle(io.BytesIO(data[: len(data) * share // 100]), [world.receiving], world.policy)


def test_every_bit_flip_of_a_sealed_bundle_is_refused(world: World, honest: Path) -> None:
    data = honest.read_bytes()
    for position in [*range(0, 3400, 17), *range(3400, len(data), 401), len(data) - 1]:
        flipped = bytearray(data)
        flipped[position] ^= 1 << position % 8
        with pytest.raises(BundleError):
            open_bundle(io.BytesIO(flipped), [world.receiving], world.policy)


def test_every_bit_flip_inside_the_seal_is_refused(world: World, honest: Path) -> None:
    """What a receiver changes and seals again reaches every check behind the seal, and none lets it through."""
    plain = open_bytes(honest.read_bytes(), [world.receiving])
    for position in range(0, len(plain), 197):
        flipped = bytearray(plain)
        flipped[position] ^= 1 << position % 8
        with pytest.raises(BundleError):
            open_bundle(sealed(bytes(flipped), world.recipients), [world.receiving], world.policy)


def test_a_refused_file_stays_closed_to_the_reader_and_its_handle_is_given_back(
    world: World, honest: Path, tmp_path: Path
) -> None:
    file = tmp_path / "damaged.bundle"
    file.write_bytes(honest.read_bytes()[:-1])
    before = sorted(tmp_path.iterdir())
    for _ in range(3):
        with pytest.raises(BundleError):
            open_bundle(file, [world.receiving], world.policy)
    assert sorted(tmp_path.iterdir()) == before
    file.unlink()
