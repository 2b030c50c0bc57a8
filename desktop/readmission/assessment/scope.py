"""Which countries a round asks about: visa required, and more decisions than the threshold over the reporting states.

Published figures are rounded to 5, so each lies within 2 of the truth, a published 0 included: a sum of k figures within 2k.
Where that alone could put a country on the other side of the threshold, it is borderline and said to be.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from readmission.form.round import ScopeEntry

# The largest distance of a count from its nearest multiple of 5.
ROUNDING: Final = 2


@dataclass(frozen=True)
class Scope:
    """The countries of a round in order of their code, those just below the threshold, and what the sums rest on.

    `unavailable` are the states without a single figure; `band` is the widest distance from the threshold at which
    rounding could decide.
    """

    entries: tuple[ScopeEntry, ...]
    nearby: tuple[ScopeEntry, ...]
    unavailable: tuple[str, ...]
    threshold: int
    band: int


def scope(
    figures: Mapping[tuple[str, str], int | None], visa_required: Collection[str], threshold: int, states: Collection[str]
) -> Scope:
    """The scope from the reference year's figures by state and country; a figure that is not available adds nothing."""
    entries: list[ScopeEntry] = []
    nearby: list[ScopeEntry] = []
    band = 0
    for country in sorted(visa_required):
        known = [value for state in states if (value := figures.get((state, country))) is not None]
        total, margin = sum(known), ROUNDING * len(known)
        band = max(band, margin)
        if total > threshold:
            entries.append(ScopeEntry(country, total, borderline=total - margin <= threshold))
        elif total + margin > threshold:
            nearby.append(ScopeEntry(country, total, borderline=True))
    silent = tuple(state for state in sorted(states) if all(figures.get((state, country)) is None for country in visa_required))
    return Scope(tuple(entries), tuple(nearby), silent, threshold, band)
