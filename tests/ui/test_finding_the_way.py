"""Finding one's way: overview, what is owed, search, the deadline, the last place."""

import time
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from readmission import assets, texts
from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Place
from readmission.tasks.remarks import comment
from readmission.texts import Language
from readmission.ui import search_index
from readmission.ui.desk import Desk
from readmission.ui.header import Header
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.pages.grid import GridPage
from readmission.ui.pages.overview import OverviewPage
from readmission.ui.pages.owed import OwedPage
from readmission.ui.search_index import SearchIndex, plain
from readmission.ui.speech import speak
from readmission.ui.tables.model import ACCESSIBLE
from readmission.ui.tables.overview_model import STATES
from readmission.ui.theme import Theme
from readmission.ui.widgets.search_box import SearchBox
from readmission.ui.workspace import Workspace
from ui.pilot import FakeFilling, opened, place, sample


def workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def overview(window: MainWindow) -> OverviewPage:
    workspace(window).show_page("overview")
    page = workspace(window).current_page()
    assert isinstance(page, OverviewPage)
    return page


def owed(window: MainWindow) -> OwedPage:
    workspace(window).show_page("owed")
    page = workspace(window).current_page()
    assert isinstance(page, OwedPage)
    return page


def header(window: MainWindow) -> Header:
    found = window.findChild(Header)
    assert isinstance(found, Header)
    return found


def search(window: MainWindow) -> SearchBox:
    return header(window).search


def cell(page: OverviewPage, country: str, part: str) -> str:
    row = page.model.countries.index(country)
    column = 1 + [each.id for each in page.model.parts].index(part)
    return str(page.model.index(row, column).data(ACCESSIBLE))


def test_each_cell_of_the_overview_says_country_part_and_how_it_stands(open_window: MainWindow) -> None:
    page = overview(open_window)
    assert cell(page, "AL", "T01").startswith("Albania, T01 ")
    assert "has errors" in cell(page, "AL", "T01")
    before = cell(page, "DZ", "T01")
    workspace(open_window).desk.enter({place("T01[DZ].RD"): Cell(value=4)})
    assert cell(page, "DZ", "T01") != before


def test_the_overview_shows_the_countries_of_a_state_of_work_of_a_person_and_of_a_name(open_window: MainWindow) -> None:
    page = overview(open_window)
    everyone = page.filter.rowCount()
    page.state.setCurrentIndex(page.state.findData("errors"))
    with_errors = page.filter.rowCount()
    assert 0 < with_errors < everyone
    page.state.setCurrentIndex(page.state.findData(""))
    page.search.setText("alb")
    assert page.filter.rowCount() == 1
    page.view.selectRow(0)
    page.give_to(1)
    page.search.clear()
    page.person.setCurrentIndex(page.person.findData(1))
    assert [page.filter.index(row, 0).data(ACCESSIBLE) for row in range(page.filter.rowCount())] == [
        "Albania: Anna Example is responsible"
    ]
    page.person.setCurrentIndex(page.person.findData(0))
    assert page.filter.rowCount() == everyone - 1
    assert set(STATES) == {str(page.state.itemData(row)) for row in range(1, page.state.count())}


def test_an_open_comment_shows_in_the_overview(open_window: MainWindow) -> None:
    page = overview(open_window)
    desk = workspace(open_window).desk
    assert "comments" not in cell(page, "DZ", "T01")
    desk.say_so(lambda: comment(desk.filling, place("T01[DZ].RD"), "Is this complete?"))
    assert cell(page, "DZ", "T01").endswith("1 with open comments")
    page.state.setCurrentIndex(page.state.findData("comments"))
    assert page.filter.rowCount() == 1


