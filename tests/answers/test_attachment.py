from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission.answers.attachment import (
    MAX_NAME,
    Attachment,
    AttachmentsUnreadable,
    clean_name,
    clean_note,
    read_attachments,
    write_attachments,
)
from readmission.answers.changes import Answers, AttachmentChange, Changes
from readmission.answers.journal import Entry, EntryKind, JournalBroken, attachment_text, fold
from readmission.answers.media import kind_of
from readmission.answers.model import Place
from readmission.canonical import NotCanonical
from readmission.errors import ReadmissionError
from readmission.form.model import AttachmentKind
from readmission.sheets.sample import sample

PLACE = Place("B", ("GN",), "B14_04")
LETTER = Attachment(PLACE, "ab" * 64, "letter.pdf", AttachmentKind.PDF, 1200, "of March")
TABLE = Attachment(PLACE, "cd" * 64, "table.csv", AttachmentKind.CSV, 12)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CSV = b"Land;Ersuchen\nGuinea;432\n"

HOSTILE = {
    "../../etc/passwd": "passwd.pdf",
    r"C:\Users\me\letter.PDF": "letter.pdf",
    "=HYPERLINK(1).pdf": "_=HYPERLINK(1).pdf",
    "-rf.pdf": "_-rf.pdf",
    "invoice\u202efdp.exe": "invoicefdp.exe.pdf",
    "a\x00b\nc\td.pdf": "ab c d.pdf",
    "con.pdf": "_con.pdf",
    "AUX": "_AUX.pdf",
    ' what? "yes" | no*.pdf': "what_ _yes_ _ no_.pdf",
    "": "attachment.pdf",
    "...": "attachment.pdf",
    "é.pdf": "é.pdf",
    "x" * 500: "x" * (MAX_NAME - 4) + ".pdf",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_name_is_kept_without_what_could_do_harm(name: str) -> None:
    assert clean_name(name, AttachmentKind.PDF) == HOSTILE[name]


@given(st.text(), st.sampled_from(list(AttachmentKind)))
def test_a_clean_name_is_clean_and_cleaning_it_again_changes_nothing(name: str, kind: AttachmentKind) -> None:
    clean = clean_name(name, kind)
    assert clean_name(clean, kind) == clean
    assert clean.endswith(f".{kind.value}")
    assert clean.isprintable()
    assert len(clean) <= MAX_NAME
    assert not {"/", "\\", "\u202e"} & set(clean)


@given(st.text(max_size=700))
def test_a_clean_note_is_clean_already(note: str) -> None:
    assert clean_note(clean_note(note)) == clean_note(note)


def test_a_list_is_read_as_it_was_written() -> None:
    assert read_attachments(write_attachments([TABLE, LETTER])) == (LETTER, TABLE)
    assert read_attachments(write_attachments([])) == ()


ALTERED: dict[str, Callable[[bytes], bytes]] = {
    "with white space": lambda text: text.replace(b",", b", "),
    "in another order": lambda _: write_attachments([LETTER])[:-2] + b"," + write_attachments([LETTER])[1:],
    "with one part more": lambda text: text.replace(b'"kind"', b'"extra":1,"kind"'),
    "with a folder in a name": lambda text: text.replace(b"letter.pdf", b"../letter.pdf"),
    "with another ending": lambda text: text.replace(b"letter.pdf", b"letter.exe"),
    "with letters that turn the name": lambda text: text.replace(b"letter.pdf", "l\u202eetter.pdf".encode()),
    "with a kind that nobody knows": lambda text: text.replace(b'"kind":"pdf"', b'"kind":"exe"'),
    "with a digest that is none": lambda text: text.replace(b"ab", b"AB"),
    "with a size below nothing": lambda text: text.replace(b"1200", b"-1"),
    "with a size that is text": lambda text: text.replace(b"1200", b'"1200"'),
    "with a place that is none": lambda text: text.replace(b"B[GN].B14_04", b"B14"),
    "that is no list": lambda _: b"{}\n",
}


@pytest.mark.parametrize("how", ALTERED)
def test_any_other_text_of_a_list_is_refused(how: str) -> None:
    with pytest.raises(ReadmissionError) as refused:
        read_attachments(ALTERED[how](write_attachments([LETTER])))
    assert isinstance(refused.value, AttachmentsUnreadable | NotCanonical) or refused.value.code == "AN-01"


CONTENTS: dict[str, tuple[bytes, AttachmentKind | None]] = {
    "a PDF": (PDF, AttachmentKind.PDF),
    "a CSV file": (CSV, AttachmentKind.CSV),
    "a CSV file of Windows": ("Länder;Fälle\r\n".encode("cp1252"), AttachmentKind.CSV),
    "a workbook": (sample(), AttachmentKind.XLSX),
    "a PDF that ends too early": (PDF.replace(b"%%EOF", b""), None),
    "a PDF behind something else": (b"MZ\x90\0" + PDF, None),
    "a PDF that is called one only": (b"%PDF-latest\n%%EOF\n", None),
    "a ZIP file": (sample().replace(b"xl/workbook.xml", b"xl/worksome.xml"), None),
    "a workbook with macros": (sample().replace(b"xl/worksheets/sheet1.xml", b"xl/aaaaaa/vbaProject.bin"), None),
    "half a workbook": (sample()[:200], None),
    "a program": (b"MZ\x90\0\3\0\0\0", None),
    "a web page": (b" <!doctype html><script>", None),
    "a script": (b"#!/bin/sh\nrm -rf\n", None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("what", CONTENTS)
def test_a_kind_is_known_by_the_content(what: str) -> None:
    content, kind = CONTENTS[what]
    assert kind_of(content) is kind


def entry(number: int, old: Attachment | None, new: Attachment | None) -> Entry:
    about = (new or old or LETTER).about
    return Entry(number, number, "", 1, EntryKind.ATTACHMENT, about, attachment_text(old), attachment_text(new), "")


def test_a_journal_leads_to_the_attachments() -> None:
    noted = replace(LETTER, note="of April")
    answers = fold([entry(1, None, LETTER), entry(2, None, TABLE), entry(3, LETTER, noted), entry(4, TABLE, None)])
    assert answers.attached(PLACE) == (noted,)
    with pytest.raises(JournalBroken):
        fold([entry(1, None, LETTER), entry(2, None, LETTER)])
    with pytest.raises(JournalBroken):
        fold([entry(1, TABLE, None)])


def test_a_step_of_attachments_is_taken_back_by_its_inverse() -> None:
    answers = Answers.empty()
    step = Changes(attachments=(AttachmentChange(None, LETTER), AttachmentChange(None, TABLE)))
    answers.apply(step)
    assert len(answers.attached(PLACE)) == 2
    assert step.touches("B", ("GN",))
    assert not step.touches("B", ("ML",))
    answers.apply(step.inverse())
    assert not answers.attachments
