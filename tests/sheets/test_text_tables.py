"""Text files as programs and people write them: marks, encodings, separators."""

import pytest

from readmission.sheets.refused_files import TooLarge
from readmission.sheets.text_tables import read_table

ROWS = [["Länder", "Décisions; total"], ["Côte d’Ivoire", "1.234,5"], ["Guinée", ""]]


def written(separator: str) -> str:
    return "".join(
        separator.join(f'"{cell}"' if separator in cell or ";" in cell else cell for cell in row) + "\r\n" for row in ROWS
    )


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be-mark"])
def test_a_table_is_the_same_in_every_encoding_and_with_every_separator(separator: str, encoding: str) -> None:
    text = written(separator)
    data = b"\xfe\xff" + text.encode("utf-16-be") if encoding.endswith("mark") else text.encode(encoding)
    expected = ROWS if separator != "," else [["Länder", "Décisions; total"], ["Côte d’Ivoire", "1.234,5"], ["Guinée", ""]]
    assert read_table(data).rows == expected


def test_excels_line_about_the_separator_is_kept_as_an_empty_row() -> None:
    assert read_table(b"sep=|\r\na|b,c\r\n").rows == [[], ["a", "b,c"]]


def test_a_decimal_comma_does_not_separate() -> None:
    assert read_table(b"country;RD\nGN;1,5\nML;2,5\n").rows == [["country", "RD"], ["GN", "1,5"], ["ML", "2,5"]]


def test_a_line_end_inside_a_cell_belongs_to_it() -> None:
    assert read_table(b'a;b\n"x\ny";2\n').rows == [["a", "b"], ["x\ny", "2"]]


def test_more_rows_than_any_answers_have_are_refused() -> None:
    with pytest.raises(TooLarge):
        read_table(b"a;b\n" * 100_001)
