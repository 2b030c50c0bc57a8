"""Both programs as a terminal sees them: exit codes, sentences, and never a traceback."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from readmission import assets
from readmission.cli import terminal
from readmission.cli.speech import spoken
from readmission.form.problems import NoSuchFolder
from readmission.texts import language

BIN = Path(sys.executable).parent


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_a_good_form_passes_its_check() -> None:
    done = run("readmission-importer", "form", "check", assets.forms() / "2025")
    assert done.returncode == 0
    assert "rules" in done.stdout


def test_a_broken_form_is_refused_with_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text("form: {id: x, edition: 1}\n")
    done = run("readmission-importer", "form", "check", tmp_path)
    assert done.returncode == 2
    assert "form.yaml, line 1" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_form_folder_that_is_not_there_is_named_with_a_code(tmp_path: Path) -> None:
    done = run("readmission-importer", "form", "check", tmp_path / "absent")
    assert done.returncode == 2
    assert "absent" in done.stderr
    assert "(FO-03)" in done.stderr


BAD: dict[str, tuple[str, list[str]]] = {
    "an unknown command": ("readmission", ["fly"]),
    "a missing argument": ("readmission", ["check"]),
    "a language that is not spoken": ("readmission", ["workbook", ".", "out.xlsx", "--language", "xx"]),
    "a folder that is no declaration": ("readmission", ["check", "."]),
    "a file that is no kit": ("readmission-importer", ["dump", "--database", "nowhere", "--kit", "README.md"]),
    "a file that is absent": ("readmission-importer", ["dump", "--database", "nowhere", "--kit", "absent.kit"]),
    "a rehearsal on somebody's folder": ("readmission-importer", ["rehearse", "."]),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_ends_with_a_sentence_and_code_two(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "README.md").write_text("somebody's work")
    (tmp_path / "password").write_text("x\n")
    monkeypatch.chdir(tmp_path)
    program, arguments = BAD[case]
    if "--kit" in arguments:
        arguments = [*arguments, "--password-file", "password"]
    done = run(program, *arguments)
    assert done.returncode == 2, done.stderr
    assert done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert (tmp_path / "README.md").read_text() == "somebody's work"


def test_a_fault_of_the_program_names_a_report_and_shows_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    secret = "an answer"
    try:
        raise ZeroDivisionError(secret)
    except ZeroDivisionError as fault:
        terminal._report_fault(type(fault), fault, fault.__traceback__)
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    report = Path(next(word for word in said.split() if "readmission-fault-" in word))
    assert secret not in said + report.read_text()
    report.unlink()


def test_self_check_tries_everything_and_passes() -> None:
    done = run("readmission", "self-check")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("ok") >= 5


def test_what_goes_into_a_pipe_is_utf8_whatever_the_system_writes() -> None:
    # Windows gives a pipe one of its own character sets, which has no narrow no-break space.
    command = [str(BIN / "readmission"), "self-check"]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 0
    assert "language fr" in done.stdout.decode("utf-8")
    assert "\u202f" in done.stdout.decode("utf-8")


def test_a_terminal_is_spoken_to_in_the_language_it_asks_for(tmp_path: Path) -> None:
    asked = {"LC_ALL": "", "LC_MESSAGES": "fr_BE.UTF-8", "LANG": "de_DE.UTF-8"}
    command = [str(BIN / "readmission-importer"), "form", "check", str(tmp_path / "absent")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **asked})
    assert (done.returncode, "(FO-03)" in done.stderr) == (2, True)
    assert language("fr", assets.resources() / "texts").say(NoSuchFolder.remedy) in done.stderr


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "de", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de", "LC_MESSAGES": "fr@euro"}, "fr"),
        ({"LANG": "sv_SE.UTF-8"}, "en"),
        ({"LANG": "../fr"}, "en"),
    ],
)
def test_the_first_setting_that_is_made_says_the_language(environment: dict[str, str], code: str) -> None:
    assert spoken(environment).code == code


def test_a_number_of_things_is_said_as_people_say_it() -> None:
    words = [terminal.count(number, "country", "countries") for number in (0, 1, 2)]
    assert words == ["0 countries", "1 country", "2 countries"]
    assert terminal.count(1, "file") == "1 file"
    assert terminal.count(0, "file") == "0 files"


def test_no_command_says_a_number_of_things_without_asking_how_many() -> None:
    """A number that a word in the plural follows at once."""
    loose = re.compile(r"\{(?:len\([^{}]*\)|count|number|lost)\} (?:[a-z]+ )?[a-z]+s\b")
    for path in Path(terminal.__file__).parent.glob("*.py"):
        assert not loose.findall(path.read_text(encoding="utf-8")), path.name
