"""Columns that are never narrower than their heading, in whatever language and size of text."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHeaderView

from readmission.ui import theme


def set_widths(header: QHeaderView, widths: Mapping[int, int]) -> None:
    """Give columns their widths, in pixels at the usual size of texts; the longest word of a heading stays whole."""
    for column, width in widths.items():
        header.resizeSection(column, max(theme.scaled(width), header.sectionSizeHint(column)))
