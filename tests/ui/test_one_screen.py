"""The core of a whole dossier of the published form is seen on one small screen, the rest is folded."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from readmission.answers.model import Cell, Place
from readmission.form.model import FieldType, Level, Shape, Table
from readmission.tasks.fill import Filling
from readmission.texts import Language
from readmission.ui import tongues
from readmission.ui.app import make_window
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.pages.dossier import DossierPage, tables_by_country
from readmission.ui.theme import Theme
from readmission.ui.widgets.body import Body
from readmission.ui.widgets.child import Child
from readmission.ui.widgets.question import Question
from readmission.ui.widgets.section_card import Item
from readmission.ui.widgets.ticks import Ticks
from ui.rehearsed import Begun, begin, courier
from ui.test_window import controls

COUNTRY, BEGUN = "MA", "DZ"
SENTENCES = "Fewer replies than last year, and none in August; the new liaison officer helped from June on."


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    folder = tmp_path_factory.mktemp("one-screen")
    begun = begin(courier(folder, scope_threshold=2000, visa_measure=COUNTRY), folder / "BE 2016", "anna")
    with begun.open("anna") as filling:
        fill_dossier(filling, COUNTRY)
        begin_dossier(filling, BEGUN)
    return begun


@pytest.fixture(scope="module")
def opened(theme: Theme, begun: Begun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    folder = tmp_path_factory.mktemp("settings")
    window = make_window(Memory(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)), theme)
    # The whole of a small screen; the band of a rehearsal takes a line that a real round has free.
    window.resize(1366, 768)
    window.show()
    window.take(begun.open("anna"))
    yield window
    window.close()


@pytest.fixture
def page(opened: MainWindow) -> DossierPage:
    assert opened.workspace is not None
    opened.activateWindow()
    opened.workspace.show_page(f"dossier/{BEGUN}")
    opened.workspace.show_page(f"dossier/{COUNTRY}")
    shown = opened.workspace.current_page()
    assert isinstance(shown, DossierPage)
    QTest.qWait(50)
    return shown


def begin_dossier(filling: Filling, country: str) -> None:
    """Give the answers that open the core questions about a country."""
    row = filling.add_row("R1", (country,)).changes.rows[0].key
    filling.enter({Place("R1", row, "used"): Cell(value="Y"), Place("R1", row, "document_days"): Cell(value=30)})
    filling.enter({Place("B", (country,), "B0_01"): Cell(value="Y")})
    stages = filling.form.tables["B0_02"]
    filling.enter({Place("B0_02", key, "chosen"): Cell(value="Y") for key in rows(filling, stages, country)})


def fill_dossier(filling: Filling, country: str) -> None:
    """Answer every core question about a country, those under a condition too, until nothing is owed."""
    begin_dossier(filling, country)
    forms, children = tables_by_country(filling.form)
    # What an answer opens is answered in the next turn.
    for _turn in range(3):
        filling.enter(
            {
                place: cell
                for table in (*forms, *children)
                if table.level is Level.CORE and table.shape is not Shape.CHOICE
                for place, cell in core_answers(filling, table, country).items()
            }
        )


def rows(filling: Filling, table: Table, country: str) -> list[tuple[str, ...]]:
    return [key for key in filling.session.rows(table.id) if key[0] == country]


def core_answers(filling: Filling, table: Table, country: str) -> dict[Place, Cell]:
    places = [
        Place(table.id, key, field.id)
        for key in rows(filling, table, country)
        for field in table.fields
        if field.level is Level.CORE and not field.prefilled and field.calculation is None
    ]
    open_places = [place for place in places if filling.session.relevant(place) and filling.answers.cell(place).blank]
    if table.shape is Shape.RANKING:
        return {place: Cell(value=rank) for rank, place in enumerate(open_places[:3], start=1)} if open_places == places else {}
    return {place: Cell(value=answer(filling, place)) for place in open_places}


def answer(filling: Filling, place: Place) -> str:
    field = filling.form.tables[place.table].by_id[place.field]
    if field.type is FieldType.TEXT:
        return SENTENCES
    if place.field == "B7_01":
        return "Y"
    # The best rating is explained; any other answer is the middle of its scale.
    codes = [code.id for code in filling.form.codelists[field.codelist].codes]
    return codes[0] if place.field == "B12_01" else codes[len(codes) // 2]


def seen(body: Body) -> list[QWidget]:
    """The questions that are in sight, whole."""
    view = body.viewport()
    found = [item for item in body.questions if item.isVisible()]
    tops = [(item, item.mapTo(view, QPoint(0, 0)).y()) for item in found]
    return [item for item, top in tops if top >= 0 and top + item.height() <= view.height()]


def core(page: DossierPage) -> list[Item]:
    """The core questions that are asked."""
    tables = page.desk.form.tables
    asked = (item for item in page.body.questions if item.asked)
    return [item for item in asked if item.field.level is Level.CORE and tables[item.table_id].level is Level.CORE]


def owed(item: Item) -> bool:
    """Whether an answer is owed; some core questions are asked only beside certain answers."""
    if isinstance(item, Question):
        return item._desk.expected(item.place)
    return any(item.desk.expected(item.place(code.id)) for code in item.codes)


def number(page: DossierPage, item: Item) -> str:
    return page.desk.table(item.table_id).number or item.field.number


@pytest.mark.parametrize("country", [COUNTRY, BEGUN])
def test_the_core_of_a_whole_dossier_is_seen_without_scrolling(qtbot: QtBot, page: DossierPage, country: str) -> None:
    page.arrive(country)
    # Qt lays out in several rounds, which take their time on a busy machine.
    qtbot.waitUntil(lambda: page.body.verticalScrollBar().maximum() == 0)
    wanted = [item for item in core(page) if country == COUNTRY or owed(item)]
    assert len(wanted) > 15
    missing = [number(page, item) for item in wanted if item not in seen(page.body)]
    assert missing == []
    assert page.body.verticalScrollBar().maximum() == 0
    assert page.body.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("code", ["fr", "de"])
def test_it_is_seen_in_languages_with_longer_sentences_too(
    code: str, qtbot: QtBot, theme: Theme, memory: Memory, begun: Begun, tmp_path: Path
) -> None:
    memory.language = code
    window = make_window(memory, theme)
    window.resize(1366, 768)
    window.show()
    filling = begun.open("anna", Path(shutil.copytree(begun.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("*.lock"))))
    filling.speak(Language(code))
    window.take(filling)
    try:
        assert window.workspace is not None
        window.workspace.show_page(f"dossier/{COUNTRY}")
        page = window.workspace.current_page()
        assert isinstance(page, DossierPage)
        qtbot.waitUntil(lambda: not [number(page, item) for item in core(page) if item not in seen(page.body)])
    finally:
        window.close()
        tongues.take_up("en")


def test_that_dossier_asks_what_stands_under_conditions_too(page: DossierPage) -> None:
    numbers = {number(page, item) for item in core(page)}
    assert {"B1.05", "B2.02", "B4.03", "B7.02", "B11.07", "B12.03", "B12.07", "B14.01"} <= numbers


def test_such_a_page_has_at_most_sixty_controls(page: DossierPage) -> None:
    assert 20 < len(controls(page)) <= 60


def test_every_wording_of_such_a_page_is_whole(page: DossierPage) -> None:
    for item in page.body.questions:
        if item.isVisible():
            label = item._label
            assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_what_is_folded_is_reached_and_seen(page: DossierPage) -> None:
    country = page.country
    field = next(field for field in page.desk.table("B").fields if field.section == "B9" and not field.prefilled)
    place = Place("B", (country,), field.id)
    assert page.body.go_to(place)
    item = page.body.item_with_focus()
    assert isinstance(item, Question)
    assert item.place == place
    assert item in seen(page.body)


def test_the_line_below_says_which_keys_answer(page: DossierPage) -> None:
    page.body.go_to(Place("B", (page.country,), "B2_07"))
    QTest.qWait(10)
    assert "<b>B2.07</b>" in page.foot.keys.text()
    assert "<b>1</b>&nbsp;up&nbsp;to&nbsp;5&nbsp;days" in page.foot.keys.text()
    assert page.desk.wording.guidance(page.desk.table("B"), page.desk.table("B").by_id["B2_07"]) in page.foot.hints.text()


def test_reasons_are_offered_at_the_question_with_the_cursor_and_at_no_other(page: DossierPage) -> None:
    first, second = (next(item for item in core(page) if item.field.id == name) for name in ("B2_05", "B2_07"))
    for item, other in ((first, second), (second, first)):
        assert isinstance(item, Question)
        item.editor.setFocus()
        assert item.reason is not None
        assert other.reason is not None
        assert item.reason.isVisible()
        assert not other.reason.isVisible()


def test_many_options_are_one_line_that_a_key_opens_and_escape_folds(page: DossierPage) -> None:
    ticks = next(item for item in page.body.questions if isinstance(item, Ticks) and item.table.id == "B0_02")
    assert ticks.line.isVisible()
    assert not ticks.list.isVisible()
    assert "10 of 10" in ticks.line.text()
    assert ticks.line.accessibleName().startswith("B0.02")
    ticks.line.setFocus()
    QTest.keyClick(ticks.line, Qt.Key.Key_Return)
    assert ticks.list.isVisible()
    assert ticks.list.hasFocus()
    QTest.keyClick(ticks.list, Qt.Key.Key_Escape)
    assert not ticks.list.isVisible()
    assert ticks.line.hasFocus()


@pytest.mark.parametrize("name", ["B12_02", "B12_04"])
def test_what_is_not_answered_yet_says_how_much_there_is_to_answer(page: DossierPage, name: str) -> None:
    page.arrive(BEGUN)
    item = next(item for item in page.body.questions if isinstance(item, Child) and item.table.id == name)
    assert item.line.text().startswith("▸ 0 of ")


def test_the_tab_key_reaches_every_core_question_in_order(page: DossierPage) -> None:
    page.body.focus_first()
    reached: list[Item] = []
    for _ in range(200):
        item = page.body.item_with_focus()
        if item is not None and item not in reached:
            reached.append(item)
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert [item for item in reached if item in core(page)] == core(page)
