"""Who publishes comes with the kits: nobody is made up in the place of a body, and production is not built without one."""

from pathlib import Path

import pytest
from publisher import FILE, REHEARSAL, read_publisher

from readmission.bundle.domain import Domain

SET = '{"name": "Directorate of Examples", "address": "packages@directorate.europa.eu"}'


def written(folder: Path, text: str) -> Path:
    path = folder / FILE
    path.write_text(text, encoding="utf-8")
    return path


def test_the_publisher_beside_the_kits_is_debians_maintainer(tmp_path: Path) -> None:
    publisher = read_publisher(written(tmp_path, SET), Domain.PRODUCTION)
    assert publisher.contact == "Directorate of Examples <packages@directorate.europa.eu>"


def test_a_rehearsals_publisher_says_what_it_is_and_is_none_for_production() -> None:
    assert read_publisher(REHEARSAL, Domain.REHEARSAL).name.startswith("Rehearsal")
    with pytest.raises(SystemExit, match="reaches nobody"):
        read_publisher(REHEARSAL, Domain.PRODUCTION)


@pytest.mark.parametrize("domain", list(Domain))
def test_a_build_ends_where_nobody_said_who_publishes(domain: Domain, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="whoever releases says"):
        read_publisher(tmp_path / FILE, domain)


@pytest.mark.parametrize("host", ["example.org", "readmission.invalid", "host.test", "desk.localhost", "commission.EXAMPLE"])
def test_production_is_not_published_from_an_address_that_reaches_nobody(host: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="reaches nobody"):
        read_publisher(written(tmp_path, SET.replace("directorate.europa.eu", host)), Domain.PRODUCTION)


@pytest.mark.parametrize(
    "text",
    [
        SET.replace("Directorate", "<b>"),
        SET.replace("Directorate", "A\\nDepends: b"),
        SET.replace("Directorate", "A, B"),
        SET.replace("packages@directorate.europa.eu", "packages"),
        SET.replace("packages@directorate.europa.eu", "packages@localhost"),
        SET.replace("packages@directorate.europa.eu", "packages@example.org>, <b@example.org"),
    ],
)
def test_what_cannot_stand_in_a_package_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot stand"):
        read_publisher(written(tmp_path, text), Domain.REHEARSAL)
