"""Thresholds that a sentence quotes by name, so that it says what the round says.

`{ranked_most}` is the value of a parameter, `{often_share_percent}` the same in per cent.
"""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from readmission.form.model import ParameterDefault
from readmission.form.placeholders import placeholders

PERCENT: Final = "_percent"
_HUNDREDTHS: Final = 2

Parameters: TypeAlias = Mapping[str, ParameterDefault]


def parameter_of(name: str, parameters: Parameters) -> str | None:
    """The parameter that a named place quotes; None where it quotes none."""
    return next((one for one in (name, name.removesuffix(PERCENT)) if one in parameters), None)


def known_places(parameters: Parameters) -> tuple[str, ...]:
    """Every name that a sentence may quote."""
    return (*parameters, *(f"{name}{PERCENT}" for name, one in parameters.items() if one.places))


def quoted(text: str, parameters: Parameters) -> frozenset[str]:
    """The named places of a sentence that quote parameters."""
    return frozenset(name for name in placeholders(text) if parameter_of(name, parameters) is not None)


def values_of(
    names: frozenset[str], parameters: Parameters, of_round: Mapping[str, int]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """What to put into named places: scaled integers with their decimal places, without zeros at the end."""
    for name in sorted(names):
        parameter = parameter_of(name, parameters)
        if parameter is None:
            continue
        default = parameters[parameter]
        scaled, places = of_round.get(parameter, default.value), default.places
        if name != parameter:
            scaled, places = scaled * 10 ** max(_HUNDREDTHS - places, 0), max(places - _HUNDREDTHS, 0)
        while places and scaled % 10 == 0:
            scaled, places = scaled // 10, places - 1
        yield name, (scaled, places)
