"""The window: its start beside a bare PySide6 window, a declaration of 60,000 cells on the screen, an edit, a paste, a scroll.

Offscreen, so that the figures are those of the program and not of a graphics card. The table that is scrolled has over 100,000
cells; its peer is Qt's own table over plain lists with as many cells in sight.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from compileall import compile_dir
from datetime import date
from itertools import islice, product
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QTableView
from typing_extensions import override

import readmission
from readmission import assets, canonical
from readmission.answers.changes import Changes, Edit
from readmission.answers.facts import write_facts
from readmission.answers.model import BLANK, Cell, Place
from readmission.form.model import DimensionKind, Form, Origin, Shape
from readmission.form.reader import form_files, read_form
from readmission.form.round import Dates, Round, ScopeEntry
from readmission.form.round_text import write_round
from readmission.store.declaration import create_declaration, open_declaration
from readmission.tasks import documents
from readmission.tasks.fill import Filling
from readmission.texts import Language
from readmission.ui import opening
from readmission.ui.app import make_window
from readmission.ui.main_window import MainWindow
from readmission.ui.memory import Memory
from readmission.ui.pages.grid import GridPage
from readmission.ui.tables.cells import CellEditor
from readmission.ui.theme import Theme

KEY: Final = bytes(range(32))
STARTS: Final = 7
EDITS: Final = 120
PASTED: Final = 2_000
STEPS: Final = 60

BARE: Final = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1366, 740)
window.show()
while not window.windowHandle().isExposed():
    app.processEvents()
window.repaint()
print(time.monotonic(), flush=True)
"""
OURS: Final = "from readmission.__main__ import main; main(['--measure-start', '--language', 'en'])"


def rows() -> list[dict[str, Any]]:
    """What was measured: name, ours, peer, ratio, budget; times in milliseconds."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    load = os.getloadavg()[0]
    if load > (os.cpu_count() or 1) / 2:
        print(f"The machine is busy (load {load:.1f}): what is compared with milliseconds looks slow.", file=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        found = [_row("start to the first painted window / bare PySide6", *_starts(root), 1.5)]
        window = make_window(
            Memory(QSettings(str(root / "settings.ini"), QSettings.Format.IniFormat)), Theme(application, "light")
        )
        window.resize(1366, 768)
        window.show()
        found += list(_of_declaration(window, root / "declaration", 177))
        window.close_declaration()
        found += list(_of_scrolling(window, root / "wide", 1250))
        window.close()
    return found


def _starts(root: Path) -> tuple[float, float]:
    """From the start of a process to its painted window, in turns; with its bytecode, as the program is installed."""
    compile_dir(Path(readmission.__file__).parent, quiet=2)
    ours, bare = [], []
    for _ in range(STARTS):
        ours.append(_until_painted(OURS, root))
        bare.append(_until_painted(BARE, root))
    return min(ours), min(bare)


def _until_painted(code: str, home: Path) -> float:
    homes = {name: str(home) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env=os.environ | homes,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return (float(done.stdout.split()[-1]) - start) * 1000


def _of_declaration(window: MainWindow, folder: Path, countries: int) -> Iterator[dict[str, Any]]:
    form, round_ = _make(folder, countries)
    opening._load()  # the program does it in the background while somebody types the password
    opened = time.perf_counter()
    filling = Filling(folder, open_declaration(folder, KEY, person=1), person=1, language=Language())
    window.take(filling)
    assert window.desk is not None
    _paint(window)
    window.backing_up.end()  # none begins between two measured keys
    took = (time.perf_counter() - opened) * 1000
    cells = len(filling.answers.cells)
    yield _row(f"open {cells:,} cells to a drawn page, against 500 ms", took, 500.0, 1.0)
    while not window.desk.checked:
        QTest.qWait(1)
    _paint(window)
    took = (time.perf_counter() - opened) * 1000
    yield _row(
        f"the same until all is checked and {len(window.desk.findings):,} findings shown, against 1,500 ms", took, 1500.0, 1.0
    )
    page = _grid(window, "T01")
    yield _row("the first edit, before there was any spare time, against 100 ms", _edits(window, page, 1)[0], 100.0, 1.0)
    while window.spare_time.busy:  # a person looks at the page for longer than this
        QTest.qWait(50)
    yield _row(
        "an edit, key to painted cell, p99, against 16 ms",
        statistics.quantiles(_edits(window, page, EDITS), n=100)[98],
        16.0,
        1.0,
    )
    yield _row(f"paste {PASTED:,} cells, durable, checked, drawn, against 300 ms", _paste(window, form, round_), 300.0, 1.0)


def _edits(window: MainWindow, page: GridPage, count: int) -> list[float]:
    times = []
    for number in range(count):
        index = page.model.index(number % len(page.model.keys), 0)
        page.view.setCurrentIndex(index)
        typed = str(1000 + count + number)
        QTest.keyClicks(page.view, typed[0])
        editor = QApplication.focusWidget()
        assert isinstance(editor, CellEditor)
        QTest.keyClicks(editor, typed[1:])
        _paint(window)
        start = time.perf_counter()
        QTest.keyClick(editor, Qt.Key.Key_Return)
        _paint(window)
        times.append((time.perf_counter() - start) * 1000)
        assert page.model.cell(index).value == 1000 + count + number
    return times


def _paste(window: MainWindow, form: Form, round_: Round) -> float:
    page = _grid(window, "T02")
    across = PASTED // len(round_.countries) + 1
    typed = [place for place, column in enumerate(page.model.columns) if column.editable]
    assert len(typed) >= across, form.id
    times = []
    for turn in range(5):
        lines = ["\t".join(str(turn * 7 + row + column) for column in range(across)) for row in range(len(round_.countries))]
        QGuiApplication.clipboard().setText("\n".join(lines))
        page.view.setCurrentIndex(page.model.index(0, 0))
        start = time.perf_counter()
        page.view.paste()
        _paint(window)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _of_scrolling(window: MainWindow, folder: Path, countries: int) -> Iterator[dict[str, Any]]:
    _make(folder, countries, table="T02")
    window.take(Filling(folder, open_declaration(folder, KEY, person=1), person=1, language=Language()))
    page = _grid(window, "T02")
    for beside in page.findChildren(QCheckBox):
        beside.setChecked(True)
    _paint(window)
    cells = page.model.rowCount() * page.model.columnCount()
    peer = QTableView()
    peer.setModel(_Plain(page.model.rowCount(), page.model.columnCount()))
    peer.verticalHeader().setDefaultSectionSize(page.view.verticalHeader().defaultSectionSize())
    peer.resize(page.view.size())
    peer.show()
    _paint(window)
    ours, bare = _scrolled(page.view), _scrolled(peer)
    yield _row(f"scroll a table of {cells:,} cells, one frame / Qt's own table", ours, bare, 3.0)
    yield _row("the same against 33 ms, 30 frames a second", ours, 33.0, 1.0)
    peer.close()


def _scrolled(view: QTableView) -> float:
    bar = view.verticalScrollBar()
    bar.setValue(0)
    times = []
    for _ in range(STEPS):
        start = time.perf_counter()
        bar.setValue(bar.value() + 1)
        view.viewport().repaint()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


class _Plain(QAbstractTableModel):
    """Plain lists as a table."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self._cells = [[f"{row * column:,}" for column in range(columns)] for row in range(rows)]

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return len(self._cells)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return len(self._cells[0])

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        return self._cells[index.row()][index.column()] if role == 0 else None


