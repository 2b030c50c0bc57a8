"""Whatever lies in the folder that one opens: the window says what it is and what to do, and no byte of it is touched."""

import shutil
import string
from collections.abc import Callable
from pathlib import Path

import pytest

from readmission.bundle.identity import Identity
from readmission.errors import StoreError
from readmission.store import refusals
from readmission.tasks.new import Created, Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.texts import Language
from readmission.ui.main_window import MainWindow
from ui.rehearsed import Courier, courier

IDENTITY = Identity.generate()


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Courier:
    return courier(tmp_path_factory.mktemp("courier"))


@pytest.fixture(scope="module")
def whole(delivered: Courier, tmp_path_factory: pytest.TempPathFactory) -> Created:
    people = [Person("Anna Example", "head of unit", "anna", identity=IDENTITY)]
    return new_declaration(delivered.pack, delivered.kit, tmp_path_factory.mktemp("whole") / "BE 2016", people)


def _flip(folder: Path) -> None:
    data = bytearray((folder / "answers.db").read_bytes())
    for position in range(40, len(data), 997):
        data[position] ^= 1
    (folder / "answers.db").write_bytes(data)


def _foreign_marker(folder: Path) -> None:
    (folder / "declaration.readmission").write_text('{"format":"something else"}\n')


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "bits turned in the database": (_flip, "ST-04"),
    "the database cut in half": (lambda folder: _cut(folder / "answers.db"), "ST-04"),
    "another file in its place": (lambda folder: (folder / "answers.db").write_bytes(b"PK\x03\x04 a workbook" * 500), "ST-04"),
    "an empty file in its place": (lambda folder: (folder / "answers.db").write_bytes(b""), "ST-02"),
    "the database is missing": (lambda folder: (folder / "answers.db").unlink(), "ST-02"),
    "the small file is of another kind": (_foreign_marker, "ST-02"),
    "the small file is no text of ours": (lambda folder: (folder / "declaration.readmission").write_bytes(b"\xff\xfe"), "ST-02"),
    "the slot is damaged": (lambda folder: _cut(folder / "slots" / "1-anna.age"), "BU"),
    "the slot is another file": (lambda folder: (folder / "slots" / "1-anna.age").write_text("a letter"), "BU"),
}


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_explained_and_nothing_is_overwritten(what: str, window: MainWindow, whole: Created, tmp_path: Path) -> None:
    folder = tmp_path / "BE 2016"
    shutil.copytree(whole.folder, folder)
    harm, code = DAMAGE[what]
    harm(folder)
    before = _bytes(folder)
    window.show()
    window.start.ask_password(folder)
    window.open(folder, whole.slots[0], IDENTITY.text)
    assert window.desk is None
    assert window.start.unlock._message.text
    assert code in window.start.unlock._unharmed.text()
    assert _bytes(folder) == before


def test_the_same_declaration_undamaged_opens(window: MainWindow, whole: Created, tmp_path: Path) -> None:
    folder = tmp_path / "BE 2016"
    shutil.copytree(whole.folder, folder)
    window.open(folder, whole.slots[0], IDENTITY.text)
    assert window.desk is not None
    window.close_declaration()


def test_a_declaration_that_somebody_else_writes_names_them(window: MainWindow, whole: Created, tmp_path: Path) -> None:
    folder = tmp_path / "BE 2016"
    shutil.copytree(whole.folder, folder)
    with open_filling(folder, slot=whole.slots[0], identity=IDENTITY):
        window.start.ask_password(folder)
        window.open(folder, whole.slots[0], IDENTITY.text)
        assert window.desk is None
        assert "Anna" in window.start.unlock._message.text


def test_a_folder_without_a_declaration_is_said_before_a_password_is_asked(window: MainWindow, tmp_path: Path) -> None:
    window.start.ask_password(tmp_path)
    assert str(tmp_path) in window.start._message.text


def test_every_refusal_of_the_store_says_what_happened_what_is_unharmed_and_what_to_do() -> None:
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, StoreError)]
    assert len(kinds) > 20
    for kind in kinds:
        if kind is StoreError:
            continue
        explained = Language().explain(kind("", **dict.fromkeys(_names(kind), "x")))
        assert all((explained.happened, explained.unharmed, explained.remedy)), kind


def _names(kind: type[StoreError]) -> set[str]:
    texts = (kind.happened, kind.unharmed, kind.remedy)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
