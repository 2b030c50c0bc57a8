"""One detached CAdES B-B signature (CMS, ETSI EN 319 122-1), made and checked by pyHanko, in the one shape that is accepted.

One signer, one certificate, SHA-512 throughout, five signed attributes and none unsigned. What nobody signs in such a file (the
version numbers, the lists of algorithms, the name of the signer) is written again from the certificate and compared, so that no
byte of a signature file can be changed without being noticed. FORMAT_CONTAINER.md, section 2.5.
"""

import asyncio
import hashlib
import logging
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from readmission.bundle.certificates import Algorithm, load_certificate
from readmission.bundle.rejections import AlgorithmRefused, SignatureBroken
from readmission.errors import Phrase

MAX_SIGNATURE_BYTES: Final = 32 * 1024

# The messages of pyHanko repeat names out of certificates; they belong in no log.
_SILENT: Final = logging.CRITICAL + 1

_DIGEST: Final = "sha512"
_MECHANISMS: Final = {Algorithm.EC: "sha512_ecdsa", Algorithm.ML_DSA: "mldsa65"}
_ATTRIBUTES: Final = ("cms_algorithm_protection", "content_type", "message_digest", "signing_certificate_v2", "signing_time")

# pyHanko and asn1crypto are imported where they are used: they take a third of a second, and most starts of the program neither
# sign nor verify. asn1crypto parses lazily, so what is wrong in a file shows as one of these wherever it is first looked at.
_UNREADABLE: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


def make_signature(text: bytes, key: EllipticCurvePrivateKey | MLDSA65PrivateKey, certificate: bytes, *, now: datetime) -> bytes:
    """The signature (DER) under a text with a key and its certificate."""
    from asn1crypto import keys, x509  # noqa: PLC0415
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    logging.getLogger("pyhanko").setLevel(_SILENT)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyHanko leaves it without types
        embed_roots=False,
    )
    # The plain profile has all that B-B demands, and the attribute that protects the algorithms, which `use_cades` leaves out.
    signed = signer.async_sign_general_data(
        text, _DIGEST, detached=True, signed_attr_settings=PdfCMSSignedAttributes(signing_time=now)
    )
    return bytes(asyncio.run(signed).dump())


def read_signature(text: bytes, signature: bytes, algorithm: Algorithm, place: str = "") -> bytes:
    """The certificate (DER) whose key made a signature under a text; what the certificate is worth is another question."""
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415

    logging.getLogger("pyhanko").setLevel(_SILENT)
    signer, certificate = _parse(signature, algorithm, place)
    load_certificate(certificate.dump(), algorithm, place)
    try:
        intact, valid = validate_sig_integrity(signer, certificate, "data", hashlib.sha512(text).digest())
    except (SignatureValidationError, *_UNREADABLE):
        raise SignatureBroken(place, why=Phrase("its attributes are wrong")) from None
    if not intact:
        raise SignatureBroken(place, why=Phrase("it signs another text"))
    if not valid:
        raise SignatureBroken(place, why=Phrase("it was not made with the key of its certificate"))
    return bytes(certificate.dump())


def _parse(signature: bytes, algorithm: Algorithm, place: str) -> tuple[Any, Any]:
    from asn1crypto import cms  # noqa: PLC0415

    try:
        content = cms.ContentInfo.load(signature, strict=True)
        if content["content_type"].native != "signed_data":
            raise SignatureBroken(place, why=Phrase("it is no signature"))
        signed = content["content"]
        if len(signed["signer_infos"]) != 1 or len(signed["certificates"]) != 1:
            raise SignatureBroken(place, why=Phrase("it does not hold exactly one signer and one certificate"))
        signer, certificate = signed["signer_infos"][0], signed["certificates"][0].chosen
        _check_signer(signer, algorithm, place)
        if _written(signer, certificate, algorithm) != signature:
            raise SignatureBroken(place, why=Phrase("it is not written as it should be"))
    except _UNREADABLE:
        raise SignatureBroken(place, why=Phrase("it cannot be read")) from None
    return signer, certificate


def _check_signer(signer: Any, algorithm: Algorithm, place: str) -> None:
    if signer["digest_algorithm"]["algorithm"].native != _DIGEST:
        raise AlgorithmRefused(place, why=Phrase("another digest than SHA-512"))
    if signer["signature_algorithm"]["algorithm"].native != _MECHANISMS[algorithm]:
        raise AlgorithmRefused(place, why=Phrase("another algorithm than belongs here"))
    attributes = signer["signed_attrs"]
    if sorted(attribute["type"].native for attribute in attributes) != list(_ATTRIBUTES):
        raise SignatureBroken(place, why=Phrase("its attributes are not the expected ones"))
    if any(len(attribute["values"]) != 1 for attribute in attributes):
        raise SignatureBroken(place, why=Phrase("an attribute has more than one value"))


def _written(signer: Any, certificate: Any, algorithm: Algorithm) -> bytes:
    """The one text of a signature: only the certificate, what is signed, and the signature value are free."""
    from asn1crypto import cms  # noqa: PLC0415

    name = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    only_signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": name}),
        "digest_algorithm": {"algorithm": _DIGEST},
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": _MECHANISMS[algorithm]},
        "signature": signer["signature"].native,
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": _DIGEST}],
        "encap_content_info": {"content_type": "data"},
        "certificates": [cms.CertificateChoices(name="certificate", value=certificate)],
        "signer_infos": [only_signer],
    }
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump())