def _grid(window: MainWindow, table: str) -> GridPage:
    assert window.workspace is not None
    window.workspace.show_page(f"table/{table}")
    _paint(window)
    page = window.workspace.current_page()
    assert isinstance(page, GridPage)
    return page


def _paint(_window: MainWindow) -> None:
    """Whatever is to be drawn anew, and nothing else."""
    QApplication.processEvents()


def _make(folder: Path, countries: int, table: str = "") -> tuple[Form, Round]:
    """A declaration of the published form, with invented countries where there are not enough, in which every number is given."""
    files = form_files(assets.forms() / "2025")
    codes = ["".join(letters) for letters in islice(product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=3), countries)]
    invented = "".join(f"      {code}: Country {code}\n" for code in codes)
    name = "codelists/countries.yaml"
    files[name] = files[name] + b"\n" + invented.encode() if files[name].endswith(b"\n") else files[name]
    form = read_form(files)
    round_ = Round(
        id="bench",
        edition=form.edition,
        year=2025,
        version=1,
        rehearsal=True,
        structure=form.structure,
        states=("BE",),
        scope=tuple(ScopeEntry(code, None, reason="bench") for code in codes),
        dates=Dates(date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)),
        parameters={},
        extracts={},
        audience="EU",
        marking="",
        marking_ceiling="",
    )
    filled = _filled(form, codes, Origin.MINISTRY, table)
    kept = {
        documents.UNPACKED: documents.unpacked(files, canonical.write(write_round(round_))),
        documents.LAST_FACTS: write_facts(filled, form),
        documents.REFERENCE: write_facts(_filled(form, codes, Origin.REFERENCE, table), form),
    }
    with create_declaration(folder, KEY, state="BE", round_id=round_.id, documents=kept) as made:
        person = made.add_person("Ada Example", "")
        made.commit(Changes(tuple(Edit(place, BLANK, cell) for place, cell in filled.items())), person=person, why="")
    return form, round_


def _filled(form: Form, countries: list[str], origin: Origin, only: str) -> dict[Place, Cell]:
    found: dict[Place, Cell] = {}
    for table in form.tables.values():
        if table.origin is not origin or table.is_list or (only and table.id != only) or table.shape is Shape.CHOICE:
            continue
        keys: list[tuple[str, ...]] = [()]
        for dimension in table.dimensions:
            of_country = dimension.kind is DimensionKind.COUNTRY
            members = countries if of_country else list(form.codelists[dimension.codelist].by_id)
            keys = [(*key, member) for key in keys for member in members]
        for key in keys:
            for field in table.fields:
                if field.type.numeric and field.calculation is None and not field.prefilled:
                    found[Place(table.id, key, field.id)] = Cell(value=0)
    return found


def _row(name: str, ours: float, peer: float, budget: float) -> dict[str, Any]:
    return {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "budget": budget}


if __name__ == "__main__":
    for row in rows():
        print(row)
