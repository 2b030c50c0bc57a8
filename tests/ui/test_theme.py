"""Both schemes can be read: contrasts are computed, not judged."""

from dataclasses import asdict, fields

import pytest
from PySide6.QtGui import QColor

from readmission.answers.finding import Severity
from readmission.ui.theme import DARK, LIGHT, Colours, style_sheet

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
TEXTS = [
    ("text", "window"),
    ("text", "card"),
    ("text", "sunken"),
    ("text", "selection"),
    ("text", "hover"),
    ("muted", "window"),
    ("muted", "card"),
    ("muted", "sunken"),
    ("accent", "card"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("error", "card"),
    ("error", "window"),
    ("error", "error_soft"),
    ("warning", "card"),
    ("warning", "warning_soft"),
    ("note", "note_soft"),
    ("good", "card"),
    ("good", "good_soft"),
    ("on_band", "band"),
    ("text", "error_soft"),
    ("text", "warning_soft"),
    ("error", "selection"),
    ("muted", "selection"),
]
MARKS = [
    ("edge", "card"),
    ("frame", "card"),
    ("accent", "card"),
    ("accent", "selection"),
    ("good", "card"),
    ("warning", "sunken"),
]


def contrast(one: str, other: str) -> float:
    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4) for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_the_measure_knows_black_from_white() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert contrast("#777777", "#888888") < 3


@SCHEMES
@pytest.mark.parametrize("pair", TEXTS, ids="-on-".join)
def test_every_text_stands_out_from_its_ground(scheme: Colours, pair: tuple[str, str]) -> None:
    assert contrast(*(asdict(scheme)[name] for name in pair)) >= 4.5


@SCHEMES
@pytest.mark.parametrize("pair", MARKS, ids="-on-".join)
def test_frames_and_marks_stand_out(scheme: Colours, pair: tuple[str, str]) -> None:
    assert contrast(*(asdict(scheme)[name] for name in pair)) >= 3


@SCHEMES
def test_the_style_sheet_names_only_colours_that_exist(scheme: Colours) -> None:
    assert "@" not in style_sheet(scheme)


@SCHEMES
def test_every_severity_has_a_colour(scheme: Colours) -> None:
    names = {field.name for field in fields(scheme)}
    assert {"error", "warning", "note"} <= names
    assert all(scheme.of(severity) for severity in Severity)
