"""The published form: its rules within a row beside hand-written numpy, pandera and frictionless, a full pass, and its loading.

The form of 2025 is filled for invented countries, so many that the declaration has about 60,000 and 1,000,000 cells: numbers are
random, 3 % are unknown, 1 % not applicable. All peers check the same rules on the same figures and must find the same violations.
Times are in milliseconds; a budget in time is the peer of its row.

`PYTHONPATH=desktop python tests/bench/form_figures.py`
"""

import itertools
import json
import random
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from readmission import assets
from readmission.answers.changes import Answers
from readmission.answers.model import Cell, Key, Place, Reason
from readmission.engine.program import Engine, Session
from readmission.engine.rule_unit import compile_rules
from readmission.form.model import Code, CodeList, DimensionKind, Field, FieldType, Form, Origin
from readmission.form.packed import pack_form, unpack_form
from readmission.form.reader import form_files, read_form
from readmission.form.round import Dates, Round, ScopeEntry
from readmission.texts import pack_catalogue, unpack_catalogue

SIZES: Final = {"60k": 62, "1M": 1035}
TABLES: Final = ("T01", "T02", "T03", "T05", "T06", "T08")
LOADING: Final = 150.0

# The rules of one row, as a programmer writes them by hand: totals, and what may not be more than something else.
TOTALS: Final = {
    "W01": ("T01", "RD", "RD_ASY RD_IRR RD_OVS RD_CRIM RD_OTH RD_UNKR"),
    "W02": ("T01", "RD", "RD_M RD_F RD_X RD_UNKS"),
    "W03": ("T01", "RD", "RD_A0_13 RD_A14_17 RD_A18_34 RD_A35P RD_AUNK"),
    "W07": ("T02", "RET_TOT", "RET_FORCED RET_VOL RET_OTH"),
    "W08": ("T02", "RET_TOT", "RET_ASS RET_NASS RET_AUNK"),
    "W11": ("T02", "RET_TC", "RET_EURA RET_EUARR RET_BIL RET_OTHAGR RET_NOAGR RET_UNKAGR"),
    "W34": ("T02", "RET_TOT", "RET_M RET_F RET_X RET_UNKS"),
    "W35": ("T02", "RET_TOT", "RET_A0_13 RET_A14_17 RET_A18_34 RET_A35P RET_AUNK_AGE"),
    "W19": ("T03", "REQ_SUB", "REQ_DOC REQ_EVI REQ_NOEV"),
    "W19_CHANNEL": ("T03", "REQ_SUB", "REQ_EMB REQ_CAP REQ_RCMS REQ_LO REQ_FX REQ_CHX"),
    "W25": ("T06", "CH_REQ", "CH_AUTH CH_REF CH_PEND CH_WDR"),
}
LIMITS: Final = {
    "W04": ("T01", "RD_PERS", "RD"),
    "W05": ("T01", "RD_VD RD_NVD", "RD"),
    "W15": ("T03", "REQ_ACCD", "REQ_ACC"),
    "W16": ("T03", "REQ_ACC", "REQ_SUB"),
    "W18": ("T03", "REQ_OVERDUE", "REQ_OUT"),
    "W23": ("T05", "TD_INTIME", "TD_ISS"),
    "W24": ("T05", "EUTD_ACC EUTD_REF", "EUTD_ISS"),
    "W26": ("T06", "CH_RET", "CH_PLAN"),
    "W28": ("T08", "ST_WAIT_ID ST_WAIT_TD ST_READY", "ST_OPEN"),
    "W28_PART.ST_DET": ("T08", "ST_DET", "ST_OPEN"),
    "W28_PART.ST_ABSC": ("T08", "ST_ABSC", "ST_OPEN"),
    "W28_PART.ST_SUSP": ("T08", "ST_SUSP", "ST_OPEN"),
}
RULES: Final = (*TOTALS, *LIMITS)

Floats = NDArray[np.float64]


def published(countries: int) -> Form:
    """The form of 2025 with invented countries."""
    form = read_form(form_files(assets.forms() / "2025"))
    letters = ("".join(pair) for pair in itertools.product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=3))
    codes = tuple(Code(code, code) for code in itertools.islice(letters, countries))
    return replace(form, codelists={**form.codelists, form.countries: CodeList(form.countries, "Countries", codes)})


def answers_of(form: Form, origin: Origin, seed: int) -> Answers:
    """Random answers in every cell."""
    chance = random.Random(seed)
    cells = {}
    for table in form.tables.values():
        if table.origin is not origin:
            continue
        keys: list[Key] = [()]
        for dimension in table.dimensions:
            rows = dimension.kind is DimensionKind.ROWS
            members: Iterable[str] = ("r1", "r2") if rows else form.codelists[dimension.codelist].by_id
            keys = [(*key, member) for key in keys for member in members]
        for key in keys:
            for field in table.fields:
                cell = _cell(form, field, chance)
                if field.calculation is None and cell is not None:
                    cells[Place(table.id, key, field.id)] = cell
    return Answers.of(cells, form.lists)


