"""From the files of a form to the form: everything that is wrong is told at once, or the form is whole.

Mistakes come in two rounds. First each file is read by itself: YAML, names, types, limits. When all files can be read, what
they say is put together: what refers to what, expressions, messages, examples, circles.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from readmission.form.attachable import check_attachments
from readmission.form.comparisons import Comparisons
from readmission.form.cycles import cycles
from readmission.form.digests import structure_digest, texts_digest
from readmission.form.documents import HeadDocument
from readmission.form.expression.names import REPORTING_YEAR, Names
from readmission.form.figures import Figures
from readmission.form.migrations import Migrations
from readmission.form.model import Code, CodeList, Form, ParameterDefault, Rule, Section, Table
from readmission.form.problems import FormRefused, NoSuchFolder, Problem, did_you_mean
from readmission.form.rules import Rules
from readmission.form.sources import Sources, Written, read_sources
from readmission.form.tables import Declared, read_tables, with_expressions
from readmission.form.wording import texts_of

MAX_DECIMALS: Final = 6


def form_files(folder: Path) -> dict[str, bytes]:
    """The files of a form's folder by their names within it; raises NoSuchFolder."""
    if not folder.is_dir():
        raise NoSuchFolder(str(folder))
    paths = sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"), *folder.glob("texts/*.po")))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def read_form(files: Mapping[str, bytes]) -> Form:
    """The form that the files say; raises FormRefused with everything that is wrong."""
    sources = read_sources(files)
    if not sources.problems:
        form = form_of(sources)
        if form is not None:
            return _with_digests(form, files)
    raise FormRefused(sources.problems)


def form_of(sources: Sources, read_rules: Callable[[Rules, Sources], Mapping[str, Rule]] = Rules.read) -> Form | None:
    """The form, without its digests, that the files say together; None where `sources.problems` holds something."""
    head = _head(sources)
    if head is None:
        return None
    said, written = head
    _refuse_shared_names(sources)
    codelists = {name: _codelist(name, document) for name, document, _written in sources.each("codelists")}
    sections = {
        name: Section(name, document.label, document.guidance or "") for name, document, _written in sources.each("sections")
    }
    parameters = {name: _parameter(name, document, place) for name, document, place in sources.each("parameters")}
    declared = Declared(codelists, sections, said.countries)
    for role in ("countries", "states", "settled_by"):
        _check_role(role, getattr(said, role), written, declared)
    tables = read_tables(sources, declared)
    _check_parameters(sources, tables)
    check_attachments(sources, tables, parameters)
    if declared.broken:
        return None
    names = Names.of(codelists, tables, parameters)
    tables = with_expressions(sources, tables, names)
    _refuse_circles(sources, tables)
    rules = read_rules(Rules(tables, names, said.settled_by), sources)
    figures = Figures(tables, codelists, names)
    indicators = figures.indicators(sources)
    classification = figures.classification(sources, declared.used)
    compared = Comparisons(tables, codelists)
    comparisons = compared.comparisons(sources)
    circulation = compared.circulation(sources)
    migrations = Migrations(tables, codelists, said.edition).read(sources)
    _refuse_unused(sources, declared)
    if sources.problems:
        return None
    return Form(
        id=said.id,
        edition=said.edition,
        title=said.title,
        codelists=codelists,
        parameters=parameters,
        sections=sections,
        tables=tables,
        rules=rules,
        indicators=indicators,
        classification=classification,
        structure="",
        texts="",
        proposal=said.proposal,
        countries=said.countries,
        states=said.states,
        migrations=migrations,
        comparisons=comparisons,
        circulation=circulation,
    )


def _with_digests(form: Form, files: Mapping[str, bytes]) -> Form:
    english = ((text.context, text.english) for text in texts_of(form))
    references = [(f"{rule.family}.reference", rule.reference) for rule in form.rules.values()]
    references += [(f"{indicator.id}.reference", indicator.reference) for indicator in form.indicators.values()]
    references += [(f"{compared.id}.reference", compared.reference) for compared in form.comparisons.values()]
    for rule in form.rules.values():
        references += [(f"{rule.id}.{name}", expression.source) for name, expression in rule.shown]
    return replace(form, structure=structure_digest(form), texts=texts_digest(english, references, files))


def _head(sources: Sources) -> tuple[HeadDocument, Written] | None:
    head = sources.only("form")
    if head is None:
        sources.problems.append(
            Problem("form.yaml", 0, 0, "No file says what the form is: “form: {id: …, edition: …, title: …}”.")
        )
    return head


def _codelist(name: str, document: Any) -> CodeList:
    codes = (Code(code, said.label, said.rank, said.note or "") for code, said in document.codes.items())
    return CodeList(name, document.label, tuple(codes), document.note or "")


def _parameter(name: str, document: Any, written: Written) -> ParameterDefault:
    places = max(0, -document.value.as_tuple().exponent)
    if places > MAX_DECIMALS:
        written.part("value").report(f"A parameter has at most {MAX_DECIMALS} decimal places.")
    return ParameterDefault(name, document.label, int(document.value.scaleb(places)), places)


def _check_role(role: str, codelist: str, written: Written, declared: Declared) -> None:
    declared.used.add(codelist)
    if codelist not in declared.codelists:
        declared.broken = True
        written.part(role).report(f"There is no code list “{codelist}”{did_you_mean(codelist, declared.codelists)}")


def _check_parameters(sources: Sources, tables: Mapping[str, Table]) -> None:
    taken = {REPORTING_YEAR: "the year of the round"}
    for table in tables.values():
        taken[table.id] = f"the table “{table.id}”"
        taken.update(dict.fromkeys(table.by_id, f"a field of “{table.id}”"))
        taken.update({dimension.id: f"a dimension of “{table.id}”" for dimension in table.dimensions})
    for name, _document, written in sources.each("parameters"):
        if name in taken:
            written.report(f"“{name}” is already the name of {taken[name]}.", at_key=True)


def _refuse_shared_names(sources: Sources) -> None:
    # One name means one thing, so that the key of a text, a finding and a page never need to say which kind they mean.
    first: dict[str, str] = {}
    for kind in ("sections", "codelists", "tables", "rules", "indicators", "comparisons"):
        for name, _document, written in sources.each(kind):
            if name in first:
                written.report(f"“{name}” already names one of the {first[name]}.", at_key=True)
            first.setdefault(name, kind)


def _refuse_circles(sources: Sources, tables: Mapping[str, Table]) -> None:
    written = {name: place for name, _document, place in sources.each("tables")}
    for circle in cycles(tables):
        table, field = circle[0]
        way = " → ".join(f"{table}.{field}" for table, field in circle)
        written[table].part("fields", field).report(f"Conditions and calculations wait for each other: {way}.", at_key=True)


def _refuse_unused(sources: Sources, declared: Declared) -> None:
    for name, _document, written in sources.each("codelists"):
        if name not in declared.used:
            written.report("Nothing uses this code list.", at_key=True)
