"""D9: where write-ahead logging is safe, and where it is not used."""

from pathlib import Path

import pytest

from readmission.answers.changes import Changes, Edit
from readmission.answers.model import BLANK, Cell, Place
from readmission.store import connection
from readmission.store.declaration import Declaration, create_declaration, open_declaration
from readmission.store.medium import Medium, medium, medium_among

MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:25 / /home rw - overlay overlay rw
40 22 0:44 / /mnt/share rw - nfs4 server:/export rw
41 22 0:45 / /mnt/windows rw - cifs //server/share rw
42 22 0:46 / /mnt/far rw - fuse.sshfs someone@server: rw
43 22 8:17 / /media/a\\040stick rw - vfat /dev/sdb1 rw
44 22 8:33 / /media/linux\\134stick rw - ext4 /dev/sdc1 rw
45 22 8:1 / /data rw master:1 propagate_from:2 - xfs /dev/sda1 rw
46 22 0:50 / /odd rw - neverheardof none rw
47 40 0:51 / /mnt/share/local rw - tmpfs tmpfs rw
48 45 0:52 / /data rw - nfs server:/over rw
a line that says nothing
"""

CASES = {
    "/etc": Medium.LOCAL,
    "/home/someone": Medium.LOCAL,
    "/homes": Medium.LOCAL,
    "/mnt/share/Belgium": Medium.NETWORK,
    "/mnt/share": Medium.NETWORK,
    "/mnt/share/local/x": Medium.LOCAL,
    "/mnt/windows/x": Medium.NETWORK,
    "/mnt/far/x": Medium.NETWORK,
    "/media/a stick/x": Medium.REMOVABLE,
    "/media/linux\\stick/x": Medium.REMOVABLE,
    "/data/x": Medium.NETWORK,
    "/odd/x": Medium.UNKNOWN,
}


@pytest.mark.parametrize("path", CASES)
def test_the_kind_of_disk_follows_from_the_table_of_mounts(path: str, tmp_path: Path) -> None:
    # A partition of a disk that can be pulled out: the disk says so, the partition only lies in it.
    disk = tmp_path / "devices" / "sdc"
    (disk / "sdc1").mkdir(parents=True)
    (disk / "removable").write_text("1\n")
    (tmp_path / "block").mkdir()
    (tmp_path / "block" / "8:33").symlink_to(disk / "sdc1")
    assert medium_among(Path(path), MOUNTS, tmp_path / "block") is CASES[path]


def test_without_a_table_of_mounts_nothing_is_known(tmp_path: Path) -> None:
    assert medium_among(tmp_path, "", tmp_path) is Medium.UNKNOWN


def test_the_kind_of_this_disk_is_found(tmp_path: Path) -> None:
    assert medium(tmp_path) in set(Medium)


def in_force(declaration: Declaration) -> dict[str, object]:
    names = ["journal_mode", "synchronous", "trusted_schema", "cell_size_check", "mmap_size", "temp_store", "secure_delete"]
    names += ["foreign_keys", "fullfsync", "checkpoint_fullfsync", "auto_vacuum"]
    with declaration._database.bare() as driver:
        return {name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name in names}


SAFE = {
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "temp_store": 2,
    "secure_delete": 1,
    "foreign_keys": 1,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "auto_vacuum": 1,
}
FULL, EXTRA = 2, 3


@pytest.mark.parametrize("kind", Medium)
def test_the_settings_on_which_durability_rests_are_in_force(
    kind: Medium, tmp_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # D3; kill -9 cannot see a missing sync, so the settings themselves are looked at.
    monkeypatch.setattr(connection, "medium", lambda _: kind)
    local = kind is Medium.LOCAL
    expected = SAFE | (
        {"journal_mode": "wal", "synchronous": FULL} if local else {"journal_mode": "delete", "synchronous": EXTRA}
    )
    with create_declaration(tmp_path / "d", key, state="BE", round_id="2025", documents={}) as made:
        assert in_force(made) == expected
        made.commit(Changes((Edit(Place("T", (), "F"), BLANK, Cell(1)),)), person=0, why="")
        assert (tmp_path / "d" / "answers.db-wal").exists() is local
    with open_declaration(tmp_path / "d", key, person=1) as again:
        assert in_force(again) == expected


def test_a_setting_that_is_not_taken_is_not_passed_over(tmp_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection._SETTINGS, "foreign_keys", 7)
    with pytest.raises(Exception, match="ST-14"):
        create_declaration(tmp_path / "d", key, state="BE", round_id="2025", documents={})
