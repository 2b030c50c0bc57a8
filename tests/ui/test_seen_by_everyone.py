"""What the eye has to tell apart: where the focus is, and how things stand, also without colours."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from readmission.answers.finding import Finding, Severity
from readmission.ui import marks
from readmission.ui.main_window import MainWindow
from readmission.ui.pages.grid import GridPage
from readmission.ui.tables.model import SEVERITY
from readmission.ui.theme import Theme
from ui.pilot import FakeFilling, opened, place
from ui.test_window import controls, named

PAGES = ("general", "countries", "questions", "dossier/AL", "table/T01", "table/R1", "findings", "review", "safety", "people")
KINDS = (*marks.ORDER, marks.COMMENT, "done")
# What WCAG asks of a mark beside its ground, and of a focus beside none.
LEAST = 3.0
# Two grey marks differ where their greys do by so much, at so many of their pixels.
GREYS_APART, PIXELS_APART = 60, 12

Pixels = NDArray[np.uint8]


@pytest.fixture(params=["light", "dark"])
def shown(
    request: pytest.FixtureRequest, qtbot: QtBot, theme: Theme, window: MainWindow, filling: FakeFilling
) -> Iterator[MainWindow]:
    theme.choose(str(request.param))
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.take(opened(filling))
    yield window
    theme.choose("")


def pixels(image: QImage) -> Pixels:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.width(), 4)[:, :, 2::-1].copy()


def brightness(seen: Pixels) -> NDArray[np.float64]:
    parts = seen / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def changed(before: Pixels, after: Pixels, least: float = LEAST) -> int:
    """At how many pixels the contrast between before and after is large enough to be seen."""
    one, other = brightness(before), brightness(after)
    return int((((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)) >= least).sum())


def looked_at(window: MainWindow, widget: QWidget) -> Pixels:
    QApplication.processEvents()
    rect = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size()).adjusted(-3, -3, 3, 3)
    return pixels(window.grab(rect).toImage())


def reached(page: QWidget) -> list[QWidget]:
    found = [one for one in controls(page) if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [one for one in found if not one.visibleRegion().isEmpty()]


@pytest.mark.parametrize("name", PAGES)
def test_the_focus_is_seen_at_every_control(shown: MainWindow, name: str) -> None:
    assert shown.workspace is not None
    shown.workspace.show_page(name)
    page = shown.workspace.current_page()
    assert page is not None
    unseen = []
    for control in reached(page):
        shown.workspace.navigation.setFocus()
        before = looked_at(shown, control)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        after = looked_at(shown, control)
        # At least the length of the shorter side changes: a line along it, or as much of a frame.
        if before.shape == after.shape and changed(before, after) < min(control.width(), control.height(), 24):
            unseen.append(named(control))
    assert reached(page)
    assert unseen == []


def test_a_focus_that_is_not_drawn_is_found_out(shown: MainWindow) -> None:
    assert shown.workspace is not None
    shown.workspace.show_page("people")
    page = shown.workspace.current_page()
    assert page is not None
    control = next(one for one in reached(page) if not isinstance(one, QAbstractItemView))
    before = looked_at(shown, control)
    assert changed(before, before) == 0
    faint = np.clip(before.astype(int) - 20, 0, 255).astype(np.uint8)
    assert changed(before, faint) == 0


def drawn(kind: Severity | str, size: int = 14) -> Pixels:
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    marks.draw(painter, QRectF(0, 0, size, size), kind)
    painter.end()
    return pixels(image)


def in_grey(seen: Pixels) -> NDArray[np.float64]:
    """A picture without its colours, every mark as dark as its darkest point, so that only shapes are left."""
    grey = np.asarray(seen @ np.array([0.299, 0.587, 0.114]))
    least, most = grey.min(), grey.max()
    return np.asarray((grey - least) / max(most - least, 1) * 255)


def apart(one: Pixels, other: Pixels) -> int:
    return int((np.abs(in_grey(one) - in_grey(other)) > GREYS_APART).sum())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_two_marks_differ_without_their_colours(theme: Theme, scheme: str) -> None:
    theme.choose(scheme)
    pictures = {kind: drawn(kind) for kind in KINDS}
    theme.choose("")
    alike = [(one, other) for one, other in combinations(KINDS, 2) if apart(pictures[one], pictures[other]) < PIXELS_APART]
    assert alike == []


def test_one_shape_in_two_colours_counts_as_one_mark() -> None:
    red, green = np.full((14, 14, 3), 255, np.uint8), np.full((14, 14, 3), 255, np.uint8)
    red[3:9, 3:9], green[3:9, 3:9] = (168, 32, 26), (27, 107, 52)
    assert apart(red, green) == 0


def test_every_severity_has_words_of_its_own() -> None:
    assert len({marks.words(severity, 2) for severity in marks.ORDER}) == len(marks.ORDER)
    assert len({marks.HAS[severity] for severity in marks.ORDER}) == len(marks.ORDER)


def test_cells_say_without_colour_how_grave_their_finding_is(shown: MainWindow) -> None:
    assert shown.workspace is not None
    assert shown.desk is not None
    shown.workspace.show_page("table/T01")
    page = shown.workspace.current_page()
    assert isinstance(page, GridPage)
    where = place("T01[AM].RD")
    rect = page.view.visualRect(page.model.index_of(where))
    page.view.setCurrentIndex(page.model.index_of(place("T01[DZ].RD_PERS")))
    shown.desk.findings.replace(shown.desk.findings.at(where), ())
    pictures: dict[Severity | None, Pixels] = {}
    for severity in (None, Severity.ERROR, Severity.WARNING, Severity.NOTE):
        found = [Finding("W02", severity, "T01", ("AM",), (where,), ())] if severity is not None else []
        shown.desk.findings.replace((), found)
        page.view.viewport().update()
        QApplication.processEvents()
        pictures[severity] = pixels(page.view.viewport().grab(rect.adjusted(0, 0, -rect.width() // 2, 0)).toImage())
        shown.desk.findings.replace(found, ())
    alike = [(one, other) for one, other in combinations(pictures, 2) if apart(pictures[one], pictures[other]) < PIXELS_APART]
    assert alike == []


@pytest.mark.parametrize("less", [Severity.ERROR, Severity.WARNING, Severity.NOTE])
def test_a_row_shows_the_gravest_of_its_findings(shown: MainWindow, less: Severity) -> None:
    assert shown.desk is not None
    assert shown.workspace is not None
    shown.workspace.show_page("table/T01")
    page = shown.workspace.current_page()
    assert isinstance(page, GridPage)
    at = {Severity.FAULT: place("T01[DZ].RD"), less: place("T01[DZ].RD_PERS")}
    shown.desk.findings.replace((), [Finding("W02", one, "T01", ("DZ",), (where,), ()) for one, where in at.items()])
    row = page.model.index_of(at[less]).row()
    assert page.model.headerData(row, Qt.Orientation.Vertical, SEVERITY) is Severity.FAULT
