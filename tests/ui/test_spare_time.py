"""What is done in spare time stands in nobody's way and is left when the declaration is closed."""

from collections.abc import Iterator

from pytestqt.qtbot import QtBot

from readmission.answers.model import Cell
from readmission.ui.main_window import MainWindow
from ui.pilot import FakeFilling, opened, place


def test_an_open_declaration_gets_ready_once_nobody_asks_for_anything(
    window: MainWindow, qtbot: QtBot, filling: FakeFilling
) -> None:
    window.take(opened(filling))
    assert not filling.prepared
    qtbot.waitUntil(lambda: not window.spare_time.busy)
    assert filling.prepared


def test_an_answer_that_is_given_before_that_is_stored_and_shown_at_once(window: MainWindow, filling: FakeFilling) -> None:
    window.take(opened(filling))
    assert window.desk is not None
    window.desk.enter({place("T01[DZ].RD_M"): Cell(value=5)})
    assert window.spare_time.busy
    assert not filling.prepared
    assert filling.answers.cell(place("T01[DZ].RD_M")) == Cell(value=5)
    assert "All changes saved at" in window.status.saved.text()


def test_work_that_is_left_over_is_left_when_the_declaration_is_closed(
    window: MainWindow, qtbot: QtBot, filling: FakeFilling
) -> None:
    done: list[None] = []

    def work() -> Iterator[None]:
        while True:
            done.append(None)
            yield

    window.take(opened(filling))
    window.spare_time.begin(work())
    qtbot.waitUntil(lambda: len(done) > 0)
    spare = [window.spare_time.busy]
    window.close_declaration()
    spare.append(window.spare_time.busy)
    assert spare == [True, False]
    count = len(done)
    qtbot.wait(60)
    assert len(done) == count
