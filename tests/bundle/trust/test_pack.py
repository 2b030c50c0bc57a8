"""Round packs and replies: what the Commission sends, and what of it is not taken."""

import io
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from bundle.trust.attacker import members_of, put_together, sealed, signed_without_checks
from bundle.trust.forge import list_pair
from bundle.trust.world import AUDIENCE, FORM, NOW, World, make_world, write_test_pack
from readmission.bundle.age import open_bytes, seal_bytes
from readmission.bundle.domain import Domain
from readmission.bundle.identity import Identity
from readmission.bundle.kit import NamedRecipient
from readmission.bundle.manifest import Audience, Kind, Manifest, RoundReference, Subject
from readmission.bundle.manifest_text import moment_text
from readmission.bundle.pack import PackContents, open_pack, write_pack
from readmission.bundle.policy import accepted_round
from readmission.bundle.receive import open_bundle
from readmission.bundle.rejections import NotReadable, PackRefused, PackTooOld, WrongRound
from readmission.bundle.reply import open_reply, receipt_content, write_reply
from readmission.bundle.trust import COMMISSION_STATE, Anchors
from readmission.errors import BundleError


def draft_of(world: World, **changes: object) -> Manifest:
    """The manifest of a pack for the receivers of the test domain, with changes."""
    receivers = (world.receiving, world.escrow)
    honest = Manifest(
        kind=Kind.ROUND,
        domain=Domain.REHEARSAL,
        id=str(uuid.uuid4()),
        created_at=moment_text(NOW),
        app_version="1",
        state=COMMISSION_STATE,
        organisation="Commission",
        audience=Audience(AUDIENCE, tuple(sorted(one.recipient.id for one in receivers))),
        round=RoundReference("round", 2),
        form=FORM,
        period="2015",
        sequence=2,
        marking="TEST",
    )
    return replace(honest, **changes)  # type: ignore[arg-type]  # each test names fields of a manifest


def contents_of(world: World) -> PackContents:
    return PackContents(
        round=b"{}\n",
        form={"form.yaml": b"form", "tables/T01.yaml": b"table"},
        reference={"BE": b"figures"},
        recipients=(
            NamedRecipient("Commission", world.receiving.recipient, escrow=False),
            NamedRecipient("Notary", world.escrow.recipient, escrow=True),
        ),
        lists=world.authority.lists,
        others={"letter.txt": b"Dear colleagues"},
    )


def written(world: World, contents: PackContents | None = None, **changes: object) -> io.BytesIO:
    target = io.BytesIO()
    write_pack(target, draft=draft_of(world, **changes), contents=contents or contents_of(world), keys=world.desk, now=NOW)
    return target


def test_a_pack_brings_everything_a_new_installation_needs(world: World) -> None:
    with open_pack(written(world), anchors=Anchors(world.authority.roots), now=NOW, floor=2, round_id="round") as pack:
        assert (pack.version, pack.round, pack.signer.name) == (2, b"{}\n", "Desk")
        assert pack.form == {"form.yaml": b"form", "tables/T01.yaml": b"table"}
        assert (pack.reference, pack.others) == ({"BE": b"figures"}, {"letter.txt": b"Dear colleagues"})
        assert [(named.name, named.escrow) for named in pack.recipients] == [("Commission", False), ("Notary", True)]
        assert pack.anchors.lists == world.authority.lists


def test_the_digest_of_a_pack_is_what_bundles_name(world: World, tmp_path: Path) -> None:
    digest = write_pack(tmp_path / "p.round", draft=draft_of(world), contents=contents_of(world), keys=world.desk, now=NOW)
    with open_pack(tmp_path / "p.round", anchors=world.authority.anchors, now=NOW) as pack:
        assert pack.manifest_sha512 == digest


def test_another_round_and_an_older_version_are_told_apart(world: World) -> None:
    with pytest.raises(WrongRound):
        open_pack(written(world), anchors=world.authority.anchors, now=NOW, round_id="other")
    with pytest.raises(PackTooOld):
        open_pack(written(world), anchors=world.authority.anchors, now=NOW, floor=3)


def test_newer_lists_at_hand_count_more_than_those_in_the_pack(tmp_path: Path) -> None:
    """Whoever stole a key that was withdrawn sends the lists from before."""
    world = make_world(tmp_path)
    old = written(world)
    person = world.pack.signer.person
    world.authority.revoke(person, reason="stolen", now=NOW)
    with pytest.raises(BundleError) as refused:
        open_pack(old, anchors=world.authority.anchors, now=NOW)
    assert refused.value.code == "BU-46"
    # The control: who has only the roots cannot know yet.
    open_pack(old, anchors=Anchors(world.authority.roots), now=NOW).close()


