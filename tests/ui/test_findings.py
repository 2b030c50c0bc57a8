"""Findings are found by any word, show their rule, and are explained and read a second time, one or many."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from readmission.answers.changes import Changes
from readmission.answers.model import Cell
from readmission.tasks.settle import settle
from readmission.ui.desk import Desk
from readmission.ui.dialogs.settle import SettleDialog
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.findings import FindingsPage
from ui.pilot import place
from ui.rehearsed import Begun, begin, courier

# Many decisions a person: rule W06 asks for an explanation.
TOO_MANY = {"RD": 300, "RD_PERS": 100}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    delivered = courier(tmp_path_factory.mktemp("courier"), scope_threshold=600)
    return begin(delivered, tmp_path_factory.mktemp("declared") / "BE", "anna", "bart")


@pytest.fixture
def folder(begun: Begun, tmp_path: Path) -> Path:
    return shutil.copytree(begun.folder, tmp_path / "BE")


@pytest.fixture
def desk(window: MainWindow, begun: Begun, folder: Path) -> Iterator[Desk]:
    window.show()
    window.take(begun.open("anna", folder))
    assert window.desk is not None
    yield window.desk
    window.close_declaration()


def page(window: MainWindow) -> FindingsPage:
    assert window.workspace is not None
    window.workspace.show_page("findings")
    found = window.workspace.current_page()
    assert isinstance(found, FindingsPage)
    return found


def fill(desk: Desk, countries: Sequence[str]) -> None:
    desk.enter({place(f"B[{country}].B0_01"): Cell(value="Y") for country in countries})
    desk.enter({place(f"T01[{country}].{name}"): Cell(value=value) for country in countries for name, value in TOO_MANY.items()})


def test_warnings_of_a_rule_are_explained_for_a_country_or_for_all(window: MainWindow, desk: Desk) -> None:
    countries = desk.countries[:3]
    fill(desk, countries)
    page(window)
    warnings = [each for each in desk.findings.all() if each.rule == "W06"]
    assert len(warnings) == 3
    dialog = SettleDialog(desk, warnings[:1], warnings, window)
    assert dialog.findings() == warnings[:1]
    dialog.all.setChecked(True)
    assert dialog.findings() == warnings
    dialog.country.setCurrentIndex(dialog.country.findData(countries[1]))
    assert [each.key for each in dialog.findings()] == [(countries[1],)]
    dialog.text.setPlainText("Counted again; the register is right.")
    dialog._on_accepted()
    assert [each.key for each in desk.filling.declaration.settlements()] == [(countries[1],)]


def test_a_second_reader_confirms_many_and_never_their_own(window: MainWindow, begun: Begun, folder: Path, desk: Desk) -> None:
    countries = desk.countries[:2]
    fill(desk, countries)
    settle(
        desk.filling, [each for each in desk.findings.all() if each.rule == "W06"], code="VERIFIED", text="The register is right."
    )
    mine = page(window)
    mine.words.setText("W06")
    mine.view.selectAll()
    # A control: whoever wrote an explanation is not offered to confirm it, and cannot.
    assert mine._detail.confirm.isHidden()
    mine._on_confirm_clicked()
    assert {each.read_by for each in desk.filling.declaration.settlements()} == {None}
    window.close_declaration()
    window.take(begun.open("bart", folder))
    theirs = page(window)
    theirs.words.setText("W06")
    theirs.view.selectAll()
    assert not theirs._detail.confirm.isHidden()
    theirs._detail.confirm.click()
    assert window.desk is not None
    assert {each.read_by for each in window.desk.filling.declaration.settlements()} == {2}


def test_what_was_explained_in_one_step_is_taken_back_in_one_step(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, desk.countries[:3])
    found = page(window)
    found.words.setText("W06")
    found.view.choose(found.view.findings.lines[1].finding)
    warnings = [each for each in desk.findings.all() if each.rule == "W06"]
    assert found._detail.withdraw.isHidden()
    settle(desk.filling, warnings, code="VERIFIED", text="The register is right.")
    answered = dict(desk.answers.cells)
    found.redraw(Changes())
    found.view.choose(warnings[0])
    assert not found._detail.withdraw.isHidden()
    asked: list[str] = []

    def press(which: str) -> Callable[[QMessageBox], int]:
        def answer(box: QMessageBox) -> int:
            asked.append(box.text())
            next(button for button in box.buttons() if button.text() == which).click()
            return 0

        return answer

    for which, left in (("Leave it", 3), ("Only this one", 2), ("All 3", 0)):
        with monkeypatch.context() as patched:
            patched.setattr(QMessageBox, "exec", press(which))
            found._detail.withdraw.click()
        assert len(desk.filling.declaration.settlements()) == left
        if left == 2:
            settle(desk.filling, warnings, code="VERIFIED", text="The register is right.")
            found.redraw(Changes())
            found.view.choose(warnings[0])
    assert asked == ["3 warnings have this explanation."] * 3
    # A control: the answers, which Undo takes back, are as they were, and the journal keeps what was said and taken back.
    assert dict(desk.answers.cells) == answered
    assert [entry.why for entry in desk.filling.declaration.journal()][-1] == "taken back"


def test_findings_are_filtered_by_country_rule_and_word(window: MainWindow, desk: Desk) -> None:
    countries = desk.countries[:3]
    fill(desk, countries)
    found = page(window)

    def shown() -> list[tuple[str, str]]:
        return [(line.finding.rule, line.finding.key[0]) for line in found.view.findings.lines if line.finding is not None]

    everything = shown()
    found.words.setText(f"w06 {desk.wording.country(countries[1])}")
    assert shown() == [("W06", countries[1])]
    assert found._shown.text() == f"1 of {len(everything)} shown"
    found.words.setText("no such word")
    assert shown() == []
    found.words.clear()
    assert shown() == everything


def test_the_card_of_a_rule_stands_beside_its_finding(window: MainWindow, desk: Desk) -> None:
    country = desk.countries[0]
    fill(desk, [country])
    found = page(window)
    found.words.setText("W06")
    card = desk.filling.card("W06")
    rows = found._detail.card.rows
    assert rows["wants"][1].text() == card.formula
    assert rows["source"][1].text() == card.reference
    assert "T01" in rows["fails"][1].text()
