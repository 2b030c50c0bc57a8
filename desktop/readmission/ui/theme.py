"""The look: one accent, white cards on pale grey with thin lines, the same in the dark, and the system's high contrast.

Colours are named by what they mean. Every text pair has a contrast of at least 4.5, every frame and mark of at least 3; a test
computes them.
"""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from readmission import assets
from readmission.answers.finding import Severity

# The bundled font first, then what the systems have that is drawn for screens and knows Latin, Greek and Cyrillic.
FAMILIES: Final = ("Inter", "Noto Sans", "Segoe UI", "Helvetica Neue", "Liberation Sans", "DejaVu Sans")
BASE_PIXELS: Final = 13
USUAL_POINTS: Final = 11


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one scheme."""

    window: str
    card: str
    sunken: str
    hover: str
    line: str
    frame: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    note: str
    note_soft: str
    good: str
    good_soft: str
    track: str
    band: str
    on_band: str

    def of(self, severity: Severity) -> tuple[str, str]:
        """The colour of a severity and the tint of a cell that has it."""
        return {
            Severity.ERROR: (self.error, self.error_soft),
            Severity.FAULT: (self.error, self.error_soft),
            Severity.WARNING: (self.warning, self.warning_soft),
            Severity.NOTE: (self.note, self.note_soft),
        }[severity]


LIGHT: Final = Colours(
    window="#f4f6f8",
    card="#ffffff",
    sunken="#eef1f4",
    hover="#f0f4f8",
    line="#d9dfe5",
    frame="#5f6b76",
    edge="#87919b",
    text="#1b2126",
    muted="#56616b",
    accent="#0b5394",
    accent_hover="#0a4880",
    on_accent="#ffffff",
    selection="#d3e4f4",
    error="#a8201a",
    error_soft="#fdeae8",
    warning="#7d4e00",
    warning_soft="#fff2d9",
    note="#0b5394",
    note_soft="#e3edf7",
    good="#1b6b34",
    good_soft="#e4f3e8",
    track="#dce3ea",
    band="#5a3a00",
    on_band="#ffefcc",
)

DARK: Final = Colours(
    window="#16191d",
    card="#1f252b",
    sunken="#272e35",
    hover="#29313a",
    line="#39424b",
    frame="#93a0ac",
    edge="#75838f",
    text="#e8ecef",
    muted="#b6c0c9",
    accent="#7db4ea",
    accent_hover="#98c5f1",
    on_accent="#0c1a27",
    selection="#2b4964",
    error="#ff9d94",
    error_soft="#472322",
    warning="#f2bf63",
    warning_soft="#42331a",
    note="#8fc0f0",
    note_soft="#21384d",
    good="#84d49a",
    good_soft="#1f3a28",
    track="#39424b",
    band="#4a3610",
    on_band="#ffe2a8",
)


# What a person can choose, as Qt counts it in `Qt.ColorScheme` (its names: see `ui/__init__.py`); 0 is what the system shows.
_SCHEMES: Final = {"light": 1, "dark": 2}
_SHOWN: Final = [LIGHT]


def colours() -> Colours:
    """The colours of the scheme that is shown."""
    return _SHOWN[0]


def asks_for_contrast() -> bool:
    """Whether a person asked the system for high contrast."""
    # Named, because what belongs to the hints is gone for Python as soon as nothing holds them.
    hints = QGuiApplication.styleHints()
    return hints.accessibility().contrastPreference() is QtCore.Qt.ContrastPreference.HighContrast


def colour(name: str) -> QColor:
    """One colour of the scheme that is shown, by its name."""
    return QColor(getattr(colours(), name))


@cache
def paint(name: str) -> QColor:
    """A colour of a scheme to draw with; it is shared, and never changed."""
    return QColor(name)


def font(*, scale: float = 1.0, bold: bool = False) -> QFont:
    """The program's font, larger by a scale."""
    return _FONTS.font(scale, bold=bold)


def font_generation() -> int:
    """A number that is another one after the fonts have changed: what was measured with them is to be measured anew."""
    return _FONTS.generation


class _Fonts:
    """The fonts that were asked for, kept until a person sets texts of another size: every cell that is drawn asks for one."""

    def __init__(self) -> None:
        self._base: QFont | None = None
        self._made: dict[tuple[float, bool], QFont] = {}
        self._growth = 1.0
        self.generation = 0
        """Another number whenever texts have another size."""

    def font(self, scale: float, *, bold: bool) -> QFont:
        """A font that the caller may change."""
        self._keep_up()
        if (scale, bold) not in self._made:
            self._made[scale, bold] = _made_of(QApplication.font(), scale, bold=bold)
        return QFont(self._made[scale, bold])

    @property
    def growth(self) -> float:
        """How much larger the texts are than usual."""
        self._keep_up()
        return self._growth

    def _keep_up(self) -> None:
        base = QApplication.font()
        if self._base != base:
            self._base = base
            self.generation += 1
            self._made.clear()
            self._growth = max(1.0, QFontInfo(_made_of(base, 1.0, bold=False)).pixelSize() / BASE_PIXELS)


_FONTS: Final = _Fonts()


