"""A declaration that opens shows its page first and its findings right after, and never says that there are none before."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from made_declaration import KEY, made_declaration
from readmission.answers.finding import Severity
from readmission.answers.model import Cell
from readmission.store.declaration import open_declaration
from readmission.tasks.fill import Filling
from readmission.texts import Language
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.countries import FINDINGS, CountriesPage
from readmission.ui.pages.findings import FindingsPage
from readmission.ui.pages.grid import GridPage
from readmission.ui.pages.overview import OverviewPage
from readmission.ui.pages.page import Page
from readmission.ui.tables.model import ACCESSIBLE, SEVERITY
from ui.pilot import place

# A busy machine checks slowly.
PATIENCE = 30_000
# More persons than decisions (rule W04).
WRONG = {"T01[GN].RD": 40, "T01[GN].RD_PERS": 60}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "BE"
    with made_declaration(folder) as filling:
        filling.enter({place(name): Cell(value=value) for name, value in WRONG.items()})
        assert any(finding.severity is Severity.ERROR for finding in filling.findings())
    return folder


@pytest.fixture
def filling(made: Path, tmp_path: Path) -> Filling:
    folder = shutil.copytree(made, tmp_path / "BE")
    return Filling(folder, open_declaration(folder, KEY, person=1), person=1, language=Language())


def shown(window: MainWindow, page: str) -> Page:
    assert window.workspace is not None
    window.workspace.show_page(page)
    found = window.workspace.current_page()
    assert found is not None
    return found


def counts(window: MainWindow) -> str:
    return window.status._counts.text()


def test_the_page_stands_before_the_findings_and_says_that_it_is_being_checked(
    window: MainWindow, qtbot: QtBot, filling: Filling
) -> None:
    window.show()
    window.take(filling)
    desk = window.desk
    assert desk is not None
    page = shown(window, "countries")
    assert isinstance(page, CountriesPage)
    of_guinea = page.model.index(desk.countries.index("GN"), FINDINGS)
    assert not desk.checked
    assert counts(window) == "Checking all answers…"
    assert of_guinea.data(ACCESSIBLE) == "being checked"
    qtbot.waitUntil(lambda: desk.checked, timeout=PATIENCE)
    assert counts(window).startswith("1 error")
    assert of_guinea.data(ACCESSIBLE) == "1 error"
    assert set(desk.findings.all()) == set(filling.findings())


def test_a_table_that_is_on_screen_marks_its_cells_when_the_checks_are_done(
    window: MainWindow, qtbot: QtBot, filling: Filling
) -> None:
    window.show()
    window.take(filling)
    page = shown(window, "table/T01")
    assert isinstance(page, GridPage)
    cell = page.model.index_of(place("T01[GN].RD"))
    said: list[object] = []
    page.model.dataChanged.connect(lambda *_: said.append(cell.data(SEVERITY)))
    assert cell.data(SEVERITY) is None
    assert window.desk is not None
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.checked, timeout=PATIENCE)
    assert said
    assert cell.data(SEVERITY) == Severity.ERROR


def test_an_answer_that_is_typed_before_the_checks_is_stored_and_checked(window: MainWindow, filling: Filling) -> None:
    window.take(filling)
    assert window.desk is not None
    assert window.desk.enter({place("T01[GN].RD"): Cell(value=60)})
    assert window.desk.checked
    assert set(window.desk.findings.all()) == set(filling.findings())
    assert counts(window) == "No findings"


@pytest.mark.parametrize(("page", "kind"), [("findings", FindingsPage), ("overview", OverviewPage)])
def test_a_page_about_findings_waits_for_all_of_them(window: MainWindow, filling: Filling, page: str, kind: type[Page]) -> None:
    window.take(filling)
    assert window.desk is not None
    assert counts(window) == "Checking all answers…"
    assert isinstance(shown(window, page), kind)
    assert window.desk.checked
    assert counts(window).startswith("1 error")


def test_the_way_to_the_next_finding_waits_for_all_of_them(window: MainWindow, filling: Filling) -> None:
    window.take(filling)
    assert window.workspace is not None
    window.workspace.next_finding(1)
    assert window.workspace.page == "table/T01"


def test_a_declaration_is_closed_in_the_middle_of_the_checks(window: MainWindow, qtbot: QtBot, filling: Filling) -> None:
    window.show()
    window.take(filling)
    window.close_declaration()
    qtbot.wait(200)
    assert not filling.checked
    assert not window.spare_time.busy


def test_checks_that_stop_with_an_error_say_so_in_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_errors: list[str] = []
    monkeypatch.setattr("readmission.ui.main_window.show_error", lambda _parent, error: shown_errors.append(error.code))
    window.take(made_declaration(tmp_path / "damaged", last=b"no facts\n"))
    qtbot.waitUntil(lambda: bool(shown_errors), timeout=PATIENCE)
    assert shown_errors == ["AN-11"]
    assert counts(window) == "Checking all answers…"
