"""A small form that uses every part which a form can have."""

import pytest

FORM = """\
form:
  id: small
  edition: "2025"
  title: "=A small form"
  countries: CL_COUNTRY
  states: CL_STATE
  settled_by: CL_CMT
  proposal: |
    Everything here is invented.

    Also this: it has “two” lines, _x0041_ and a bell \\a.
parameters:
  jump: {label: Share that is not remarkable, value: 0.50}
  whole: {label: A whole number, value: 7}
sections:
  S2: {label: Second section first}
  S1: {label: First section, guidance: Begin here.}
codelists:
  CL_COUNTRY: {label: Country, note: "Names as published.", codes: {GN: Guinea, ML: Mali}}
  CL_STATE: {label: State, codes: {NO: Norway, BE: Belgium}}
  CL_CMT: {label: Why, codes: {OK: checked}}
  CL_FREQ:
    label: How often
    codes:
      5: {label: always, rank: 5}
      "01": {label: hardly, rank: -1, note: "- less than once"}
      9: do not know
  CL_STAGE: {label: Stage, codes: {REQ: requests, "+2": charters}}
  CL_CLASS: {label: Class, codes: {W: well, A: average, I: improve, X: not assessed}}
"""

TABLES = """\
tables:
  T01:
    label: Decisions
    shape: grid
    by: {country: CL_COUNTRY}
    number: T01
    section: S1
    guidance: Numbers.
    fields:
      RD: {type: count, label: Decisions, unit: persons, sdmx: {UNIT: PER, FREQ: A}, maximum: 1000}
      RD_M: {type: count, label: Men, level: extended, prefilled: true}
      RD_F: {type: count, label: Women, level: extended, carried: true}
      SHARE: {type: decimal, places: 1, label: Share, calculation: "round(rate(RD_F, RD), 1)"}
      RATE: {type: decimal, places: 2, label: Rate, maximum: 99.50}
  B:
    label: Dossier
    shape: form
    by: {country: CL_COUNTRY}
    level: extended
    relevant: T01.RD > 0
    fields:
      FREQ:
        type: code
        codelist: CL_FREQ
        section: S1
        number: B1.01
        label: "How often?  Really: no #joke?"
        relevant: |
          B_STAGE["REQ"].chosen
            or B_STAGE["+2"].chosen
        expected: T01.RD > 3
      WHY: {type: text, label: "012", max_length: 200}
      LINE: {type: reference, refers_to: R1, label: Which line?}
  A_STAGE_LATER:
    label: Since when
    shape: form
    fields:
      begin: {type: date, label: From}
  B_STAGE:
    label: Stages
    shape: choice
    by: {country: CL_COUNTRY, stage: CL_STAGE}
    expected: T01.RD > 0
    fields:
      chosen: {type: yes-no, label: Experience}
  R1:
    label: Instruments
    shape: list
    by: {country: CL_COUNTRY, row: rows}
    carried: true
    fields:
      title: {type: text, label: Title}
  E:
    label: Reference
    shape: grid
    origin: reference
    by: {country: CL_COUNTRY}
    fields:
      E_RD: {type: count, label: Published}
"""

RULES = """\
rules:
  Y01:
    severity: W
    table: T01
    each: [RD_M, RD_F]
    where: country != "ML"
    when: >-
      given(last(x))
      and last(x) > 0
    check: near(x, last(x), jump * last(x))
    places: [x, 'B_STAGE["REQ"].chosen']
    message: "{x} is far from last year."
    why: A jump is explained.
    reference: Invented
    passing:
      - T01[GN].x: 3
        last T01[GN].x: 3
      - {}
      - B[GN].WHY: ""
      - B[GN].WHY: " "
    failing:
      - T01[GN].x: 3
        last T01[GN].x: 30
  W02:
    severity: E
    table: T01
    check: RD == RD_M + RD_F
    message: "By sex {parts}, in total {RD}."
    show:
      parts: |
        RD_M
          + RD_F
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
"""

ASSESSMENT = """\
indicators:
  IND_f: {label: Women, table: T01, numerator: RD_F, denominator: RD, counts: RD > 0, note: A note., reference: Nowhere}
  IND_d: {label: Decisions, table: T01, numerator: RD}
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
  weight: T01.RD
migrations:
  "2024":
    changes:
      - {change: renamed, source: T01.DEC, target: T01.RD, why: A clearer name.}
      - {change: retired, source: [T01.OLD, T01.OLDER], why: Nobody knew it.}
  "2023":
    to: "2024"
    changes: []
"""

FRENCH = """\
# A heading.
#
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"

#, fuzzy
msgctxt "S1.label"
msgid "First section"
msgstr "Première \\"section\\""

msgctxt "form.title"
msgid "=A small form"
msgstr "=Un petit formulaire"
"""


@pytest.fixture
def full() -> dict[str, bytes]:
    """The files of a form in which every property occurs."""
    files = {"form.yaml": FORM, "a.yaml": TABLES, "b.yaml": RULES, "c.yaml": ASSESSMENT, "texts/fr.po": FRENCH}
    return {name: text.encode() for name, text in files.items()}
