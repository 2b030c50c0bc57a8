"""Signatures: two for each signer, of one shape; whatever else a CMS file can hold is refused."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from asn1crypto import algos, cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bundle.trust.world import NOW, World
from readmission.bundle.domain import Role
from readmission.bundle.keyfile import SigningKeys
from readmission.bundle.refusals import CertificateNotOurs
from readmission.bundle.rejections import SamePersonTwice
from readmission.bundle.signing import SignaturePair, require_distinct, sign, verify_pair
from readmission.errors import BundleError

TEXT = b"<list of the first signature/>"
OTHER = b"<list of the second signature/>"


def signed(world: World) -> SignaturePair:
    ec, ml_dsa = sign(TEXT, OTHER, world.first, now=NOW)
    return SignaturePair(TEXT, ec, OTHER, ml_dsa)


@lru_cache
def pair_of(world: World) -> SignaturePair:
    """One pair for all examples of a property."""
    return signed(world)


def code_of(world: World, pair: SignaturePair) -> str:
    with pytest.raises(BundleError) as refused:
        verify_pair(pair, anchors=world.authority.anchors, now=NOW)
    return refused.value.code


def test_a_person_signs_twice_and_is_known_by_name(world: World) -> None:
    signer = verify_pair(signed(world), anchors=world.authority.anchors, now=NOW)
    assert (signer.name, signer.state, signer.role) == ("First", "BE", Role.MINISTRY)


def test_each_signature_is_of_its_own_text(world: World) -> None:
    pair = signed(world)
    assert code_of(world, replace(pair, ec_text=TEXT + b" ")) == "BU-41"
    assert code_of(world, replace(pair, ml_dsa_text=TEXT)) == "BU-41"


def test_each_algorithm_has_its_own_place(world: World) -> None:
    pair = signed(world)
    assert code_of(world, replace(pair, ec_text=OTHER, ec=pair.ml_dsa)) == "BU-42"
    assert code_of(world, replace(pair, ml_dsa_text=TEXT, ml_dsa=pair.ec)) == "BU-42"


def test_signatures_of_two_persons_are_no_pair(world: World) -> None:
    second = sign(TEXT, OTHER, world.second, now=NOW)
    assert code_of(world, replace(signed(world), ml_dsa=second[1])) == "BU-53"


def test_keys_without_their_own_certificates_do_not_sign(world: World) -> None:
    new = SigningKeys.generate()
    for keys in (
        new,
        replace(new, certificates=world.first.certificates),
        replace(world.first, certificates=world.first.certificates[:1]),
        replace(world.first, mldsa_key=new.mldsa_key),
    ):
        with pytest.raises(CertificateNotOurs):
            sign(TEXT, OTHER, keys, now=NOW)


def test_two_signers_differ_in_person_and_in_both_keys(world: World) -> None:
    first = verify_pair(signed(world), anchors=world.authority.anchors, now=NOW)
    second = replace(first, person=first.person + 1, ec_key="ab", ml_dsa_key="cd")
    require_distinct([first, second])
    for same in (
        replace(second, person=first.person),
        replace(second, ec_key=first.ec_key),
        replace(second, ml_dsa_key=first.ml_dsa_key),
    ):
        with pytest.raises(SamePersonTwice):
            require_distinct([first, same])


def resigned(
    world: World, change: Callable[[Any], object], digest: str = "sha512", *, detached: bool = True, **signer: Any
) -> bytes:
    """An ECDSA signature that the holder makes with another program, and then changes."""
    private = world.first.ec_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    made = SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(world.first.certificates[0]),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyHanko leaves it without types
        **signer,
    )
    content = asyncio.run(
        made.async_sign_general_data(
            TEXT, digest, detached=detached, signed_attr_settings=PdfCMSSignedAttributes(signing_time=NOW)
        )
    )
    content = cms.ContentInfo.load(content.dump())
    change(content["content"])
    return bytes(content.dump(force=True))


def one_certificate_more(content: Any) -> None:
    content["certificates"].append(content["certificates"][0])


def one_signer_more(content: Any) -> None:
    content["signer_infos"].append(content["signer_infos"][0])


def no_certificate(content: Any) -> None:
    content["certificates"] = cms.CertificateSet([])


def no_signer(content: Any) -> None:
    content["signer_infos"] = cms.SignerInfos([])


def unsigned_attribute(content: Any) -> None:
    attribute = cms.CMSAttribute({"type": "counter_signature", "values": [content["signer_infos"][0]]})
    content["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])


def without_attribute(name: str) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        attributes = content["signer_infos"][0]["signed_attrs"]
        kept = [attribute for attribute in attributes if attribute["type"].native != name]
        content["signer_infos"][0]["signed_attrs"] = cms.CMSAttributes(kept)

    return change


def attribute_twice(content: Any) -> None:
    attributes = list(content["signer_infos"][0]["signed_attrs"])
    content["signer_infos"][0]["signed_attrs"] = cms.CMSAttributes([*attributes, attributes[0]])


def another_digest(content: Any) -> None:
    content["signer_infos"][0]["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": "sha256"})


def another_type(content: Any) -> None:
    content["encap_content_info"]["content_type"] = "signed_data"


def no_attributes(content: Any) -> None:
    signer = content["signer_infos"][0]
    kept = ("version", "sid", "digest_algorithm", "signature_algorithm", "signature")
    content["signer_infos"] = cms.SignerInfos([cms.SignerInfo({name: signer[name] for name in kept})])


def nothing(_: Any) -> None:
    pass


CHANGED: dict[str, tuple[str, Callable[[World], bytes]]] = {
    "a certificate more": ("BU-41", lambda world: resigned(world, one_certificate_more)),
    "no certificate": ("BU-41", lambda world: resigned(world, no_certificate)),
    "a signer more": ("BU-41", lambda world: resigned(world, one_signer_more)),
    "no signer": ("BU-41", lambda world: resigned(world, no_signer)),
    "an attribute that is not signed": ("BU-41", lambda world: resigned(world, unsigned_attribute)),
    "an attribute twice": ("BU-41", lambda world: resigned(world, attribute_twice)),
    "no attributes": ("BU-41", lambda world: resigned(world, no_attributes)),
    "no certificate digest": ("BU-41", lambda world: resigned(world, without_attribute("signing_certificate_v2"))),
    "no protection of algorithms": ("BU-41", lambda world: resigned(world, without_attribute("cms_algorithm_protection"))),
    "no time": ("BU-41", lambda world: resigned(world, without_attribute("signing_time"))),
    "another type of content": ("BU-41", lambda world: resigned(world, another_type)),
    "content of its own": ("BU-41", lambda world: resigned(world, nothing, detached=False)),
    "another digest": ("BU-42", lambda world: resigned(world, another_digest)),
    "made with SHA-256": ("BU-42", lambda world: resigned(world, nothing, "sha256")),
    "a byte behind": ("BU-41", lambda world: signed(world).ec + b"\0"),
    "cut off": ("BU-41", lambda world: signed(world).ec[:-1]),
    "nothing": ("BU-41", lambda _: b""),
    "a certificate": ("BU-41", lambda world: world.first.certificates[0]),
    "an indefinite length": ("BU-41", lambda world: b"\x30\x80" + signed(world).ec[4:] + b"\0\0"),
    "text form": ("BU-41", lambda _: b"-----BEGIN CMS-----\n-----END CMS-----\n"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_signature_of_another_shape_is_refused(name: str, world: World) -> None:
    code, make = CHANGED[name]
    assert code_of(world, replace(signed(world), ec=make(world))) == code


def test_the_other_program_signs_as_we_do_when_it_changes_nothing(world: World) -> None:
    """The control of the table above."""
    verify_pair(replace(signed(world), ec=resigned(world, nothing)), anchors=world.authority.anchors, now=NOW)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_byte_of_a_signature_file_can_be_changed(world: World, data: st.DataObject) -> None:
    pair = pair_of(world)
    elliptic = data.draw(st.booleans())
    text = bytearray(pair.ec if elliptic else pair.ml_dsa)
    position = data.draw(st.integers(0, min(len(text) - 1, 1800)) | st.integers(0, len(text) - 1))
    text[position] ^= data.draw(st.integers(1, 255))
    changed = replace(pair, ec=bytes(text)) if elliptic else replace(pair, ml_dsa=bytes(text))
    with pytest.raises(BundleError):
        verify_pair(changed, anchors=world.authority.anchors, now=NOW)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused_in_words(world: World, noise: bytes) -> None:
    assert code_of(world, replace(pair_of(world), ec=noise)) == "BU-41"
