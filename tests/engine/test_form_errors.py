"""What the engine refuses to compile."""

from dataclasses import replace

import pytest

from engine.small_form import Check, form_of, parsed, round_of
from readmission.answers.changes import Answers
from readmission.engine.dependence import Circular
from readmission.engine.program import Engine
from readmission.form.model import Form


def with_calculation(form: Form, table: str, **sources: str) -> Form:
    fields = tuple(
        replace(one, calculation=parsed(sources[one.id], table)) if one.id in sources else one
        for one in form.tables[table].fields
    )
    return replace(form, tables={**form.tables, table: replace(form.tables[table], fields=fields)})


def test_fields_that_wait_for_each_other_are_refused() -> None:
    form = with_calculation(form_of(), "T", parts="b + 1", b="parts - 1")
    with pytest.raises(Circular, match=r"T\.(parts|b)"):
        Engine(form, round_of())


def test_a_circle_through_an_aggregate_is_refused() -> None:
    form = with_calculation(with_calculation(form_of(), "T", a="sum(Q.n)"), "Q", n="T.a")
    with pytest.raises(Circular):
        Engine(form, round_of())


def test_a_chain_of_calculations_is_worked_out_in_order() -> None:
    form = with_calculation(form_of({"X": Check("T", "all == 6")}), "T", all="c + 1", c="b + 1", b="a + 1")
    assert Engine(form, round_of()).form is form


def test_an_engine_without_rules_and_countries_opens() -> None:
    session = Engine(form_of(), round_of(())).open(Answers.empty())
    assert list(session.failed()) == []
    assert session.rows("T") == ()
