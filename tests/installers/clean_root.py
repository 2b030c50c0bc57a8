"""A Debian with nothing of ours: made once by debootstrap, copied for each test, entered as an ordinary user without a network."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from freeze import ROOT

BASE = ROOT / "build" / "clean-root"
USER = "1234:1234"
HOME = "/home/officer"
SCREENS = Path("/tmp/.X11-unix")
# What the package itself asks for, and what a desktop has anyway.
PACKAGES = (
    "libgl1",
    "libegl1",
    "fontconfig-config",
    "fonts-dejavu-core",
    "shared-mime-info",
    "hicolor-icon-theme",
    "desktop-file-utils",
)


@dataclass(frozen=True, slots=True)
class CleanRoot:
    """One copy of the clean system."""

    folder: Path

    def install(self, *debs: Path) -> str:
        """Install packages as an administrator does, without a question."""
        for deb in debs:
            shutil.copy(deb, self.folder / "root")
        names = [f"/root/{deb.name}" for deb in debs]
        command = ["chroot", str(self.folder), "dpkg", "--install", *names]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        for deb in debs:
            (self.folder / "root" / deb.name).unlink()
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def as_root(self, *command: str) -> str:
        """What an administrator's command says."""
        return subprocess.run(["chroot", self.folder, *command], capture_output=True, text=True, check=True).stdout

    def command(self, *command: str, environment: Mapping[str, str] | None = None, shared: Path = SCREENS) -> list[str]:
        """A command of an ordinary user; nothing but loopback is reachable, the screen and a shared folder in their places."""
        said = {"HOME": HOME, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", **(environment or {})}
        variables = [f"{name}={value}" for name, value in said.items()]
        root = str(self.folder)
        mounts = (
            f"mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev && mkdir -p {root}{SCREENS} {root}{shared}"
            f" && mount --bind {SCREENS} {root}{SCREENS} && mount --bind {shared} {root}{shared}"
        )
        enter = f'{mounts} && exec chroot --userspec={USER} {root} /usr/bin/env -i "$@"'
        return ["unshare", "--mount", "--net", "sh", "-c", enter, "sh", *variables, *command]

    def run(self, *command: str, code: int = 0, environment: Mapping[str, str] | None = None) -> str:
        """What a user's command says on its way to an expected end."""
        done = subprocess.run(
            self.command(*command, environment=environment),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd="/",
        )
        assert done.returncode == code, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def home(self, name: str = "") -> Path:
        """A place in the user's home, as seen from outside."""
        return self.folder / HOME.removeprefix("/") / name

    def hand_over(self, *files: Path) -> None:
        """Put files into the user's home, as a courier does."""
        for file in files:
            shutil.copy(file, self.home(file.name))
            os.chown(self.home(file.name), 1234, 1234)


def base() -> Path:
    """The clean system, made when it is not there."""
    if not (BASE / "usr" / "bin" / "dpkg").is_file():
        shutil.rmtree(BASE, ignore_errors=True)
        unfinished = BASE.with_name("clean-root.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        command = ["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", "bookworm", str(unfinished)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        unfinished.rename(BASE)
    return BASE


def clean_root(folder: Path) -> CleanRoot:
    """A copy of the clean system with one ordinary user."""
    subprocess.run(["cp", "--archive", "--reflink=auto", base(), folder], check=True)
    made = CleanRoot(folder)
    made.home().mkdir(parents=True)
    os.chown(made.home(), 1234, 1234)
    return made
