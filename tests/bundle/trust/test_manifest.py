"""Manifests: one text for one value, every field known, and each kind says what it must and nothing it cannot mean."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bundle.trust.world import World
from readmission.bundle.domain import Domain
from readmission.bundle.manifest import (
    Audience,
    Basis,
    FileEntry,
    JournalHead,
    Kind,
    Manifest,
    RoundReference,
    SignerEntry,
    Subject,
)
from readmission.bundle.manifest_rules import signatures_of
from readmission.bundle.manifest_text import read_manifest, write_manifest
from readmission.bundle.rejections import FormatUnknown, ManifestRefused, WrongKind
from readmission.canonical import NotCanonical
from readmission.errors import ReadmissionError

DIGEST = "0123456789abcdef" * 8
FILES = (FileEntry("facts.csv", "text/csv", 10, DIGEST),)


def bundle(world: World) -> Manifest:
    return replace(world.draft(), files=FILES, id="0c5f2a2e-6a52-4b27-8a6f-3f0a4f0d8f51")


def spoilt(world: World, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The canonical text of a manifest of which the object was changed."""
    value = json.loads(write_manifest(bundle(world)))
    change(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def test_what_is_written_is_read(world: World) -> None:
    manifest = bundle(world)
    assert read_manifest(write_manifest(manifest), Kind.BUNDLE) == manifest


texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=30)
names = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._/-]{0,20}[A-Za-z0-9])?", fullmatch=True)
digests = st.binary(min_size=64, max_size=64).map(bytes.hex)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_every_value_comes_back(world: World, data: st.DataObject) -> None:
    manifest = replace(
        bundle(world),
        organisation=data.draw(texts),
        marking=data.draw(texts.filter(bool)),
        sequence=data.draw(st.integers(1, 2**53 - 1)),
        previous=data.draw(digests | st.just("")),
        period=data.draw(names),
        basis=Basis(data.draw(digests), data.draw(st.dictionaries(names, digests, max_size=3))),
        journal=JournalHead(
            data.draw(st.integers(0, 9)), data.draw(digests), data.draw(st.dictionaries(names, st.integers(0, 9)))
        ),
    )
    assert read_manifest(write_manifest(manifest), Kind.BUNDLE) == manifest


