"""A signed kit is the authority's own, for roots whose fingerprint the reader knows from elsewhere."""

from dataclasses import replace
from io import BytesIO

import pytest

from bundle.trust.test_kit import kit_of
from bundle.trust.world import World
from readmission.bundle.kit import StateKit
from readmission.bundle.refusals import KitRefused
from readmission.bundle.rejections import Rejected, WrongRole
from readmission.bundle.signed_kit import read_signed_kit, roots_fingerprint, write_signed_kit


def signed(world: World) -> bytes:
    return world.authority.signed_kit(kit_of(world), app_version="1", now=world.now)


def read(world: World, text: bytes, fingerprint: str = "") -> StateKit:
    expected = fingerprint or roots_fingerprint(world.authority.roots)
    return read_signed_kit(BytesIO(text), fingerprint=expected, now=world.now)


def test_a_signed_kit_comes_back_whole(world: World) -> None:
    assert read(world, signed(world)) == kit_of(world)


def test_a_fingerprint_may_be_typed_without_spaces_and_in_small_letters(world: World) -> None:
    typed = roots_fingerprint(world.authority.roots).replace(" ", "").lower()
    assert read(world, signed(world), typed) == kit_of(world)


@pytest.mark.parametrize("fingerprint", ["0" * 64, "D817", " "])
def test_another_fingerprint_or_a_part_of_it_is_refused(world: World, fingerprint: str) -> None:
    with pytest.raises(KitRefused):
        read(world, signed(world), fingerprint)


def test_a_kit_that_somebody_else_of_the_domain_signed_is_refused(world: World) -> None:
    text = write_signed_kit(kit_of(world), desk=world.desk, organisation="Commission", app_version="1", now=world.now)
    with pytest.raises(WrongRole):
        read(world, text)


def test_a_kit_changed_after_signing_is_refused(world: World) -> None:
    text = bytearray(signed(world))
    at = text.index(b'"state":"BE"') if b'"state":"BE"' in text else text.index(b"Belgium")
    text[at + 9] ^= 1
    with pytest.raises((Rejected, KitRefused)):
        read(world, bytes(text))


def test_a_kit_without_lists_of_withdrawn_certificates_is_not_taken(world: World) -> None:
    text = world.authority.signed_kit(replace(kit_of(world), lists=None), app_version="1", now=world.now)
    with pytest.raises(Rejected):
        read(world, text)
