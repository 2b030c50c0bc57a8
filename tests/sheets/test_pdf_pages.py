"""The texts of a PDF are read page by page in a process of its own; what cannot be read is a typed error, never a crash."""

import random
from collections.abc import Callable

import pytest

from readmission.sheets import refused_files as refused
from readmission.sheets.reading import read_pages
from sheets.pdf_files import pdf


def test_every_page_gives_its_text_with_the_notes_on_it() -> None:
    pages = read_pages(pdf("The reply of the embassy", "born 12.03.1990", note="seen by AB1234567"), "letter.pdf")
    assert [text.split("\n")[0] for text in pages.texts] == ["The reply of the embassy", "born 12.03.1990"]
    assert "seen by AB1234567" in pages.texts[0]
    assert pages.pictures == ()


def test_a_page_that_is_a_picture_is_said() -> None:
    pages = read_pages(pdf("one", None, "three", None), "scan.pdf")
    assert pages.pictures == (2, 4)
    assert pages.texts[2].strip() == "three"


def test_a_file_that_is_only_locked_against_changes_is_read() -> None:
    assert read_pages(pdf("born 12.03.1990", locked=True), "locked.pdf").texts[0].strip() == "born 12.03.1990"


REFUSED: dict[str, tuple[Callable[[], bytes], type[refused.FileRefused]]] = {
    "a password": (lambda: pdf("x", password="secret"), refused.Encrypted),
    "a file inside": (lambda: pdf("x", inside=b"who;born\n"), refused.FilesInDocument),
    "its beginning only": (lambda: b"%PDF-1.7\n", refused.Damaged),
    "its first half": (lambda: pdf("x" * 40)[:300], refused.Damaged),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_a_typed_error(what: str) -> None:
    make, expected = REFUSED[what]
    with pytest.raises(refused.FileRefused) as caught:
        read_pages(make(), "it.pdf")
    assert type(caught.value) is expected
    assert caught.value.place == "it.pdf"


def test_a_damaged_file_ends_as_pages_or_as_a_typed_error() -> None:
    chance = random.Random(25)
    good = pdf("born 12.03.1990", None, note="x")
    for _ in range(12):
        bad = bytearray(good)
        for _ in range(chance.randrange(1, 30)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        try:
            read_pages(bytes(bad), "bad.pdf")
        except refused.FileRefused:
            continue