def _cell(form: Form, field: Field, chance: random.Random) -> Cell | None:
    luck = chance.random()
    if luck < 0.04:
        return Cell(reason=Reason.NOT_APPLICABLE) if luck < 0.01 else None
    if field.type.numeric:
        return Cell(int(chance.random() * 100))
    if field.type is FieldType.CODE:
        return Cell(chance.choice(tuple(form.codelists[field.codelist].by_id)))
    if field.type is FieldType.YES_NO:
        return Cell("Y" if luck < 0.9 else "N")
    if field.type is FieldType.DATE:
        return Cell("2020-01-01")
    return Cell("because") if luck < 0.2 and field.type is FieldType.TEXT else None


def opened(countries: int) -> Session:
    """A filled declaration of one size, with last year and reference figures."""
    form = published(countries)
    round_ = Round(
        id="bench",
        edition=form.edition,
        year=2025,
        version=1,
        rehearsal=True,
        structure=form.structure,
        states=("BE",),
        scope=tuple(ScopeEntry(code, None, reason="bench") for code in form.codelists[form.countries].by_id),
        dates=Dates(date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)),
        parameters={},
        extracts={},
        audience="EU",
        marking="",
        marking_ceiling="",
    )
    answers = answers_of(form, Origin.MINISTRY, 1)
    return Engine(form, round_).open(answers, answers_of(form, Origin.MINISTRY, 2), answers_of(form, Origin.REFERENCE, 3))


def best(work: Callable[[], object], runs: int) -> float:
    """The shortest of many runs, in milliseconds."""
    found = []
    for _ in range(runs):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return min(found) * 1000


class Peers:
    """The same figures and rules for every peer."""

    def __init__(self, session: Session) -> None:
        self._plan = session._form.plan
        world = session._world
        self._world = world
        self._ours: list[tuple[Callable[..., Any], Any, dict[str, Any]]] = []
        self.columns: dict[str, dict[str, tuple[Floats, Floats, NDArray[np.bool_]]]] = {}
        for table in TABLES:
            store = self._plan.tables[table]
            chosen = [unit for unit in session._form.rules.tables[store] if unit.id in RULES]
            failed = session._outcomes.failed[store]
            self._ours.append((compile_rules(self._plan, chosen).all, failed, {unit.id: failed[unit.number] for unit in chosen}))
            fields = self._plan.form.tables[table].fields
            self.columns[table] = {
                field.id: (world.x[store][number], world.z[store][number], world.v[store][number])
                for number, field in enumerate(fields)
            }

    def by_engine(self) -> dict[str, Any]:
        """What the compiled form finds."""
        found = {}
        for function, failed, masks in self._ours:
            function(self._world, slice(None), failed)
            found.update({name: np.nonzero(mask)[0] for name, mask in masks.items()})
        return found

    def by_numpy(self) -> dict[str, Any]:
        """What numpy finds: `x` has NaN and `z` 0 where a cell is void, `v` says where."""
        found = {}
        for rule, (table, whole, parts) in TOTALS.items():
            columns = self.columns[table]
            total = columns[whole][0]
            added, void = _added(columns, parts.split())
            found[rule] = np.nonzero(((total < added) | (total > added)) & ~void)[0]
        for rule, (table, parts, whole) in LIMITS.items():
            columns = self.columns[table]
            names = parts.split()
            if len(names) == 1:
                found[rule] = np.nonzero(columns[names[0]][0] > columns[whole][0])[0]
                continue
            added, void = _added(columns, names)
            found[rule] = np.nonzero((added > columns[whole][0]) & ~void)[0]
        return found

    def frames(self) -> dict[str, Any]:
        """The same figures as data frames; a void part is 0, so that parts add up as they do here."""
        import pandas  # noqa: PLC0415 - takes seconds, so only its own row pays for it

        frames = {}
        for table, columns in self.columns.items():
            data = {f"{name}_x": x for name, (x, _z, _v) in columns.items()} | {
                f"{name}_z": z for name, (_x, z, _v) in columns.items()
            }
            frames[table] = pandas.DataFrame(data)
        return frames

    def by_pandera(self) -> Callable[[], Any]:
        """The rules as checks of pandera over whole columns."""
        import pandera.pandas as pa  # noqa: PLC0415 - likewise

        frames = self.frames()
        checks: dict[str, list[Any]] = {table: [] for table in TABLES}
        for table, whole, parts in TOTALS.values():
            checks[table].append(pa.Check(_equal(whole, parts.split()), ignore_na=False))
        for table, parts, whole in LIMITS.values():
            checks[table].append(pa.Check(_at_most(whole, parts.split()), ignore_na=False))
        schemas = {table: pa.DataFrameSchema(checks=checks[table]) for table in TABLES}

        def run() -> int:
            failures = 0
            for table, schema in schemas.items():
                try:
                    schema.validate(frames[table], lazy=True)
                except pa.errors.SchemaErrors as refused:
                    failures += len(refused.failure_cases)
            return failures

        return run

    def by_frictionless(self) -> Callable[[], Any]:
        """The rules as row constraints of frictionless; a row with a figure missing is left to the formula."""
        from frictionless import Checklist, Resource  # noqa: PLC0415 - likewise
        from frictionless.checks import row_constraint  # type: ignore[attr-defined]  # noqa: PLC0415 - not declared, but documented

        tables = []
        frames = self.frames()
        for table in TABLES:
            formulas = [
                f"{whole}_x == {' + '.join(f'{part}_z' for part in parts.split())}"
                for t, whole, parts in TOTALS.values()
                if t == table
            ]
            formulas += [
                f"{' + '.join(f'{part}_z' for part in parts.split())} <= {whole}_x"
                for t, parts, whole in LIMITS.values()
                if t == table
            ]
            frame = frames[table].fillna(0)
            rows = [list(frame.columns), *frame.astype(int).to_numpy().tolist()]
            tables.append((rows, Checklist(checks=[row_constraint(formula=formula) for formula in formulas])))

        def run() -> None:
            for rows, checklist in tables:
                Resource(data=rows).validate(checklist)

        return run


