"""Installed in a clean system, without a network, the packages carry a declaration from the round pack to the receipt."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from freeze import ROOT
from openpyxl import load_workbook

from installers.clean_root import HOME, USER, CleanRoot, clean_root
from installers.places import KITS
from installers.reader import bus, follow_a_ministry
from installers.round_of_kits import SIGNERS, SmallRound, answers, small_round
from installers.screen import Screen, screen

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("installed")]

FOLDER = "BE-2016"
PART = "Part-C"
COLOURS = 50


@pytest.fixture(scope="module")
def round_(artefacts: Path, tmp_path_factory: pytest.TempPathFactory) -> SmallRound:
    assert artefacts.is_dir()
    return small_round(KITS, tmp_path_factory.mktemp("round"))


@pytest.fixture(scope="module")
def system(artefacts: Path, version: str, tmp_path_factory: pytest.TempPathFactory) -> CleanRoot:
    """A clean system with the packages of Belgium and of the Commission."""
    made = clean_root(tmp_path_factory.mktemp("system") / "root")
    made.install(artefacts / f"readmission-be_{version}_amd64.deb", artefacts / f"readmission-importer_{version}_amd64.deb")
    return made


@pytest.fixture
def display() -> Iterator[Screen]:
    with screen() as made:
        yield made


@pytest.fixture(scope="module")
def delivered(system: CleanRoot, round_: SmallRound) -> SmallRound:
    """The round's files in the user's home, and a file with the password."""
    stage = round_.stage
    system.hand_over(round_.pack, *round_.keys, stage.desk_keys, stage.receiving)
    password = system.home("password")
    password.write_text(round_.password + "\n")
    os.chown(password, *map(int, USER.split(":")))
    return round_


def test_both_programs_check_themselves_and_dpkg_finds_every_file_as_it_was(system: CleanRoot) -> None:
    said = system.run("readmission", "self-check") + system.run("readmission-importer", "self-check")
    assert "FAIL" not in said
    assert "ok   window" in said
    assert system.as_root("dpkg", "--verify") == ""
    assert system.as_root("sh", "-c", "test -s /usr/lib/readmission/state/state.kit && echo there") == "there\n"
    assert "readmission-window.desktop" in system.as_root("cat", "/usr/share/applications/mimeinfo.cache")
    assert "*.round" in system.as_root("cat", "/usr/share/mime/globs2")


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that ends with the block, also where something went wrong in it."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as program:
        try:
            yield program
        finally:
            program.kill()


def make_in_the_window(
    shown: Screen, command: list[str], folder: str, password: str, picture: Path, *, title: str = FOLDER
) -> None:
    """Open the round pack, make the declaration with the keyboard, open it, and close the window."""
    with running(command) as window:
        shown.await_window("New declaration")
        # The pack was opened and the kit is installed, so the first empty line is the folder.
        shown.type(folder)
        shown.press("Tab", "Tab")
        shown.type(SIGNERS[0])
        shown.press("Tab")
        shown.type("officer")
        for _ in range(2):
            shown.press("Tab")
            shown.type(password)
        shown.press("Return")
        shown.await_window("Recovery identity")
        # Copied, hidden, put back as if from the paper, tried, and on as soon as it has opened the declaration.
        shown.press("Tab", "space", "Tab", "space", "ctrl+v", "Tab", "space")
        shown.press_until_gone("Return", "Recovery identity")
        shown.await_window("^Readmission")
        shown.type(password)
        shown.press("Return")
        opened = shown.await_window(title)
        assert shown.picture(picture) > COLOURS, "nothing was drawn"
        shown.close(opened)
        assert window.wait(timeout=60) == 0


def test_a_declaration_goes_from_the_round_pack_to_the_receipt(
    system: CleanRoot, delivered: SmallRound, display: Screen, tmp_path: Path
) -> None:
    command = system.command("readmission-window", f"{HOME}/small.round", environment=display.environment)
    make_in_the_window(display, command, f"{HOME}/{FOLDER}", delivered.password, tmp_path / "window.png")
    folder, secret = f"{HOME}/{FOLDER}", ("--password-file", f"{HOME}/password")
    assert system.run("readmission", "check", folder, *secret, code=1).count("\n") > 1
    for place, value in answers(delivered).items():
        system.run("readmission", "set", folder, place, value, *secret)
    system.run("readmission", "check", folder, *secret, "--json", f"{HOME}/findings.json")
    found = json.loads(system.home("findings.json").read_text())
    assert not [one for one in found if one["severity"] in ("error", "fault")]
    keys = ("--key-password-file", f"{HOME}/password")
    roles = ("prepared by", "approved by")
    signers = []
    for role, key in zip(roles, delivered.keys, strict=True):
        said = system.run("readmission", "enrol", folder, "--key", f"{HOME}/{key.name}", "--role", role, *secret, *keys)
        signers += ["--signer", said.split()[1]]
    system.run("readmission", "review", folder, *signers, *secret)
    for key in delivered.keys:
        system.run("readmission", "approve", folder, "--key", f"{HOME}/{key.name}", *secret, *keys)
    system.run("readmission", "export", folder, f"{HOME}/BE.bundle", *secret)
    database = ("--database", f"{HOME}/assessment")
    system.run("readmission-importer", "database", *database, "--pack", f"{HOME}/small.round", *secret)
    desk = ("--desk-keys", f"{HOME}/desk.key", "--identity", f"{HOME}/receiving.age", "--replies", f"{HOME}/replies")
    said = system.run("readmission-importer", "receive", f"{HOME}/BE.bundle", *database, *desk, *secret)
    assert "merged" in said
    reply = next(system.home("replies").rglob("*.reply"))
    said = system.run("readmission", "reply", folder, f"{HOME}/{reply.relative_to(system.home())}", *secret)
    assert "receipt" in said


def test_a_screen_reader_finds_in_the_installed_program_what_a_ministry_needs_to_its_end(
    system: CleanRoot, display: Screen
) -> None:
    shared = Path(tempfile.mkdtemp(prefix="readmission-reader-"))
    owned = ["chown", "--recursive", USER, str(shared)]
    prepare = [sys.executable, str(ROOT / "tests" / "journey" / "prepare.py"), str(shared / "stage")]
    try:
        subprocess.run(prepare, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "tests")})
        (shared / "work" / "settings").mkdir(parents=True)
        subprocess.run(owned, check=True)
        # The Commission works as another user; what it answers is handed to the ministry.
        commission = ["sh", "-c", f'PYTHONPATH={ROOT / "tests"} "$@" && {" ".join(owned)}', "sh", *prepare, "receive"]
        with bus(shared) as heard:
            settings = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(shared / "work" / "settings"))
            environment = display.environment | heard | settings
            window = system.command("readmission-window", "--language", "en", environment=environment, shared=shared)
            with running(window):
                said = follow_a_ministry(display, heard, shared / "stage", shared / "work", commission)
        assert "cells said row, column and value" in said
        assert "the program is there" in said
        assert "the whole way" in said
    finally:
        shutil.rmtree(shared)


def test_the_portable_archive_runs_from_a_medium_that_nobody_can_write_to(
    artefacts: Path, version: str, system: CleanRoot, delivered: SmallRound, display: Screen, tmp_path: Path
) -> None:
    medium = system.folder / "media"
    archive = artefacts / f"readmission-be-{version}-linux-x86_64.tar.xz"
    subprocess.run(["tar", "--extract", "--no-same-owner", "--file", archive, "--directory", medium], check=True)
    subprocess.run(["mount", "--bind", "-o", "ro", medium, medium], check=True)
    try:
        with pytest.raises(OSError, match="Read-only"):
            (medium / "readmission" / "trace").touch()
        assert "FAIL" not in system.run("/media/readmission/readmission", "self-check")
        command = system.command("/media/readmission/readmission-window", f"{HOME}/small.round", environment=display.environment)
        make_in_the_window(display, command, f"{HOME}/{FOLDER}-portable", delivered.password, tmp_path / "portable.png")
    finally:
        subprocess.run(["umount", medium], check=True)
    assert (system.home(f"{FOLDER}-portable") / "declaration.readmission").is_file()


def test_the_desks_package_replaces_a_states_and_the_commission_fills_its_own_part(
    artefacts: Path, version: str, system: CleanRoot, delivered: SmallRound, display: Screen, tmp_path: Path
) -> None:
    system.install(artefacts / f"readmission-eu_{version}_amd64.deb")
    part, secret = f"{HOME}/{PART}", ("--password-file", f"{HOME}/password")
    command = system.command("readmission-window", f"{HOME}/small.round", environment=display.environment)
    make_in_the_window(display, command, part, delivered.password, tmp_path / "part.png", title=PART)
    country, (first, second) = delivered.countries[0], ("A mission in May.", "A second one in June.")
    system.run("readmission", "set", part, f"C[{country}].C_STEPS", first, *secret)
    system.run("readmission", "workbook", part, f"{HOME}/part.xlsx", *secret)
    colleague = load_workbook(system.home("part.xlsx"))
    (cell,) = [cell for sheet in colleague for row in sheet.iter_rows() for cell in row if cell.value == first]
    cell.value = second
    colleague.save(system.home("part.xlsx"))
    system.run("readmission", "fill", part, "--from", f"{HOME}/part.xlsx", *secret)
    database = ("--database", f"{HOME}/with-part")
    system.run("readmission-importer", "database", *database, "--pack", f"{HOME}/small.round", *secret)
    report = ("--report", f"{HOME}/report.html", "--part-c", part)
    system.run("readmission-importer", "assess", *database, *report, *secret)
    assert second in system.home("report.html").read_text()


def test_the_package_of_another_state_replaces_the_first_and_removal_leaves_only_declarations(
    artefacts: Path, version: str, system: CleanRoot
) -> None:
    system.install(artefacts / f"readmission-be_{version}_amd64.deb")
    system.install(artefacts / f"readmission-ee_{version}_amd64.deb")
    known = system.as_root("dpkg-query", "--show", "--showformat", "${db:Status-Abbrev}${Package}\n", "readmission-*")
    assert [line for line in known.splitlines() if line.startswith("i")] == ["ii readmission-ee", "ii readmission-importer"]
    assert b'"state":"EE"' in (system.folder / "usr/lib/readmission/state/state.kit").read_bytes().replace(b" ", b"")
    system.as_root("dpkg", "--purge", "readmission-ee", "readmission-importer")
    assert not list(system.folder.glob("usr/*/readmission*"))
    assert system.home().is_dir()
