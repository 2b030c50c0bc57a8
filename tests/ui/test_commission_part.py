"""The Commission's own part in the window: the pages of a declaration, without those by which one is sent."""

from pathlib import Path

from readmission.answers.model import Place
from readmission.bundle.identity import Identity
from readmission.tasks.new import Person, new_declaration
from readmission.tasks.open import open_filling
from readmission.ui.main_window import MainWindow
from readmission.ui.navigation import entries
from ui.rehearsed import courier


def test_the_commission_sees_its_own_tables_and_sends_nothing(window: MainWindow, tmp_path: Path) -> None:
    delivered = courier(tmp_path)
    identity = Identity.generate()
    desk = Person("Desk", "desk officer", "desk", identity=identity)
    made = new_declaration(delivered.pack, delivered.desk_kit, tmp_path / "C", [desk])
    window.take(open_filling(made.folder, slot=made.slots[0], identity=identity))
    workspace = window.workspace
    assert workspace is not None
    pages = [entry.page for entry in entries(workspace.desk) if entry.page]
    own = [f"table/{name}" for name in ("C_MEET", "C_DECIDED")]
    assert pages == ["countries", "overview", "files", *own, "people", "journal", "comments", "findings", "safety"]
    for page in ("review", "release", "replies"):
        before = workspace.page
        workspace.show_page(page)
        assert workspace.page == before
    country = workspace.desk.countries[0]
    workspace.go_to(Place("C", (country,), "C_REASON"))
    assert workspace.page == f"dossier/{country}"
