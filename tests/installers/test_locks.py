"""What ships is locked: every dependency, in the version that the tests ran with, and no address of any registry."""

import tomllib
from pathlib import Path

import pytest
from freeze import FREEZE_LOCK, PACKAGING, ROOT, RUNTIME_LOCK
from packaging.requirements import Requirement

DEVELOP_LOCK = PACKAGING / "locks" / "develop.txt"
WINDOWS_LOCK = PACKAGING / "locks" / "windows.txt"


def locked(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in path.read_text().splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip("\\ "))
            found.setdefault(requirement.name.lower().replace("_", "-"), set()).add(next(iter(requirement.specifier)).version)
    return found


def test_every_dependency_of_the_program_is_in_the_lock_that_is_frozen() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {Requirement(text).name.lower().replace("_", "-") for text in project["dependencies"]}
    assert wanted - locked(RUNTIME_LOCK).keys() == set()


def test_the_program_for_windows_has_all_that_others_have_but_postgresql() -> None:
    assert locked(RUNTIME_LOCK).keys() - locked(WINDOWS_LOCK).keys() == {"psycopg", "psycopg-binary"}


@pytest.mark.parametrize("path", [RUNTIME_LOCK, WINDOWS_LOCK, FREEZE_LOCK], ids=lambda path: path.stem)
def test_what_is_frozen_is_what_the_tests_ran_with(path: Path) -> None:
    tested = locked(DEVELOP_LOCK)
    assert {name: versions for name, versions in locked(path).items() if versions - tested.get(name, versions)} == {}


@pytest.mark.parametrize("path", [RUNTIME_LOCK, WINDOWS_LOCK, FREEZE_LOCK], ids=lambda path: path.stem)
def test_a_lock_names_hashes_and_no_address(path: Path) -> None:
    text = path.read_text()
    assert "://" not in text
    assert "--hash=sha256:" in text
