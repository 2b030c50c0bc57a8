"""The parameters of the method of assessment, taken from the round, else from the form."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from readmission.errors import FormError
from readmission.form.model import Form
from readmission.form.round import Round


class ParameterMissing(FormError):
    """Neither the round nor the form has a parameter that the method needs."""

    code: ClassVar[str] = "FO-70"
    happened: ClassVar[str] = "The questionnaire has no parameter “{parameter}”, which the assessment needs."
    unharmed: ClassVar[str] = "Nothing was assessed."
    remedy: ClassVar[str] = "Add the parameter to form.yaml, or assess with the edition that has it."


@dataclass(frozen=True, slots=True)
class Method:
    """When a rate is shown and when a share makes a class; shares are per cent."""

    show_counts_below: Fraction
    show_brackets_below: Fraction
    class_minimum_states: Fraction
    class_high_rank: Fraction
    class_low_rank: Fraction
    class_well_share: Fraction
    class_improve_share: Fraction
    one_state_share: Fraction
    far_deviations: Fraction
    far_denominator: Fraction
    sum_share: Fraction
    same_share: Fraction
    small_below: Fraction

    @staticmethod
    def of(form: Form, round_: Round) -> "Method":
        """The method of a round; raises ParameterMissing."""
        return Method(**{name: _parameter(name, form, round_) for name in Method.__slots__})

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Each parameter with its value as text."""
        return tuple((name, str(getattr(self, name))) for name in self.__slots__)


def _parameter(name: str, form: Form, round_: Round) -> Fraction:
    default = form.parameters.get(name)
    if default is None:
        raise ParameterMissing(parameter=name)
    return Fraction(round_.parameters.get(name, default.value), 10**default.places)
