"""High contrast from the system: its own colours, raised where they cannot be read. Contrasts are computed, not judged."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from readmission.answers.finding import Severity
from readmission.ui import theme
from readmission.ui.high_contrast import high_contrast
from readmission.ui.theme import DARK, LIGHT, Colours, Theme, style_sheet
from ui.test_theme import MARKS, TEXTS, contrast

# Ground, text, highlight, text on it: as contrast themes have them, and two that nobody could read.
SYSTEMS: Final = {
    "black on white": ("#ffffff", "#000000", "#0078d7", "#ffffff"),
    "white on black": ("#000000", "#ffffff", "#1aebff", "#000000"),
    "yellow on black": ("#000000", "#ffff00", "#008000", "#ffffff"),
    "dark brown on cream": ("#fffaef", "#3d3d3d", "#903909", "#fff5e3"),
    "white on slate": ("#2d3236", "#ffffff", "#a1bfde", "#212d3b"),
    "grey on grey": ("#909090", "#707070", "#808080", "#858585"),
    "white on white": ("#ffffff", "#ffffff", "#ffffff", "#ffffff"),
}
SELECTED: Final = {("error", "selection"), ("muted", "selection")}


def palette(ground: str, text: str, highlight: str, highlighted: str) -> QPalette:
    made = QPalette(QColor(ground))
    for role, name in (
        (QPalette.ColorRole.Base, ground),
        (QPalette.ColorRole.Text, text),
        (QPalette.ColorRole.Highlight, highlight),
        (QPalette.ColorRole.HighlightedText, highlighted),
    ):
        made.setColor(role, QColor(name))
    return made


@pytest.fixture(params=list(SYSTEMS))
def scheme(request: pytest.FixtureRequest) -> Colours:
    ground, text, *_ = colours = SYSTEMS[request.param]
    return high_contrast(palette(*colours), dark=QColor(ground).lightness() < QColor(text).lightness())


@pytest.mark.parametrize("pair", TEXTS, ids="-on-".join)
def test_every_text_stands_out_seven_times(scheme: Colours, pair: tuple[str, str]) -> None:
    assert contrast(*(asdict(scheme)[name] for name in pair)) >= (4.5 if pair in SELECTED else 7)


@pytest.mark.parametrize("pair", [*MARKS, ("line", "card"), ("line", "window"), ("track", "card")], ids="-on-".join)
def test_frames_lines_and_marks_stand_out(scheme: Colours, pair: tuple[str, str]) -> None:
    assert contrast(*(asdict(scheme)[name] for name in pair)) >= 3


def test_colours_that_serve_are_the_systems_own() -> None:
    made = high_contrast(palette(*SYSTEMS["yellow on black"]), dark=True)
    assert (made.card, made.text, made.line) == ("#000000", "#ffff00", "#ffff00")


def test_marks_of_errors_and_warnings_keep_colours_of_their_own() -> None:
    made = high_contrast(palette(*SYSTEMS["white on black"]), dark=True)
    assert len({made.of(severity)[0] for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)} | {made.text}) == 4


@pytest.mark.parametrize(("dark", "ground"), [(True, "#000000"), (False, "#ffffff")])
def test_colours_of_the_other_scheme_give_way_to_black_and_white(dark: bool, ground: str) -> None:
    colours = SYSTEMS["black on white" if dark else "white on black"]
    assert high_contrast(palette(*colours), dark=dark).card == ground


def test_the_style_sheet_names_only_colours_that_exist(scheme: Colours) -> None:
    sheet = style_sheet(scheme, high=True)
    assert "@" not in sheet
    assert "1px dashed" in sheet


@pytest.fixture
def dressed(theme: Theme) -> Iterator[Theme]:
    yield theme
    theme.heed_contrast()
    theme.choose("")


def test_the_window_takes_high_contrast_up_and_lays_it_down_as_the_system_says(
    dressed: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "asks_for_contrast", lambda: True)
    dressed.heed_contrast()
    for chosen, ground in (("dark", "#000000"), ("light", "#ffffff")):
        dressed.choose(chosen)
        assert theme.colours().card == ground
        assert theme.colours() not in (LIGHT, DARK)
        assert qapp.palette().color(QPalette.ColorRole.Base).name() == ground
        assert "1px dashed" in qapp.styleSheet()
    monkeypatch.setattr(theme, "asks_for_contrast", lambda: False)
    qapp.styleHints().accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)
    assert theme.colours() == LIGHT
    assert "1px dashed" not in qapp.styleSheet()
    # A control: nobody asked for it here, and so nobody gets it.
    monkeypatch.undo()
    assert not theme.asks_for_contrast()
