"""Countries stand in the order of their names, as the user's language sorts, wherever a person looks for one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from readmission.answers.finding import Finding, Severity
from readmission.answers.model import Cell, Place
from readmission.tasks.print_pages import Extent
from readmission.texts import Language
from readmission.ui.desk import Desk
from readmission.ui.dialogs.printing import WHOLE, PrintDialog
from readmission.ui.name_order import sorted_by_name
from readmission.ui.pages.countries import NAME, CountriesPage
from readmission.ui.pages.dossier import DossierPage
from readmission.ui.pages.grid import GridPage
from readmission.ui.pages.journal import JournalPage
from readmission.ui.pages.owed import OwedPage
from readmission.ui.pages.page import Page
from readmission.ui.pages.questions import QuestionsPage
from readmission.ui.search_index import SearchIndex
from readmission.ui.tables.model import ACCESSIBLE, DISPLAY
from readmission.ui.tables.overview_model import OverviewModel
from ui.pilot import FakeFilling, opened, place

# The first names of the sample; by code Armenia and Bangladesh come before Algeria.
FIRST = [
    "Albania",
    "Algeria",
    "Armenia",
    "Bangladesh",
    "Belarus",
    "Cabo Verde",
    "Cameroon",
    "Congo (Democratic Republic)",
    "Egypt",
]
NAMES = {"AL": "Albanie", "DZ": "Algérie", "EG": "Égypte", "ER": "Érythrée", "GA": "Gabon", "SE": "Österreich", "ZW": "Zimbabwe"}


def across(model: QAbstractItemModel) -> list[str]:
    return [str(model.headerData(row, Qt.Orientation.Vertical, ACCESSIBLE)) for row in range(model.rowCount())]


def offered(combo: QComboBox) -> list[str]:
    return [combo.itemText(row) for row in range(combo.count())]


def lines(page: OwedPage) -> list[str]:
    return [page.view.content.index(row).data(DISPLAY).partition(":")[0] for row in range(page.view.content.rowCount())]


LISTS: dict[str, Callable[[Desk], list[str]]] = {
    "the countries": lambda desk: [CountriesPage(desk)._filter.index(row, NAME).data() for row in range(len(desk.countries))],
    "the overview": lambda desk: [
        str(OverviewModel(desk).headerData(row, Qt.Orientation.Vertical)) for row in range(len(desk.countries))
    ],
    "the core questions": lambda desk: across(QuestionsPage(desk).model),
    "a table with countries down": lambda desk: across(GridPage(desk, "T01").model),
    "the chooser of a country's page": lambda desk: offered(DossierPage(desk)._jump),
    "the chooser of the journal": lambda desk: offered(JournalPage(desk).country)[1:],
}


def test_a_language_sorts_names_its_own_way() -> None:
    assert sorted_by_name(reversed(NAMES), NAMES.__getitem__, "fr") == ("AL", "DZ", "EG", "ER", "GA", "SE", "ZW")
    assert sorted_by_name(NAMES, NAMES.__getitem__, "sv")[-2:] == ("ZW", "SE")


@pytest.mark.parametrize("shown", LISTS)
def test_a_list_of_countries_is_in_the_order_of_names(desk: Desk, shown: str) -> None:
    names = LISTS[shown](desk)
    assert names[: len(FIRST)] == FIRST
    assert sorted(names) == sorted(desk.wording.country(country) for country in desk.round.countries)


def test_the_order_is_that_of_the_users_language() -> None:
    german = Language("de", ({("CL_COUNTRY.EG.label", "Egypt"): "Ägypten", ("CL_COUNTRY.AM.label", "Armenia"): "Armenien"},))
    desk = Desk(opened(FakeFilling(language=german)))
    assert desk.countries[:2] == ("EG", "AL")
    assert desk.round.countries[0] == "AL"


def test_a_heading_sorts_names_as_the_language_does(qtbot: QtBot) -> None:
    french = Language("fr", ({("CL_COUNTRY.EG.label", "Egypt"): "Égypte"},))
    page = CountriesPage(Desk(opened(FakeFilling(language=french))))
    qtbot.addWidget(page)
    page.view.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    names = [page._filter.index(row, NAME).data() for row in range(page._filter.rowCount())]
    assert names.index("Égypte") == names.index("Eritrea") - 1
    page.view.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert [page._filter.index(row, NAME).data() for row in range(page._filter.rowCount())] == names[::-1]


def test_the_next_country_is_the_next_name(qtbot: QtBot, desk: Desk) -> None:
    page = DossierPage(desk)
    qtbot.addWidget(page)
    page.arrive("AL")
    with qtbot.waitSignal(page.page_asked) as asked:
        page.step(1)
    assert asked.args == ["dossier/DZ"]


def shown(qtbot: QtBot, page: Page) -> None:
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.arrive("")
    qtbot.waitExposed(page)


def test_a_pasted_block_goes_into_the_rows_as_they_are_seen(qtbot: QtBot, desk: Desk) -> None:
    page = GridPage(desk, "T01")
    shown(qtbot, page)
    page.view.setCurrentIndex(page.model.index_of(place("T01[AL].RD")))
    QGuiApplication.clipboard().setText("11\n12\n13")
    page.view.paste()
    assert [desk.cell(place(f"T01[{code}].RD")).value for code in ("AL", "DZ", "AM")] == [11, 12, 13]


def test_enter_and_the_equals_sign_go_on_to_the_next_name(qtbot: QtBot, desk: Desk) -> None:
    page = GridPage(desk, "T01")
    shown(qtbot, page)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Equal):
        page.view.setCurrentIndex(page.model.index_of(place("T01[AL].RD")))
        QTest.keyClick(page.view, key)
        assert page.model.place(page.view.currentIndex()) == place("T01[DZ].RD")


def test_an_answer_by_key_goes_on_to_the_next_name(qtbot: QtBot, desk: Desk) -> None:
    page = QuestionsPage(desk)
    shown(qtbot, page)
    page.view.setCurrentIndex(page.model.index_of(place("B[DZ].B1_05")))
    QTest.keyClicks(page.view, "3")
    assert page.model.place(page.view.currentIndex()) == place("B[AM].B1_05")


def test_what_is_owed_and_found_follows_the_names(qtbot: QtBot, desk: Desk) -> None:
    page = OwedPage(desk)
    qtbot.addWidget(page)
    page.arrive("")
    heads = [line for line in lines(page) if line in FIRST]
    assert heads == [name for name in FIRST if name in heads]
    assert len(heads) > 3
    found = [Finding("W02", Severity.ERROR, "T01", (code,), (place(f"T01[{code}].RD"),)) for code in ("AM", "DZ", "AL")]
    assert [finding.key[0] for finding in desk.findings.in_order(found)] == ["AL", "DZ", "AM"]


def test_a_country_is_found_by_search_in_that_order(desk: Desk) -> None:
    assert [line.text for line in SearchIndex(desk).find("al")[1:3]] == ["Albania", "Algeria"]


def test_the_window_prints_in_the_order_it_shows(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Extent] = []
    monkeypatch.setattr(
        "readmission.tasks.print_pages.print_declaration", lambda _filling, _target, extent, _tell: asked.append(extent)
    )
    dialog = PrintDialog(desk, "")
    qtbot.addWidget(dialog)
    dialog.choice.button(WHOLE).setChecked(True)
    dialog.write(tmp_path / "declaration.html")
    assert [extent.order for extent in asked] == [desk.countries]


def test_a_step_touches_no_order(desk: Desk) -> None:
    before = desk.countries
    desk.enter({Place("T01", ("AL",), "RD"): Cell(value=3)})
    assert desk.countries is before
