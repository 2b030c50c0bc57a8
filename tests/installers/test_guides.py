"""The guides are there in every language that the program speaks, and name only commands that there are."""

import re
from pathlib import Path

import pytest
import typer
from linux_files import GUIDES
from states import commission

from readmission.cli import importer, ministry

PROGRAMS = {"readmission": ministry.app, "readmission-importer": importer.app}
NAMED = re.compile(r"(?:^ {4,}|`)(readmission(?:-importer)?) ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?", re.MULTILINE)
SHOWN = re.compile(r"^ {4,}(readmission(?:-importer)?) ([a-z][a-z-]*)(.*)$", re.MULTILINE)


@pytest.mark.parametrize("guide", ["quick-start", "desk"])
def test_a_guide_for_users_speaks_every_language_of_the_program(guide: str) -> None:
    assert {path.name.split(".")[1] for path in GUIDES.glob(f"{guide}.*.md")} == set(commission().languages)


@pytest.mark.parametrize("guide", sorted(GUIDES.glob("*.md")), ids=lambda path: path.name)
def test_a_guide_names_only_commands_that_there_are(guide: Path) -> None:
    for program, name, below in NAMED.findall(guide.read_text(encoding="utf-8")):
        commands = typer.main.get_command(PROGRAMS[program]).commands  # type: ignore[attr-defined]  # a group
        assert name in commands, f"{program} {name}"
        if hasattr(commands[name], "commands"):
            assert below in commands[name].commands, f"{program} {name} {below}"


def test_the_desks_guide_says_how_the_commissions_part_reaches_the_assessment() -> None:
    for path in GUIDES.glob("desk.*.md"):
        named = {(program, name) for program, name, _ in NAMED.findall(path.read_text(encoding="utf-8"))}
        assert {("readmission", "new"), ("readmission", "fill"), ("readmission-importer", "assess")} <= named


@pytest.mark.parametrize("guide", sorted(GUIDES.glob("desk.*.md")), ids=lambda path: path.name)
def test_a_command_shown_on_lines_of_its_own_is_whole(guide: Path) -> None:
    """Where a kit is installed: the desk's package brings its own."""
    shown = SHOWN.findall(guide.read_text(encoding="utf-8").replace("\\\n", ""))
    assert {name for _, name, _ in shown} >= {"receive", "correct", "assess"}
    for program, name, options in shown:
        command = typer.main.get_command(PROGRAMS[program]).commands[name]  # type: ignore[attr-defined]  # a group
        named = set(re.findall(r"--[a-z-]+", options))
        required = {option.opts[0] for option in command.params if option.required and option.opts[0].startswith("--")}
        assert required <= named, f"{program} {name}: {required - named}"
        assert named <= {text for option in command.params for text in option.opts}, f"{program} {name}"