def test_a_pack_cannot_bring_lists_of_its_own_making(world: World, tmp_path: Path) -> None:
    theirs = make_world(tmp_path)
    parts = members_of(written(world).getvalue())
    parts["trust/ec.crl"], parts["trust/ml-dsa.crl"] = theirs.authority.lists.ec, theirs.authority.lists.ml_dsa
    with pytest.raises(BundleError) as refused:
        open_pack(io.BytesIO(put_together(parts)), anchors=Anchors(world.authority.roots), now=NOW)
    assert refused.value.code == "BU-37"
    forged = written(world, replace(contents_of(world), lists=theirs.authority.lists))
    with pytest.raises(BundleError) as refused:
        open_pack(forged, anchors=Anchors(world.authority.roots), now=NOW)
    assert refused.value.code == "BU-49"


def test_a_pack_with_outdated_lists_is_refused_unless_newer_ones_are_at_hand(world: World) -> None:
    stale = world.authority.roots.read_lists(*list_pair(world, number=1, end=NOW.replace(hour=1)))
    pack = written(world, replace(contents_of(world), lists=stale))
    with pytest.raises(BundleError) as refused:
        open_pack(pack, anchors=Anchors(world.authority.roots), now=NOW)
    assert refused.value.code == "BU-48"
    fresh = world.authority.roots.read_lists(*list_pair(world, number=2))
    open_pack(pack, anchors=Anchors(world.authority.roots, fresh), now=NOW).close()


def test_recipients_that_are_not_those_of_the_manifest_are_refused(world: World) -> None:
    changed = replace(contents_of(world), recipients=contents_of(world).recipients[:1])
    with pytest.raises(PackRefused):
        open_pack(written(world, changed), anchors=world.authority.anchors, now=NOW)


def test_versions_of_one_round_are_accepted_together_and_no_others(world: World) -> None:
    with open_pack(written(world), anchors=world.authority.anchors, now=NOW) as second:
        accepted = accepted_round([world.pack, second], {"BE"})
        assert set(accepted.packs) == {1, 2}
        assert accepted.packs[1].digest == world.pack.manifest_sha512
    with open_pack(written(world, period="2016"), anchors=world.authority.anchors, now=NOW) as other, pytest.raises(PackRefused):
        accepted_round([world.pack, other], {"BE"})


def test_a_pack_exchanged_while_it_is_open_is_noticed(world: World) -> None:
    stream = written(world)
    with open_pack(stream, anchors=world.authority.anchors, now=NOW) as pack:
        assert pack.read("form/tables/T01.yaml") == pack.open("form/tables/T01.yaml").read() == b"table"
        with stream.getbuffer() as buffer:
            at = bytes(buffer).index(b"T01.yamltable") + len("T01.yaml")
            buffer[at] ^= 1
        with pytest.raises(BundleError):
            pack.read("form/tables/T01.yaml")
        with pytest.raises(BundleError) as refused:
            pack.open("form/tables/T01.yaml").read()
        assert refused.value.code == "BU-37"
        with pytest.raises(BundleError):
            pack.read("form/none.yaml")
        with pytest.raises(BundleError):
            pack.open("form/none.yaml").read()


def test_a_file_that_is_not_there_is_said_in_words(world: World, tmp_path: Path) -> None:
    for path in (tmp_path / "none.round", tmp_path):
        with pytest.raises(NotReadable):
            open_pack(path, anchors=world.authority.anchors, now=NOW)


def reply_draft(world: World, answers: str, **changes: object) -> Manifest:
    honest = Manifest(
        kind=Kind.REPLY,
        domain=Domain.REHEARSAL,
        id=str(uuid.uuid4()),
        created_at=moment_text(NOW),
        app_version="1",
        state=COMMISSION_STATE,
        organisation="Commission",
        audience=Audience("BE", (world.own.recipient.id,)),
        round=RoundReference("round", 1, world.pack.manifest_sha512),
        marking="TEST",
        subject=Subject.RECEIPT,
        answers=answers,
    )
    return replace(honest, **changes)  # type: ignore[arg-type]  # each test names fields of a manifest


