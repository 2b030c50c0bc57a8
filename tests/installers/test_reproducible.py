"""Two builds in two folders are the same bytes, so that anybody can build again what was handed out."""

import hashlib
from pathlib import Path

import pytest
from freeze import PACKAGING, freeze, make_environment, make_wheel

pytestmark = pytest.mark.slow


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else hashlib.sha512(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def test_two_freezes_in_two_folders_and_two_environments_are_the_same_bytes(tmp_path: Path) -> None:
    built = []
    for name in ("first", "second with a longer name"):
        python = make_environment(tmp_path / name / "environment", make_wheel(tmp_path / name / "wheel"))
        built.append(contents(freeze(python, PACKAGING / "readmission.spec", tmp_path / name / "freeze")))
    first, second = built
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
