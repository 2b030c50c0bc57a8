"""What a workbook of answers is to hold: which tables, which countries, and how the dossiers are laid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from readmission.errors import TaskError
from readmission.form.model import DimensionKind, Form, Origin, Shape, Table
from readmission.form.round import Round


class NotInRound(TaskError):
    """A table or a country was asked for that the declaration does not have."""

    code: ClassVar[str] = "TA-66"
    happened: ClassVar[str] = "This declaration has no “{name}” to put into a workbook."
    unharmed: ClassVar[str] = "Nothing was written."
    remedy: ClassVar[str] = "Choose among: {known}."


@dataclass(frozen=True, slots=True)
class Choice:
    """Tables and countries by identifier, none meaning all.

    A form brings its multiple choices along. `across` puts the dossiers on one sheet, `blank` leaves the answers out.
    """

    tables: Sequence[str] = ()
    countries: Sequence[str] = ()
    across: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The parts of a form that a workbook gets.

    `general` are questions asked once, `dossier` those asked of each country, both with their multiple choices; every other table
    has a sheet of its own.
    """

    general: tuple[Table, ...]
    dossier: tuple[Table, ...]
    tables: tuple[Table, ...]
    countries: tuple[str, ...]


def chosen(form: Form, round_: Round, choice: Choice) -> Chosen:
    """The tables and countries that were chosen; raises NotInRound."""
    mine = {table.id: table for table in form.tables.values() if table.origin is Origin.MINISTRY}
    _refuse_unknown(choice.tables, tuple(mine))
    _refuse_unknown(choice.countries, round_.countries)
    named = [mine[name] for name in choice.tables]
    tables = [table for table in mine.values() if not named or table in named or any(_shown_in(table, one) for one in named)]
    countries = tuple(country for country in round_.countries if not choice.countries or country in choice.countries)
    if choice.countries and not choice.tables:
        # Who hands a country to a colleague does not hand over what is asked once for the whole state.
        tables = [table for table in tables if _of_country(table)]
    return Chosen(
        tuple(table for table in tables if _asked(table) and not _of_country(table)),
        tuple(table for table in tables if _asked(table) and _of_country(table)),
        tuple(table for table in tables if not _asked(table)),
        countries,
    )


def _of_country(table: Table) -> bool:
    return bool(table.dimensions) and table.dimensions[0].kind is DimensionKind.COUNTRY


def _asked(table: Table) -> bool:
    """Whether a table is seen as questions one below the other rather than as rows and columns."""
    own = table.dimensions[1:] if _of_country(table) else table.dimensions
    if table.shape is Shape.FORM:
        return not own
    return table.shape in (Shape.CHOICE, Shape.RANKING, Shape.MATRIX) and len(own) == 1 and own[0].kind is DimensionKind.CODES


def _shown_in(table: Table, form: Table) -> bool:
    """Whether a multiple choice is shown among the questions of a form, as its sections say."""
    sections = {field.section for field in form.fields}
    return form.shape is Shape.FORM and _asked(table) and table.section in sections and _of_country(table) is _of_country(form)


def _refuse_unknown(asked: Sequence[str], known: Sequence[str]) -> None:
    for name in asked:
        if name not in known:
            raise NotInRound(name=name, known=", ".join(known))
