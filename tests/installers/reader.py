"""What stands between a program and a screen reader: one message bus of the user's, on which both meet.

The program is in a root of its own and without a network, so the bus is a socket in a folder that both sides see at the same place.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from freeze import ROOT

from installers.clean_root import HOME, USER
from installers.screen import Screen, until

# What at-spi2 itself uses: the user's own programs, and root.
SETTINGS = "/usr/share/defaults/at-spi2/accessibility.conf"
# Where the interface's library is: under the Python of the system.
PYTHON = "/usr/bin/python3"


@contextmanager
def bus(folder: Path) -> Iterator[dict[str, str]]:
    """A bus in a folder; gives what both sides have to be told."""
    socket = folder / "bus"
    address = f"unix:path={socket}"
    said = {"AT_SPI_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address}
    user, group = USER.split(":")
    # A bus turns away whom the system does not know by name; for this one the system has one user more.
    known = folder / "passwd"
    known.write_text(f"{Path('/etc/passwd').read_text()}officer:x:{user}:{group}::{HOME}:/bin/sh\n")
    variables = {**said, "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(folder)}
    daemon = ["setpriv", "--reuid", user, "--regid", group, "--clear-groups", "env", "--ignore-environment"]
    daemon += [f"{name}={value}" for name, value in variables.items()]
    daemon += ["dbus-daemon", f"--config-file={SETTINGS}", f"--address={address}", "--nofork", "--nopidfile"]
    enter = f'mount --bind {known} /etc/passwd && exec "$@"'
    command = ["unshare", "--mount", "sh", "-c", enter, "sh", *daemon]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as started:
        try:
            until(socket.exists, "no bus")
            yield said | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        finally:
            started.terminate()


def follow_a_ministry(display: Screen, heard: dict[str, str], stage: Path, work: Path, commission: list[str]) -> str:
    """Go a ministry's whole way with what a screen reader has (tests/journey); returns what was said of it."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT / "tests"),
        **display.environment,
        **heard,
    }
    way = map(str, (ROOT / "tests" / "journey" / "ministry.py", stage, work, work / "pictures"))
    command = [PYTHON, *way, *commission]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
