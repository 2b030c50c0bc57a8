"""What kind of disk a folder is on, because a database is safe in another way on each.

Write-ahead logging needs shared memory, which a network cannot give, and leaves files beside the database that are lost when a
stick is pulled out. Where the kind is not known for certain it counts as unknown, which is treated like a network.
"""

import ctypes
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Final

_LOCAL: Final = frozenset(
    {"bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "overlay", "ramfs", "reiserfs", "tmpfs", "xfs", "zfs"}
)
_REMOVABLE: Final = frozenset({"exfat", "fuseblk", "iso9660", "msdos", "ntfs", "ntfs3", "udf", "vfat"})
_NETWORK: Final = frozenset(
    {"9p", "afs", "ceph", "cifs", "davfs", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "smb3", "smbfs"}
    | {"fuse.sshfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.gvfsd-fuse", "prl_fs", "vboxsf", "virtiofs"}
)

# Answers of GetDriveTypeW.
_WINDOWS: Final = {2: "removable", 3: "local", 4: "network", 5: "removable", 6: "local"}

_MOUNT_POINT: Final = 4
_DEVICE: Final = 2


class Medium(StrEnum):
    """The kind of disk."""

    LOCAL = "local"
    REMOVABLE = "removable"
    NETWORK = "network"
    UNKNOWN = "unknown"


def medium(path: Path) -> Medium:
    """The kind of disk that an existing folder or file is on."""
    real = path.resolve()
    if sys.platform == "win32":
        return _windows_medium(real)
    if sys.platform == "linux":
        mounts = Path("/proc/self/mountinfo")
        if mounts.is_file():
            return medium_among(real, mounts.read_text(encoding="utf-8", errors="surrogateescape"), Path("/sys/dev/block"))
    return Medium.UNKNOWN


def medium_among(path: Path, mounts: str, devices: Path) -> Medium:
    """The kind of disk of an absolute path, by Linux's table of mounts and its folder of block devices."""
    best = -1
    found: tuple[str, str] | None = None
    for line in mounts.splitlines():
        columns, _, rest = line.partition(" - ")
        words = columns.split(" ")
        if not rest or len(words) <= _MOUNT_POINT:
            continue
        point = Path(_unescaped(words[_MOUNT_POINT]))
        # A later mount hides an earlier one at the same point.
        if path.is_relative_to(point) and len(point.parts) >= best:
            best = len(point.parts)
            found = rest.split(" ")[0], words[_DEVICE]
    return _kind(*found, devices) if found else Medium.UNKNOWN


def _kind(file_system: str, device: str, devices: Path) -> Medium:
    if file_system in _NETWORK:
        return Medium.NETWORK
    if file_system in _REMOVABLE:
        return Medium.REMOVABLE
    if file_system in _LOCAL:
        return Medium.REMOVABLE if _pulled_out(devices / device) else Medium.LOCAL
    return Medium.UNKNOWN


def _pulled_out(device: Path) -> bool:
    # A partition says it through the disk that it is part of.
    real = Path(os.path.realpath(device))
    return any(
        (folder / "removable").is_file() and (folder / "removable").read_text(encoding="ascii").strip() == "1"
        for folder in (real, real.parent)
    )


def _unescaped(text: str) -> str:
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, letter)
    return text


def _windows_medium(path: Path) -> Medium:
    if path.drive.startswith("\\\\"):
        return Medium.NETWORK
    if sys.platform == "win32":
        answer = ctypes.windll.kernel32.GetDriveTypeW(path.anchor)
        return Medium(_WINDOWS.get(answer, "unknown"))
    return Medium.UNKNOWN
