"""Which countries are in a round, and where rounding alone could have decided."""

from hypothesis import given
from hypothesis import strategies as st

from readmission.assessment.scope import ROUNDING, scope
from readmission.statistics import shipped

# fmt: off
STATES = (
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "EL", "HU", "IE", "IT", "LV",
    "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO", "CH",
)
# fmt: on


def test_a_country_is_in_above_the_threshold_and_out_at_it() -> None:
    found = scope({("BE", "GN"): 1001, ("BE", "ML"): 1000}, {"GN", "ML"}, 1000, ("BE",))
    assert [entry.country for entry in found.entries] == ["GN"]
    assert [entry.country for entry in found.nearby] == ["ML"]


def test_a_country_without_visa_requirement_is_never_in() -> None:
    assert scope({("BE", "BR"): 5000}, set(), 1000, ("BE",)).entries == ()


def test_figures_of_other_states_do_not_count() -> None:
    assert scope({("UK", "GN"): 5000, ("BE", "GN"): 5}, {"GN"}, 1000, ("BE",)).entries == ()


def test_the_band_has_two_for_each_figure_that_is_available() -> None:
    figures = {(f"S{number}", "GN"): 100 for number in range(10)} | {("S10", "GN"): 15, ("S11", "GN"): None}
    found = scope(figures, {"GN"}, 1000, tuple(f"S{number}" for number in range(12)))
    assert found.entries[0].decisions == 1015
    assert found.band == 22
    assert found.entries[0].borderline
    assert found.unavailable == ("S11",)


def test_thirty_one_figures_make_938_to_1062_borderline() -> None:
    def borderline(total: int) -> bool:
        figures = {(state, "GN"): 0 for state in STATES} | {("BE", "GN"): total}
        found = scope(figures, {"GN"}, 1000, STATES)
        return any(entry.borderline for entry in (*found.entries, *found.nearby))

    assert [total for total in range(900, 1100) if borderline(total)] == list(range(939, 1063))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=31), st.integers(50, 2000))
def test_a_country_that_rounding_could_move_is_always_said_to_be_borderline(truth: list[int], threshold: int) -> None:
    states = tuple(f"S{number}" for number in range(len(truth)))
    figures = {(state, "GN"): 5 * ((value + 2) // 5) for state, value in zip(states, truth, strict=True)}
    found = scope(figures, {"GN"}, threshold, states)
    said = bool(found.entries)
    flagged = any(entry.borderline for entry in (*found.entries, *found.nearby))
    assert flagged or said == (sum(truth) > threshold)
    assert found.band == ROUNDING * len(truth)


def rounds_of(year: int) -> tuple[list[str], list[str]]:
    required = shipped.visa_list().required_in(year)
    figures = shipped.extract().figures("migr_eiord", year - 1, STATES, required)
    found = scope(figures, required, 1000, STATES)
    return [entry.country for entry in found.entries], [entry.country for entry in found.entries if entry.borderline]


def test_the_scope_of_2015_rests_on_the_figures_of_2014() -> None:
    countries, borderline = rounds_of(2015)
    assert len(countries) == 50
    assert borderline == ["NP", "SL"]
    assert {"XK", "UA", "GE"} <= set(countries)


def test_the_scope_of_2016_rests_on_the_figures_of_2015() -> None:
    countries, borderline = rounds_of(2016)
    assert len(countries) == 48
    assert borderline == ["AO", "GW"]
    assert not {"NP", "SL"} & set(countries)