def test_enter_in_the_overview_goes_where_work_goes_on(open_window: MainWindow) -> None:
    page = overview(open_window)
    row = page.model.countries.index("BD")
    column = 1 + [each.id for each in page.model.parts].index("T01")
    page.view.setCurrentIndex(page.filter.index(row, column))
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert workspace(open_window).page == "table/T01"
    grid = workspace(open_window).current_page()
    assert grid is not None
    where = grid.current_place()
    assert where is not None
    assert where.key[0] == "BD"
    assert workspace(open_window).desk.answers.cell(where).blank


def test_what_is_owed_leads_to_the_answer_and_goes_when_it_is_given(open_window: MainWindow) -> None:
    page = owed(open_window)
    desk = workspace(open_window).desk
    targets = [line.target for line in page.view.content.lines if isinstance(line.target, Place)]
    assert all(desk.answers.cell(target).blank and desk.expected(target) for target in targets)
    wanted = place("T01[DZ].RD")
    assert wanted in targets
    desk.enter({wanted: Cell(value=4)})
    assert wanted not in [line.target for line in page.view.content.lines]
    assert str(len(targets) - 1) in page.total.text()
    page.show_by_country(False)
    assert {line.target for line in page.view.content.lines if line.target} == {*targets} - {wanted}
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert workspace(open_window).page != "owed"


@pytest.mark.parametrize(
    ("typed", "group", "text"),
    [
        ("türk", "Countries", "Türkiye"),
        ("turkey", "Countries", "Türkiye"),
        ("Cape Ver", "Countries", "Cabo Verde"),
        ("rd_pers", "Questions", ""),
        ("late reply", "Wordings of answers", "late reply"),
        ("immigration off", "Answers and notes", "Immigration Office"),
        ("register not kept", "Answers and notes", "register not kept"),
        ("7431", "Answers and notes", "7,431"),
    ],
)
def test_search_finds_by_any_letters_whatever_their_accents(desk: Desk, typed: str, group: str, text: str) -> None:
    lines = SearchIndex(desk).find(typed)
    titles = [line.text for line in lines if line.target is None]
    assert group in titles
    assert any(text in line.text for line in lines if line.target is not None)


def test_search_finds_what_was_just_entered_and_not_what_stood_there_before(desk: Desk) -> None:
    index = SearchIndex(desk)
    desk.stepped.connect(index.take)
    assert index.find("Immigration Office")
    desk.enter({place("A.A1_02"): Cell(value="Aliens Department")})
    assert not any(line.target == place("A.A1_02") for line in index.find("Immigration Office"))
    assert any(line.target == place("A.A1_02") for line in index.find("aliens dep"))


def test_search_reads_all_answers_again_after_many_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "MANY", 2)
    index = SearchIndex(desk)
    desk.stepped.connect(index.take)
    index.build()
    countries = desk.countries[:3]
    desk.enter({Place("T01", (country,), "RD"): Cell(value=987_600 + number) for number, country in enumerate(countries)})
    found = {line.target for line in index.find("9876") if line.target}
    assert found == {Place("T01", (each,), "RD") for each in countries}


def test_search_finds_nothing_for_letters_that_stand_nowhere(desk: Desk) -> None:
    assert SearchIndex(desk).find("qqqq") == []
    assert SearchIndex(desk).find("  ") == []
    assert plain("Côte d’Ivoire") == "cote d’ivoire"


def test_a_keystroke_in_the_search_is_fast_with_sixty_thousand_answers(qtbot: QtBot, filling: FakeFilling) -> None:
    keys = [place(f"B[{country}].B2_05") for country in filling.round.countries]
    many = {Place("T01", (f"{number:05}",), "RD"): Cell(value=number) for number in range(60_000 - len(keys))}
    filling.answers = Answers.of(many | dict.fromkeys(keys, Cell(value="4")), filling.form.lists)
    index = SearchIndex(Desk(opened(filling)))
    index.build()
    slowest = 0.0
    for typed in ("5", "59", "599", "5999", "al", "o", "zz"):
        began = time.perf_counter()
        index.find(typed)
        slowest = max(slowest, time.perf_counter() - began)
    assert slowest < 0.05


