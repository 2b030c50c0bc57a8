"""Key files: what a person signs with, closed by a password or for an identity, and nothing weaker."""

import datetime
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from readmission.bundle.age import decrypt_with_password, encrypt_with_password, open_bytes, seal_bytes
from readmission.bundle.identity import Identity
from readmission.bundle.keyfile import (
    MAX_CERTIFICATES,
    MAX_IDENTITIES,
    SigningKeys,
    read_identity_file,
    read_keyfile,
    write_identity_file,
    write_keyfile,
)
from readmission.bundle.refusals import KeyFileRefused, NotForUs, SealNotAllowed, WrongPassword


def certificate(key: ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A person")])
    start = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + datetime.timedelta(days=9))
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def pem(
    key: ec.EllipticCurvePrivateKey | mldsa.MLDSA65PrivateKey | mldsa.MLDSA44PrivateKey | ed25519.Ed25519PrivateKey,
) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def secret(key: ec.EllipticCurvePrivateKey | mldsa.MLDSA65PrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture(scope="module")
def keys() -> SigningKeys:
    new = SigningKeys.generate()
    return SigningKeys(new.ec_key, new.mldsa_key, (certificate(new.ec_key), certificate(new.ec_key)))


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1()])
def test_new_keys_without_certificates_come_back(curve: ec.EllipticCurve, ours: Identity) -> None:
    new = SigningKeys.generate(curve)
    read = read_keyfile(write_keyfile(new, recipient=ours.recipient), identity=ours)
    assert (secret(read.ec_key), secret(read.mldsa_key)) == (secret(new.ec_key), secret(new.mldsa_key))
    assert read.certificates == ()


def test_certificates_come_back_byte_for_byte(keys: SigningKeys, ours: Identity) -> None:
    read = read_keyfile(write_keyfile(keys, recipient=ours.recipient), identity=ours)
    assert read.certificates == keys.certificates


def test_a_password_at_full_strength_opens_a_key_file(keys: SigningKeys) -> None:
    data = write_keyfile(keys, password="correct horse")
    assert secret(read_keyfile(data, password="correct horse").ec_key) == secret(keys.ec_key)
    with pytest.raises(WrongPassword):
        read_keyfile(data, password="correct house")


def test_a_key_file_for_an_identity_opens_for_nobody_else(keys: SigningKeys, ours: Identity, theirs: Identity) -> None:
    data = write_keyfile(keys, recipient=ours.recipient)
    with pytest.raises(NotForUs):
        read_keyfile(data, identity=theirs)
    with pytest.raises(SealNotAllowed):
        read_keyfile(data, password="correct horse")


def test_inside_is_what_other_programs_read(keys: SigningKeys, ours: Identity) -> None:
    text = open_bytes(write_keyfile(keys, recipient=ours.recipient), [ours]).decode()
    assert text.count("-----BEGIN PRIVATE KEY-----") == 2
    assert text.count("-----BEGIN CERTIFICATE-----") == 2
    assert "ENCRYPTED" not in text


def test_what_is_printed_by_accident_holds_no_key(keys: SigningKeys) -> None:
    assert repr(keys) == str(keys) == "SigningKeys()"


def test_another_curve_is_refused_when_writing(keys: SigningKeys, ours: Identity) -> None:
    with pytest.raises(KeyFileRefused):
        write_keyfile(SigningKeys.generate(ec.SECP521R1()), recipient=ours.recipient)
    with pytest.raises(KeyFileRefused):
        write_keyfile(SigningKeys(keys.ec_key, keys.mldsa_key, (b"no certificate",)), recipient=ours.recipient)
    too_many = keys.certificates[:1] * (MAX_CERTIFICATES + 1)
    with pytest.raises(KeyFileRefused):
        write_keyfile(SigningKeys(keys.ec_key, keys.mldsa_key, too_many), recipient=ours.recipient)


EC: Final = ec.generate_private_key(ec.SECP256R1())
PQ: Final = mldsa.MLDSA65PrivateKey.generate()
CERTIFICATE: Final = x509.load_der_x509_certificate(certificate(EC)).public_bytes(Encoding.PEM)
TWICE_CLOSED: Final = EC.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
REFUSED: Final = {
    "nothing": b"",
    "one key": pem(EC),
    "the keys the other way round": pem(PQ) + pem(EC),
    "two elliptic keys": pem(EC) + pem(EC),
    "another curve": pem(ec.generate_private_key(ec.SECP521R1())) + pem(PQ),
    "another lattice size": pem(EC) + pem(mldsa.MLDSA44PrivateKey.generate()),
    "an Edwards key": pem(ed25519.Ed25519PrivateKey.generate()) + pem(PQ),
    "a third key": pem(EC) + pem(PQ) + pem(PQ),
    "a certificate first": CERTIFICATE + pem(EC) + pem(PQ),
    "a key behind a second password": TWICE_CLOSED + pem(PQ),
    "text before": b"hello\n" + pem(EC) + pem(PQ),
    "text after": pem(EC) + pem(PQ) + b"\n",
    "a public key": pem(EC) + pem(PQ) + EC.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    "a key of noise": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" + pem(PQ),
    "a certificate of noise": pem(EC) + pem(PQ) + b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    "too many certificates": pem(EC) + pem(PQ) + CERTIFICATE * (MAX_CERTIFICATES + 1),
    "bytes that are no text": b"\xff\xfe",
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_key_file_is_refused_for(what: str, ours: Identity) -> None:
    with pytest.raises(KeyFileRefused):
        read_keyfile(seal_bytes(REFUSED[what], [ours.recipient]), identity=ours)


def test_identities_come_back_in_their_order(ours: Identity, theirs: Identity) -> None:
    data = write_identity_file([ours, theirs], recipient=theirs.recipient)
    assert [found.text for found in read_identity_file(data, identity=theirs)] == [ours.text, theirs.text]


def test_an_identity_file_is_the_text_that_age_reads(ours: Identity) -> None:
    text = decrypt_with_password(write_identity_file([ours], password="correct horse"), "correct horse")
    assert text == f"# public key: {ours.recipient.text}\n{ours.text}\n".encode()


def test_an_identity_file_that_age_wrote_is_read(ours: Identity) -> None:
    text = f"# created: 2026-01-31T12:00:00+01:00\r\n\r\n# public key: …\r\n{ours.text}\r\n".replace("…", "age1pq1")
    (found,) = read_identity_file(encrypt_with_password(text.encode(), "correct horse"), password="correct horse")
    assert found.text == ours.text


@pytest.mark.parametrize("text", ["", "# only a comment\n", "AGE-SECRET-KEY-1ABC\n", "hello\n", "é\n"])
def test_an_identity_file_without_an_identity_is_refused(text: str, ours: Identity) -> None:
    with pytest.raises(KeyFileRefused):
        read_identity_file(seal_bytes(text.encode(), [ours.recipient]), identity=ours)


@pytest.mark.parametrize("count", [0, MAX_IDENTITIES + 1])
def test_no_identity_and_too_many_are_refused(count: int, ours: Identity) -> None:
    with pytest.raises(KeyFileRefused):
        write_identity_file([ours] * count, recipient=ours.recipient)


def test_one_of_password_and_identity_must_be_named(keys: SigningKeys, ours: Identity) -> None:
    with pytest.raises(TypeError):
        write_keyfile(keys)
    with pytest.raises(TypeError):
        write_keyfile(keys, password="x", recipient=ours.recipient)
    with pytest.raises(TypeError):
        read_keyfile(b"")
    with pytest.raises(TypeError):
        read_keyfile(b"", password="x", identity=ours)
