"""What can be asked of the whole window, by a key or from the menu; a dash before a name begins a group of the menu."""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from readmission.ui import tongues
from readmission.ui.speech import language

# Name, words, keys, act.
Asked: TypeAlias = tuple[str, str, str, Callable[[], object]]

# What can be asked for though no declaration is open.
_ALWAYS: Final = ("-system", "light", "dark", "-keys", "help")
# What only a person who writes can ask for.
_WRITING: Final = ("undo", "redo", "reason")
_LANGUAGE: Final = "language-"


def make_actions(window: QWidget, asked: Iterable[Asked], speak: Callable[[str], object]) -> dict[str, QAction]:
    """Actions of a window by their names, one for each language of the program among them."""
    made: dict[str, QAction] = {}
    for name, words, keys, act in asked:
        action = _action(words, window)
        action.setProperty("shortcut", keys)
        action.triggered.connect(lambda _checked=False, act=act: act())
        window.addAction(action)
        made[name] = action
    for code, name in tongues.available().items():
        action = _action(name, window)
        action.setCheckable(True)
        action.setChecked(code == language().code)
        action.triggered.connect(lambda _checked=False, code=code: speak(code))
        made[f"{_LANGUAGE}{code}"] = action
    return made


def _action(words: str, window: QWidget) -> QAction:
    # In two steps: see `ui/__init__.py`.
    action = QAction(window)
    action.setText(words)
    return action


def enable(actions: dict[str, QAction], *, opened: bool, readonly: bool) -> None:
    """Offer what can be asked for now."""
    for name, action in actions.items():
        possible = opened and not (readonly and name in _WRITING)
        action.setEnabled(possible or name in _ALWAYS or name.startswith(_LANGUAGE))