def _added(columns: dict[str, tuple[Floats, Floats, NDArray[np.bool_]]], parts: list[str]) -> tuple[Floats, NDArray[np.bool_]]:
    _x, added, void = columns[parts[0]]
    for part in parts[1:]:
        _x, z, v = columns[part]
        added, void = added + z, void & v
    return added, void


def _equal(whole: str, parts: list[str]) -> Callable[[Any], Any]:
    def check(frame: Any) -> Any:
        added = sum(frame[f"{part}_z"] for part in parts)
        total = frame[f"{whole}_x"]
        return ~((total < added) | (total > added))

    return check


def _sum(parts: str) -> str:
    return " + ".join(f"{part}_z" for part in parts.split())


def _at_most(whole: str, parts: list[str]) -> Callable[[Any], Any]:
    def check(frame: Any) -> Any:
        return ~(sum(frame[f"{part}_z"] for part in parts) > frame[f"{whole}_x"])

    return check


def _loading() -> list[dict[str, Any]]:
    folder = assets.forms() / "2025"
    files = form_files(folder)
    packed = pack_form(files)
    translation = pack_catalogue((folder / "texts" / "fr.po").read_bytes())

    def load() -> None:
        unpack_form(packed)
        unpack_catalogue(translation)

    return [
        _row("loading the kept form and one language, against 150 ms", best(load, 5), LOADING, 1.0),
        _row("reading the form's files, checked, beside loading it kept", best(lambda: read_form(files), 3), best(load, 3), 5.0),
    ]


def rows() -> list[dict[str, Any]]:
    """What was measured: name, ours, peer, ratio, budget."""
    found = _loading()
    for size, limit, runs in zip(SIZES, (5.0, 20.0), (30, 8), strict=True):
        session = opened(SIZES[size])
        cells = sum(len(session.rows(table.id)) * len(table.fields) for table in session._form.form.tables.values())
        peers = Peers(session)
        with np.errstate(all="ignore"):
            ours, theirs = peers.by_engine(), peers.by_numpy()
            assert all(np.array_equal(ours[rule], theirs[rule]) for rule in RULES), "not the same violations"
            assert sum(map(len, ours.values())) > 0
            turns = [(best(peers.by_engine, 5), best(peers.by_numpy, 5)) for _ in range(runs)]
        mine, by_hand = min(one for one, _ in turns), min(one for _, one in turns)
        found.append(_row(f"{len(RULES)} row rules of the form, {size} ({cells:,} cells), numpy", mine, by_hand, 2.0))
        if size == "60k":
            found.append(_row("the same beside pandera", mine, best(peers.by_pandera(), 2), 0.01))
            found.append(_row("the same beside frictionless", mine, best(peers.by_frictionless(), 1), 0.01))
        found.append(_row(f"full pass of the form, {size}, against {limit:.0f} ms", best(session.refresh, runs), limit, 1.0))
    return found


def _row(name: str, ours: float, peer: float, budget: float) -> dict[str, Any]:
    return {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "budget": budget}


if __name__ == "__main__":
    json.dump(rows(), sys.stdout, indent=1)