REFUSED: dict[str, Callable[[dict[str, Any]], object]] = {
    "a field more": lambda value: value.update(extra=1),
    "a field less": lambda value: value.pop("marking"),
    "a field more in a signer": lambda value: value["signers"][0].update(admin=True),
    "a signer that is a text": lambda value: value.update(signers=["me", "you"]),
    "three signers": lambda value: value["signers"].append(value["signers"][0]),
    "one signer": lambda value: value["signers"].pop(),
    "one person twice": lambda value: value["signers"][1].update(person=value["signers"][0]["person"]),
    "one certificate twice": lambda value: value["signers"][1].update(ec=value["signers"][0]["ec"]),
    "person number zero": lambda value: value["signers"][0].update(person=0),
    "a sequence of zero": lambda value: value.update(sequence=0),
    "a negative sequence": lambda value: value.update(sequence=-1),
    "a sequence that is true": lambda value: value.update(sequence=True),
    "a sequence as text": lambda value: value.update(sequence="1"),
    "a sequence that is null": lambda value: value.update(sequence=None),
    "a digest in capitals": lambda value: value.update(previous="AB" * 64),
    "a short digest": lambda value: value.update(previous="ab" * 32),
    "another domain": lambda value: value.update(domain="test"),
    "an identifier in braces": lambda value: value.update(id="{" + value["id"] + "}"),
    "no identifier": lambda value: value.update(id=""),
    "no time": lambda value: value.update(created_at=""),
    "a day that is none": lambda value: value.update(created_at="2016-02-30T00:00:00Z"),
    "a local time": lambda value: value.update(created_at="2016-02-03T00:00:00+01:00"),
    "a state in small letters": lambda value: value.update(state="be"),
    "no state": lambda value: value.update(state=""),
    "a long text": lambda value: value.update(organisation="x" * 201),
    "a line feed in a text": lambda value: value.update(organisation="a\nb"),
    "a text that writes backwards": lambda value: value.update(organisation="a\u202eb"),
    "recipients out of order": lambda value: value["audience"]["keys"].reverse(),
    "a recipient twice": lambda value: value["audience"].update(keys=[value["audience"]["keys"][0]] * 2),
    "too many recipients": lambda value: value["audience"].update(keys=[f"{n:064x}" for n in range(9)]),
    "no recipients": lambda value: value["audience"].update(keys=[]),
    "an audience that is a list": lambda value: value.update(audience=[]),
    "no audience": lambda value: value["audience"].update(id=""),
    "no round": lambda value: value.update(round=None),
    "a round without a pack": lambda value: value["round"].update(pack=""),
    "a pack of version 0": lambda value: value["round"].update(pack_version=0),
    "no form": lambda value: value.update(form=None),
    "no journal": lambda value: value.update(journal=None),
    "a count that is a text": lambda value: value["journal"]["counts"].update(edits="3"),
    "counts that are a list": lambda value: value["journal"].update(counts=[]),
    "an extract without a digest": lambda value: value["basis"]["extracts"].update(x="ab"),
    "an extract of a strange name": lambda value: value["basis"]["extracts"].update({"../x": DIGEST}),
    "no reply address": lambda value: value.update(reply_to=""),
    "an answer in a bundle": lambda value: value.update(answers=DIGEST),
    "a subject in a bundle": lambda value: value.update(subject="receipt"),
    "an unknown subject": lambda value: value.update(subject="greeting"),
    "no files": lambda value: value.update(files=[]),
    "files that are an object": lambda value: value.update(files={}),
    "files out of order": lambda value: value["files"].insert(0, {**value["files"][0], "path": "z"}),
    "a file twice": lambda value: value["files"].append(value["files"][0]),
    "the manifest in the manifest": lambda value: value["files"][0].update(path="manifest.json"),
    "a signature in the manifest": lambda value: value["files"][0].update(path="META-INF/signature001.p7s"),
    "the type as a file": lambda value: value["files"][0].update(path="mimetype"),
    "a file with a strange type": lambda value: value["files"][0].update(type="text/html; charset=x"),
    "a file of negative size": lambda value: value["files"][0].update(size=-1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_manifest_with_a_fault_is_refused(name: str, world: World) -> None:
    with pytest.raises(ManifestRefused) as refused:
        read_manifest(spoilt(world, REFUSED[name]), Kind.BUNDLE)
    assert refused.value.code == "BU-60"


def test_the_faults_are_the_only_reason(world: World) -> None:
    """The control: the same way to write without a change is accepted."""
    assert read_manifest(spoilt(world, lambda value: value), Kind.BUNDLE) == bundle(world)


STRICT: dict[str, Callable[[bytes], bytes]] = {
    "a key twice": lambda text: text.replace(b'"period":', b'"period":"2014","period":'),
    "a number with a point": lambda text: text.replace(b'"sequence":1', b'"sequence":1.0'),
    "an exponent": lambda text: text.replace(b'"sequence":1', b'"sequence":1e999'),
    "no number": lambda text: text.replace(b'"sequence":1', b'"sequence":NaN'),
    "a number of 400 digits": lambda text: text.replace(b'"sequence":1', b'"sequence":' + b"1" * 400),
    "a number beyond 53 bits": lambda text: text.replace(b'"sequence":1', b'"sequence":9223372036854775808'),
    "half a character": lambda text: text.replace(b"Ministry", b"\\ud800"),
    "an escape that is not needed": lambda text: text.replace(b"Ministry", b"\\u004dinistry"),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "text behind": lambda text: text + b"{}",
    "a comment": lambda text: text.replace(b"{", b"{/**/", 1),
    "white space": lambda text: text.replace(b":", b": ", 1),
    "no line feed": lambda text: text.rstrip(),
    "two values": lambda text: text * 2,
    "Latin 1": lambda text: text.replace(b"Ministry", b"Minist\xe8re"),
    "deep nesting": lambda _: b"[" * 100_000 + b"]" * 100_000,
    "nothing": lambda _: b"",
    "no object": lambda _: b"[]\n",
    "keys out of order": lambda text: b'{"zz":1,' + text[1:],
}


@pytest.mark.parametrize("name", STRICT)
def test_text_that_is_not_the_canonical_one_is_refused(name: str, world: World) -> None:
    honest = write_manifest(bundle(world))
    assert STRICT[name](honest) != honest
    with pytest.raises(NotCanonical) as refused:
        read_manifest(STRICT[name](honest), Kind.BUNDLE)
    assert refused.value.code == "JS-01"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=100), st.integers(0, 2000))
