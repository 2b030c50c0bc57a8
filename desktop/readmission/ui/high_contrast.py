"""The scheme for people who asked the system for high contrast: the system's own colours, drawn apart until all can be read.

A person may have chosen any colours there. Those that serve are kept; the others move towards the colour of the texts, step by step,
until each text has seven times the brightness of its ground, or the ground of it. Where the system shows light colours while dark ones
are wanted, or the other way round, the grounds are white or black.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from readmission.ui.theme import DARK, LIGHT, Colours

# Of texts on their grounds (WCAG 2.2, 1.4.6), of coloured ones where something is selected (1.4.3), of shapes (1.4.11).
TEXT: Final = 7.0
SELECTED: Final = 4.5
SHAPE: Final = 3.0
# How much of the contrast of plain text is left where something is selected: enough for the colours of marks to differ there.
_LEFT: Final = 0.6
_STEPS: Final = 50
# Relative luminance as WCAG defines it: below the first, light and its number go together.
_LINEAR: Final = 0.04045
_WEIGHTS: Final = (0.2126, 0.7152, 0.0722)


def high_contrast(system: QPalette, *, dark: bool) -> Colours:
    """A scheme of the colours that the system shows."""
    base, words = system.color(QPalette.ColorRole.Base), system.color(QPalette.ColorRole.Text)
    # On a middling grey not even black can be read well enough.
    if (_luminance(base) < _luminance(words)) != dark or contrast(_readable(words, base), base) < TEXT:
        system = _plain(dark=dark)
    ground = system.color(QPalette.ColorRole.Base)
    text = _readable(system.color(QPalette.ColorRole.Text), ground)
    window = system.color(QPalette.ColorRole.Window)
    if contrast(text, window) < TEXT:
        window = ground
    plain = DARK if dark else LIGHT
    highlight = system.color(QPalette.ColorRole.Highlight)
    least = max(TEXT, _LEFT * contrast(text, ground))
    selection = _last(_between(ground, highlight), lambda mixed: contrast(text, mixed) >= least)

    def apart(colour: QColor) -> QColor:
        wanted = ((ground, TEXT), (window, TEXT), (selection, SELECTED))
        return _first(_between(colour, text), lambda mixed: all(contrast(mixed, under) >= by for under, by in wanted))

    accent = apart(highlight)
    on_accent = _readable(system.color(QPalette.ColorRole.HighlightedText), accent)
    muted = apart(QColor(plain.muted)).name()
    track = _first(_between(ground, text), lambda mixed: contrast(mixed, ground) >= SHAPE).name()
    error, warning, note, good = (apart(QColor(name)).name() for name in (plain.error, plain.warning, plain.note, plain.good))
    under, lines = ground.name(), text.name()
    return Colours(
        window=window.name(),
        card=under,
        sunken=window.name(),
        hover=selection.name(),
        line=lines,
        frame=lines,
        edge=lines,
        text=lines,
        muted=muted,
        accent=accent.name(),
        accent_hover=accent.name(),
        on_accent=on_accent.name(),
        selection=selection.name(),
        error=error,
        error_soft=under,
        warning=warning,
        warning_soft=under,
        note=note,
        note_soft=under,
        good=good,
        good_soft=under,
        track=track,
        band=lines,
        on_band=under,
    )


def _plain(*, dark: bool) -> QPalette:
    made = QPalette(QColor(Qt.GlobalColor.black if dark else Qt.GlobalColor.white))
    text, scheme = QColor(Qt.GlobalColor.white if dark else Qt.GlobalColor.black), DARK if dark else LIGHT
    for role, colour in (
        (QPalette.ColorRole.Base, made.color(QPalette.ColorRole.Window)),
        (QPalette.ColorRole.Text, text),
        (QPalette.ColorRole.Highlight, QColor(scheme.accent)),
        (QPalette.ColorRole.HighlightedText, QColor(scheme.on_accent)),
    ):
        made.setColor(role, colour)
    return made


def contrast(one: QColor, other: QColor) -> float:
    """How many times brighter the brighter of two colours is, as WCAG measures it."""
    darker, brighter = sorted((_luminance(one), _luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


def _readable(colour: QColor, ground: QColor) -> QColor:
    """A colour of texts that can be read on a ground: the one given, or black or white."""
    if contrast(colour, ground) >= TEXT:
        return colour
    return max((QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)), key=lambda other: contrast(other, ground))


def _between(one: QColor, other: QColor) -> list[QColor]:
    """The colours on the way from one to another, both among them."""
    start, end = _parts(one), _parts(other)
    shares = (step / _STEPS for step in range(_STEPS + 1))
    mixed = (QColor.fromRgbF(*(a + (b - a) * share for a, b in zip(start, end, strict=True))) for share in shares)
    # As it will be named, in 256 steps a part: what is measured is what is drawn.
    return [QColor(colour.name()) for colour in mixed]


def _first(colours: list[QColor], serves: Callable[[QColor], bool]) -> QColor:
    return next((colour for colour in colours if serves(colour)), colours[-1])


def _last(colours: list[QColor], serves: Callable[[QColor], bool]) -> QColor:
    return next((colour for colour in reversed(colours) if serves(colour)), colours[0])


def _luminance(colour: QColor) -> float:
    parts = (part / 12.92 if part <= _LINEAR else float(((part + 0.055) / 1.055) ** 2.4) for part in _parts(colour))
    return sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()
