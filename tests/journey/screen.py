"""What a person with a screen reader and a keyboard has: the tree of the assistive-technology interface, and keys.

Runs outside the program, under the Python of the system, because that is where the interface's library lives.
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyatspi

PATIENCE = 30.0


class NotThere(AssertionError):
    """What should be on the screen is not."""


class Screen:
    """One program on a screen."""

    def __init__(self, program: str, pictures: Path) -> None:
        self._program = program
        self._pictures = pictures
        self._taken = 0
        self.keys = 0
        pictures.mkdir(parents=True, exist_ok=True)

    # Looking -----------------------------------------------------------------------------------------------------------------

    def application(self) -> Any:
        """The program's root in the tree."""
        desktop = pyatspi.Registry.getDesktop(0)
        return next((one for one in desktop if one is not None and one.name == self._program), None)

    def walk(self, root: Any = None, *, cells: bool = False) -> Iterator[Any]:
        """Everything that is shown below a node; the cells of tables only when asked for."""
        waiting = [root or self.application()]
        while waiting:
            node = waiting.pop()
            if node is None:
                continue
            try:
                role = node.getRole()
                states = node.getState()
                if role not in _WINDOWS and not states.contains(pyatspi.STATE_SHOWING):
                    continue
                yield node
                if cells or role not in (pyatspi.ROLE_TABLE, pyatspi.ROLE_TREE_TABLE):
                    waiting.extend(reversed([node.getChildAtIndex(number) for number in range(node.childCount)]))
            except Exception:  # noqa: BLE001 - a node may go while one looks at it; the interface knows no narrower error
                continue

    def find(self, name: str, *roles: int, wait: float = PATIENCE) -> Any:
        """The first thing shown with this name, or a beginning of it; waits until it is there."""
        return self.until(lambda: next(self._named(name, roles), None), f"“{name}”", wait)

    def there(self, name: str, *roles: int) -> bool:
        """Whether something of this name is shown now."""
        return next(self._named(name, roles), None) is not None

    def until(self, look: Callable[[], Any], what: str, wait: float = PATIENCE) -> Any:
        """What a look finds, as soon as it finds something."""
        end = time.monotonic() + wait
        while time.monotonic() < end:
            found = look()
            if found:
                return found
            time.sleep(0.1)
        self.picture("missing")
        raise NotThere(f"{what} is not on the screen; there are: {', '.join(sorted(self.names())[:60])}")

    def names(self) -> set[str]:
        """The names of everything that is shown."""
        return {node.name for node in self.walk() if node.name}

    def unnamed(self) -> list[str]:
        """Controls that take the focus and say no name."""
        return [
            node.getRoleName()
            for node in self.walk()
            if node.getState().contains(pyatspi.STATE_FOCUSABLE)
            and node.getRole() not in _NAMELESS
            and not (node.name or _label(node))
        ]

    def focused(self) -> list[str]:
        """The names of what has the focus: a control, and in a list or table its line or cell too."""
        return [str(node.name) for node in self.walk() if node.getState().contains(pyatspi.STATE_FOCUSED)]

    def _named(self, name: str, roles: tuple[int, ...]) -> Iterator[Any]:
        """What has this name; where nothing has, what begins with it."""
        beginning = []
        for node in self.walk():
            said = node.name or _label(node)
            if roles and node.getRole() not in roles:
                continue
            if said == name:
                yield node
            elif said.startswith(name):
                beginning.append(node)
        yield from beginning

    # Acting ------------------------------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.keys += 1
            subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)
            time.sleep(0.03)

    def type(self, text: str) -> None:
        """Type a text."""
        self.keys += len(text)
        subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "4", "--", text], check=True)
        time.sleep(0.05)

    def focus(self, node: Any) -> None:
        """Put the focus on a control."""

        def focused() -> bool:
            # A window that has just lost a dialogue may not be the active one yet.
            node.queryComponent().grabFocus()
            return bool(node.getState().contains(pyatspi.STATE_FOCUSED))

        self.until(focused, f"the focus on “{node.name}”", 10)

    def fill(self, name: str, text: str) -> None:
        """Type into the field of this name."""
        field = self.find(name, pyatspi.ROLE_TEXT, pyatspi.ROLE_ENTRY, pyatspi.ROLE_PASSWORD_TEXT, pyatspi.ROLE_SPIN_BUTTON)
        self.focus(field)
        self.press("ctrl+a")
        self.type(text)

    def push(self, name: str, wait: float = PATIENCE) -> None:
        """Push the button of this name, as soon as it can be pushed."""

        def ready() -> Any:
            button = next(self._named(name, (pyatspi.ROLE_PUSH_BUTTON, pyatspi.ROLE_TOGGLE_BUTTON)), None)
            return button if button is not None and button.getState().contains(pyatspi.STATE_SENSITIVE) else None

        button = self.until(ready, f"a button “{name}” that can be pushed", wait)
        action = button.queryAction()
        for number in range(action.nActions):
            if action.getName(number).casefold() in ("press", "click", "toggle"):
                action.doAction(number)
                time.sleep(0.2)
                return
        raise NotThere(f"The button “{name}” cannot be pushed.")

    def tick(self, name: str) -> None:
        """Tick the box of this name."""
        box = self.find(name, pyatspi.ROLE_CHECK_BOX, pyatspi.ROLE_RADIO_BUTTON)
        if not box.getState().contains(pyatspi.STATE_CHECKED):
            self.focus(box)
            self.press("space")

    def picture(self, name: str) -> None:
        """Take a picture of the screen."""
        self._taken += 1
        target = self._pictures / f"{self._taken:02}-{name}.png"
        subprocess.run(["import", "-window", "root", str(target)], check=True)


_WINDOWS = (pyatspi.ROLE_APPLICATION, pyatspi.ROLE_FRAME, pyatspi.ROLE_DIALOG, pyatspi.ROLE_WINDOW, pyatspi.ROLE_ALERT)
# What the toolkit lets take the focus and nobody ever names: the inside of a scroll area, a window itself.
_NAMELESS = (*_WINDOWS, pyatspi.ROLE_SCROLL_PANE, pyatspi.ROLE_FILLER, pyatspi.ROLE_PANEL, pyatspi.ROLE_LAYERED_PANE)


def _label(node: Any) -> str:
    for relation in node.getRelationSet():
        if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY:
            return str(relation.getTarget(0).name)
    return ""
