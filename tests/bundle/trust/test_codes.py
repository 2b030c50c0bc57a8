"""Every reason to refuse has a code of its own, three sentences, and a test that provokes it."""

import inspect
import re
import string
from pathlib import Path

import pytest

from readmission.bundle import attachment_rejections, refusals, rejections
from readmission.bundle.attachment_rejections import AttachmentRejected
from readmission.bundle.rejections import Rejected
from readmission.errors import BundleError

MODULES = (refusals, rejections, attachment_rejections)
ROOTS = (BundleError, Rejected, AttachmentRejected)
CLASSES = [
    found
    for module in MODULES
    for _, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, BundleError) and found not in ROOTS and found.__module__ == module.__name__
]
HERE = Path(__file__)
FORMAT = Path(inspect.getfile(rejections)).with_name("FORMAT_CONTAINER.md")


def test_no_two_reasons_share_a_code() -> None:
    codes = [found.code for found in CLASSES]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"BU-[0-9]{2}", code) for code in codes)


@pytest.mark.parametrize("found", CLASSES, ids=lambda found: found.code)
def test_a_reason_is_said_in_three_sentences(found: type[BundleError]) -> None:
    texts = (found.happened, found.unharmed, found.remedy)
    details = {name: name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    said = str(found("place", **details))
    assert said.startswith(f"{found.code} place: ")
    assert all(sentence.endswith((".", ")")) for sentence in texts)


@pytest.mark.parametrize("found", CLASSES, ids=lambda found: found.code)
def test_a_reason_has_a_test_that_names_it(found: type[BundleError]) -> None:
    tests = [path for path in HERE.parents[1].rglob("test_*.py") if path != HERE]
    texts = "".join(path.read_text() for path in tests)
    assert found.code in texts or found.__name__ in texts


def test_the_format_speaks_of_no_code_that_does_not_exist() -> None:
    assert set(re.findall(r"BU-[0-9]{2}", FORMAT.read_text())) <= {found.code for found in CLASSES}
