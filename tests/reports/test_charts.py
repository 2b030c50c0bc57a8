"""Bar charts: the bars fill their row, in proportion, and the scale keeps its ends."""

from hypothesis import given
from hypothesis import strategies as st

from readmission.reports.charts import SHADES, Share, chart, shade


def test_a_scale_of_five_has_five_shades_in_order() -> None:
    assert [shade(position, 5) for position in range(5)] == list(SHADES)


def test_a_scale_of_three_has_the_ends_and_the_middle() -> None:
    assert [shade(position, 3) for position in range(3)] == ["low-2", "middle", "high-2"]


def test_a_scale_of_one_is_the_middle() -> None:
    assert shade(0, 1) == "middle"


@given(st.lists(st.integers(0, 40), min_size=1, max_size=7), st.integers(500, 1200))
def test_bars_fill_the_row_in_proportion(sizes: list[int], width: int) -> None:
    drawn = chart("t", "a", (), [("row", [Share("middle", size, str(size)) for size in sizes], "")], width)
    bars = drawn.rows[0].bars
    assert [bar.text for bar in bars] == [str(size) for size in sizes if size]
    if bars:
        assert abs(sum(bar.width for bar in bars) - drawn.span) < 1
        assert all(abs(bar.width - drawn.span * int(bar.text) / sum(sizes)) <= 0.11 for bar in bars)


def test_a_row_without_anything_has_no_bars() -> None:
    assert chart("t", "a", (), [("row", [Share("middle", 0, "0")], "nothing")], 600).rows[0].bars == ()
