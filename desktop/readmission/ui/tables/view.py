"""A table as one works in a spreadsheet: the same keys, ranges, copy and paste, fill down, reasons."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from readmission.answers.model import Cell, Reason
from readmission.override import override
from readmission.ui import theme
from readmission.ui.speech import say, say_count
from readmission.ui.tables.backdrop import Backdrop, draw_frame_anew
from readmission.ui.tables.cells import CellDelegate, CellEditor, RowHeader
from readmission.ui.tables.clipboard import fitted, read_block, write_block
from readmission.ui.tables.drawn import DrawnView
from readmission.ui.tables.look import Look
from readmission.ui.tables.model import GridModel, Index
from readmission.ui.wording import Wording

ROW_HEIGHT: Final = 27
NAME_WIDTH: Final = 176


class GridView(DrawnView):
    """The cells of one table on screen."""

    told = Signal(str)
    resized = Signal()
    comment_asked = Signal()

    def __init__(self, model: GridModel, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.setModel(model)
        self.setVerticalHeader(RowHeader(self))
        self.delegate = CellDelegate(self, _completions(model, wording))
        self.setItemDelegate(self.delegate)
        self.texts = self.delegate.texts
        Backdrop(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        across = self.horizontalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        across.setMinimumSectionSize(48)
        across.setHighlightSections(False)
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW_HEIGHT))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setFixedWidth(theme.scaled(NAME_WIDTH))
        self.delegate.moved_on.connect(self._move)
        self.delegate.leaving.connect(self._make_way)
        # The names of the rows carry marks of their own; telling the header would repaint the whole table.
        model.dataChanged.connect(lambda top, bottom: self._draw_names_anew(top.row(), bottom.row()))

    @property
    def grid(self) -> GridModel:
        """The model."""
        model = self.model()
        assert isinstance(model, GridModel)
        return model

    def chosen(self) -> list[QModelIndex]:
        """The selected cells in reading order, or the current one."""
        indexes = self.selectedIndexes() or [self.currentIndex()]
        # A range passes over lines and columns that are left out; what is not seen is never changed.
        seen = (index for index in indexes if index.isValid() and not self._hidden(index))
        return sorted(seen, key=lambda index: (index.row(), index.column()))

    def copy(self) -> None:
        """Put the selected cells on the clipboard as spreadsheets take them."""
        rows: dict[int, list[str]] = {}
        for index in self.chosen():
            rows.setdefault(index.row(), []).append(self.grid.text(index))
        QGuiApplication.clipboard().setText(write_block(rows.values()))

    def cut(self) -> None:
        """Copy and clear."""
        self.copy()
        self.grid.clear(self.chosen())

    def paste(self) -> None:
        """Enter the block on the clipboard from the current cell on, as one step."""
        chosen = self.chosen()
        block = read_block(QGuiApplication.clipboard().text())
        if not chosen or not block:
            return
        top, left = chosen[0].row(), chosen[0].column()
        block = fitted(block, chosen[-1].row() - top + 1, chosen[-1].column() - left + 1)
        targets = self._visible_columns(left)[: len(block[0])]
        texts: dict[QModelIndex, str] = {}
        rows = self._visible_rows(top)[: len(block)]
        for row, line in zip(rows, block, strict=False):
            texts.update({self.grid.at(row, column): text for column, text in zip(targets, line, strict=False)})
        outside = sum(len(line) for line in block) - len(texts)
        refused = self.grid.enter(texts, why=say("pasted"))
        self._select(top, left, rows[-1], targets[-1])
        self._tell_of_paste(len(texts) - refused, refused, outside)

    def fill_down(self) -> None:
        """Repeat the top line of the selection in the lines below, as one step."""
        chosen = self.chosen()
        if not chosen:
            return
        top = chosen[0].row()
        self.grid.enter(
            {index: self.grid.text(self.grid.index(top, index.column())) for index in chosen if index.row() > top},
            say("filled down"),
        )

    def give_reason(self, reason: Reason) -> None:
        """Give the same reason to all selected cells, as one step."""
        self.grid.write(self.chosen(), Cell(reason=reason))

    @override
    def look(self, row: int, column: int) -> Look:
        return self.grid.look(row, column)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._on_focus_changed(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._on_focus_changed(event)

    @override
    def dataChanged(self, top: Index, bottom: Index, roles: Sequence[int] = ()) -> None:
        if QAccessible.isActive():
            super().dataChanged(top, bottom, roles)
            return
        # Qt's own way draws every cell in sight anew as soon as more than one changed.
        self.viewport().update(self.visualRect(top) | self.visualRect(bottom))

    def _on_focus_changed(self, event: QFocusEvent) -> None:
        # Qt's own way draws every cell anew each time that an editor opens or closes; only the frames differ:
        # that of the current cell and that of the table.
        event.accept()
        if not self.currentIndex().isValid() and self.grid.keys:
            self.setCurrentIndex(self.grid.index(0, 0))
        self.viewport().update(self.visualRect(self.currentIndex()))
        draw_frame_anew(self)

    @override
    def selectAll(self) -> None:
        # One range; Qt's own way asks every cell for its flags.
        self._select(0, 0, len(self.grid.keys) - 1, len(self.grid.columns) - 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_command(event) or self._is_movement(event):
            event.accept()
        elif event.key() == Qt.Key.Key_F2:
            self._edit(overwriting=False)
        elif event.text() == "=":
            self.grid.take_last_year(self.chosen())
            self._move(1, 0)
        elif event.text().isprintable() and event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._edit(overwriting=True, first=event.text())
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().exec(event.globalPos())

    def open_menu(self) -> None:
        """Open the menu at the current cell."""
        self.menu().exec(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()))

    def menu(self) -> QMenu:
        """What can be done with the selected cells."""
        menu = QMenu(self)
        for text, keys, act in (
            (say("Cut"), QKeySequence.StandardKey.Cut, self.cut),
            (say("Copy"), QKeySequence.StandardKey.Copy, self.copy),
            (say("Paste"), QKeySequence.StandardKey.Paste, self.paste),
            (say("Fill down"), QKeySequence("Ctrl+D"), self.fill_down),
            (say("Take last year's"), QKeySequence("="), lambda: self.grid.take_last_year(self.chosen())),
        ):
            action = menu.addAction(text, act)
            action.setShortcut(QKeySequence(keys))
        action = menu.addAction(say("Comment on this answer…"), self.comment_asked.emit)
        action.setShortcut(QKeySequence("Ctrl+Shift+M"))
        menu.addSection(say("No value, because"))
        for reason in Reason:
            action = QAction(f"{self._wording.reason(reason)}\t{reason.value}", menu)
            action.triggered.connect(lambda _checked=False, reason=reason: self.give_reason(reason))
            menu.addAction(action)
        return menu

    def _is_command(self, event: QKeyEvent) -> bool:
        for keys, act in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Cut, self.cut),
            (QKeySequence.StandardKey.Paste, self.paste),
            (QKeySequence.StandardKey.SelectAll, self.selectAll),
        ):
            if event.matches(keys):
                act()
                return True
        if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.grid.clear(self.chosen())
        else:
            return False
        return True

    def _is_movement(self, event: QKeyEvent) -> bool:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._move(-1 if back else 1, 0)
        elif event.key() == Qt.Key.Key_Tab and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._move(0, 1)
        elif event.key() == Qt.Key.Key_Backtab:
            return self._move(0, -1)
        else:
            return False
        return True

    def _draw_names_anew(self, top: int, bottom: int) -> None:
        names = self.verticalHeader()
        start, end = self.rowViewportPosition(top), self.rowViewportPosition(bottom) + self.rowHeight(bottom)
        names.viewport().update(0, start, names.width(), end - start)

    def _make_way(self, down: int, right: int) -> None:
        # Qt moves the rows that are in sight only while nothing over them has just vanished; once the editor is gone, it draws
        # all of them anew.
        self.scrollTo(self._next_to(down, right))

    def _move(self, down: int, right: int) -> bool:
        index = self._next_to(down, right)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def _next_to(self, down: int, right: int) -> QModelIndex:
        """Where the cursor goes from the current cell; an invalid index out of the table."""
        current = self.currentIndex()
        columns = self._visible_columns(0)
        if not current.isValid() or not columns:
            return QModelIndex()
        row, position = current.row() + down, columns.index(current.column()) + right
        if not 0 <= position < len(columns):
            # Tab goes on in the next line, and out of the table at its end.
            row, position = row + (1 if right > 0 else -1), 0 if right > 0 else len(columns) - 1
        return self.grid.index(row, columns[position]) if 0 <= row < len(self.grid.keys) else QModelIndex()

    def _edit(self, *, overwriting: bool, first: str = "") -> None:
        index = self.currentIndex()
        if not index.isValid() or not self.grid.editable(index):
            if index.isValid() and self.grid.readonly:
                self.told.emit(say("Nothing can be entered here: the declaration is open to be read."))
            elif index.isValid():
                self.told.emit(say("This cell is not typed: it is computed, delivered by the round, or not asked here."))
            return
        self.delegate.overwriting = overwriting
        self.edit(index)
        for editor in self.viewport().findChildren(CellEditor):
            editor.begin(first)

    def _select(self, top: int, left: int, bottom: int, right: int) -> None:
        if bottom < top or right < left:
            return
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.grid.index(top, left), flags.NoUpdate)
        self.selectionModel().select(
            QItemSelection(self.grid.index(top, left), self.grid.index(bottom, right)), flags.ClearAndSelect
        )

    def _hidden(self, index: QModelIndex) -> bool:
        return self.isRowHidden(index.row()) or self.isColumnHidden(index.column())

    def _visible_rows(self, top: int) -> list[int]:
        return [row for row in range(top, len(self.grid.keys)) if not self.isRowHidden(row)]

    def _visible_columns(self, left: int) -> list[int]:
        return [column for column in range(left, len(self.grid.columns)) if not self.isColumnHidden(column)]

    def _tell_of_paste(self, entered: int, refused: int, outside: int) -> None:
        parts = [say_count("{count} cell pasted", "{count} cells pasted", entered)]
        if refused:
            parts.append(
                say_count("{count} left alone: computed or not asked", "{count} left alone: computed or not asked", refused)
            )
        if outside:
            parts.append(say_count("{count} beyond the edge of the table", "{count} beyond the edge of the table", outside))
        self.told.emit("; ".join(parts) + ".")


def _completions(model: GridModel, wording: Wording) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for number, column in enumerate(model.columns):
        codes = wording.codes(column.field)
        if codes is not None:
            found[number] = [wording.code(codes, code) for code in codes.codes]
    return found
