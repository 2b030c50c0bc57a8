"""What an author reads who made a mistake: file, line, column and a sentence, everything at once."""

from typing import TypeAlias

import pytest

from readmission.form.problems import FormRefused
from readmission.form.reader import read_form

Edits: TypeAlias = dict[str, tuple[str, str]]

WHAT_IT_IS = """\
form:
  id: small
  edition: "2025"
  title: A small form
  countries: CL_COUNTRY
  states: CL_STATE
  settled_by: CL_CMT
  proposal: Everything here is invented.
"""

LIMITS = """\
parameters:
  attachment_largest: {label: Largest file, value: 1000}
  attachments_together: {label: All files, value: 5000}
  attachments_an_answer: {label: Files at an answer, value: 5}
"""

# Each case: in which file what is written instead of what, and all that is then reported.
CASES: dict[str, tuple[Edits, list[str]]] = {
    "a key twice": (
        {"tables.yaml": ("      WHY:", "      FREQ:")},
        [
            "tables.yaml, line 22, column 7: “FREQ” stands here a second time; the first is in line 16.",
        ],
    ),
    "an unclosed bracket": (
        {"tables.yaml": ("{type: text, label: Why?}", "{type: text, label: Why?")},
        [
            "tables.yaml, line 23, column 10: This is not YAML: did not find expected ',' or '}'.",
        ],
    ),
    "an anchor": (
        {"form.yaml": ("title: A", "title: &t A")},
        [
            "form.yaml, line 4, column 10: “&t” names a place for repetition; that is not used here.",
        ],
    ),
    "an alias": (
        {"form.yaml": ("title: A small form", "title: *t")},
        [
            "form.yaml, line 4, column 10: “*t” repeats another place; write the text out instead.",
        ],
    ),
    "a merge": (
        {"form.yaml": ("  title: A small form", "  <<: {title: A small form}")},
        [
            "form.yaml, line 4, column 3: “<<” repeats another place; write the lines out instead.",
        ],
    ),
    "a tag": (
        {"form.yaml": ("title: A", "title: !!str A")},
        [
            "form.yaml, line 4, column 10: “!!str” gives a type; types are not written here.",
        ],
    ),
    "files at a question, without the limits": (
        {"tables.yaml": ("{type: text, label: Why?}", "{type: text, label: Why?, attachments: [pdf]}")},
        [
            "tables.yaml, line 22, column 38: A form that takes files needs these parameters as whole numbers from 1: "
            "attachment_largest, attachments_together, attachments_an_answer.",
        ],
    ),
    "files of a kind that nobody knows": (
        {"tables.yaml": ("{type: text, label: Why?}", "{type: text, label: Why?, attachments: [pdff]}")},
        [
            "tables.yaml, line 22, column 52: “pdff” is none of pdf, csv, xlsx; did you mean “pdf”?",
        ],
    ),
    "files at a line of a table": (
        {
            "form.yaml": ("parameters:\n", LIMITS),
            "tables.yaml": ("{type: count, label: Decisions}", "{type: count, label: Decisions, attachments: [csv]}"),
        },
        [
            "tables.yaml, line 7, column 43: Files are attached to questions of a form, not to lines of a table.",
        ],
    ),
    "files at what is computed": (
        {
            "form.yaml": ("parameters:\n", LIMITS),
            "tables.yaml": ("{type: text, label: Why?}", "{type: text, label: Why?, prefilled: true, attachments: [pdf]}"),
        },
        [
            "tables.yaml, line 22, column 55: Files are attached to what a ministry answers, not to what is computed or prefilled.",
        ],
    ),
    "a limit of files that is no whole number": (
        {
            "form.yaml": ("parameters:\n", LIMITS.replace("value: 5}", "value: 5.5}")),
            "tables.yaml": ("{type: text, label: Why?}", "{type: text, label: Why?, attachments: [pdf]}"),
        },
        [
            "tables.yaml, line 22, column 38: A form that takes files needs these parameters as whole numbers from 1: "
            "attachments_an_answer.",
        ],
    ),
    "a directive": (
        {"form.yaml": ("form:\n", "%YAML 1.1\n---\nform:\n")},
        [
            "form.yaml, line 1, column 1: Lines that start with “%” are not used here.",
        ],
    ),
    "two documents": (
        {"form.yaml": ("parameters:", "---\nparameters:")},
        [
            "form.yaml, line 9, column 1: A file holds one document; “---” cannot start a second one.",
        ],
    ),
    "a tabulator as indent": (
        {"form.yaml": ("  title", "\ttitle")},
        [
            "form.yaml, line 4, column 1: This is not YAML: found character that cannot start any token.",
        ],
    ),
    "a control character": (
        {"form.yaml": ("A small form", "A \u0007 form")},
        [
            "form.yaml, line 4, column 12: The character U+0007 is not allowed here.",
        ],
    ),
    "a list where names belong": (
        {"form.yaml": ("sections:\n  S1:", "sections:\n  - S1:")},
        [
            "form.yaml, line 12, column 3: Lines “name: …” are expected here.",
        ],
    ),
    "a key that is a list": (
        {"form.yaml": ("  S1: {", "  [S1]: {")},
        [
            "form.yaml, line 12, column 3: A name before “:” is a plain text.",
        ],
    ),
    "an unknown property": (
        {"tables.yaml": ("level: extended", "levle: extended")},
        [
            "tables.yaml, line 8, column 39: “levle” is not known here; did you mean “level”?",
        ],
    ),
    "a missing property": (
        {"rules.yaml": ("    why: Every decision is counted once.\n", "")},
        [
            "rules.yaml, line 2, column 3: “why” is missing.",
        ],
    ),
    "an unknown type": (
        {"tables.yaml": ("RD: {type: count", "RD: {type: counts")},
        [
            "tables.yaml, line 7, column 18: "
            "“counts” is none of count, decimal, code, text, date, yes-no, reference; did you mean “count”?",
        ],
    ),
    "a number where text belongs": (
        {"form.yaml": ("title: A small form", "title: 2025")},
        [
            "form.yaml, line 4, column 10: A text is expected here; put it in quotes if it looks like a number.",
        ],
    ),
    "a text where a number belongs": (
        {"tables.yaml": ("places: 1", "places: one")},
        [
            "tables.yaml, line 10, column 38: A whole number is expected here.",
        ],
    ),
    "yes where true belongs": (
        {"tables.yaml": ("label: Women", "label: Women, prefilled: yes")},
        [
            "tables.yaml, line 9, column 52: True or false is expected here.",
        ],
    ),
    "an empty text": (
        {"form.yaml": ("title: A small form", "title:")},
        [
            "form.yaml, line 4, column 9: Nothing stands here; write the value or leave the line out.",
        ],
    ),
    "a name that cannot be one": (
        {"tables.yaml": ("      RD_M:", "      RD-M:")},
        [
            "tables.yaml, line 8, column 7: “RD-M” cannot be a name here: letters, digits and “_”, a letter first, 40 at most.",
        ],
    ),
    "a code that cannot be one": (
        {"codelists.yaml": ("      9: do", "      n 9: do")},
        [
            "codelists.yaml, line 16, column 7: “n 9” cannot be a name here: letters, digits and . _ + -, 20 at most.",
        ],
    ),
    "a place that cannot be one": (
        {"rules.yaml": ("- T01[GN].RD: 3\n        T01[GN].RD_M: 1\n        T01[GN].RD_F: 2", "- T01 RD: 3")},
        [
            "rules.yaml, line 13, column 9: “T01 RD” cannot be a name here: a cell is named like T01[GN].RD.",
        ],
    ),
    "too many decimal places": (
        {"form.yaml": ("value: 0.50", "value: 0.50000000")},
        [
            "form.yaml, line 10, column 54: A parameter has at most 6 decimal places.",
        ],
    ),
    "mistakes in three files": (
        {
            "form.yaml": ("title:", "titel:"),
            "tables.yaml": ("type: date", "type: day"),
            "rules.yaml": ("severity: W", "severity: X"),
        },
        [
            "form.yaml, line 1, column 1: “title” is missing.",
            "form.yaml, line 4, column 3: “titel” is not known here; did you mean “title”?",
            "rules.yaml, line 21, column 15: “X” is none of E, W, I.",
            "tables.yaml, line 35, column 21: “day” is none of count, decimal, code, text, date, yes-no, reference.",
        ],
    ),
    "an unknown code list": (
        {"tables.yaml": ("codelist: CL_FREQ", "codelist: CL_FREK")},
        [
            "tables.yaml, line 18, column 19: There is no code list “CL_FREK”; did you mean “CL_FREQ”?",
        ],
    ),
    "an unused code list": (
        {"codelists.yaml": ("  CL_STAGE:\n", "  CL_OLD:\n    label: Old\n    codes: {A: a}\n  CL_STAGE:\n")},
        [
            "codelists.yaml, line 17, column 3: Nothing uses this code list.",
        ],
    ),
    "an unknown section": (
        {"tables.yaml": ("section: S1", "section: S2")},
        [
            "tables.yaml, line 19, column 18: There is no section “S2”.",
        ],
    ),
    "an unknown table": (
        {"rules.yaml": ("table: T01\n    check", "table: T1\n    check")},
        [
            "rules.yaml, line 4, column 12: There is no table “T1”; did you mean “T01”?",
        ],
    ),
    "a code without a list": (
        {"tables.yaml": ("        codelist: CL_FREQ\n", "")},
        [
            "tables.yaml, line 16, column 7: A field of the type “code” needs “codelist”.",
        ],
    ),
    "places of a count": (
        {"tables.yaml": ("RD: {type: count,", "RD: {type: count, places: 1,")},
        [
            "tables.yaml, line 7, column 25: “places” does not go with the type “count”.",
        ],
    ),
    "a list without rows": (
        {"tables.yaml": (", row: rows}", "}")},
        [
            "tables.yaml, line 31, column 12: A list, and only a list, has a last dimension of “rows”.",
        ],
    ),
    "a choice with a number": (
        {"tables.yaml": ("chosen: {type: yes-no", "chosen: {type: count")},
        [
            "tables.yaml, line 21, column 19: A condition is needed here, this is a number.",
            "tables.yaml, line 25, column 12: A choice has exactly one field, of the type “yes-no”.",
        ],
    ),
    "a dimension with two meanings": (
        {"tables.yaml": ("row: rows", "stage: CL_FREQ, row: rows")},
        [
            "tables.yaml, line 32, column 31: “stage” means CL_STAGE in another table; choose another name.",
        ],
    ),
    "a name of the language": (
        {"tables.yaml": ("      WHY:", "      x:")},
        [
            "tables.yaml, line 22, column 7: “x” has a meaning in expressions; choose another name.",
        ],
    ),
    "a parameter like a field": (
        {"form.yaml": ("  jump: {", "  begin: {label: A, value: 1}\n  jump: {")},
        [
            "form.yaml, line 10, column 3: “begin” is already the name of a field of “R1”.",
        ],
    ),
    "a name twice": (
        {"rules.yaml": ("  W02:", "  T01:")},
        [
            "rules.yaml, line 2, column 3: “T01” already names one of the tables.",
        ],
    ),
    "a table twice": (
        {
            "rules.yaml": (
                "rules:",
                "tables:\n  R1:\n    label: A\n    shape: form\n    fields:\n      A: {type: text, label: A}\nrules:",
            )
        },
        [
            "tables.yaml, line 29, column 3: “R1” is already described in rules.yaml, line 3.",
        ],
    ),
    "a form twice": (
        {
            "codelists.yaml": (
                "codelists:\n",
                f"{WHAT_IT_IS}codelists:\n",
            )
        },
        [
            "form.yaml, line 1, column 1: “form” is already described in codelists.yaml, line 2.",
        ],
    ),
    "no form": (
        {"form.yaml": (WHAT_IT_IS, "")},
        [
            "form.yaml: No file says what the form is: “form: {id: …, edition: …, title: …}”.",
        ],
    ),
    "an unknown field in a condition": (
        {"tables.yaml": ('relevant: B_STAGE["REQ"].chosen', 'relevant: B_STAGE["REQ"].chosn')},
        [
            "tables.yaml, line 21, column 19: B_STAGE has no field “chosn”; did you mean “chosen”?",
        ],
    ),
    "an unknown code in a condition": (
        {"tables.yaml": ('B_STAGE["REQ"]', 'B_STAGE["REC"]')},
        [
            "tables.yaml, line 21, column 27: “REC” is not in code list CL_STAGE; did you mean “REQ”?",
        ],
    ),
    "an unknown field in the second line of a text": (
        {"rules.yaml": ("and last(x) > 0", "and last(RD_G) > 0")},
        [
            "rules.yaml, line 26, column 16: Unknown name “RD_G”; did you mean “RD_M”?",
        ],
    ),
    "a condition where a number belongs": (
        {"assessment.yaml": ("numerator: RD_F", "numerator: RD_F > 0")},
        [
            "assessment.yaml, line 5, column 16: A number is needed here, this is a condition.",
        ],
    ),
    "a calculation with too many decimals": (
        {"tables.yaml": ('"round(rate(RD_F, RD), 1)"', '"round(rate(RD_F, RD), 2)"')},
        [
            "tables.yaml, line 10, column 68: This has more than the 1 decimal places of “SHARE”; write round(…, 1).",
        ],
    ),
    "a mistake in a quoted text": (
        {"tables.yaml": ('"round(rate(RD_F, RD), 1)"', '"round(rate(RD_F, RX), 1)"')},
        [
            "tables.yaml, line 10, column 86: Unknown name “RX”.",
        ],
    ),
    "conditions that wait for each other": (
        {"tables.yaml": ("RD_F: {type: count, label: Women", 'RD_F: {type: count, label: Women, relevant: "SHARE > 0"')},
        [
            "tables.yaml, line 9, column 7: Conditions and calculations wait for each other: T01.RD_F → T01.SHARE → T01.RD_F.",
        ],
    ),
    "a message with an unknown name": (
        {"rules.yaml": ("in total {RD}", "in total {RDD}")},
        [
            "rules.yaml, line 7, column 14: The message names {RDD}, which the rule does not read; did you mean “RD”?",
        ],
    ),
    "a message that quotes an unknown parameter": (
        {"rules.yaml": ("far from last year", "more than {jump_percents} % from last year")},
        [
            "rules.yaml, line 29, column 14: The message names {jump_percents}, which the rule does not read; "
            "did you mean “jump_percent”?",
        ],
    ),
    "a reason that quotes an unknown parameter": (
        {"rules.yaml": ("why: A jump", "why: More than {jum} is a jump that")},
        [
            "rules.yaml, line 30, column 10: The reason names {jum}, which is no parameter; did you mean “jump”?",
        ],
    ),
    "a reason that names a field": (
        {"rules.yaml": ("why: Every", "why: Of {RD} every")},
        [
            "rules.yaml, line 10, column 10: The reason names {RD}, which is no parameter.",
        ],
    ),
    "a message with a bare brace": (
        {"rules.yaml": ("in total {RD}", "in total {}")},
        [
            "rules.yaml, line 7, column 14: “{}” must be a plain name; a brace that is meant is written twice: {{ }}.",
        ],
    ),
    "a value that no message names": (
        {"rules.yaml": ("By sex {parts}", "By sex {RD_M}")},
        [
            "rules.yaml, line 9, column 7: The message does not name {parts}.",
        ],
    ),
    "a place that is no field": (
        {"rules.yaml": ("places: [RD, RD_M", "places: [RD, RDM")},
        [
            "rules.yaml, line 6, column 18: “T01” has no field “RDM”; did you mean “RD_M”?",
        ],
    ),
    "a place with several cells": (
        {"rules.yaml": ("places: [x]", "places: [B_STAGE.chosen]")},
        [
            "rules.yaml, line 28, column 14: “B_STAGE.chosen” names several cells here; choose one code of stage in brackets.",
        ],
    ),
    "a family without fields": (
        {"rules.yaml": ("each: [RD_M, RD_F]", "each: [RX_*]")},
        [
            "rules.yaml, line 23, column 12: “T01” has no field “RX_*”.",
        ],
    ),
    "an example of an unknown country": (
        {"rules.yaml": ("last T01[GN].x: 30", "last T01[GM].x: 30")},
        [
            "rules.yaml, line 37, column 25: “GM” is not in CL_COUNTRY.",
        ],
    ),
    "an example with a text as number": (
        {"rules.yaml": ("last T01[GN].x: 30", "last T01[GN].x: many")},
        [
            "rules.yaml, line 37, column 25: “many” is no number.",
        ],
    ),
    "an example of a computed field": (
        {"rules.yaml": ("        T01[GN].RD_F: 2\n", "        T01[GN].SHARE: 2\n")},
        [
            "rules.yaml, line 15, column 24: “T01.SHARE” is computed; give the answers that it is computed from.",
        ],
    ),
    "a class that is no code": (
        {"assessment.yaml": ("well: W", "well: G")},
        [
            "assessment.yaml, line 14, column 9: “G” is not in CL_CLASS.",
        ],
    ),
    "a rating without ranks": (
        {"assessment.yaml": ("rating: FREQ", "rating: country")},
        [
            "assessment.yaml, line 11, column 11: The codes of CL_COUNTRY have no ranks and cannot be rated.",
        ],
    ),
    "an indicator over a list": (
        {
            "assessment.yaml": (
                "    table: T01\n    numerator: RD_F\n    denominator: RD\n",
                "    table: R1\n    numerator: year(begin)\n",
            )
        },
        [
            "assessment.yaml, line 4, column 12: A figure is computed country by country; “R1” has other dimensions.",
        ],
    ),
    "a file that is no part": (
        {"notes.txt": ("", "Hello")},
        [
            "notes.txt: This file is no part of a form: parts are *.yaml and texts/<language>.po.",
        ],
    ),
    "an example of an unknown table": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        T1[GN].RD_F: 1\n")},
        [
            "rules.yaml, line 19, column 22: There is no table “T1”; did you mean “T01”?",
        ],
    ),
    "an example of an unknown field": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        T01[GN].RD_G: 1\n")},
        [
            "rules.yaml, line 19, column 23: “T01” has no field “RD_G”; did you mean “RD_M”?",
        ],
    ),
    "an example with too short a key": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        T01.RD_F: 1\n")},
        [
            "rules.yaml, line 19, column 19: A cell of “T01” is named T01[country].field.",
        ],
    ),
    "an example with an impossible row": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        R1[GN/a b].title: One\n")},
        [
            "rules.yaml, line 19, column 27: “a b” cannot be the name of a row.",
        ],
    ),
    "an example with an unknown code": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        B[GN].FREQ: 7\n")},
        [
            "rules.yaml, line 19, column 21: “7” is not in CL_FREQ.",
        ],
    ),
    "an example that is neither yes nor no": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        B_STAGE[GN/REQ].chosen: yes\n")},
        [
            "rules.yaml, line 19, column 33: “yes” is neither Y nor N.",
        ],
    ),
    "an example without a date": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        R1[GN/r1].begin: 2025-13-01\n")},
        [
            "rules.yaml, line 19, column 26: “2025-13-01” is no date like 2025-12-31.",
        ],
    ),
    "an example with an unknown reason": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        T01[GN].RD_F: reason XX\n")},
        [
            "rules.yaml, line 19, column 23: “XX” is no reason; reasons are NC, NA, CONF, PEND, DK, TECH.",
        ],
    ),
    "an example with too many decimals": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        T01[GN].RD_F: 1.5\n")},
        [
            "rules.yaml, line 19, column 23: “RD_F” has 0 decimal places.",
        ],
    ),
    "an example with an unknown flag": (
        {"rules.yaml": ("        T01[GN].RD_F: 1\n", "        T01[GN].RD_F: 1 flag Z\n")},
        [
            "rules.yaml, line 19, column 23: “1 flag Z” is no number.",
        ],
    ),
    "a dimension with a name of the language": (
        {"tables.yaml": ("row: rows", "last: rows")},
        [
            "tables.yaml, line 32, column 31: “last” has a meaning in expressions; choose another name.",
        ],
    ),
    "a field like a dimension": (
        {"tables.yaml": ("      RD:", "      country:")},
        [
            "assessment.yaml, line 6, column 18: Unknown name “RD”; did you mean “RD_M”?",
            "rules.yaml, line 5, column 12: Unknown name “RD”; did you mean “RD_M”?",
            "rules.yaml, line 6, column 14: “T01” has no field “RD”; did you mean “RD_M”?",
            "rules.yaml, line 13, column 21: “T01” has no field “RD”; did you mean “RD_M”?",
            "rules.yaml, line 17, column 21: “T01” has no field “RD”; did you mean “RD_M”?",
            "tables.yaml, line 7, column 7: “country” is already a dimension of this table; choose another name.",
            "tables.yaml, line 10, column 86: Unknown name “RD”; did you mean “RD_M”?",
        ],
    ),
    "a reference to no list": (
        {"tables.yaml": ("WHY: {type: text", "WHY: {type: reference, refers_to: T01")},
        [
            "tables.yaml, line 22, column 41: There is no list table “T01”.",
        ],
    ),
    "a calculation that somebody owes": (
        {"tables.yaml": ("label: Share,", "label: Share, expected: RD > 0,")},
        [
            "tables.yaml, line 10, column 73: What is computed is not prefilled, carried or expected from anybody.",
        ],
    ),
    "a calculated reference": (
        {"tables.yaml": ("WHY: {type: text", "WHY: {type: reference, refers_to: R1, calculation: RD")},
        [
            "tables.yaml, line 22, column 58: A reference to a row is chosen, not computed.",
        ],
    ),
    "a calculation of another list": (
        {"tables.yaml": ("WHY: {type: text", "WHY: {type: code, codelist: CL_CLASS, calculation: FREQ")},
        [
            "tables.yaml, line 22, column 58: This gives codes of CL_FREQ, but “WHY” takes codes of CL_CLASS.",
        ],
    ),
    "a maximum with decimals": (
        {"tables.yaml": ("RD: {type: count,", "RD: {type: count, maximum: 1.5,")},
        [
            "tables.yaml, line 7, column 34: The field has 0 decimal places.",
        ],
    ),
    "rows before the country": (
        {"tables.yaml": ("{country: CL_COUNTRY, row: rows}", "{row: rows, country: CL_COUNTRY}")},
        [
            "tables.yaml, line 32, column 9: “rows” is the last dimension of a list.",
        ],
    ),
    "a choice without options": (
        {"tables.yaml": ("{country: CL_COUNTRY, stage: CL_STAGE}", "{country: CL_COUNTRY}")},
        [
            "codelists.yaml, line 17, column 3: Nothing uses this code list.",
            "tables.yaml, line 21, column 27: B_STAGE has no codes.",
            "tables.yaml, line 25, column 12: A choice needs a dimension whose code list holds the options.",
        ],
    ),
    "a role without a list": (
        {"form.yaml": ("states: CL_STATE", "states: CL_STAT")},
        [
            "form.yaml, line 6, column 11: There is no code list “CL_STAT”; did you mean “CL_STATE”?",
        ],
    ),
    "a parameter named like the year": (
        {"form.yaml": ("  jump: {", "  reporting_year: {label: A, value: 1}\n  jump: {")},
        [
            "form.yaml, line 10, column 3: “reporting_year” is already the name of the year of the round.",
        ],
    ),
    "a parameter with capitals": (
        {"form.yaml": ("  jump: {", "  Jump: {")},
        [
            "form.yaml, line 10, column 3: “Jump” cannot be a name here: small letters, digits and “_” or “-”, a letter first.",
        ],
    ),
    "an indicator of nothing": (
        {"assessment.yaml": ("numerator: RD_F", "numerator: RD_G")},
        [
            "assessment.yaml, line 5, column 16: Unknown name “RD_G”; did you mean “RD_M”?",
        ],
    ),
    "an indicator without a table": (
        {"assessment.yaml": ("table: T01", "table: T02")},
        [
            "assessment.yaml, line 4, column 12: There is no table “T02”; did you mean “T01”?",
        ],
    ),
    "a class without a list": (
        {"assessment.yaml": ("codelist: CL_CLASS", "codelist: CL_CLAS")},
        [
            "assessment.yaml, line 13, column 13: There is no code list “CL_CLAS”; did you mean “CL_CLASS”?",
            "codelists.yaml, line 20, column 3: Nothing uses this code list.",
        ],
    ),
    "a class without a table": (
        {"assessment.yaml": ("table: B", "table: C")},
        [
            "assessment.yaml, line 10, column 10: There is no table “C”.",
        ],
    ),
    "a class that rates by nothing": (
        {"assessment.yaml": ("rating: FREQ", "rating: FREK")},
        [
            "assessment.yaml, line 11, column 11: Unknown name “FREK”; did you mean “FREQ”?",
        ],
    ),
    "a place that cannot be read": (
        {"rules.yaml": ("places: [x]", "places: ['T01(RD)']")},
        [
            'rules.yaml, line 28, column 14: “T01(RD)” names no cell; write RD, RD_*, T02.RET_TOT or B0_02["CH"].chosen.',
        ],
    ),
    "a place in an unknown table": (
        {"rules.yaml": ("places: [x]", "places: [T2.RD]")},
        [
            "rules.yaml, line 28, column 14: There is no table “T2”.",
        ],
    ),
    "a place with a code too many": (
        {"rules.yaml": ("places: [x]", 'places: [\'B_STAGE["REQ", "CH"].chosen\']')},
        [
            "rules.yaml, line 28, column 14: “B_STAGE” takes 1 codes in brackets.",
        ],
    ),
    "a place with an unknown code": (
        {"rules.yaml": ("places: [x]", "places: ['B_STAGE[\"REC\"].chosen']")},
        [
            "rules.yaml, line 28, column 14: “REC” is not in CL_STAGE; did you mean “REQ”?",
        ],
    ),
}


def broken(small: dict[str, str], edits: Edits) -> dict[str, bytes]:
    files = dict(small)
    for name, (old, new) in edits.items():
        before = files.get(name, "")
        assert before.count(old) >= 1, f"{old!r} is not in {name}"
        files[name] = before.replace(old, new, 1)
    return {name: text.encode() for name, text in files.items()}


def test_the_small_form_can_be_read(small: dict[str, str]) -> None:
    assert set(read_form(broken(small, {})).rules) == {"W02", "Y01.RD_M", "Y01.RD_F"}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_form_is_refused_with_place_and_sentence(case: str, small: dict[str, str]) -> None:
    edits, expected = CASES[case]
    with pytest.raises(FormRefused) as refused:
        read_form(broken(small, edits))
    assert [str(problem) for problem in refused.value.problems] == expected
