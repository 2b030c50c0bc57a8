"""The languages of the window: which there are, what each calls itself, and how one is taken up.

The pseudo-language is for those who make the program: every sentence in accents, longer and in brackets, so that what was
forgotten, cut off or built from pieces is seen at a glance. It is offered only where the program is started with its code.
"""

from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from readmission import assets
from readmission.texts import ENGLISH, Language, language, pseudo
from readmission.ui import speech

PSEUDO: Final = "en-XA"

_INSTALLED: Final[list[QTranslator]] = []


def available() -> dict[str, str]:
    """Each language by its code, with the name that its speakers give it."""
    codes = [ENGLISH, *sorted(path.stem for path in (assets.resources() / "texts").glob("*.po"))]
    return {code: QLocale(code).nativeLanguageName().capitalize() if code != ENGLISH else "English" for code in codes}


def of_system() -> str:
    """The language of the system where the program speaks it, else English."""
    code = QLocale.system().name().partition("_")[0]
    return code if code in available() else ENGLISH


def take_up(code: str) -> Language:
    """Speak a language from now on, Qt's own buttons and dialogs too."""
    chosen = pseudo() if code == PSEUDO else language(code if code in available() else ENGLISH, assets.resources() / "texts")
    speech.speak(chosen)
    application = QApplication.instance()
    assert application is not None
    while _INSTALLED:
        application.removeTranslator(_INSTALLED.pop())
    # The system puts it behind the title of every window, unless it stands there already.
    QGuiApplication.setApplicationDisplayName(speech.say("Readmission"))
    translator = QTranslator()
    if translator.load(f"qtbase_{chosen.code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
        _INSTALLED.append(translator)
    british = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    QLocale.setDefault(british if chosen.code == ENGLISH else QLocale(chosen.code))
    return chosen