def reply_of(world: World, honest: Path, **changes: object) -> tuple[io.BytesIO, str]:
    """A receipt for the honest bundle, and the manifest it answers."""
    with open_bundle(honest, [world.receiving], world.policy) as bundle:
        content, answers = receipt_content(bundle, outcome="merged", counts={"differences": 0}), bundle.manifest_sha512
    target = io.BytesIO()
    write_reply(
        target,
        draft=reply_draft(world, answers, **changes),
        content=content,
        recipient=world.own.recipient,
        keys=world.desk,
        now=NOW,
    )
    return target, answers


def test_a_receipt_comes_back_to_the_declaration_it_answers(world: World, honest: Path) -> None:
    reply, answers = reply_of(world, honest)
    with open_reply(reply, [world.own], anchors=world.authority.anchors, state="BE", now=NOW, answers={answers}) as opened:
        assert (opened.subject, opened.signer.name) == (Subject.RECEIPT, "Desk")
        assert answers.encode() in opened.content


def test_the_same_bundle_gets_the_same_receipt(world: World, honest: Path) -> None:
    with open_bundle(honest, [world.receiving], world.policy) as bundle:
        first = receipt_content(bundle, outcome="merged", counts={"b": 1, "a": 2})
    with open_bundle(honest, [world.escrow], world.policy) as bundle:
        assert receipt_content(bundle, outcome="merged", counts={"a": 2, "b": 1}) == first


@pytest.mark.parametrize(
    ("changes", "state", "known", "code"),
    [
        ({"audience": None}, "BE", True, "BU-64"),
        ({}, "EE", True, "BU-63"),
        ({}, "BE", False, "BU-72"),
        ({"domain": Domain.PRODUCTION}, "BE", True, "BU-52"),
        ({"state": "BE"}, "BE", True, "BU-65"),
    ],
)
def test_a_reply_that_is_not_for_us_is_refused(
    changes: dict[str, object], state: str, known: bool, code: str, world: World, honest: Path
) -> None:
    if "audience" in changes:
        changes = {"audience": Audience("BE", (Identity.generate().recipient.id,))}
    reply, answers = reply_of(world, honest, **changes)
    with pytest.raises(BundleError) as refused:
        open_reply(
            reply,
            [world.own],
            anchors=world.authority.anchors,
            state=state,
            now=NOW,
            answers={answers} if known else {"ab" * 64},
        )
    assert refused.value.code == code


def test_a_ministry_cannot_write_a_receipt(world: World, honest: Path) -> None:
    with open_bundle(honest, [world.receiving], world.policy) as bundle:
        answers = bundle.manifest_sha512
    target = io.BytesIO()
    draft = reply_draft(world, answers)
    write_reply(target, draft=draft, content=b"{}\n", recipient=world.own.recipient, keys=world.first, now=NOW)
    with pytest.raises(BundleError) as refused:
        open_reply(target, [world.own], anchors=world.authority.anchors, state="BE", now=NOW, answers={answers})
    assert refused.value.code == "BU-51"


def test_a_reply_sealed_for_one_reader_more_is_refused(world: World, honest: Path) -> None:
    target, answers = reply_of(world, honest)
    plain = open_bytes(target.getvalue(), [world.own])
    more = io.BytesIO(seal_bytes(plain, [world.own.recipient, Identity.generate().recipient]))
    with pytest.raises(BundleError) as refused:
        open_reply(more, [world.own], anchors=world.authority.anchors, state="BE", now=NOW, answers={answers})
    assert refused.value.code == "BU-64"


def test_a_bundle_whose_reply_address_is_no_recipient_is_refused(world: World) -> None:
    draft = replace(world.draft(), reply_to="age1pq1nobody")
    file = sealed(signed_without_checks(draft, [world.first, world.second], world), world.recipients)
    with pytest.raises(BundleError) as refused:
        open_bundle(file, [world.receiving], world.policy)
    assert refused.value.code == "BU-60"


def test_a_pack_for_a_production_round_is_none_for_a_rehearsal(tmp_path: Path, world: World) -> None:
    production = make_world(tmp_path, Domain.PRODUCTION)
    for pinned, file in ((world, production.pack_file), (production, world.pack_file)):
        with pytest.raises(BundleError) as refused:
            open_pack(file, anchors=Anchors(pinned.authority.roots), now=NOW)
        assert refused.value.code == "BU-52"
    write_test_pack(production.authority, production.desk, (production.receiving,), tmp_path / "x.round", Domain.REHEARSAL, NOW)
    with pytest.raises(BundleError) as refused:
        open_pack(tmp_path / "x.round", anchors=production.authority.anchors, now=NOW)
    assert refused.value.code == "BU-52"
