"""The named places in a message, such as {RD}, that values are put into."""

from string import Formatter


class NotATemplate(Exception):
    """A text has braces that are no named places; the sentence says which."""


def placeholders(text: str) -> frozenset[str]:
    """The names in braces of a text; raises NotATemplate for braces of any other kind."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise NotATemplate("A brace is not closed; a brace that is meant is written twice: {{ }}.") from None
    names = set()
    for _literal, name, form, conversion in parts:
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise NotATemplate(f"“{{{name}}}” must be a plain name; a brace that is meant is written twice: {{{{ }}}}.")
        names.add(name)
    return frozenset(names)
