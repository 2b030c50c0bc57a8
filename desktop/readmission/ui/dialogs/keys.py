"""The keys of the program on one small page."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from readmission.ui import theme
from readmission.ui.speech import say
from readmission.ui.widgets.labels import heading

KEYS = (
    ("Everywhere", ""),
    ("Ctrl+Z · Ctrl+Y", "take a step back · make it again"),
    ("Ctrl+F", "find a country, question, code or answer"),
    ("Ctrl+Shift+M", "comment on this answer"),
    ("F8 · Shift+F8", "next finding · finding before"),
    ("F6 · F7", "list of pages · findings beside the page"),
    ("On a country", ""),
    ("Ctrl+PgDown · Ctrl+PgUp", "next country · country before"),
    ("a digit", "chooses the answer of that number"),
    ("Left · Right · Space", "look along the answers · choose"),
    ("=", "takes last year's answer"),
    ("Alt+L", "takes last year's answers where this year has none"),
    ("Space · Esc", "shows the options of a question · folds them"),
    ("Delete", "clears the answer"),
    ("Ctrl+R", "says why there is no answer"),
    ("In the core questions", ""),
    ("a digit or letter", "answers and goes on to the next country"),
    ("Ctrl+Space", "selects the question, so that a key answers it for all countries"),
    ("Alt+A · Alt+O · Alt+R", "only what is asked · only what is open · go right"),
    ("Ctrl+M", "one reason, text or flag for many countries"),
    ("In a table", ""),
    ("Enter · Tab · arrows", "move as in a spreadsheet"),
    ("F2 · Esc", "edit what stands there · leave it as it was"),
    ("Ctrl+C · Ctrl+X · Ctrl+V", "copy, cut and paste blocks"),
    ("Ctrl+D", "fill down"),
    ("NC NA CONF PEND DK TECH", "typed instead of a number: the reason why there is none"),
)


def show_keys(parent: QWidget | None) -> None:
    """Show the keys."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(say("Keys"))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 16)
    grid = QGridLayout()
    grid.setHorizontalSpacing(22)
    grid.setVerticalSpacing(5)
    for row, (keys, words) in enumerate(KEYS):
        if words:
            label = QLabel(keys, dialog)
            label.setFont(theme.font(bold=True))
            grid.addWidget(label, row, 0)
            grid.addWidget(QLabel(say(words), dialog), row, 1)
        else:
            grid.addWidget(heading(say(keys), 1.12, dialog), row, 0, 1, 2)
    column.addLayout(grid)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)
    dialog.exec()
