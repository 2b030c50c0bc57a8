"""What of the states' answers is held against each other, and who may read them, as a form describes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from readmission.form.documents import CirculationDocument, ComparisonDocument
from readmission.form.method import Circulation, Comparison, ComparisonKind
from readmission.form.model import CodeList, DimensionKind, Field, Origin, Table
from readmission.form.problems import did_you_mean
from readmission.form.sources import Sources, Written

# What goes with which kind; what goes with another is a slip.
_PARTS = {"key": ComparisonKind.SAME_ROWS, "against": ComparisonKind.PUBLISHED_SUM}


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Reads comparisons and the circulation against the tables they speak about."""

    tables: Mapping[str, Table]
    codelists: Mapping[str, CodeList]

    def comparisons(self, sources: Sources) -> dict[str, Comparison]:
        """All comparisons."""
        found = {}
        for name, document, written in sources.each("comparisons"):
            before = len(sources.problems)
            fields = tuple(
                field
                for number, said in enumerate(document.fields)
                if (field := self._named(said, written.part("fields", number)))
            )
            against = self._named(document.against, written.part("against")) if document.against else None
            self._check_parts(document, written)
            if len(sources.problems) == before:
                self._check_fields(document, fields, against, written)
            found[name] = Comparison(
                id=name,
                kind=document.kind,
                label=document.label,
                fields=fields,
                key=document.key or "",
                against=against,
                note=document.note or "",
                reference=document.reference or "",
            )
        return found

    def circulation(self, sources: Sources) -> Circulation | None:
        """How a state says who may read its answers, if the form asks."""
        only = sources.only("circulation")
        if only is None:
            return None
        document, written = only
        country = self._asked(document, "country", [DimensionKind.COUNTRY], written)
        general = self._asked(document, "general", [], written)
        return Circulation(country, general, document.kept_back) if country and general else None

    def _asked(
        self, document: CirculationDocument, part: str, kinds: list[DimensionKind], written: Written
    ) -> tuple[str, str] | None:
        said: str = getattr(document, part)
        named = self._named(said, written.part(part))
        if named is None:
            return None
        table = self.tables[named[0]]
        if [dimension.kind for dimension in table.dimensions] != kinds:
            written.part(part).report(f"“{said}” is not asked {'for each country' if kinds else 'once'}.")
        codelist = self.codelists.get(table.by_id[named[1]].codelist)
        if codelist is None or document.kept_back not in codelist.by_id:
            written.part("kept_back").report(f"“{document.kept_back}” is no answer to “{said}”.")
        return named

    def _check_parts(self, document: ComparisonDocument, written: Written) -> None:
        for part, kind in _PARTS.items():
            given = getattr(document, part) is not None
            if given and document.kind is not kind:
                written.part(part).report(f"“{part}” does not go with the kind “{document.kind}”.", at_key=True)
            elif not given and document.kind is kind:
                written.report(f"A comparison of the kind “{kind}” needs “{part}”.", at_key=True)

    def _check_fields(
        self,
        document: ComparisonDocument,
        fields: tuple[tuple[str, str], ...],
        against: tuple[str, str] | None,
        written: Written,
    ) -> None:
        for number, (table, field) in enumerate(fields):
            place = written.part("fields", number)
            if not self.tables[table].dimensions or self.tables[table].dimensions[0].kind is not DimensionKind.COUNTRY:
                place.report(f"Answers are compared country by country; “{table}” has no countries.")
            elif document.kind is ComparisonKind.SAME_CODE and not self.tables[table].by_id[field].codelist:
                place.report(f"“{table}.{field}” holds no code.")
            elif document.kind is ComparisonKind.PUBLISHED_SUM:
                self._check_sum(table, self.tables[table].by_id[field], against, written)
            elif document.kind is ComparisonKind.SAME_ROWS:
                self._check_rows(document, table, fields[0][0], place)

    def _check_sum(self, table: str, field: Field, against: tuple[str, str] | None, written: Written) -> None:
        if against is None:
            return
        published = self.tables[against[0]]
        fits = published.dimensions == self.tables[table].dimensions and published.origin is Origin.REFERENCE
        if not (fits and field.type.numeric and published.by_id[against[1]].type is field.type):
            written.part("against").report(f"“{'.'.join(against)}” is no published figure of the same kind and rows.")

    def _check_rows(self, document: ComparisonDocument, table: str, first: str, written: Written) -> None:
        if not self.tables[table].is_list or table != first:
            written.report("Rows are compared within one list.")
        elif document.key not in self.tables[table].by_id:
            written.report(
                f"“{table}” has no column “{document.key}”{did_you_mean(document.key or '', self.tables[table].by_id)}"
            )

    def _named(self, said: str, written: Written) -> tuple[str, str] | None:
        table, _, field = said.partition(".")
        if table not in self.tables:
            written.report(f"There is no table “{table}”{did_you_mean(table, self.tables)}")
        elif field not in self.tables[table].by_id:
            written.report(f"“{table}” has no field “{field}”{did_you_mean(field, self.tables[table].by_id)}")
        else:
            return table, field
        return None
