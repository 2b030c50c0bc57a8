"""A round as canonical JSON and back, and what makes it unfit for its form."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmission import canonical
from readmission.form.model import Form
from readmission.form.round import Dates, Round, ScopeEntry
from readmission.form.round_text import RoundRefused, check_round, read_round, write_round

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_NAME = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,20}", fullmatch=True)
_NUMBER = st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER)
_DIGEST = st.binary(min_size=64, max_size=64).map(bytes.hex)
_CODE = st.from_regex(r"[A-Z]{2}", fullmatch=True)
_SCOPE = st.builds(ScopeEntry, _CODE, _NUMBER, _TEXT, st.booleans(), st.booleans())
_DATES = st.lists(st.dates(), min_size=4, max_size=4).map(sorted).map(lambda days: Dates(*days))
_ROUND = st.builds(
    Round,
    id=_NAME,
    edition=_NAME,
    year=st.integers(2000, 2999),
    version=st.integers(1, canonical.MAX_INTEGER),
    rehearsal=st.booleans(),
    structure=_DIGEST,
    states=st.lists(_CODE, unique=True, max_size=4).map(tuple),
    scope=st.lists(_SCOPE, unique_by=lambda entry: entry.country, max_size=4).map(tuple),
    dates=_DATES,
    parameters=st.dictionaries(_NAME, _NUMBER, max_size=3),
    extracts=st.dictionaries(_TEXT, _DIGEST, max_size=3),
    audience=_NAME,
    marking=_TEXT,
    marking_ceiling=_TEXT,
    signers_required=st.integers(1, 9),
)


def round_of(form: Form) -> Round:
    return Round(
        id="2025-1",
        edition=form.edition,
        year=2025,
        version=1,
        rehearsal=True,
        structure=form.structure,
        states=("BE", "NO"),
        scope=(ScopeEntry("GN", 4095), ScopeEntry("ML", None, reason="added by hand")),
        dates=Dates(date(2026, 1, 15), date(2026, 3, 31), date(2026, 4, 30), date(2026, 6, 15)),
        parameters={"jump_share": 60},
        extracts={"migr_eiord": "ab" * 64},
        audience="commission",
        marking="LIMITE",
        marking_ceiling="LIMITE",
    )


@given(_ROUND)
def test_a_round_is_read_back_as_it_was(round_: Round) -> None:
    text = canonical.write(write_round(round_))
    assert read_round(canonical.read(text)) == round_


@given(st.recursive(st.none() | st.booleans() | _NUMBER | _TEXT, lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner)))
def test_any_other_value_is_refused(value: Any) -> None:
    with pytest.raises(RoundRefused):
        read_round(value)


def _changed(value: dict[str, Any], path: str, new: object) -> dict[str, Any]:
    copy: dict[str, Any] = canonical.read(canonical.write(value))  # type: ignore[assignment]  # a round is an object
    inner: Any = copy
    *steps, last = path.split(".")
    for step in steps:
        inner = inner[int(step)] if step.isdigit() else inner[step]
    if new is None:
        del inner[last]
    else:
        inner[last] = new
    return copy


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("year", None),
        ("year", "2025"),
        ("year", True),
        ("year", 1999),
        ("version", 0),
        ("extra", 1),
        ("scope.0.extra", 1),
        ("scope.0.decisions", "4095"),
        ("scope.0.country", None),
        ("scope.0.country", "ML"),
        ("rehearsal", "yes"),
        ("rehearsal", 1),
        ("dates.opens", "2026-1-15"),
        ("dates.opens", "2026-05-01"),
        ("dates.opens", "2026-01-15T00:00:00"),
        ("dates.opens", 1768435200),
        ("structure", "AB" * 64),
        ("structure", "abc"),
        ("id", "../2025"),
        ("id", ""),
        ("audience", "a b"),
        ("states", ["BE", "BE"]),
        ("states", "BE"),
        ("signers_required", 0),
        ("signers_required", None),
        ("extracts.migr_eiord", "12"),
        ("parameters.jump_share", "60"),
        ("parameters.jump_share", 2**60),
    ],
)
def test_a_round_that_says_something_else_is_refused(path: str, new: object, published: Form) -> None:
    value = write_round(round_of(published))
    assert isinstance(value, dict)
    assert read_round(value) == round_of(published)
    with pytest.raises((RoundRefused, canonical.NotCanonical)):
        read_round(_changed(value, path, new))


def test_a_country_without_figure_needs_a_reason(published: Form) -> None:
    round_ = replace(round_of(published), scope=(ScopeEntry("GN", None),))
    with pytest.raises(RoundRefused) as refused:
        read_round(write_round(round_))
    assert refused.value.problems == ("“GN” is in the round without a figure and without a reason.",)


def test_a_round_fits_its_form(published: Form) -> None:
    check_round(round_of(published), published)


def test_all_that_does_not_fit_is_told_at_once(published: Form) -> None:
    round_ = replace(
        round_of(published),
        edition="2024",
        structure="00" * 64,
        states=("BE", "GR"),
        scope=(ScopeEntry("GN", 1), ScopeEntry("ZZ", 1)),
        parameters={"jump_shar": 1},
    )
    with pytest.raises(RoundRefused) as refused:
        check_round(round_, published)
    assert refused.value.problems == (
        "The round is for edition 2024; this is the form of edition 2025.",
        "The round was made for another structure of the form.",
        "“ZZ” is not in CL_COUNTRY.",
        "“GR” is not in CL_STATE.",
        "“jump_shar” is no parameter of the form; did you mean “jump_share”?",
    )