def test_the_keyboard_alone_finds_and_goes(open_window: MainWindow) -> None:
    open_window.actions_by_name["find"].trigger()
    box = search(open_window)
    QTest.keyClicks(box, "rd_pers")
    assert box.results.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert not box.results.isVisible()
    assert workspace(open_window).page == "table/T01"
    page = workspace(open_window).current_page()
    assert isinstance(page, GridPage)
    assert str(page.current_place()).endswith(".RD_PERS")
    QTest.keyClicks(box, "arm")
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Up)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert workspace(open_window).page == "dossier/AM"


def test_the_days_left_are_counted_and_stand_out_when_few(open_window: MainWindow) -> None:
    day = workspace(open_window).desk.round.dates.deadline
    cases = (
        (40, "40 days left", "chip-plain"),
        (3, "3 days left", "chip-warning"),
        (1, "1 day left", "chip-warning"),
        (0, "Due today", "chip-warning"),
        (-2, "Overdue", "chip-error"),
    )
    for before, words, kind in cases:
        header(open_window).show_deadline(day - timedelta(days=before))
        label = next(label for label in header(open_window).findChildren(QLabel) if label.text() == words)
        assert label.objectName() == kind
        assert str(day.year) in label.toolTip()


def test_a_declaration_opens_at_the_cell_where_it_was_left(open_window: MainWindow, filling: FakeFilling, memory: Memory) -> None:
    workspace(open_window).go_to(place("T01[BD].RD_F"))
    open_window.close_declaration()
    open_window.take(opened(filling))
    page = workspace(open_window).current_page()
    assert isinstance(page, GridPage)
    assert page.current_place() == place("T01[BD].RD_F")


@pytest.mark.parametrize("name", ["overview", "owed"])
def test_the_pages_have_few_controls_with_names(open_window: MainWindow, name: str) -> None:
    workspace(open_window).show_page(name)
    page = workspace(open_window).current_page()
    assert page is not None
    named = [each for each in page.findChildren(QWidget) if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.isVisible()]
    assert 0 < len(named) <= 60


def test_a_declaration_without_answers_is_not_begun(qtbot: QtBot, window: MainWindow) -> None:
    window.show()
    window.take(opened(FakeFilling()))
    page = overview(window)
    page.state.setCurrentIndex(page.state.findData("empty"))
    assert page.filter.rowCount() == len(page.model.countries)
    window.close_declaration()
    window.take(opened(FakeFilling(sample())))
    page = overview(window)
    page.state.setCurrentIndex(page.state.findData("empty"))
    assert page.filter.rowCount() < len(page.model.countries)


@pytest.mark.parametrize(
    ("code", "typed", "page"),
    [
        ("en", "findings", "findings"),
        ("en", "release", "release"),
        ("en", "BACKUP", "safety"),
        ("en", "password", "people"),
        ("fr", "Constats", "findings"),
        ("fr", "responsable d’un pays", "overview"),
        ("de", "Prüfen und exp", "release"),
        ("de", "freigabe", "release"),
    ],
)
def test_search_finds_the_pages_of_the_window_by_name_and_by_what_is_done_there(
    theme: Theme, filling: FakeFilling, code: str, typed: str, page: str
) -> None:
    spoken = texts.language(code, assets.resources() / "texts")
    speak(spoken)
    try:
        filling.speak(spoken)
        found = SearchIndex(Desk(opened(filling))).find(typed)
        head = next(number for number, line in enumerate(found) if line.text == spoken.say("Pages"))
        assert page in [line.target for line in found[head + 1 :]]
    finally:
        speak(Language())


def test_every_page_of_the_list_is_found_by_its_title(window: MainWindow, filling: FakeFilling) -> None:
    window.take(opened(filling))
    index = SearchIndex(Desk(opened(filling)))
    for entry in workspace(window).navigation._entries.entries:
        if entry.page:
            assert entry.page in [line.target for line in index.find(entry.title, most=60)], entry.title
