"""What was exported is opened again where it lies: signatures, recipients and every digest."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from bundle.trust.world import MEMBERS, World
from readmission.bundle.age import new_file_key
from readmission.bundle.identity import Identity
from readmission.bundle.refusals import WrittenWrong
from readmission.bundle.release import SealedBundle, approve, freeze, seal
from readmission.bundle.written import check_written
from readmission.errors import BundleError


@pytest.fixture
def sealed(world: World, tmp_path: Path) -> SealedBundle:
    folder = tmp_path / "release"
    freeze(folder, draft=world.draft(), members=dict(MEMBERS), recipient=world.own.recipient)
    for keys in (world.first, world.second):
        approve(folder, identity=world.own, keys=keys, now=world.now)
    return seal(
        folder,
        tmp_path / "b.bundle",
        identity=world.own,
        recipients=world.recipients,
        anchors=world.authority.anchors,
        now=world.now,
    )


def test_a_bundle_as_it_was_written_holds(world: World, sealed: SealedBundle) -> None:
    checked = check_written(sealed, world.recipients, anchors=world.authority.anchors, now=world.now)
    assert [signer.name for signer in checked.signers] == ["First", "Second"]
    assert checked.recipients == len(world.recipients)
    assert checked.file_sha512 == hashlib.sha512(sealed.path.read_bytes()).hexdigest()
    assert checked.manifest_sha512 == sealed.manifest_sha512


@pytest.mark.parametrize("where", [0.05, 0.5, 0.999])
def test_a_bit_that_the_disk_turned_is_found(world: World, sealed: SealedBundle, where: float) -> None:
    data = bytearray(sealed.path.read_bytes())
    data[int(len(data) * where)] ^= 1
    sealed.path.write_bytes(data)
    with pytest.raises(BundleError):
        check_written(sealed, world.recipients, anchors=world.authority.anchors, now=world.now)


def test_a_file_cut_short_or_of_another_seal_is_found(world: World, sealed: SealedBundle) -> None:
    with pytest.raises(BundleError):
        check_written(replace(sealed, file_key=new_file_key()), world.recipients, anchors=world.authority.anchors, now=world.now)
    sealed.path.write_bytes(sealed.path.read_bytes()[:-1])
    with pytest.raises(BundleError):
        check_written(sealed, world.recipients, anchors=world.authority.anchors, now=world.now)


def test_other_recipients_or_another_manifest_than_was_signed_are_found(world: World, sealed: SealedBundle) -> None:
    others = [Identity.generate().recipient]
    with pytest.raises(WrittenWrong):
        check_written(sealed, others, anchors=world.authority.anchors, now=world.now)
    another = replace(sealed, manifest=replace(sealed.manifest, sequence=99))
    with pytest.raises(WrittenWrong) as refused:
        check_written(another, world.recipients, anchors=world.authority.anchors, now=world.now)
    assert refused.value.code == "BU-85"


def test_the_key_of_the_file_is_not_shown(sealed: SealedBundle) -> None:
    assert sealed.file_key.hex() not in repr(sealed)
    assert repr(sealed.file_key) not in repr(sealed)
