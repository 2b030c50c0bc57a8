"""A screen without a monitor, and a hand on its keyboard: Xvfb, a window manager and xdotool."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 60.0


class Screen:
    """One display."""

    def __init__(self, display: str) -> None:
        self.display = display

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to draw here."""
        return {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._do("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self._do("type", "--delay", "15", text)

    def await_window(self, title: str) -> str:
        """The window of a title, in front; fails when none appears."""
        found = until(lambda: self._search(title), f"no window “{title}”")
        self._do("windowactivate", "--sync", found)
        return found

    def press_until_gone(self, key: str, title: str) -> None:
        """Press a key, again where it came too early, until a window is gone."""

        def gone() -> bool:
            if self._search(title):
                self.press(key)
            return not self._search(title)

        until(gone, f"“{title}” stays")

    def close(self, window: str) -> None:
        """Close a window as its user does."""
        self._do("windowactivate", "--sync", window)
        self._do("key", "--clearmodifiers", "alt+F4")

    def picture(self, target: Path) -> int:
        """A picture of the screen; returns how many colours it has."""
        subprocess.run(["import", "-display", self.display, "-window", "root", target], check=True)
        done = subprocess.run(["identify", "-format", "%k", target], check=True, capture_output=True, text=True)
        return int(done.stdout)

    def _search(self, title: str) -> str:
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        done = subprocess.run(command, env=self._env(), capture_output=True, text=True, check=False)
        return done.stdout.split("\n")[0]

    def _do(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._env(), check=True)
        time.sleep(0.1)

    def _env(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}


@contextmanager
def screen() -> Iterator[Screen]:
    """A display with a window manager, without which no window becomes active."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as stream:
        display = f":{stream.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL)
    try:
        yield Screen(display)
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


def until(ask: Callable[[], T], otherwise: str) -> T:
    """The first answer that is not empty; fails after a minute."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.2)
    raise AssertionError(otherwise)