class Theme(QObject):
    """Dresses the application and follows the system between light, dark and high contrast."""

    def __init__(self, application: QApplication, scheme: str = "") -> None:
        super().__init__(application)
        self._application = application
        self._chosen = ""
        self._high = False
        self._dressed_as: Colours | None = None
        application.setFont(_base_font())
        # Undressed, the application shows the colours of the system; `colorScheme()` would answer by one of the names of `Qt`.
        application.setPalette(QPalette())
        self._system_is_dark = is_dark(application.palette())
        self.choose(scheme)
        self._hints = application.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_scheme_changed)

    def heed_contrast(self) -> None:
        """Show high contrast while the system asks for it; after the first page, for it is asked for by one of the names of `Qt`."""
        self._hints.accessibility().contrastPreferenceChanged.connect(self._on_contrast_changed)
        self._on_contrast_changed()

    def choose(self, scheme: str) -> None:
        """Show "light", "dark", or with "" what the system shows."""
        self._chosen = scheme
        QGuiApplication.styleHints().setProperty("colorScheme", _SCHEMES.get(scheme, 0))
        self._dress()

    def _on_scheme_changed(self, scheme: "QtCore.Qt.ColorScheme") -> None:
        self._system_is_dark = scheme is QtCore.Qt.ColorScheme.Dark
        self._dress()

    def _on_contrast_changed(self) -> None:
        self._high = asks_for_contrast()
        self._dress()

    def _dress(self) -> None:
        dark = self._chosen == "dark" or (not self._chosen and self._system_is_dark)
        _SHOWN[0] = self._high_contrast(dark=dark) if self._high else DARK if dark else LIGHT
        # A style sheet visits every widget, so the same one is not put on twice.
        if self._dressed_as != colours():
            self._dressed_as = colours()
            self._application.setPalette(palette(colours()))
            self._application.setStyleSheet(style_sheet(colours(), high=self._high))

    def _high_contrast(self, *, dark: bool) -> Colours:
        from readmission.ui.high_contrast import high_contrast  # noqa: PLC0415 - few ask for it, and the start is short

        # Without a palette of its own the application has the system's, where a person may have set colours.
        self._application.setPalette(QPalette())
        self._dressed_as = None
        return high_contrast(QGuiApplication.palette(), dark=dark)


def is_dark(palette: QPalette) -> bool:
    """Whether windows are darker than their texts."""
    return palette.color(QPalette.ColorRole.Window).lightness() < palette.color(QPalette.ColorRole.WindowText).lightness()


def palette(c: Colours) -> QPalette:
    """The palette from which Fusion draws everything that the style sheet leaves alone."""
    made = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, c.window),
        (QPalette.ColorRole.WindowText, c.text),
        (QPalette.ColorRole.Base, c.card),
        (QPalette.ColorRole.AlternateBase, c.sunken),
        (QPalette.ColorRole.Text, c.text),
        (QPalette.ColorRole.Button, c.card),
        (QPalette.ColorRole.ButtonText, c.text),
        (QPalette.ColorRole.BrightText, c.error),
        (QPalette.ColorRole.Highlight, c.selection),
        (QPalette.ColorRole.HighlightedText, c.text),
        (QPalette.ColorRole.ToolTipBase, c.card),
        (QPalette.ColorRole.ToolTipText, c.text),
        (QPalette.ColorRole.PlaceholderText, c.muted),
        (QPalette.ColorRole.Link, c.accent),
        (QPalette.ColorRole.LinkVisited, c.accent),
        (QPalette.ColorRole.Light, c.card),
        (QPalette.ColorRole.Midlight, c.sunken),
        (QPalette.ColorRole.Mid, c.line),
        (QPalette.ColorRole.Dark, c.frame),
        (QPalette.ColorRole.Shadow, c.line),
        (QPalette.ColorRole.Accent, c.accent),
    ):
        made.setColor(role, QColor(name))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.muted))
    return made


def scaled(pixels: int) -> int:
    """A length that grows with the texts, where a person has set larger ones in the system."""
    return round(pixels * _FONTS.growth)


def style_sheet(c: Colours, *, high: bool = False) -> str:
    """The style sheet of resources/style with the colours filled in; high contrast adds frames where tints are gone."""
    sheets = ("window.qss", "high_contrast.qss") if high else ("window.qss",)
    text = "".join((assets.resources() / "style" / name).read_text(encoding="utf-8") for name in sheets)
    icons = (assets.resources() / "icons").as_posix()
    for name, value in sorted(asdict(c).items(), key=lambda item: -len(item[0])):
        text = text.replace(f"@{name}", value)
    return text.replace("@icons", icons).replace(
        "@scheme", "dark" if QColor(c.card).lightness() < QColor(c.text).lightness() else "light"
    )


def _made_of(base: QFont, scale: float, *, bold: bool) -> QFont:
    made = QFont(base)
    if made.pixelSize() > 0:
        made.setPixelSize(round(made.pixelSize() * scale))
    else:
        made.setPointSizeF(made.pointSizeF() * scale)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def _base_font() -> QFont:
    for path in sorted((assets.resources() / "fonts").glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(path))
    made = QFont(QApplication.font())
    installed = set(QFontDatabase.families())
    made.setFamilies([family for family in FAMILIES if family in installed] or [made.family()])
    # The system's size when a person has set a larger one, else thirteen pixels at any density.
    if made.pointSizeF() <= USUAL_POINTS:
        made.setPixelSize(BASE_PIXELS)
    # Figures of one width, so that columns of numbers stand straight.
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
