"""The packages of all states: one program, the state's own kit, and nothing that Debian's judge calls an error."""

import hashlib
import json
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from subprocess import DEVNULL

import pytest
from freeze import EPOCH
from states import commission, reporting_states

from readmission.bundle.kit import read_kit

pytestmark = pytest.mark.slow

# The Commission fills in its own part with the same program.
DESK = commission()
FILLING = {state.code: state for state in (*reporting_states(), DESK)}
LARGEST = 90_000_000
KIT = "state/state.kit"


def deb_of(artefacts: Path, version: str, state: str) -> Path:
    return artefacts / f"readmission-{state.lower()}_{version}_amd64.deb"


def portable_of(artefacts: Path, version: str, state: str) -> Path:
    return artefacts / f"readmission-{state.lower()}-{version}-linux-x86_64.tar.xz"


def files_of_deb(path: Path, below: str) -> Iterator[tuple[str, bytes]]:
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", path], stdout=subprocess.PIPE) as unpacking:
        assert unpacking.stdout is not None
        with tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive:
            yield from files_of(archive, below)
    assert unpacking.returncode == 0


def files_of(archive: tarfile.TarFile, below: str) -> Iterator[tuple[str, bytes]]:
    for member in archive:
        name = member.name.removeprefix("./")
        if name.startswith(below) and not member.isdir():
            stream = archive.extractfile(member) if member.isfile() else None
            yield name.removeprefix(below), stream.read() if stream else member.linkname.encode()


@dataclass(frozen=True)
class Contents:
    """What a state's package lays down: records of the files that others have too, and the text of those that are its own."""

    common: frozenset[tuple[str, str, int, str]]
    own: dict[str, bytes]


def own_folders(package: str) -> tuple[str, ...]:
    return ("usr/lib/readmission/state", f"usr/share/doc/{package}", f"usr/share/lintian/overrides/{package}")


@pytest.fixture(scope="module")
def contents(artefacts: Path, version: str) -> dict[str, Contents]:
    """Every package, read once as dpkg reads it."""
    return {code: contents_of(deb_of(artefacts, version, code)) for code in FILLING}


def contents_of(path: Path) -> Contents:
    own = own_folders(path.name.partition("_")[0])
    common, texts, names = set(), {}, set()
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", path], stdout=subprocess.PIPE) as unpacking:
        assert unpacking.stdout is not None
        with tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive:
            for member in archive:
                name = member.name.removeprefix("./")
                assert name not in names, f"{name} stands twice"
                names.add(name)
                stream = archive.extractfile(member) if member.isfile() else None
                data = stream.read() if stream else member.linkname.encode()
                if not name.startswith(own):
                    common.add((name, str(member.type), member.mode, hashlib.sha512(data).hexdigest()))
                elif member.isfile():
                    texts[name] = data
    assert unpacking.returncode == 0
    return Contents(frozenset(common), texts)


def test_the_program_is_the_same_bytes_in_the_packages_of_all_states(contents: dict[str, Contents]) -> None:
    assert len({one.common for one in contents.values()}) == 1
    assert {f"usr/lib/readmission/{name}" for name in ("readmission", "readmission-window")} <= {
        name for name, *_ in contents["BE"].common
    }
    for code, state in FILLING.items():
        kit = read_kit(contents[code].own[f"usr/lib/readmission/{KIT}"])
        assert (kit.state, kit.names, kit.languages) == (code, state.names, state.languages)
        assert kit.recipients
        assert kit.marking.permitted


