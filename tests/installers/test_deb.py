"""Packages made of a shared base and a block of their own: nothing of a state gets lost on the way."""

import subprocess
from dataclasses import replace
from pathlib import Path

import ar
import deb
import xz_blocks
from deb import ROOT_FOLDER, Base, Control, make_base, make_deb
from portable import make_portable
from tree import END, Entry, Pieces, archive, file, link, with_folders

COMMON = [
    ROOT_FOLDER,
    file("usr/lib/program/program", b"#!/bin/sh\necho here\n", 0o755),
    file("usr/lib/program/library", bytes(range(256)) * 500),
    link("usr/bin/program", "../lib/program/program"),
]
CONTROL = Control(
    package="program-be",
    version="1.0",
    summary="a program",
    description="Of two lines.\n\nAnd a paragraph.",
    depends=("libc6",),
    maintainer="Somebody <somebody@example.org>",
    stands_for="program",
    others=("program-ee",),
)
OWN = [file("usr/lib/program/state/state.kit", b"Belgium"), file("usr/share/doc/program-be/copyright", b"ours")]


def package(base: Base, own: list[Entry] = OWN) -> bytes:
    return b"".join(make_deb(base, own, CONTROL))


def listed(path: Path) -> list[str]:
    done = subprocess.run(["dpkg-deb", "--contents", path], check=True, capture_output=True, text=True)
    return [line.split(maxsplit=5)[5] for line in done.stdout.splitlines()]


def test_dpkg_sees_the_common_files_and_the_states_own(tmp_path: Path) -> None:
    path = tmp_path / "program.deb"
    path.write_bytes(package(make_base(COMMON)))
    names = listed(path)
    assert names[0] == "./"
    assert "./usr/bin/program -> ../lib/program/program" in names
    assert "./usr/lib/program/state/state.kit" in names
    assert len(names) == len(set(names)), "a folder stands twice"
    subprocess.run(["dpkg-deb", "--extract", path, tmp_path / "root"], check=True)
    assert (tmp_path / "root/usr/lib/program/state/state.kit").read_bytes() == b"Belgium"
    assert (tmp_path / "root/usr/lib/program/program").stat().st_mode & 0o777 == 0o755


def test_two_streams_instead_of_one_lose_the_states_files_without_a_word(tmp_path: Path) -> None:
    # The control of the test above: this is why blocks are joined.
    path = tmp_path / "program.deb"
    base = make_base(COMMON)
    second = xz_blocks.compress_part(archive(with_folders(OWN, base.folders)) + END)
    good = package(base)
    before = good[: good.index(b"data.tar.xz")]
    control = before[before.index(b"control.tar.xz") + 60 :]
    members: dict[str, Pieces] = {"debian-binary": [b"2.0\n"], "control.tar.xz": [control], "data.tar.xz": [base.stream, second]}
    path.write_bytes(b"".join(ar.archive(members)))
    done = subprocess.run(["dpkg-deb", "--contents", path], capture_output=True, text=True, check=False)
    assert "state.kit" not in done.stdout


def test_the_fields_and_the_digests_are_right(tmp_path: Path) -> None:
    path = tmp_path / "program.deb"
    path.write_bytes(package(make_base(COMMON)))
    fields = subprocess.run(["dpkg-deb", "--field", path], check=True, capture_output=True, text=True).stdout
    assert "Provides: program\nConflicts: program-ee\nReplaces: program-ee\n" in fields
    assert "Description: a program\n Of two lines.\n .\n And a paragraph.\n" in fields
    subprocess.run(["dpkg-deb", "--raw-extract", path, tmp_path / "root"], check=True)
    subprocess.run(["md5sum", "--check", "--strict", "DEBIAN/md5sums"], cwd=tmp_path / "root", check=True)
    digests = (tmp_path / "root/DEBIAN/md5sums").read_text().splitlines()
    assert len(digests) == 4


def test_the_package_of_another_state_takes_the_place_of_the_first_under_dpkg_itself(tmp_path: Path) -> None:
    base, root = make_base(COMMON), tmp_path / "root"
    (root / "var/lib/dpkg/updates").mkdir(parents=True)
    for name in ("status", "available"):
        (root / "var/lib/dpkg" / name).touch()
    dpkg = ["dpkg", "--root", str(root), "--force-depends", "--force-not-root", "--force-bad-path"]
    for state, other in (("be", "ee"), ("ee", "be")):
        control = replace(CONTROL, package=f"program-{state}", others=(f"program-{other}",))
        path = tmp_path / f"{state}.deb"
        path.write_bytes(b"".join(make_deb(base, [file("usr/lib/program/state/state.kit", state.encode())], control)))
        subprocess.run([*dpkg, "--install", path], check=True, capture_output=True)
    assert (root / "usr/lib/program/state/state.kit").read_bytes() == b"ee"
    said = subprocess.run(["dpkg-query", "--root", root, "--show"], check=True, capture_output=True, text=True).stdout
    assert said.split() == ["program-ee", "1.0"]


def test_the_same_files_make_the_same_package() -> None:
    assert package(make_base(COMMON)) == package(make_base(COMMON))


def test_packages_of_one_base_begin_with_the_same_compressed_program() -> None:
    base = make_base(COMMON)
    blocks = base.stream[12 : base.stream.rindex(b"\x00\x02")]
    for state in (b"Belgium", b"Estonia"):
        assert blocks[:-32] in package(base, [file("usr/lib/program/state/state.kit", state)])
    assert deb.BLOCKS == 2


def test_a_portable_archive_unpacks_with_tar(tmp_path: Path) -> None:
    path = tmp_path / "program.tar.xz"
    path.write_bytes(
        b"".join(
            make_portable(make_base([file("program/program", b"#!/bin/sh\n", 0o755)]), [file("program/state/kit", b"Belgium")])
        )
    )
    subprocess.run(["tar", "--extract", "--file", path], cwd=tmp_path, check=True)
    assert (tmp_path / "program/state/kit").read_bytes() == b"Belgium"
    assert (tmp_path / "program/program").stat().st_mode & 0o111
