"""The figures of the assessment as a form describes them: indicators, the class of a country, and what is compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from readmission.form.documents import ClassificationDocument
from readmission.form.expression.names import Names
from readmission.form.formulas import Formulas
from readmission.form.method import Classification, Indicator
from readmission.form.model import CodeList, DimensionKind, Table
from readmission.form.nodes import Kind
from readmission.form.problems import did_you_mean
from readmission.form.sources import Sources, Written


@dataclass(frozen=True, slots=True)
class Figures:
    """Reads indicators and the classification against what they speak about."""

    tables: Mapping[str, Table]
    codelists: Mapping[str, CodeList]
    names: Names

    def indicators(self, sources: Sources) -> dict[str, Indicator]:
        """All indicators."""
        found = {}
        for name, document, written in sources.each("indicators"):
            if not self._check_table(document.table, written.part("table")):
                continue
            formulas = Formulas(self.names, document.table)
            numerator = formulas.number(written.part("numerator"), document.numerator)
            denominator = formulas.number(written.part("denominator"), document.denominator)
            counts = formulas.condition(written.part("counts"), document.counts)
            if numerator is None:
                continue
            found[name] = Indicator(
                id=name,
                label=document.label,
                table=document.table,
                numerator=numerator,
                denominator=denominator,
                counts=counts,
                note=document.note or "",
                reference=document.reference or "",
            )
        return found

    def classification(self, sources: Sources, used: set[str]) -> Classification | None:
        """The classification, if the form has one; its code list is added to those in use."""
        only = sources.only("classification")
        if only is None:
            return None
        document, written = only
        used.add(document.codelist)
        self._check_classes(document, written)
        if not self._check_table(document.table, written.part("table")):
            return None
        formulas = Formulas(self.names, document.table)
        rating = formulas.read(written.part("rating"), document.rating, Kind.CODE)
        counts = formulas.condition(written.part("counts"), document.counts)
        if rating is None or counts is None:
            return None
        if not self.names.is_ranked(rating.root.type.codelist):
            written.part("rating").report(f"The codes of {rating.root.type.codelist} have no ranks and cannot be rated.")
        weight = formulas.number(written.part("weight"), document.weight)
        if document.aspects is not None:
            self._check_aspects(document.aspects, rating.root.type.codelist, written.part("aspects"))
        said = document.model_dump(exclude={"rating", "counts", "weight", "aspects", "note"})
        texts = {"aspects": document.aspects or "", "note": document.note or ""}
        return Classification(rating=rating, counts=counts, weight=weight, **texts, **said)

    def _check_aspects(self, name: str, scale: str, written: Written) -> None:
        table = self.tables.get(name)
        if table is None:
            written.report(f"There is no table “{name}”{did_you_mean(name, self.tables)}")
        elif [dimension.kind for dimension in table.dimensions] != [DimensionKind.COUNTRY, DimensionKind.CODES] or any(
            field.codelist != scale for field in table.fields
        ):
            written.report(f"“{name}” is no matrix of countries and aspects with codes of {scale}.")

    def _check_classes(self, document: ClassificationDocument, written: Written) -> None:
        codelist = self.codelists.get(document.codelist)
        if codelist is None:
            unknown = f"There is no code list “{document.codelist}”{did_you_mean(document.codelist, self.codelists)}"
            written.part("codelist").report(unknown)
        for kind in ("well", "average", "improve", "not_assessed"):
            code = getattr(document, kind)
            if codelist is not None and code not in codelist.by_id:
                written.part(kind).report(f"“{code}” is not in {codelist.id}{did_you_mean(code, codelist.by_id)}")

    def _check_table(self, name: str, written: Written) -> bool:
        table = self.tables.get(name)
        if table is None:
            written.report(f"There is no table “{name}”{did_you_mean(name, self.tables)}")
        elif [dimension.kind for dimension in table.dimensions] != [DimensionKind.COUNTRY]:
            written.report(f"A figure is computed country by country; “{name}” has other dimensions.")
        else:
            return True
        return False