def test_lintian_finds_no_error_in_what_is_a_states_own(
    contents: dict[str, Contents], artefacts: Path, version: str, tmp_path: Path
) -> None:
    # What all packages share is judged with Belgium's whole package. Here is the rest of each, with the same fields.
    for code, one in contents.items():
        path, root = deb_of(artefacts, version, code), tmp_path / code
        for name, data in one.own.items():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        subprocess.run(["dpkg-deb", "--control", path, root / "DEBIAN"], check=True)
        sums = (root / "DEBIAN" / "md5sums").read_text().splitlines(keepends=True)
        (root / "DEBIAN" / "md5sums").write_text(
            "".join(line for line in sums if line.rstrip("\n").partition("  ")[2] in one.own)
        )
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", root, tmp_path / path.name], check=True, stdout=DEVNULL
        )
    command = ["lintian", "--fail-on", "error", "--allow-root", *map(str, sorted(tmp_path.glob("*.deb")))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("code", ["BE", "CH", DESK.code])
def test_a_portable_archive_holds_the_states_kit_under_tar_itself(artefacts: Path, version: str, code: str) -> None:
    path = portable_of(artefacts, version, code)
    done = subprocess.run(["tar", "-xOf", path, f"./readmission/{KIT}"], check=True, capture_output=True)
    assert read_kit(done.stdout).state == code


def test_every_artefact_has_a_true_checksum_a_list_of_components_and_its_size(artefacts: Path, version: str) -> None:
    found = [path for path in artefacts.iterdir() if path.suffix in (".deb", ".xz")]
    assert len(found) == 2 * len(FILLING) + 1
    for path in found:
        assert path.stat().st_size <= LARGEST
        subprocess.run(["sha512sum", "--check", "--status", f"{path.name}.sha512"], cwd=artefacts, check=True)
        bill = json.loads(path.with_name(f"{path.name}.cdx.json").read_text())
        assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == ("CycloneDX", version)
        names = {part["name"] for part in bill["components"]}
        assert {"cryptography", "numpy", "sqlcipher3", "python"} <= names
        assert ("pyside6-essentials" in names) == ("importer" not in path.name)


def test_nothing_under_the_general_public_licence_alone_is_shipped(artefacts: Path) -> None:
    bill = json.loads(next(artefacts.glob("readmission-be_*.cdx.json")).read_text())
    for part in bill["components"]:
        licence = " ".join(one["license"]["name"] for one in part.get("licenses", []))
        assert "GPL" not in licence or "LGPL" in licence, part["name"]
        assert part["name"] not in {"libreadline8", "libgnutls30"}


@pytest.mark.parametrize("package", ["readmission-be", "readmission-importer"])
def test_lintian_finds_no_error(artefacts: Path, version: str, package: str) -> None:
    path = artefacts / f"{package}_{version}_amd64.deb"
    done = subprocess.run(["lintian", "--fail-on", "error", "--allow-root", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_package_says_that_it_is_of_a_rehearsal_and_whose_roots_it_has(artefacts: Path, version: str) -> None:
    path = deb_of(artefacts, version, "EE")
    described = subprocess.run(["dpkg-deb", "--field", path, "Description"], check=True, capture_output=True, text=True).stdout
    assert "Estonia (EE)" in described
    assert "rehearsal" in described
    documents = dict(files_of_deb(path, "usr/share/doc/readmission-ee/"))
    assert {
        "copyright",
        "changelog.gz",
        "README.gz",
        "sbom.cdx.json.gz",
        "administrators.md",
        "quick-start.en.md",
    } <= documents.keys()


def test_the_desktop_files_are_valid(artefacts: Path, version: str, tmp_path: Path) -> None:
    for name, data in files_of_deb(deb_of(artefacts, version, "BE"), "usr/share/"):
        target = tmp_path / Path(name).name
        target.write_bytes(data)
    subprocess.run(["desktop-file-validate", tmp_path / "readmission-window.desktop"], check=True)
    metainfo = tmp_path / "eu.readmission.Window.metainfo.xml"
    subprocess.run(["appstreamcli", "validate", "--no-net", metainfo], check=True, stdout=subprocess.DEVNULL)
    (tmp_path / "mime" / "packages").mkdir(parents=True)
    (tmp_path / "readmission.xml").rename(tmp_path / "mime" / "packages" / "readmission.xml")
    subprocess.run(["update-mime-database", tmp_path / "mime"], check=True)
    known = (tmp_path / "mime" / "globs2").read_text()
    assert "50:application/x-readmission-round:*.round" in known
    assert "80:application/x-readmission-declaration:declaration.readmission" in known
    for page in ("readmission.1.gz", "readmission-window.1.gz"):
        command = ["man", "--warnings", "--local-file", str(tmp_path / page)]
        variables = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=variables)
        assert done.stderr == ""
        assert "readmission" in done.stdout


def test_no_file_keeps_a_time_or_an_owner_of_the_build(artefacts: Path, version: str) -> None:
    done = subprocess.run(["dpkg-deb", "--fsys-tarfile", deb_of(artefacts, version, "BE")], check=True, capture_output=True)
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        assert {(member.mtime, member.uid, member.gid, member.uname) for member in archive} == {(EPOCH, 0, 0, "root")}
