"""A small form in which one thing at a time is broken, and the published one."""

import pytest

from readmission import assets
from readmission.form.model import Form
from readmission.form.reader import form_files, read_form

HEAD = """\
form:
  id: small
  edition: "2025"
  title: A small form
  countries: CL_COUNTRY
  states: CL_STATE
  settled_by: CL_CMT
  proposal: Everything here is invented.
parameters:
  jump: {label: Share that is not remarkable, value: 0.50}
sections:
  S1: {label: First section, guidance: Begin here.}
"""

CODELISTS = """\
codelists:
  CL_COUNTRY:
    label: Country
    codes: {GN: Guinea, ML: Mali}
  CL_STATE:
    label: State
    codes: {BE: Belgium, NO: Norway}
  CL_CMT:
    label: Why a warning is confirmed
    codes: {OK: checked}
  CL_FREQ:
    label: How often
    codes:
      5: {label: always, rank: 5}
      1: {label: never, rank: 1}
      9: do not know
  CL_STAGE:
    label: Stage
    codes: {REQ: requests, CH: charters}
  CL_CLASS:
    label: Class
    codes: {W: well, A: average, I: improve, X: not assessed}
"""

TABLES = """\
tables:
  T01:
    label: Decisions
    shape: grid
    by: {country: CL_COUNTRY}
    fields:
      RD: {type: count, label: Decisions}
      RD_M: {type: count, label: Men, level: extended}
      RD_F: {type: count, label: Women, level: extended}
      SHARE: {type: decimal, places: 1, label: Share, calculation: "round(rate(RD_F, RD), 1)"}
  B:
    label: Dossier
    shape: form
    by: {country: CL_COUNTRY}
    fields:
      FREQ:
        type: code
        codelist: CL_FREQ
        section: S1
        label: How often?
        relevant: B_STAGE["REQ"].chosen
      WHY: {type: text, label: Why?}
  B_STAGE:
    label: Stages
    shape: choice
    by: {country: CL_COUNTRY, stage: CL_STAGE}
    fields:
      chosen: {type: yes-no, label: Experience}
  R1:
    label: Instruments
    shape: list
    by: {country: CL_COUNTRY, row: rows}
    fields:
      title: {type: text, label: Title, max_length: 200}
      begin: {type: date, label: From}
"""

RULES = """\
rules:
  W02:
    severity: E
    table: T01
    check: RD == RD_M + RD_F
    places: [RD, RD_M, RD_F]
    message: "By sex {parts}, in total {RD}."
    show:
      parts: RD_M + RD_F
    why: Every decision is counted once.
    reference: Invented
    passing:
      - T01[GN].RD: 3
        T01[GN].RD_M: 1
        T01[GN].RD_F: 2
    failing:
      - T01[GN].RD: 3
        T01[GN].RD_M: 1
        T01[GN].RD_F: 1
  Y01:
    severity: W
    table: T01
    each: [RD_M, RD_F]
    when: >-
      given(last(x))
      and last(x) > 0
    check: near(x, last(x), jump * last(x))
    places: [x]
    message: "{x} is far from last year."
    why: A jump is explained.
    reference: Invented
    passing:
      - T01[GN].x: 3
        last T01[GN].x: 3
    failing:
      - T01[GN].x: 3
        last T01[GN].x: 30
"""

ASSESSMENT = """\
indicators:
  IND_f:
    label: Women per 100 decisions
    table: T01
    numerator: RD_F
    denominator: RD
classification:
  id: CLASS
  label: Class
  table: B
  rating: FREQ
  counts: given(FREQ)
  codelist: CL_CLASS
  well: W
  average: A
  improve: I
  not_assessed: X
"""


@pytest.fixture
def small() -> dict[str, str]:
    """The files of a form that can be read."""
    return {
        "form.yaml": HEAD,
        "codelists.yaml": CODELISTS,
        "tables.yaml": TABLES,
        "rules.yaml": RULES,
        "assessment.yaml": ASSESSMENT,
    }


@pytest.fixture(scope="session")
def published() -> Form:
    """The edition 2025."""
    return read_form(form_files(assets.forms() / "2025"))
