"""The conditions of a survey's questions: when they are asked, when they are owed, what may be typed and what it is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from readmission.form.expression.xpath import fails, holds
from readmission.form.expression.xpath_questions import CannotSay, Codes, Spot
from readmission.form.model import Field, FieldType, Level, Rule, RuleSeverity, Shape, Table
from readmission.form.nodes import Aggregate, Column, Expression, Period, walk
from readmission.form.wording import context_of_rule
from readmission.form.xlsform_plan import Omission, Plan
from readmission.texts import Language

YES = "yes"


@dataclass(frozen=True, slots=True)
class Limit:
    """What an answer must satisfy, and what is said when it does not: an English sentence with its key, and its values."""

    condition: str
    english: str
    context: str = ""
    values: tuple[tuple[str, object], ...] = ()

    def say(self, language: Language) -> str:
        """The sentence in a language."""
        said = language.say(self.english, self.context)
        return said.format_map(dict(self.values)) if self.values else said


class Conditions:
    """Prints the conditions of a form's survey; what cannot be said is noted once in the plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._rules: dict[tuple[str, str], list[Rule]] = {}
        for rule in plan.form.rules.values():
            where = _one_place(rule)
            if where is not None:
                self._rules.setdefault((rule.table, where), []).append(rule)

    def relevant(self, table: Table, part: Field | None, codes: Codes = ()) -> str:
        """When a question, or a table as a whole, is asked; nothing: always."""
        condition = table.relevant if part is None else part.relevant
        place = table.id if part is None else f"{table.id}.{part.id}"
        return self._condition(condition, place, "relevant", self._spot(table, codes))

    def required(self, table: Table, part: Field, codes: Codes = ()) -> str:
        """When an answer is owed: `yes`, a condition, or nothing for what is only offered."""
        if table.shape is Shape.RANKING:
            return ""
        if part.expected is not None:
            return self._condition(part.expected, f"{table.id}.{part.id}", "required", self._spot(table, codes))
        if table.level is not Level.CORE or part.level is not Level.CORE:
            return ""
        if table.expected is not None:
            return self._condition(table.expected, table.id, "required", self._spot(table, codes))
        return YES

    def limits(self, table: Table, part: Field, codes: Codes, name: str) -> list[Limit]:
        """What an answer must satisfy by its type and by the rules that look at nothing but its own group."""
        found = list(_limits_of_type(part))
        spot = self._spot(table, codes, name)
        for rule in self._rules.get((table.id, part.id), ()):
            try:
                broken = fails(rule.check.root, spot)
                for condition in (rule.when, rule.where):
                    broken = f"({holds(condition.root, spot)} and {broken})" if condition is not None else broken
            except CannotSay as reason:
                self._note(f"{table.id}.{part.id}", f"constraint {rule.id}", str(reason))
                continue
            found.append(Limit(f"not({broken})", rule.why, context_of_rule(rule, "why")))
        return found

    def _spot(self, table: Table, codes: Codes, own: str = "") -> Spot:
        return Spot(self._plan.names, self._plan.questions, table.id, codes, own)

    def _condition(self, expression: Expression | None, place: str, what: str, spot: Spot) -> str:
        if expression is None:
            return ""
        try:
            return holds(expression.root, spot)
        except CannotSay as reason:
            self._note(place, what, str(reason))
            return ""

    def _note(self, place: str, what: str, why: str) -> None:
        omission = Omission(place, what, why)
        if omission not in self._plan.omitted:
            self._plan.omitted.append(omission)


def _one_place(rule: Rule) -> str | None:
    """The field at which an error is told that reads only its own row; None for any other rule."""
    if rule.severity is not RuleSeverity.ERROR:
        return None
    parts = [part for half in (rule.check, rule.when, rule.where) if half is not None for part in walk(half.root)]
    own = [part for part in parts if isinstance(part, Column) and part.table == rule.table]
    foreign = any(
        isinstance(part, Aggregate)
        or (isinstance(part, Column) and (part.table != rule.table or part.period is Period.LAST or part.fixed))
        for part in parts
    )
    fields = [part.field for part in own]
    marked = [mark.field for mark in rule.marks if mark.table == rule.table and mark.field in fields]
    return marked[-1] if marked and not foreign else None


def _limits_of_type(part: Field) -> Iterator[Limit]:
    kind: Callable[[Field], Iterator[Limit]] | None = {
        FieldType.COUNT: _limits_of_number,
        FieldType.DECIMAL: _limits_of_number,
        FieldType.TEXT: _limits_of_text,
        FieldType.DATE: _limits_of_date,
    }.get(part.type)
    return kind(part) if kind is not None else iter(())


def _limits_of_number(part: Field) -> Iterator[Limit]:
    if part.maximum is not None:
        most = f"{Decimal(part.maximum).scaleb(-part.places):f}"
        yield Limit(f". >= 0 and . <= {most}", "A number from 0 to {most} is expected.", values=(("most", most),))
    else:
        yield Limit(". >= 0", "A number that is not negative is expected.")
    if part.places:
        yield Limit(
            f"regex(., '^[0-9]+([.][0-9]{{1,{part.places}}})?$')",
            "At most {places} decimal places are expected.",
            values=(("places", part.places),),
        )


def _limits_of_text(part: Field) -> Iterator[Limit]:
    yield Limit(
        f"string-length(.) <= {part.max_length}", "At most {most} characters are expected.", values=(("most", part.max_length),)
    )


def _limits_of_date(_part: Field) -> Iterator[Limit]:
    yield Limit(". >= date('1900-01-01') and . <= date('2199-12-31')", "A day between the years 1900 and 2199 is expected.")
