"""Bring the translations of an edition up to date with its English texts.

`python packaging/form_texts.py forms/2025` writes every `texts/<language>.po` anew in the form's order: a text whose English
changed comes back empty, a text that is gone leaves, what still fits stays.
"""

import sys
from pathlib import Path

from readmission.form.catalogue import Entry, read_catalogue, write_catalogue
from readmission.form.reader import form_files, read_form
from readmission.form.wording import texts_of


def main(folder: Path) -> int:
    """Rewrite the catalogues of a form."""
    texts = tuple(texts_of(read_form(form_files(folder))))
    for path in sorted((folder / "texts").glob("*.po")):
        entries = read_catalogue(path.name, path.read_bytes())
        known = {(entry.context, entry.english): entry.translation for entry in entries if "#, fuzzy" not in entry.remarks}
        fresh = [Entry(text.context, text.english, known.get((text.context, text.english), "")) for text in texts]
        path.write_bytes(write_catalogue((entries[0], *fresh)))
        print(f"{path.name}: {sum(not entry.translation for entry in fresh)} of {len(fresh)} are not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