def test_any_bytes_end_in_words(world: World, noise: bytes, position: int) -> None:
    text = write_manifest(bundle(world))
    changed = text[:position] + noise + text[position + len(noise) :]
    try:
        manifest = read_manifest(changed, Kind.BUNDLE)
    except ReadmissionError:
        return
    assert write_manifest(manifest) == changed


def test_a_newer_format_and_another_kind_are_told_apart(world: World) -> None:
    text = write_manifest(bundle(world))
    with pytest.raises(FormatUnknown):
        read_manifest(text.replace(b"readmission-bundle/1", b"readmission-bundle/2"), Kind.BUNDLE)
    with pytest.raises(WrongKind):
        read_manifest(text, Kind.ROUND)


PERSON = SignerEntry(1, "", DIGEST, DIGEST[::-1])


def least(kind: Kind, world: World) -> Manifest:
    """The least that a manifest of a kind says."""
    honest = bundle(world)
    bare = Manifest(
        kind=kind,
        domain=Domain.REHEARSAL,
        id=honest.id,
        created_at=honest.created_at,
        app_version="1",
        state="EU",
        organisation="Commission",
        files=FILES,
    )
    pack = RoundReference("round", 3)
    audience = Audience("x", ("ab" * 32,))
    return {
        Kind.BUNDLE: honest,
        Kind.ROUND: replace(
            bare, audience=audience, round=pack, form=honest.form, period="2015", sequence=3, marking="x", signers=(PERSON,)
        ),
        Kind.REPLY: replace(
            bare,
            audience=audience,
            round=honest.round,
            marking="x",
            signers=(PERSON,),
            subject=Subject.RECEIPT,
            answers=DIGEST,
        ),
        Kind.REQUEST: bare,
        Kind.CERTIFICATE: replace(bare, signers=(PERSON,)),
        Kind.KIT: replace(bare, signers=(PERSON,)),
    }[kind]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_say_what_it_must(kind: Kind, world: World) -> None:
    manifest = least(kind, world)
    assert read_manifest(write_manifest(manifest), kind) == manifest


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.BUNDLE])
def test_only_a_bundle_has_a_journal_and_an_address(kind: Kind, world: World) -> None:
    for change in ({"journal": JournalHead(0, "")}, {"reply_to": "age1"}, {"basis": Basis()}):
        with pytest.raises(ManifestRefused):
            write_manifest(replace(least(kind, world), **change))


def test_a_pack_has_one_version_and_not_its_own_digest(world: World) -> None:
    pack = least(Kind.ROUND, world)
    with pytest.raises(ManifestRefused):
        write_manifest(replace(pack, sequence=4))
    with pytest.raises(ManifestRefused):
        write_manifest(replace(pack, round=RoundReference("round", 3, DIGEST)))


def test_what_could_not_be_read_is_not_written(world: World) -> None:
    with pytest.raises(ManifestRefused):
        write_manifest(replace(bundle(world), sequence=0))


def test_two_signatures_for_each_signer_and_for_new_keys() -> None:
    assert {kind: signatures_of(kind) for kind in Kind} == {
        Kind.BUNDLE: 4,
        Kind.ROUND: 2,
        Kind.REPLY: 2,
        Kind.REQUEST: 2,
        Kind.CERTIFICATE: 2,
        Kind.KIT: 2,
    }
