"""Opening a bundle, good or bad, opens no file for writing: what is inside never reaches a disk before it is verified, or after."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bundle.trust.attacker import put_together, sealed, taken_apart
from bundle.trust.world import World
from readmission.bundle.receive import open_bundle
from readmission.errors import BundleError

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
watched: list[list[str]] = []


def watch(event: str, details: tuple[object, ...]) -> None:
    if watched and event == "open" and isinstance(details[2], int) and details[2] & WRITES:
        watched[-1].append(str(details[0]))
    elif watched and event in {"os.mkdir", "os.rename", "os.link", "os.symlink", "tempfile.mkstemp", "subprocess.Popen"}:
        watched[-1].append(event)


# A hook cannot be taken away again; it only looks while somebody watches.
sys.addaudithook(watch)


@contextmanager
def writing_seen() -> Iterator[list[str]]:
    watched.append([])
    try:
        yield watched[-1]
    finally:
        watched.pop()


def test_a_genuine_bundle_is_read_without_writing(world: World, honest: Path) -> None:
    with writing_seen() as seen, open_bundle(honest, [world.receiving], world.policy) as bundle:
        for name in bundle.names:
            assert bundle.open(name).read() == bundle.read(name)
    assert seen == []


@pytest.mark.parametrize("name", ["facts.csv", "manifest.json", "META-INF/ASiCManifest001.xml", "META-INF/signature004.p7s"])
def test_a_bad_bundle_is_refused_without_writing(name: str, world: World, honest: Path) -> None:
    parts = taken_apart(world, honest)
    parts[name] = parts[name][:-1] + b"!"
    file = sealed(put_together(parts), world.recipients)
    with writing_seen() as seen, pytest.raises(BundleError):
        open_bundle(file, [world.receiving], world.policy)
    assert seen == []


def test_a_cut_bundle_is_refused_without_writing(world: World, honest: Path) -> None:
    with writing_seen() as seen, suppress(BundleError):
        open_bundle(io.BytesIO(honest.read_bytes()[:-10]), [world.receiving], world.policy)
    assert seen == []


def test_the_watch_sees_a_file_that_is_written(tmp_path: Path) -> None:
    """The control."""
    with writing_seen() as seen:
        (tmp_path / "plain").write_bytes(b"1")
    assert seen == [str(tmp_path / "plain")]
