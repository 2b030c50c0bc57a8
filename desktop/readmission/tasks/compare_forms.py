"""Explain how one edition of a form differs from another."""

from collections.abc import Mapping
from pathlib import Path

from readmission.form.comparison import Comparison, compare_forms
from readmission.form.reader import form_files, read_form


def compare_folders(old: Path, new: Path) -> Comparison:
    """What changed from the form of a folder to that of another; raises FormRefused."""
    before, after = form_files(old), form_files(new)
    return compare_forms(read_form(before), read_form(after), _translations(before), _translations(after))


def _translations(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {Path(name).stem: data for name, data in files.items() if name.startswith("texts/")}
