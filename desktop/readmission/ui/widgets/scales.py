"""The most important of many options, and the same scale for several things."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from readmission.answers.model import BLANK, Cell, Key
from readmission.form.model import Shape, Table
from readmission.override import override
from readmission.ui import theme
from readmission.ui.answer_keys import keys_of
from readmission.ui.desk import Desk
from readmission.ui.speech import say
from readmission.ui.widgets.child import Child
from readmission.ui.widgets.fields import CodeField
from readmission.ui.widgets.labels import quiet
from readmission.ui.widgets.strip import Option, Strip
from readmission.ui.widgets.ticks import Ticks

# So many places of a ranking are offered where the form names no largest rank.
RANKS = 3


class Ranking(Child):
    """The most important of many options, first to third, as a list one adds to."""

    def __init__(
        self, desk: Desk, table: Table, parent_key: Key, *, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, table, parent_key, compact=compact, parent=parent)
        content = QWidget(self)
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(5 if compact else 8)
        grid.setVerticalSpacing(4)
        self.combos: list[CodeField] = []
        for rank in range(1, min(RANKS, self.field.maximum or RANKS) + 1):
            combo = CodeField([Option(code.id, self.words[code.id], hint=code.note) for code in self.codes], content)
            combo.setAccessibleName(say("{question}, place {rank}", question=self.title, rank=rank))
            label = quiet(f"{rank}.", content)
            label.setBuddy(combo)
            combo.entered.connect(lambda cell, rank=rank: self._on_entered(rank, cell))
            grid.addWidget(label, 0, 2 * rank - 2)
            grid.addWidget(combo, 0, 2 * rank - 1)
            grid.setColumnStretch(2 * rank - 1, 1)
            self.combos.append(combo)
        self.finish(content, self.combos[0])

    @override
    def show_options(self, asked: list[str]) -> None:
        ranked = {self.desk.cell(self.place(code)).value: code for code in asked}
        for rank, combo in enumerate(self.combos, start=1):
            combo.show_cell(Cell(value=ranked[rank]) if rank in ranked else BLANK)

    @override
    def controls_of(self, code: str) -> Sequence[QWidget]:
        return self.combos

    @override
    def focus_of(self, code: str) -> QWidget:
        rank = self.desk.cell(self.place(code)).value
        return self.combos[rank - 1 if isinstance(rank, int) and 0 < rank <= len(self.combos) else 0]

    @override
    def answer(self, asked: list[str]) -> str:
        held = self._held(asked)
        words = ", ".join(f"{rank}. {self.words[code]}" for rank, code in held)
        count = say("{count} of {of}", count=len(held), of=len(self.combos))
        return words if len(held) == len(self.combos) else f"{count}: {words}" if held else count

    def _held(self, asked: list[str]) -> list[tuple[int, str]]:
        ranks = ((self.desk.cell(self.place(code)).value, code) for code in asked)
        return sorted((rank, code) for rank, code in ranks if isinstance(rank, int))

    @override
    def option_with_focus(self) -> str:
        combo = next((combo for combo in self.combos if combo.hasFocus()), self.combos[0])
        return str(combo.currentData() or "")

    @override
    def last_year(self) -> str:
        ranks = {code.id: self.desk.last_cell(self.place(code.id)) for code in self.codes}
        held = sorted((cell.value, code) for code, cell in ranks.items() if cell is not None and isinstance(cell.value, int))
        words = ", ".join(f"{rank} {self.words[code]}" for rank, code in held)
        return f"{self.desk.round.year - 1}: {words}" if words else ""

    def _on_entered(self, rank: int, cell: Cell) -> None:
        cells = self.reasons_cleared() | {
            self.place(code.id): BLANK
            for code in self.codes
            if self.desk.cell(self.place(code.id)).value == rank and code.id != cell.value
        }
        if isinstance(cell.value, str):
            cells[self.place(cell.value)] = Cell(value=rank)
        self.desk.enter(cells)


class Matrix(Child):
    """The same scale for several things, one line each."""

    def __init__(
        self, desk: Desk, table: Table, parent_key: Key, *, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, table, parent_key, compact=compact, parent=parent)
        codes = desk.form.codelists[self.field.codelist]
        keys = keys_of(codes)
        options = [Option(code.id, desk.wording.code(codes, code), keys.get(code.id, ""), code.note) for code in codes.codes]
        content = QWidget(self)
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0 if compact else 2)
        self.strips: dict[str, Strip] = {}
        self._labels: dict[str, QLabel] = {}
        for row, code in enumerate(self.codes):
            strip = Strip(options, tight=True, parent=content)
            strip.setAccessibleName(say("{question}: {item}", question=self.title, item=self.words[code.id]))
            strip.entered.connect(lambda cell, code=code.id: self.desk.enter({self.place(code): cell}))
            strip.last_year_asked.connect(lambda code=code.id: self._take_last_year(code))
            label = QLabel(self.words[code.id], content)
            label.setBuddy(strip)
            label.setWordWrap(True)
            if compact:
                label.setFont(theme.font(scale=0.92))
                policy = label.sizePolicy()
                policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
                label.setSizePolicy(policy)
                strip.setSizePolicy(QSizePolicy.Policy.Ignored, strip.sizePolicy().verticalPolicy())
            grid.addWidget(label, row, 0)
            grid.addWidget(strip, row, 1)
            self.strips[code.id] = strip
            self._labels[code.id] = label
        grid.setColumnStretch(0, 12)
        grid.setColumnStretch(1, 13)
        legend = quiet("   ".join(f"{option.key} {option.short}" for option in options), content)
        legend.setFont(theme.font(scale=0.85))
        legend.setWordWrap(True)
        legend.setVisible(not compact)
        grid.addWidget(legend, len(self.codes), 0, 1, 2)
        self.finish(content, next(iter(self.strips.values())))

    @override
    def show_options(self, asked: list[str]) -> None:
        for code, strip in self.strips.items():
            shown = code in asked
            strip.setVisible(shown)
            self._labels[code].setVisible(shown)
            if shown:
                place = self.place(code)
                strip.show_cell(self.desk.cell(place))
                strip.show_state(self.desk.findings.worst(place))
                last = self.desk.last_cell(place)
                strip.show_last(last.value if last is not None else None)

    @override
    def controls_of(self, code: str) -> Sequence[QWidget]:
        return (self.strips[code],)

    @override
    def described(self, code: str) -> str:
        place = self.place(code)
        wrong = next((self.desk.message(finding) for finding in self.desk.findings.at(place)), "")
        return ". ".join(part for part in (wrong, self.desk.comments(place)) if part)

    @override
    def focus_of(self, code: str) -> QWidget:
        return self.strips[code]

    @override
    def answer(self, asked: list[str]) -> str:
        cells = [(self.words[code], cell) for code in asked if not (cell := self.desk.cell(self.place(code))).blank]
        words = ", ".join(f"{name}: {self.desk.wording.short(self.field, cell).partition(' (')[0]}" for name, cell in cells)
        count = say("{count} of {of}", count=len(cells), of=len(asked))
        return words if len(cells) == len(asked) else f"{count}: {words}" if cells else count

    @override
    def option_with_focus(self) -> str:
        return next((code for code, strip in self.strips.items() if strip.hasFocus()), "")

    @property
    @override
    def option_keys(self) -> list[tuple[str, str]]:
        return [(option.key, option.short) for option in next(iter(self.strips.values())).options]

    def _take_last_year(self, code: str) -> None:
        cell = self.desk.last_cell(self.place(code))
        if cell is not None:
            self.desk.enter({self.place(code): cell}, why=say("taken from last year"))


CHILDREN: dict[Shape, type[Child]] = {Shape.CHOICE: Ticks, Shape.RANKING: Ranking, Shape.MATRIX: Matrix}
