"""The line at the top: what is open, undo, finding things, the menu."""

from PySide6.QtCore import QModelIndex, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from readmission import assets
from readmission.answers.model import Place
from readmission.form.model import DimensionKind, Origin, Shape
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.widgets.labels import Elided, chip, quiet
from readmission.ui.wording import numbered

# The form's title gives way to the box that finds things.
WIDEST_TITLE = 290
_TARGET = Qt.ItemDataRole.UserRole + 8


class Header(QWidget):
    """Title, state, marking; undo and redo; the box that finds countries, questions and codes."""

    place_asked = Signal(object)  # Place
    page_asked = Signal(str)

    def __init__(self, desk: Desk, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self.search = QLineEdit(self)
        self.finish = QPushButton(say("Review and export"), self)
        self._targets = _targets(desk)
        self._lay_out(actions)
        self.finish.clicked.connect(lambda: self.page_asked.emit("release"))

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(8)
        logo = QLabel(self)
        logo.setPixmap(QIcon(str(assets.resources() / "icons" / "readmission.svg")).pixmap(QSize(26, 26)))
        logo.setAccessibleName(say("Readmission"))
        row.addWidget(logo)
        title = self._desk.filling.language.say(self._desk.form.title, context="form.title")
        label = Elided(title, scale=1.08, bold=True, parent=self)
        label.setMaximumWidth(WIDEST_TITLE)
        row.addWidget(label, 3)
        state = self._desk.filling.declaration.member_state
        row.addWidget(quiet(f"{self._desk.round.year} · {self._desk.wording.state(state)}", self))
        if self._desk.round.marking:
            row.addWidget(chip(self._desk.round.marking, "chip-plain", self))
        row.addStretch(1)
        for name in ("undo", "redo"):
            button = QToolButton(self)
            button.setDefaultAction(actions[name])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self._dress_find()
        row.addWidget(self.search, 3)
        row.addWidget(self._menu(actions))
        self.finish.setObjectName("primary")
        row.addWidget(self.finish)

    def _menu(self, actions: dict[str, QAction]) -> QToolButton:
        button = QToolButton(self)
        button.setText(say("Menu") + "  ▾")
        button.setShortcut("Alt+M")
        button.setToolTip("Alt+M")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        languages = QMenu(say("Language"), menu)
        for name, action in actions.items():
            if name.startswith("-"):
                menu.addSeparator()
            (languages if name.startswith("language-") else menu).addAction(action)
        menu.addMenu(languages)
        button.setMenu(menu)
        return button

    def _dress_find(self) -> None:
        self.search.setPlaceholderText(say("Find a country, question or code  (Ctrl+F)"))
        self.search.setAccessibleName(say("Find a country, question or code"))
        self.search.setMinimumWidth(120)
        self.search.setMaximumWidth(280)
        proxy = QSortFilterProxyModel(self)
        proxy.setSourceModel(self._targets)
        completer = QCompleter(proxy, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        completer.activated[QModelIndex].connect(self._on_target_activated)  # type: ignore[index]  # the stubs know no overloads
        self.search.setCompleter(completer)

    def _on_target_activated(self, index: QModelIndex) -> None:
        target = index.data(_TARGET)
        self.search.clear()
        if isinstance(target, Place):
            self.place_asked.emit(target)
        elif isinstance(target, str):
            self.page_asked.emit(target)


def _targets(desk: Desk) -> QStandardItemModel:
    model = QStandardItemModel()
    for country in desk.round.countries:
        _add(model, f"{desk.wording.country(country)} ({country})", f"dossier/{country}")
    first = desk.round.countries[0] if desk.round.countries else ""
    for table in desk.form.tables.values():
        if table.origin is not Origin.MINISTRY:
            continue
        if table.shape in (Shape.GRID, Shape.LIST):
            _add(model, numbered(table.number or table.id, desk.wording.table(table)), f"table/{table.id}")
        by_country = bool(table.dimensions) and table.dimensions[0].kind is DimensionKind.COUNTRY
        if table.is_list or len(table.dimensions) > by_country:
            continue
        for field in table.fields:
            label = numbered(field.number or field.id, desk.wording.field(table, field))
            _add(model, label, Place(table.id, (first,) if by_country else (), field.id))
    return model


def _add(model: QStandardItemModel, text: str, target: Place | str) -> None:
    item = QStandardItem(text)
    item.setData(target, _TARGET)
    model.appendRow(item)
