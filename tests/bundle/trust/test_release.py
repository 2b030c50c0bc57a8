"""Review, approval, export: what is frozen is what is signed, and only what both signed is sealed."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bundle.trust.world import MEMBERS, World
from readmission.bundle.age import open_bytes, seal_bytes
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.receive import open_bundle
from readmission.bundle.refusals import AlreadyFrozen, ApprovalMissing, NotASigner, RecipientsDiffer, ReleaseDamaged
from readmission.bundle.rejections import NotReadable, NotWritable
from readmission.bundle.release import CONTENT, SealedBundle, approve, collect_approvals, freeze, open_release, seal
from readmission.errors import BundleError


@pytest.fixture
def release(world: World, tmp_path: Path) -> Path:
    """A frozen release that nobody has approved."""
    folder = tmp_path / "release"
    freeze(folder, draft=world.draft(), members=dict(MEMBERS), recipient=world.own.recipient)
    return folder


def sealed(world: World, release: Path, target: Path) -> SealedBundle:
    return seal(
        release,
        target,
        identity=world.own,
        recipients=world.recipients,
        anchors=world.authority.anchors,
        now=world.now,
    )


def test_what_was_frozen_is_what_arrives(world: World, release: Path, tmp_path: Path) -> None:
    for keys in (world.first, world.second):
        approve(release, identity=world.own, keys=keys, now=world.now)
    bundle = sealed(world, release, tmp_path / "b.bundle")
    assert (bundle.size, [signer.name for signer in bundle.signers]) == (bundle.path.stat().st_size, ["First", "Second"])
    with (
        open_bundle(bundle.path, [world.receiving], world.policy) as arrived,
        open_release(release, world.own) as frozen,
    ):
        assert {name: arrived.read(name) for name in arrived.names} == MEMBERS
        assert arrived.manifest == frozen.manifest == bundle.manifest
        assert arrived.manifest_sha512 == frozen.manifest_sha512 == bundle.manifest_sha512


def test_content_may_come_from_files_and_need_not_fit_into_memory(world: World, tmp_path: Path) -> None:
    attachment = tmp_path / "attachment"
    attachment.write_bytes(bytes(200_000))
    name = f"attachments/{hashlib.sha512(attachment.read_bytes()).hexdigest()}"
    summary = freeze(
        tmp_path / "release",
        draft=world.draft(),
        members={**MEMBERS, name: lambda: attachment.open("rb")},
        recipient=world.own.recipient,
        types={name: "application/pdf"},
    )
    entry = next(entry for entry in summary.manifest.files if entry.path == name)
    assert (entry.type, entry.size) == ("application/pdf", 200_000)
    with open_release(tmp_path / "release", world.own) as frozen:
        assert frozen.open(name).read() == bytes(200_000)


def test_nothing_in_the_folder_can_be_read_without_the_identity(release: Path) -> None:
    assert [path.name for path in release.iterdir()] == [CONTENT]
    assert b"facts.csv" not in (release / CONTENT).read_bytes()
    with pytest.raises(BundleError) as refused:
        open_release(release, Identity.generate())
    assert refused.value.code == "BU-04"


def test_approvals_are_counted_and_can_be_given_again(world: World, release: Path) -> None:
    def approvals() -> tuple[int, ...]:
        with open_release(release, world.own) as frozen:
            return frozen.approvals

    assert approvals() == ()
    first = approve(release, identity=world.own, keys=world.first, now=world.now)
    assert approvals() == (first.person,)
    assert approve(release, identity=world.own, keys=world.first, now=world.now) == first
    second = approve(release, identity=world.own, keys=world.second, now=world.now)
    assert approvals() == (first.person, second.person)


def test_a_frozen_release_is_written_once(world: World, release: Path) -> None:
    before = (release / CONTENT).read_bytes()
    with pytest.raises(AlreadyFrozen):
        freeze(release, draft=world.draft(), members=dict(MEMBERS), recipient=world.own.recipient)
    assert (release / CONTENT).read_bytes() == before


def test_approvals_of_a_discarded_release_are_not_those_of_the_next(world: World, release: Path) -> None:
    approve(release, identity=world.own, keys=world.first, now=world.now)
    (release / CONTENT).unlink()
    freeze(release, draft=world.draft(), members=dict(MEMBERS), recipient=world.own.recipient)
    with open_release(release, world.own) as frozen:
        assert frozen.approvals == ()


def test_only_the_named_persons_approve(world: World, release: Path) -> None:
    with pytest.raises(NotASigner):
        approve(release, identity=world.own, keys=world.foreigner, now=world.now)
    assert [path.name for path in release.iterdir()] == [CONTENT]


def test_both_approvals_are_needed(world: World, release: Path, tmp_path: Path) -> None:
    approve(release, identity=world.own, keys=world.first, now=world.now)
    with pytest.raises(ApprovalMissing) as refused:
        sealed(world, release, tmp_path / "b.bundle")
    assert str(refused.value.details["person"]) in str(refused.value)
    assert not (tmp_path / "b.bundle").exists()


def test_one_half_of_an_approval_is_none(world: World, release: Path, tmp_path: Path) -> None:
    for keys in (world.first, world.second):
        approve(release, identity=world.own, keys=keys, now=world.now)
    (release / "signature004.p7s").unlink()
    with pytest.raises(ApprovalMissing):
        sealed(world, release, tmp_path / "b.bundle")


def test_it_is_sealed_for_exactly_those_that_were_signed(world: World, release: Path, tmp_path: Path) -> None:
    for keys in (world.first, world.second):
        approve(release, identity=world.own, keys=keys, now=world.now)
    for recipients in (
        world.recipients[:1],
        [*world.recipients, Identity.generate().recipient],
        [world.recipients[0], Identity.generate().recipient],
    ):
        with pytest.raises(RecipientsDiffer):
            seal(
                release,
                tmp_path / "b.bundle",
                identity=world.own,
                recipients=recipients,
                anchors=world.authority.anchors,
                now=world.now,
            )
    assert not (tmp_path / "b.bundle").exists()
    # The order in which they are named is nobody's business.
    assert seal(
        release,
        tmp_path / "b.bundle",
        identity=world.own,
        recipients=world.recipients[::-1],
        anchors=world.authority.anchors,
        now=world.now,
    ).size


def swap_signatures(folder: Path) -> None:
    first, second = folder / "signature001.p7s", folder / "signature003.p7s"
    texts = first.read_bytes(), second.read_bytes()
    first.write_bytes(texts[1])
    second.write_bytes(texts[0])


def spoil_signature(folder: Path) -> None:
    (folder / "signature002.p7s").write_bytes(b"rubbish")


def spoil_content(folder: Path) -> None:
    data = bytearray((folder / CONTENT).read_bytes())
    data[-1] ^= 1
    (folder / CONTENT).write_bytes(data)


@pytest.mark.parametrize(("spoil", "code"), [(swap_signatures, "BU-41"), (spoil_signature, "BU-41"), (spoil_content, "BU-08")])
def test_what_would_be_refused_is_not_sent(
    spoil: Callable[[Path], None], code: str, world: World, release: Path, tmp_path: Path
) -> None:
    for keys in (world.first, world.second):
        approve(release, identity=world.own, keys=keys, now=world.now)
    spoil(release)
    with pytest.raises(BundleError) as refused:
        sealed(world, release, tmp_path / "b.bundle")
    assert refused.value.code == code
    assert not (tmp_path / "b.bundle").exists()


def test_the_second_signer_works_on_a_copied_folder(world: World, release: Path, tmp_path: Path) -> None:
    copied = tmp_path / "stick"
    shutil.copytree(release, copied)
    approve(release, identity=world.own, keys=world.first, now=world.now)
    second = approve(copied, identity=world.own, keys=world.second, now=world.now)
    assert {path.name for path in copied.iterdir()} == {CONTENT, "signature003.p7s", "signature004.p7s"}
    assert second.person in collect_approvals(release, copied, identity=world.own)
    assert sealed(world, release, tmp_path / "b.bundle").size


def test_signatures_from_a_copy_of_another_release_are_not_taken(world: World, release: Path, tmp_path: Path) -> None:
    freeze(tmp_path / "other", draft=world.draft(), members=dict(MEMBERS), recipient=world.own.recipient)
    approve(tmp_path / "other", identity=world.own, keys=world.second, now=world.now)
    with pytest.raises(ReleaseDamaged):
        collect_approvals(release, tmp_path / "other", identity=world.own)
    assert [path.name for path in release.iterdir()] == [CONTENT]


@pytest.mark.parametrize("rubbish", [b"rubbish", b""])
def test_broken_signatures_from_a_copy_are_not_taken(rubbish: bytes, world: World, release: Path, tmp_path: Path) -> None:
    copied = tmp_path / "stick"
    shutil.copytree(release, copied)
    approve(copied, identity=world.own, keys=world.second, now=world.now)
    (copied / "signature003.p7s").write_bytes(rubbish)
    with pytest.raises(BundleError):
        collect_approvals(release, copied, identity=world.own)
    assert [path.name for path in release.iterdir()] == [CONTENT]


def test_a_signature_of_somebody_else_from_a_copy_is_not_taken(world: World, release: Path, tmp_path: Path) -> None:
    copied = tmp_path / "stick"
    shutil.copytree(release, copied)
    approve(copied, identity=world.own, keys=world.second, now=world.now)
    theirs = tmp_path / "theirs"
    entry = world.draft().signers[1]
    with open_release(release, world.own) as frozen:
        draft = replace(frozen.manifest, files=())
    freeze(theirs, draft=draft, members=dict(MEMBERS), recipient=world.own.recipient)
    approve(theirs, identity=world.own, keys=world.first, now=world.now)
    assert entry.person
    for number in (1, 2):
        shutil.copy(theirs / f"signature00{number}.p7s", copied / f"signature00{number + 2}.p7s")
    with pytest.raises(BundleError):
        collect_approvals(release, copied, identity=world.own)


def test_content_that_another_program_put_there_is_refused(world: World, release: Path) -> None:
    (release / CONTENT).write_bytes(seal_bytes(b"PK", [world.own.recipient]))
    with pytest.raises(BundleError) as refused:
        open_release(release, world.own)
    assert refused.value.code == "BU-30"


def test_there_is_no_release_where_there_is_none(world: World, tmp_path: Path) -> None:
    with pytest.raises(NotReadable):
        open_release(tmp_path, world.own)


def test_a_target_that_cannot_be_written_is_said_and_leaves_nothing(world: World, release: Path, tmp_path: Path) -> None:
    for keys in (world.first, world.second):
        approve(release, identity=world.own, keys=keys, now=world.now)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotWritable):
        sealed(world, release, tmp_path / "file" / "b.bundle")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "release"]


def test_new_keys_without_certificates_do_not_approve(world: World, release: Path) -> None:
    with pytest.raises(BundleError):
        approve(release, identity=world.own, keys=SigningKeys.generate(), now=world.now)


def test_the_frozen_content_is_a_container_without_signatures(world: World, release: Path) -> None:
    plain = open_bytes((release / CONTENT).read_bytes(), [world.own])
    assert b"ASiCManifest004.xml" in plain
    assert plain.count(b"signature001.p7s") == 1
