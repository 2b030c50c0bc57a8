"""The list of pages: names stand there whole, whatever their length and the size of the texts."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics, QImage, QTextLayout, QTextLine
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from readmission import assets, texts
from readmission.form.reader import form_files, read_form
from readmission.ui import navigation, theme
from readmission.ui.navigation import Entry, Navigation
from readmission.ui.tables.model import ACCESSIBLE
from readmission.ui.theme import Theme
from readmission.ui.wording import Wording

SIZES = (1.0, 2.0)
WORD = "Rückübernahmeersuchensbearbeitungsfristverlängerung"


def titles(code: str) -> list[str]:
    folder = assets.forms() / "2025"
    form = read_form(form_files(folder))
    wording = Wording(form, texts.language(code, folder / "texts"))
    return [f"{table.number or table.id}  {wording.table(table)}" for table in form.tables.values()]


@pytest.fixture(params=SIZES, ids=["usual", "twice as large"])
def enlarged(theme: Theme, request: pytest.FixtureRequest) -> Iterator[None]:
    usual = QFont(QApplication.font())
    larger = QFont(usual)
    larger.setPixelSize(round(usual.pixelSize() * request.param))
    QApplication.setFont(larger)
    yield
    QApplication.setFont(usual)


@pytest.mark.parametrize("code", ["en", "fr", "de"])
def test_no_name_of_a_table_is_cut_off(qtbot: QtBot, enlarged: None, code: str) -> None:
    listed = Navigation()
    qtbot.addWidget(listed)
    named = [*titles(code), f"T99  {WORD}"]
    listed.show_entries([Entry(title, f"table/{number}") for number, title in enumerate(named)])
    listed.resize(listed.width(), 700)
    listed.show()
    for row, title in enumerate(named):
        index = listed.model().index(row, 0)
        height = listed.itemDelegate().sizeHint(QStyleOptionViewItem(), index).height()
        laid = navigation._laid_out(title, _room(), bold=True)
        shown = "".join(title[line.textStart() : line.textStart() + line.textLength()] for line in _lines(laid))
        assert shown == title
        assert max(line.naturalTextWidth() for line in _lines(laid)) <= _room() + 1, title
        assert laid.boundingRect().height() <= height, title
        assert index.data(ACCESSIBLE) == title


def test_a_long_name_is_drawn_on_more_lines_and_a_short_one_on_one(qtbot: QtBot, theme: Theme) -> None:
    listed = Navigation()
    qtbot.addWidget(listed)
    listed.show_entries([Entry("T02  Returns", "table/T02"), Entry("T12  " + "Requests and answers " * 3, "table/T12")])
    listed.show()
    short, long = (listed.visualRect(listed.model().index(row, 0)) for row in (0, 1))
    line = QFontMetrics(theme_font()).height()
    assert long.height() >= short.height() + line
    # A control: the lines below the first have ink on them.
    assert _inked(listed, QRect(long.x() + 40, long.center().y() + line // 2, 120, line))


def theme_font() -> QFont:
    return theme.font(bold=True)


def _room() -> int:
    return navigation.widest() - 4 - 2 * navigation._ASIDE - navigation._BEFORE - navigation._BEHIND


def _lines(laid: QTextLayout) -> list[QTextLine]:
    return [laid.lineAt(number) for number in range(laid.lineCount())]


def _inked(listed: Navigation, where: QRect) -> bool:
    drawn: QImage = listed.viewport().grab(where).toImage()
    return len({drawn.pixel(x, y) for x in range(drawn.width()) for y in range(drawn.height())}) > 1
