"""The pages for the head, replies and safety, and the dialogues that bring back and delete, with a real declaration."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from readmission.answers.attachment import Attachment
from readmission.answers.model import Cell
from readmission.bundle.identity import Identity
from readmission.form.model import AttachmentKind
from readmission.tasks.backups import backups_in
from readmission.tasks.new import Created, Person, new_declaration
from readmission.tasks.open import RECOVERY, open_filling
from readmission.tasks.restore import RestorePreview
from readmission.ui.desk import Desk
from readmission.ui.dialogs.new import RecoveryDialog
from readmission.ui.dialogs.printing import FINDINGS, PrintDialog
from readmission.ui.dialogs.restore import DeleteDialog, RestoreDialog, _words
from readmission.ui.main_window import MainWindow
from readmission.ui.navigation import entries
from readmission.ui.pages.dossier import DossierPage
from readmission.ui.pages.grid import GridPage
from readmission.ui.pages.head_review import HeadReviewPage
from readmission.ui.pages.replies import RepliesPage
from readmission.ui.pages.safety import SafetyPage
from readmission.ui.tables.cells import CellEditor
from readmission.ui.tables.model import ACCESSIBLE
from readmission.ui.tables.review_model import FIXED, VERDICT
from ui.pilot import place
from ui.rehearsed import Courier, copy_of, courier

IDENTITY = Identity.generate()
MOST_CONTROLS = 60


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Courier:
    return courier(tmp_path_factory.mktemp("courier"))


@pytest.fixture(scope="module")
def original(delivered: Courier, tmp_path_factory: pytest.TempPathFactory) -> Created:
    people = [Person("Anna Example", "head of unit", "anna", identity=IDENTITY)]
    return new_declaration(delivered.pack, delivered.kit, tmp_path_factory.mktemp("original") / "BE 2016", people)


@pytest.fixture
def made(original: Created, tmp_path: Path) -> Created:
    return copy_of(original, tmp_path)


@pytest.fixture
def desk(window: MainWindow, made: Created) -> Iterator[Desk]:
    window.show()
    window.take(open_filling(made.folder, slot=made.slots[0], identity=IDENTITY))
    assert window.desk is not None
    yield window.desk
    window.close_declaration()


def page(window: MainWindow, name: str) -> object:
    assert window.workspace is not None
    window.workspace.show_page(name)
    return window.workspace.current_page()


def test_the_head_approves_sends_back_and_sees_only_what_waits(window: MainWindow, desk: Desk) -> None:
    review = page(window, "review")
    assert isinstance(review, HeadReviewPage)
    first, second = desk.countries[:2]
    desk.enter({place(f"T01[{first}].RD"): Cell(value=12)})
    review.view.selectRow(0)
    review.detail.approve.click()
    assert review.model.index(0, VERDICT).data() == "approved"
    review.view.selectRow(1)
    review.detail.comment.setText("Please look at the forced returns.")
    review.detail.back.click()
    assert review.model.index(1, VERDICT).data() == "sent back"
    assert "Please look at the forced returns." in review.detail._state.text()
    review._only.click()
    assert first not in [shown.country for shown in review.model.reviews]
    assert second in [shown.country for shown in review.model.reviews]
    desk.enter({place(f"T01[{first}].RD"): Cell(value=13)})
    assert review.model.reviews[0].country == first
    assert review.model.index(0, VERDICT).data() == "changed after approval"
    review.view.clearSelection()
    review.view.selectionModel().select(
        review.model.index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    )
    assert "12 → 13" in review.detail.items.item(review.detail.items.count() - 1).text()
    review.detail.approve.click()
    assert first not in [shown.country for shown in review.model.reviews]


def test_the_review_speaks_question_and_answer_and_last_year(window: MainWindow, desk: Desk) -> None:
    review = page(window, "review")
    assert isinstance(review, HeadReviewPage)
    spoken = review.model.index(0, FIXED).data(ACCESSIBLE)
    question = review.model.headerData(FIXED, Qt.Orientation.Horizontal, ACCESSIBLE)
    assert spoken.startswith(f"{question}: ")
    assert review.model.headerData(0, Qt.Orientation.Vertical, ACCESSIBLE) == desk.wording.country(desk.countries[0])


def test_every_page_has_few_controls_and_each_says_its_name(window: MainWindow, desk: Desk) -> None:
    names = [entry.page for entry in entries(desk) if entry.page]
    assert len(names) > 30
    for name in (*names, f"dossier/{desk.countries[0]}"):
        shown = page(window, name)
        assert isinstance(shown, QWidget)
        controls = [
            child
            for child in shown.findChildren(QWidget)
            if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus and not child.objectName().startswith("qt_")
        ]
        assert len(controls) <= MOST_CONTROLS, name
        unnamed = [
            child for child in controls if not (child.accessibleName() or getattr(child, "text", str)() or child.focusProxy())
        ]
        assert not [
            type(child).__name__ for child in unnamed if child.metaObject().className() in ("QPushButton", "QTableView")
        ], name


def test_a_backup_is_made_on_closing_and_the_place_is_told(window: MainWindow, desk: Desk, made: Created) -> None:
    desk.enter({place("A.A1_02"): Cell(value="Immigration Office")})
    window.close_declaration()
    assert len(backups_in(made.folder / "backups")) == 1
    assert str(made.folder / "backups") in window.start._message.text


def test_a_backup_is_made_while_one_works(window: MainWindow, desk: Desk, made: Created) -> None:
    assert window.status.backup.text() == "No backup yet"
    assert str(made.folder / "backups") in window.status.backup.toolTip()
    window.backing_up.back_up_if_due()
    assert window.status.backup.isVisible()
    (backup,) = backups_in(made.folder / "backups")
    assert f"{backup.made.astimezone():%H:%M}" in window.status.backup.text()
    assert str(made.folder / "backups") in window.status.backup.accessibleName()
    assert len(backups_in(made.folder / "backups")) == 1
    window.backing_up.back_up_if_due()
    assert len(backups_in(made.folder / "backups")) == 1
    assert str(made.folder / "backups") in window.status.told.text()


def test_a_backup_waits_until_an_answer_is_typed(qtbot: QtBot, window: MainWindow, desk: Desk, made: Created) -> None:
    with qtbot.waitExposed(window):
        window.show()
    grid = page(window, "table/T01")
    assert isinstance(grid, GridPage)
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    grid.view.setFocus()
    QTest.keyClicks(grid.view, "4")
    editor = QApplication.focusWidget()
    assert isinstance(editor, CellEditor)
    QTest.keyClicks(editor, "32")
    window.backing_up.back_up_if_due()
    assert QApplication.focusWidget() is editor
    assert not backups_in(made.folder / "backups")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    window.backing_up.back_up_if_due()
    assert len(backups_in(made.folder / "backups")) == 1
    assert desk.cell(grid.model.place(grid.model.index(0, 0))) == Cell(value=432)


def test_the_safety_page_shows_backups_and_keeps_settings(window: MainWindow, desk: Desk, made: Created, tmp_path: Path) -> None:
    safety = page(window, "safety")
    assert isinstance(safety, SafetyPage)
    stick = tmp_path / "stick"
    stick.mkdir()
    safety.minutes.setValue(7)
    safety.second.line.setText(str(stick))
    safety.store.click()
    assert window.status.backup.text() == "No backup yet"
    safety.now.click()
    assert window.status.backup.text().startswith("Backup ")
    assert safety.table.rowCount() == 2
    assert str(stick) in safety._where.text()
    (made.folder / "backups" / "settings.json").write_text("nonsense")
    safety.arrive("")
    assert "TA-71" in safety._message.text


def test_without_requests_the_page_of_replies_says_so_and_a_foreign_file_changes_nothing(
    window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = page(window, "replies")
    assert isinstance(replies, RepliesPage)
    assert replies._nothing.isVisible()
    said: list[str] = []
    monkeypatch.setattr("readmission.ui.pages.replies.show_error", lambda _parent, error: said.append(error.code))
    (tmp_path / "letter.reply").write_bytes(b"a letter")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "letter.reply"), ""))
    head = desk.filling.declaration.head
    replies.open.click()
    assert said
    assert desk.filling.declaration.head == head


def test_the_recovery_identity_must_open_the_declaration_before_the_dialogue_ends(qtbot: QtBot, made: Created) -> None:
    dialog = RecoveryDialog(made.recovery, made.folder)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.proceed.isEnabled()
    dialog.reject()
    assert dialog.isVisible()
    dialog.kept.click()
    assert dialog.shown.isHidden()
    dialog.typed.setPlainText(made.recovery[:-1] + ("A" if made.recovery[-1] != "A" else "C"))
    dialog.test.click()
    assert not dialog.proceed.isEnabled()
    dialog.typed.setPlainText(Identity.generate().text)
    dialog.test.click()
    assert not dialog.proceed.isEnabled()
    halves = made.recovery[:40].lower(), made.recovery[40:]
    dialog.typed.setPlainText("\n ".join(halves))
    dialog.test.click()
    assert dialog.proceed.isEnabled()
    dialog.proceed.click()
    assert not dialog.isVisible()


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_the_recovery_identity_is_put_back_and_tried_by_keyboard_alone(qtbot: QtBot, made: Created) -> None:
    dialog = RecoveryDialog(made.recovery, made.folder)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.activateWindow()
    dialog.shown.setFocus()
    qtbot.waitUntil(dialog.shown.hasFocus)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        press(key)
    assert dialog.shown.isHidden()
    dialog.typed.paste()
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Return):
        press(key)
    assert not dialog.isVisible()


def test_the_look_at_a_backup_names_the_attached_files_and_those_that_differ() -> None:
    kept, gone, new = (
        Attachment(place("B[GN].B14_04"), digest * 128, name, AttachmentKind.CSV, 8, note)
        for digest, name, note in (("a", "kept.csv", ""), ("b", "gone.csv", "of March"), ("c", "new.csv", ""))
    )
    found = RestorePreview(Path("b"), "2026-11-24T10:00:00+00:00", "Bea", 1, 2, (gone, kept), (gone,), (new,), compared=True)
    assert _words(found).splitlines()[1:] == [
        "Attached files: gone.csv (B[GN].B14_04, of March), kept.csv (B[GN].B14_04)",
        "Every answer is as it is now.",
        "Files that only the backup has: gone.csv (B[GN].B14_04, of March)",
        "Files that the backup does not have: new.csv (B[GN].B14_04)",
    ]
    assert _words(replace(found, only_there=(), only_now=())).splitlines()[-1] == "Nothing differs from now."


def test_a_backup_is_looked_at_and_comes_back_into_a_new_folder(
    qtbot: QtBot, window: MainWindow, desk: Desk, made: Created
) -> None:
    desk.enter({place("A.A1_02"): Cell(value="Immigration Office")})
    window.backing_up.back_up_if_due()
    desk.enter({place("A.A1_02"): Cell(value="Police")})
    dialog = RestoreDialog([made.folder], window)
    qtbot.addWidget(dialog)
    assert not dialog.restore.isEnabled()
    dialog.person.setCurrentIndex(dialog.person.findData(made.slots[0]))
    dialog.password.setText(IDENTITY.text)
    dialog.look.click()
    assert "Anna Example" in dialog.preview.toPlainText()
    name = desk.wording.place(place("A.A1_02"))
    assert f"{name} (A.A1_02): Immigration Office in the backup, Police now" in dialog.preview.toPlainText()
    dialog.folder.line.setText(str(made.folder))
    dialog.restore.click()
    assert "TA-03" in dialog._message.text
    assert not dialog.result()
    dialog.folder.line.setText(str(made.folder.with_name("again")))
    dialog.restore.click()
    assert dialog.restored == made.folder.with_name("again")
    assert (made.folder.with_name("again") / "declaration.readmission").is_file()
    assert RECOVERY in [slot.stem for slot in (dialog.restored / "slots").iterdir()]


@pytest.mark.parametrize("ending", ["html", "csv"])
def test_the_findings_are_written_to_a_file_with_what_is_still_owed(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.enter({place("A.A14_01"): Cell(value="Counted from the registers.")})
    dialog = PrintDialog(desk, "", window)
    qtbot.addWidget(dialog)
    dialog.choice.button(FINDINGS).setChecked(True)
    target = tmp_path / f"findings.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    save = dialog.findChild(QPushButton, "primary")
    assert isinstance(save, QPushButton)
    save.click()
    assert dialog.written == target
    written = target.read_text(encoding="utf-8-sig")
    for finding in desk.filling.all_findings():
        assert finding.rule in written
    assert {"F15", "C02"} <= {finding.rule for finding in desk.filling.all_findings()}


def test_a_declaration_is_deleted_only_by_its_typed_name(qtbot: QtBot, made: Created) -> None:
    dialog = DeleteDialog()
    qtbot.addWidget(dialog)
    dialog.folder.line.setText(str(made.folder))
    dialog.typed.setText("be 2016")
    dialog.delete.click()
    assert made.folder.exists()
    dialog.typed.setText("BE 2016")
    dialog.delete.click()
    assert not made.folder.exists()
    assert "BE 2016" in dialog.told


def test_whoever_fills_in_a_country_reads_on_its_page_that_it_was_sent_back_and_why(window: MainWindow, desk: Desk) -> None:
    country, other = desk.countries[:2]
    assert window.workspace is not None
    window.workspace.show_page("review")
    page = window.workspace.current_page()
    assert isinstance(page, HeadReviewPage)
    page.view.selectRow(0)
    page.detail.comment.setText("Look at the men again")
    page.detail.back.click()
    assert window.status.told.text() == "1 country sent back with your comment."
    listed = next(entry for entry in entries(desk) if entry.page == "review")
    assert listed.spoken == "Review by the head, 1 country sent back"
    window.workspace.show_page(f"dossier/{country}")
    dossier = window.workspace.current_page()
    assert isinstance(dossier, DossierPage)
    assert dossier._returned.isVisible()
    assert dossier._returned.text.startswith("Sent back by Anna Example on ")
    assert dossier._returned.text.endswith(": Look at the men again")
    # A control: a country that nobody sent back says nothing of it, nor does one that was approved since.
    window.workspace.show_page(f"dossier/{other}")
    assert dossier._returned.isHidden()
    window.workspace.show_page("review")
    page.detail.approve.click()
    window.workspace.show_page(f"dossier/{country}")
    assert dossier._returned.isHidden()
    window.close_declaration()
    # What was said to one person is not shown to the next.
    assert window.status.told.text() == ""
