"""How the cells of a workbook of answers look; who writes into a cell sees it by its colour and by its being unlocked."""

from typing import Any, Final

from xlsxwriter import Workbook

from readmission.sheets.answers_book import Item, Look

_INK: Final = "#1F2933"
_HEAD: Final = "#24476B"
_OFFERED: Final = "#5B7A99"
_LINE: Final = "#B8C2CC"

_LOOKS: Final[dict[Look, dict[str, Any]]] = {
    Look.ANSWER: {"bg_color": "#FFFBE6", "border": 1, "border_color": _LINE},
    Look.OFFERED: {"border": 1, "border_color": _LINE},
    Look.ASIDE: {"bg_color": "#ECEFF1", "font_color": "#52606D", "border": 1, "border_color": _LINE},
    Look.REMARK: {"border": 1, "border_color": _LINE, "font_size": 9},
    Look.KEY: {"bold": True},
    Look.LABEL: {},
    Look.SECTION: {"bold": True, "bottom": 1, "font_color": _HEAD},
    Look.LAST: {"font_color": "#52606D", "italic": True},
    Look.COMPUTED: {"bg_color": "#E3EDF7"},
    Look.TOTAL: {"bold": True, "bg_color": "#E3EDF7"},
}
# What a spreadsheet would take for a formula once somebody types Enter in the cell.
_LIKE_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Look, str, bool], Any] = {}
        self.title = self._new(bold=True, font_size=14)
        self.line = self._new(text_wrap=True)
        self.guidance = self._new(font_size=8, text_wrap=True, font_color="#52606D")
        self.heading = self._new(bold=True, text_wrap=True, font_color="#FFFFFF", bg_color=_HEAD)
        self.heading_offered = self._new(bold=True, text_wrap=True, font_color="#FFFFFF", bg_color=_OFFERED)
        self.code = self._new(font_size=8, font_color="#52606D", bg_color="#ECEFF1")
        self.totals_label = self._new(bold=True)

    def of(self, item: Item) -> Any:
        """The format of a cell."""
        numeric = item.number is not None
        shown = ("#,##0" + ("." + "0" * item.places if item.places else "")) if numeric else "yyyy-mm-dd" if item.day else ""
        quoted = item.text.startswith(_LIKE_FORMULA)
        key = (item.look, shown, quoted)
        if key not in self._made:
            said: dict[str, Any] = {"text_wrap": True, "locked": not item.look.open, **_LOOKS[item.look]}
            if shown:
                said |= {"num_format": shown, "align": "right"}
            if quoted:
                said["quote_prefix"] = True
            self._made[key] = self._new(**said)
        return self._made[key]

    def _new(self, **said: Any) -> Any:
        return self._workbook.add_format({"font_name": "Calibri", "font_size": 10, "font_color": _INK, "valign": "top", **said})
