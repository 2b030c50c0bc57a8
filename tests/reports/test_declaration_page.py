"""A declaration as people read and sign it, and the sheet that goes with a bundle."""

from assessed_round import WORKED, answers, small_form
from readmission.answers.model import Cell, Place, Reason
from readmission.reports.courier import CourierSheet, Reader, courier_page, grouped
from readmission.reports.declaration import Heading, SettledWarning, declaration_page
from readmission.reports.fingerprint import word_list, words_of
from readmission.texts import Language
from reports.pages_read import PageReader

FORM = small_form()
HEADING = Heading("BE", 2025, "R2025", True, "LIMITED", (("Digest that is signed", "ab" * 64),))


def declared() -> dict[Place, Cell]:
    cells = answers("GN", WORKED | {"B.B0_01": "Y", "B.B12_01": "2", "B12_02/ID.rating": "4"})
    cells[Place("T05", ("GN",), "TD_ISS")] = Cell(reason=Reason.PENDING, due="2026-05-01", note="embassy")
    cells[Place("T01", ("GN",), "RD")] = Cell(value=1432, flags="E")
    return cells


def page(cells: dict[Place, Cell], settled: tuple[SettledWarning, ...] = ()) -> str:
    return declaration_page(cells, HEADING, form=FORM, countries=("GN", "ML"), language=Language(), settled=settled)


def test_every_answer_stands_on_the_page() -> None:
    text = PageReader(page(declared())).text
    for words in ("Declaration of Belgium for 2025", "1,432 [estimated]", "(follows later, 1 May 2026) [embassy]", "Guinea"):
        assert words in text
    assert "Guinea · Identification" in text
    assert "Good" in text


def test_core_answers_stand_by_country_and_a_missing_one_shows() -> None:
    text = page(declared())
    row = text[text.index('<th scope="row">Mali</th>') :]
    assert row[: row.index("</tr>")].count("<td>–</td>") == 2


def test_the_digest_that_is_signed_and_the_marking_are_on_the_page() -> None:
    read = PageReader(page(declared()))
    assert "ab" * 64 in read.text
    assert "REHEARSAL: INVENTED ANSWERS, NOT AN ASSESSMENT" in read.text
    assert "LIMITED" in read.text


def test_settled_warnings_are_listed_with_their_reasons() -> None:
    one = SettledWarning("Y04", "T01[GN].RD", "More than twice last year.", "policy change", "new law", "1 and 2")
    text = PageReader(page(declared(), (one,))).text
    assert "policy change: new law" in text
    assert "1 and 2" in text


def test_without_answers_it_is_the_blank_questionnaire() -> None:
    read = PageReader(page({}))
    assert "Your answer" in read.text
    assert "Y Cases; N No cases; P Not pursued" in read.text
    assert "Warnings that were settled" not in read.text


def test_answers_are_never_markup() -> None:
    cells = declared()
    cells[Place("T01", ("GN",), "RD")] = Cell(typed="<img src=x onerror=alert(1)>", note="<script>")
    read = PageReader(page(cells))
    assert read.loads == []
    assert "<img src=x" in read.text


def test_the_pages_load_nothing_and_are_accessible() -> None:
    for text in (page(declared()), page({}), sheet()):
        read = PageReader(text)
        assert (read.loads, read.headers_without_scope, read.images_without_text) == ([], 0, 0)
        assert read.tags.count("h1") == 1


def sheet() -> str:
    return courier_page(
        CourierSheet(
            filename="BE-R2025-1.bundle",
            size=1_234_567,
            file_sha512="0123456789abcdef" * 8,
            manifest_sha512="fedcba9876543210" * 8,
            state="BE",
            round_id="R2025",
            sequence=1,
            created="1 March 2026",
            marking="LIMITED",
            rehearsal=False,
            signers=("17 A. Example, head of unit",),
            readers=(Reader("Commission"), Reader("Archive", escrow=True)),
        ),
        form=FORM,
        language=Language(),
    )


def test_the_courier_sheet_says_what_to_compare_and_who_can_open_it() -> None:
    text = PageReader(sheet()).text
    for words in ("1,234,567 bytes", "Belgium", "head of unit", "Archive (key kept in reserve)", "LIMITED"):
        assert words in text
    assert "0123 4567 89ab cdef 0123 4567 89ab cdef" in text


def test_a_digest_in_groups_is_the_whole_digest() -> None:
    digest = "0123456789abcdef" * 8
    assert "".join(grouped(digest)).replace(" ", "") == digest
    assert len(grouped(digest)) == 4


def test_a_fingerprint_is_said_in_words_of_the_readers_language_and_drawn_for_a_camera() -> None:
    digest = "0123456789abcdef" * 8
    said = {code: words_of(digest, Language(code)) for code in ("en", "fr", "de")}
    assert [len(words) for words in said.values()] == [12, 12, 12]
    assert said["en"] == words_of(digest, Language("en")) == words_of(digest, Language("mt"))
    assert words_of("ff" + digest[2:], Language())[0] != said["en"][0]
    for code in said:
        assert len(set(word_list(code))) == 256
    assert " · ".join(said["en"]) in sheet()
    assert '<svg role="img"' in sheet()
