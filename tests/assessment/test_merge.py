"""The outcome of merging depends on the set of genuine bundles and on nothing else."""

import random
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from readmission.answers.records import BundleRecord, Freeze
from readmission.assessment.merge import MergeProblem, Standing, merge, outside, standings


def record(sequence: int, manifest: str, previous: str | None = None, state: str = "BE", round_id: str = "R1") -> BundleRecord:
    before = previous if previous is not None else "" if sequence == 1 else f"m{sequence - 1}"
    return BundleRecord(round_id, state, sequence, manifest, before, "2026-03-01T10:00:00Z", (), "a.bundle", "2025", 1)


def problems(records: Iterable[BundleRecord]) -> list[tuple[MergeProblem, int, int]]:
    return [(finding.problem, finding.first, finding.last) for finding in merge(records).findings]


def test_the_highest_number_is_current_and_lower_ones_are_superseded() -> None:
    found = merge([record(1, "m1"), record(3, "m3"), record(2, "m2")])
    assert found.standings == {"m1": Standing.SUPERSEDED, "m2": Standing.SUPERSEDED, "m3": Standing.MERGED}
    assert found.current == {("R1", "BE"): "m3"}
    assert found.findings == ()


def test_a_lower_number_that_arrives_later_is_superseded_too() -> None:
    assert standings([record(2, "m2"), record(1, "m1")]) == standings([record(1, "m1"), record(2, "m2")])


def test_two_bundles_with_one_number_are_both_set_aside() -> None:
    found = merge([record(1, "m1"), record(2, "m2"), record(2, "x2", "m1")])
    assert found.standings == {"m1": Standing.MERGED, "m2": Standing.FORK, "x2": Standing.FORK}
    assert found.current == {("R1", "BE"): "m1"}
    assert [finding.manifests for finding in found.findings] == [("m2", "x2")]


def test_a_state_with_nothing_but_a_fork_has_no_current_bundle() -> None:
    assert merge([record(1, "m1"), record(1, "x1")]).current == {}


def test_a_higher_number_ends_a_fork() -> None:
    found = merge([record(1, "m1"), record(1, "x1"), record(2, "m2")])
    assert found.standings == {"m1": Standing.SUPERSEDED, "x1": Standing.SUPERSEDED, "m2": Standing.MERGED}


def test_two_forks_one_above_the_other_are_both_open() -> None:
    found = merge([record(1, "m1"), record(2, "m2"), record(2, "x2"), record(3, "m3"), record(3, "x3", "x2")])
    assert [found.standings[name] for name in ("m1", "m2", "x2", "m3", "x3")] == [Standing.MERGED, *[Standing.FORK] * 4]


def test_a_gap_is_a_finding_and_not_a_refusal() -> None:
    found = merge([record(4, "m4", "unseen")])
    assert found.current == {("R1", "BE"): "m4"}
    assert problems([record(4, "m4", "unseen")]) == [(MergeProblem.NOT_RECEIVED, 1, 3)]


def test_a_huge_number_is_one_finding() -> None:
    assert problems([record(1, "m1"), record(2**53, "m", "unseen")]) == [(MergeProblem.NOT_RECEIVED, 2, 2**53 - 1)]


def test_a_previous_that_contradicts_is_a_finding_and_not_a_refusal() -> None:
    for records in (
        [record(1, "m1"), record(2, "m2", "other")],
        [record(1, "m1", "other")],
        [record(1, "m1"), record(2, "m2", "")],
        [record(1, "m1"), record(3, "m3", "m1")],
    ):
        assert MergeProblem.CONTRADICTION in {problem for problem, _, _ in problems(records)}
        assert merge(records).current


def test_the_bundle_after_a_fork_may_name_either_side() -> None:
    for side in ("m1", "x1"):
        records = [record(1, "m1"), record(1, "x1"), record(2, "m2", side)]
        assert {problem for problem, _, _ in problems(records)} == {MergeProblem.FORK}


def test_states_and_rounds_do_not_touch_each_other() -> None:
    found = merge([record(1, "a"), record(1, "b", state="DE"), record(1, "c", round_id="R2")])
    assert set(found.standings.values()) == {Standing.MERGED}
    assert len(found.current) == 3


def test_what_a_freeze_left_out_stands_outside_until_it_is_unlocked() -> None:
    records = [record(1, "m1"), record(2, "m2")]
    freeze = Freeze(1, "R1", True, "", "1", "", ("m1",))
    unlock = Freeze(2, "R1", False, "", "1", "")
    late = outside(records, [freeze])
    assert late == {"m2"}
    assert merge(records, late).standings == {"m1": Standing.MERGED, "m2": Standing.LATE}
    assert outside(records, [unlock, freeze]) == frozenset()
    assert outside(records, []) == frozenset()


RECORDS = st.lists(
    st.builds(
        record,
        st.integers(1, 5),
        st.text("abcdef", min_size=3, max_size=3),
        st.sampled_from(["", "abc", "fed"]),
        st.sampled_from(["BE", "DE"]),
    ),
    max_size=14,
    unique_by=lambda one: one.manifest,
)


@given(RECORDS, st.randoms(use_true_random=False), st.data())
def test_any_order_with_any_duplicates_gives_the_same_outcome(
    records: list[BundleRecord], chance: random.Random, data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(records), max_size=8)) if records else []
    mixed = [*records, *(replace(one, filename="again.bundle", received_at="2027-01-01T00:00:00Z") for one in again)]
    chance.shuffle(mixed)
    assert merge(mixed) == merge(records)


@given(RECORDS)
def test_each_bundle_has_one_standing_and_each_state_at_most_one_current_bundle(records: list[BundleRecord]) -> None:
    found = merge(records)
    assert found.standings.keys() == {one.manifest for one in records}
    merged = [one for one in records if found.standings[one.manifest] is Standing.MERGED]
    assert sorted((one.round_id, one.state) for one in merged) == sorted(found.current)
    for one in merged:
        rivals = [other for other in records if other.state == one.state and other.sequence == one.sequence]
        assert rivals == [one]


def test_a_merge_that_kept_the_last_arrival_would_be_caught() -> None:
    # The control: the rule that suggests itself, and that the property above must refute.
    def last_arrival(records: list[BundleRecord]) -> dict[str, str]:
        return {one.state: one.manifest for one in records}

    records = [record(1, "m1"), record(2, "m2")]
    assert last_arrival(records) != last_arrival(records[::-1])
