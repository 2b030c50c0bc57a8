"""The list of components of an artefact: the same parts under each artefact's own name, and the same list for the same parts."""

import json
from pathlib import Path

from sbom import Component, bill, described, renamed

PARTS = [
    Component("numpy", "2.0.0", "pkg:pypi/numpy@2.0.0", "BSD-3-Clause"),
    Component("python", "3.11.9", "pkg:generic/python@3.11.9", ""),
]


def test_a_renamed_list_is_the_list_that_would_have_been_written() -> None:
    assert renamed(bill("readmission", PARTS, "1.0+test.build"), "readmission-be") == bill(
        "readmission-be", PARTS, "1.0+test.build"
    )


def test_lists_of_two_artefacts_have_numbers_of_their_own_and_the_same_parts() -> None:
    first, second = (json.loads(bill(name, PARTS)) for name in ("readmission-be", "readmission-ee"))
    assert first["serialNumber"] != second["serialNumber"]
    assert first["components"] == second["components"]
    assert first["dependencies"][0]["dependsOn"] == sorted(part.purl for part in PARTS)


def test_a_package_is_described_by_what_its_wheel_brings(tmp_path: Path) -> None:
    folder = tmp_path / "Example_Package-1.5.dist-info"
    (folder / "licenses").mkdir(parents=True)
    (folder / "METADATA").write_text("Name: Example_Package\nVersion: 1.5\nLicense-Expression: MIT\n", encoding="utf-8")
    (folder / "licenses" / "LICENSE").write_text("text", encoding="utf-8")
    (found,) = described(tmp_path)
    assert (found.name, found.version, found.licence) == ("example-package", "1.5", "MIT")
    assert found.texts == (folder / "licenses" / "LICENSE",)
