"""What people type is read as they mean it, or they are asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission.answers.entry import Reading, entry_text, read_entry
from readmission.answers.model import BLANK, Cell, Reason
from readmission.form.model import Code, CodeList, Field, FieldType
from readmission.texts import Language

COUNT = Field("RD", FieldType.COUNT, "Return decisions")
DAYS = Field("MED_TD", FieldType.DECIMAL, "Median days", places=1)
FINE = Field("RATE", FieldType.DECIMAL, "Rate", places=3)
DAY = Field("in_force", FieldType.DATE, "In force")
ENGLISH = Language("en")
GERMAN = Language("de")

CERTAIN = {
    "a plain number": ("1234", COUNT, ENGLISH, Cell(value=1234)),
    "spaces group": ("1 234", COUNT, ENGLISH, Cell(value=1234)),
    "narrow spaces group": ("1\u202f234\u202f567", COUNT, ENGLISH, Cell(value=1234567)),
    "the language's own grouping": ("1,234", COUNT, ENGLISH, Cell(value=1234)),
    "the language's own grouping in German": ("1.234", COUNT, GERMAN, Cell(value=1234)),
    "Swiss grouping": ("1’234", COUNT, GERMAN, Cell(value=1234)),
    "two groups leave no doubt": ("1.234.567", COUNT, ENGLISH, Cell(value=1234567)),
    "a whole number with zeros behind the point": ("450.0", COUNT, ENGLISH, Cell(value=450)),
    "a comma that can only be decimal": ("12,5", DAYS, ENGLISH, Cell(value=125)),
    "a whole number in a decimal field": ("12", DAYS, ENGLISH, Cell(value=120)),
    "a leading zero is no group": ("0,123", FINE, ENGLISH, Cell(value=123)),
    "both marks": ("1.234,5", DAYS, ENGLISH, Cell(value=12345)),
    "zero is a value": ("0", COUNT, ENGLISH, Cell(value=0)),
    "flags as Eurostat writes them": ("450 ep", COUNT, ENGLISH, Cell(value=450, flags="EP")),
    "a reason": ("nc", COUNT, ENGLISH, Cell(reason=Reason.NOT_COLLECTED)),
    "not applicable in its usual short form": ("n/a", COUNT, ENGLISH, Cell(reason=Reason.NOT_APPLICABLE)),
    "a reason with its date": ("PEND 2026-03-31", COUNT, ENGLISH, Cell(reason=Reason.PENDING, due="2026-03-31")),
    "a word is kept": ("about 300", COUNT, ENGLISH, Cell(typed="about 300")),
    "a negative count is kept": ("-5", COUNT, ENGLISH, Cell(typed="-5")),
    "a fraction of a person is kept": ("12.5", COUNT, ENGLISH, Cell(typed="12.5")),
    "no exponent": ("1e5", COUNT, ENGLISH, Cell(typed="1e5")),
    "uneven groups are kept": ("12,34,567", COUNT, ENGLISH, Cell(typed="12,34,567")),
    "too many digits are kept": ("1234567890123456", COUNT, ENGLISH, Cell(typed="1234567890123456")),
    "digits of another script are kept": ("١٢", COUNT, ENGLISH, Cell(typed="١٢")),
    "blank": (" ", COUNT, ENGLISH, BLANK),
    "an ISO date": ("2025-04-03", DAY, ENGLISH, Cell(value="2025-04-03")),
    "points say day first": ("3.4.2025", DAY, ENGLISH, Cell(value="2025-04-03")),
    "a day beyond twelve": ("13/04/2025", DAY, ENGLISH, Cell(value="2025-04-13")),
    "no such day": ("31.02.2025", DAY, ENGLISH, Cell(typed="31.02.2025")),
}


@pytest.mark.parametrize(("text", "field", "language", "cell"), CERTAIN.values(), ids=CERTAIN.keys())
def test_a_text_with_one_meaning_is_read(text: str, field: Field, language: Language, cell: Cell) -> None:
    entry = read_entry(text, field, language)
    assert (entry.cell, entry.readings) == (cell, ())


ASKED = {
    "a foreign group in a count": ("1.234", COUNT, ENGLISH, (Reading(",", Cell(value=1234)),)),
    "a comma in a decimal of three places": (
        "1,234",
        FINE,
        ENGLISH,
        (Reading(".", Cell(value=1234000)), Reading(",", Cell(value=1234))),
    ),
    "day and month": (
        "03/04/2025",
        DAY,
        ENGLISH,
        (Reading("dmy", Cell(value="2025-04-03")), Reading("mdy", Cell(value="2025-03-04"))),
    ),
}


@pytest.mark.parametrize(("text", "field", "language", "readings"), ASKED.values(), ids=ASKED.keys())
def test_a_text_with_two_meanings_is_asked_about(
    text: str, field: Field, language: Language, readings: tuple[Reading, ...]
) -> None:
    entry = read_entry(text, field, language)
    assert entry.readings == readings
    assert entry.cell == Cell(typed=text)
    assert entry.by(readings[0].convention) == readings[0].cell


def test_a_code_is_found_by_its_letters_or_its_wording() -> None:
    codes = CodeList("CL", "Answers", (Code("5", "always"), Code("NA", "not applicable here")))
    field = Field("B2_05", FieldType.CODE, "Answered", codelist="CL")
    assert read_entry("Always", field, ENGLISH, codes).cell == Cell(value="5")
    assert read_entry("na", field, ENGLISH, codes).cell == Cell(value="NA")
    assert read_entry("often", field, ENGLISH, codes).cell == Cell(typed="often")


@given(
    st.integers(0, 10**12),
    st.sampled_from(["", "B", "EP"]),
    st.sampled_from([COUNT, DAYS, FINE]),
    st.sampled_from(["en", "de", "fr"]),
)
def test_what_an_editor_starts_with_reads_back(value: int, flags: str, field: Field, code: str) -> None:
    language = Language(code)
    cell = Cell(value=value, flags=flags)
    entry = read_entry(entry_text(cell, field, language), field, language)
    if not entry.ambiguous:
        assert entry.cell == cell
    else:
        assert cell in [reading.cell for reading in entry.readings]


@given(st.integers(0, 10**11), st.sampled_from(["en", "de", "fr", "lv", "mt"]))
def test_a_number_as_the_program_prints_it_reads_back(value: int, code: str) -> None:
    language = Language(code)
    entry = read_entry(language.number(value), COUNT, language)
    # 1,000 can be a thousand or one: then both are offered, and the right one is among them.
    readings = [reading.cell for reading in entry.readings] if entry.ambiguous else [entry.cell]
    assert Cell(value=value) in readings


@given(st.text(max_size=20))
def test_no_text_is_lost_or_raises(text: str) -> None:
    entry = read_entry(text, COUNT, ENGLISH)
    assert entry.cell.blank == (not text.translate(str.maketrans("\u00a0\u202f\u2009", "   ")).split())
