"""Every state of the form gets a kit, signed by one authority, and nobody else's kit is built in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from kits import FINGERPRINT, Policy, read_kits, sign_kits
from publisher import FILE, Publisher
from states import commission, reporting_states

from readmission.bundle.authority import Authority
from readmission.bundle.domain import Domain
from readmission.bundle.identity import Identity
from readmission.bundle.kit import Marking, NamedRecipient
from readmission.bundle.refusals import KitRefused
from readmission.bundle.signed_kit import roots_fingerprint

STATES = reporting_states()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    recipient = Identity.generate().recipient
    return Authority.create(folder, domain=Domain.PRODUCTION, name="Test", now=datetime.now(UTC), recipient=recipient)


@pytest.fixture(scope="module")
def folder(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("kits")
    receiver = NamedRecipient("Commission", Identity.generate().recipient, escrow=False)
    sign_kits(authority, Policy("COM", (receiver,), Marking("LIMITE", "LIMITE", ("LIMITE",))), target, STATES)
    (target / FILE).write_text('{"name": "Directorate", "address": "packages@directorate.europa.eu"}', encoding="utf-8")
    return target


def test_the_form_asks_27_member_states_and_4_associated_countries() -> None:
    assert len(STATES) == 31
    assert all(state.languages[-1] == "en" for state in STATES)


@pytest.mark.parametrize(("code", "languages"), [("BE", ("nl", "fr", "de", "en")), ("EL", ("el", "en")), ("IE", ("ga", "en"))])
def test_a_state_has_its_official_languages_first(code: str, languages: tuple[str, ...]) -> None:
    assert {state.code: state.languages for state in STATES}[code] == languages


def test_every_kit_is_read_again_with_the_fingerprint(authority: Authority, folder: Path) -> None:
    kits = read_kits(folder, (folder / FINGERPRINT).read_text())
    assert set(kits.states) == {state.code for state in STATES}
    assert all(kit.domain is Domain.PRODUCTION and kit.roots == authority.roots for kit in kits.states.values())
    assert kits.states["EE"].names["de"] == "Estland"
    assert kits.desk.state == commission().code
    assert [*kits.filling] == [*kits.states, commission().code]
    assert kits.publisher == Publisher("Directorate", "packages@directorate.europa.eu")


def test_kits_of_other_roots_are_not_built_in(folder: Path, tmp_path: Path) -> None:
    other = Authority.create(
        tmp_path / "other", domain=Domain.PRODUCTION, name="Test", now=datetime.now(UTC), recipient=Identity.generate().recipient
    )
    with pytest.raises(KitRefused):
        read_kits(folder, roots_fingerprint(other.roots))


def test_a_missing_or_misnamed_kit_ends_the_build(authority: Authority, folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "BE.kit").rename(tmp_path / "XX.kit")
    with pytest.raises(SystemExit, match="BE"):
        read_kits(tmp_path, roots_fingerprint(authority.roots))
    (tmp_path / "BE.kit").write_bytes((tmp_path / "EE.kit").read_bytes())
    (tmp_path / "XX.kit").unlink()
    with pytest.raises(SystemExit, match="BE"):
        read_kits(tmp_path, roots_fingerprint(authority.roots))
