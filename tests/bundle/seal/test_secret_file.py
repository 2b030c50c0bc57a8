"""Small secret files: the new content or the old, never a part, and the order of the steps is the durable one."""

import os
from pathlib import Path

import pytest

from readmission.bundle.refusals import SecretFileUnusable
from readmission.bundle.secret_file import read_secret, remove_secret, write_secret


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_secret(tmp_path / "a.age", b"one")
    write_secret(tmp_path / "a.age", b"two")
    assert read_secret(tmp_path / "a.age") == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.age"]


def test_the_content_is_durable_before_the_name_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "content")  # noqa: PTH112
        real_fsync(descriptor)

    def replace(path: Path, target: Path) -> Path:
        steps.append("name")
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    write_secret(tmp_path / "a.age", b"one")
    assert steps == ["content", "name", "folder"]


def test_a_link_at_the_name_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"untouched")
    (tmp_path / "a.age").symlink_to(victim)
    write_secret(tmp_path / "a.age", b"one")
    assert victim.read_bytes() == b"untouched"


def test_a_file_that_is_not_there_is_said_to_be_unusable(tmp_path: Path) -> None:
    with pytest.raises(SecretFileUnusable):
        read_secret(tmp_path / "a.age")
    with pytest.raises(SecretFileUnusable):
        remove_secret(tmp_path / "a.age")
    with pytest.raises(SecretFileUnusable):
        write_secret(tmp_path / "nowhere" / "a.age", b"one")
