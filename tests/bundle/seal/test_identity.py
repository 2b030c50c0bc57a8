"""Identities and recipients: the texts are those of age, and a text that is not one is refused."""

import hashlib
from typing import Final

import pytest

from bundle.seal.kit import VECTORS
from readmission.bundle import bech32
from readmission.bundle.age_header import Stanza, encode64
from readmission.bundle.identity import IDENTITY_PREFIX, RECIPIENT_PREFIX, Identity, Recipient
from readmission.bundle.refusals import IdentityRefused, SealHeaderDamaged

KEYS: Final = [line.split() for line in (VECTORS / "hybrid_keys.txt").read_text().splitlines()]
CLASSICAL_RECIPIENT: Final = bech32.encode("age", bytes(range(32)))
CLASSICAL_IDENTITY: Final = bech32.encode("age-secret-key-", bytes(range(32))).upper()


@pytest.mark.parametrize(("seed", "identity", "recipient"), KEYS)
def test_a_seed_gives_the_texts_that_age_gives(seed: str, identity: str, recipient: str) -> None:
    ours = Identity(bytes.fromhex(seed))
    assert (ours.text, ours.recipient.text) == (identity, recipient)
    assert Identity.parse(identity).recipient == Recipient.parse(recipient)


def test_the_id_of_a_recipient_is_the_digest_of_its_text(ours: Identity) -> None:
    assert ours.recipient.id == hashlib.sha256(ours.recipient.text.encode()).hexdigest()


def test_two_generated_identities_differ() -> None:
    assert Identity.generate().text != Identity.generate().text


def test_what_is_printed_by_accident_holds_no_secret(ours: Identity) -> None:
    shown = f"{ours!r} {ours} {ours.recipient!r} {vars(ours.recipient)}"
    assert ours.text not in shown
    assert ours.text[20:40] not in shown
    assert (b"\x01" * 32).hex() not in repr(ours)


REFUSED_IDENTITIES: Final = {
    "small letters": KEYS[0][1].lower(),
    "a blank before": " " + KEYS[0][1],
    "a line end after": KEYS[0][1] + "\n",
    "a classical identity": CLASSICAL_IDENTITY,
    "a recipient": KEYS[0][2],
    "too short a seed": bech32.encode(IDENTITY_PREFIX, bytes(31)).upper(),
    "too long a seed": bech32.encode(IDENTITY_PREFIX, bytes(33)).upper(),
    "one wrong letter": KEYS[0][1][:-1] + ("Q" if KEYS[0][1][-1] != "Q" else "P"),
    "another kind that begins alike": bech32.encode(IDENTITY_PREFIX + "1x", bytes(32)).upper(),
    "nothing": "",
    "a letter of another script": KEYS[0][1][:-1] + "Ω",
}


@pytest.mark.parametrize("what", REFUSED_IDENTITIES)
def test_a_text_is_no_identity_that_is(what: str) -> None:
    with pytest.raises(IdentityRefused):
        Identity.parse(REFUSED_IDENTITIES[what])


GOOD: Final = bech32.decode(KEYS[1][2])[1]
REFUSED_RECIPIENTS: Final = {
    "capital letters": KEYS[0][2].upper(),
    "a classical recipient": CLASSICAL_RECIPIENT,
    "an identity": KEYS[0][1],
    "a byte short": bech32.encode(RECIPIENT_PREFIX, GOOD[:-1]),
    "a byte long": bech32.encode(RECIPIENT_PREFIX, GOOD + b"\0"),
    "a lattice key out of range": bech32.encode(RECIPIENT_PREFIX, b"\xff" * 1184 + GOOD[1184:]),
    "a curve point of low order": bech32.encode(RECIPIENT_PREFIX, GOOD[:1184] + bytes(32)),
    "a line end after": KEYS[0][2] + "\n",
    "a tagged recipient": bech32.encode("age1tagpq", GOOD + bytes(33)),
}


@pytest.mark.parametrize("what", REFUSED_RECIPIENTS)
def test_a_text_is_no_recipient_that_is(what: str) -> None:
    with pytest.raises(IdentityRefused):
        Recipient.parse(REFUSED_RECIPIENTS[what])


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_seed_of_another_length_is_a_mistake_of_the_caller(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Identity(bytes(size))


SHARE: Final = encode64(bytes(1120))
MALFORMED: Final = {
    "no share": Stanza("mlkem768x25519", (), bytes(32)),
    "two shares": Stanza("mlkem768x25519", (SHARE, SHARE), bytes(32)),
    "a short share": Stanza("mlkem768x25519", (SHARE[:-4],), bytes(32)),
    "a share that is no base64": Stanza("mlkem768x25519", ("!" + SHARE[1:],), bytes(32)),
    "a longer file key": Stanza("mlkem768x25519", (SHARE,), bytes(40)),
    "no file key": Stanza("mlkem768x25519", (SHARE,), b""),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_stanza_is_malformed_with(what: str, ours: Identity) -> None:
    with pytest.raises(SealHeaderDamaged):
        ours.unwrap(MALFORMED[what])
