"""The texts of a survey in all of its languages: a column a language, `label::Français (fr)`."""

from collections.abc import Sequence

from readmission.form.model import Form
from readmission.texts import Language


class Words:
    """Says the texts of a form in English and in the languages of a survey; what is not translated is said in English."""

    def __init__(self, form: Form, languages: Sequence[Language]) -> None:
        self.form = form
        self.languages = (Language(), *(language for language in languages if language.code != Language().code))
        self.default = language_name(Language().code)

    def english(self, text: str, _context: str = "") -> str:
        """A text as the form says it."""
        return text

    def column(self, column: str, text: str, context: str = "", *, before: str = "") -> dict[str, str]:
        """The columns of a text, also when there is none: a survey's languages have the same columns."""
        said = {}
        for language in self.languages:
            words = language.say(text, context) if text else ""
            said[f"{column}::{language_name(language.code)}"] = f"{before} {words}".strip()
        return said

    def said(self, column: str, text: str, context: str) -> dict[str, str]:
        """The cells of a text in columns that only this program knows: `label.fr`."""
        return {f"{column}.{language.code}": language.say(text, context) if text else "" for language in self.languages}


def language_name(code: str) -> str:
    """A language as surveys name it: its own name, and its code."""
    from babel import Locale  # noqa: PLC0415 - only who writes a survey pays for it

    own = Locale.parse(code, sep="-").get_display_name(code.replace("-", "_")) or code
    return f"{own[:1].upper()}{own[1:]} ({code})"
