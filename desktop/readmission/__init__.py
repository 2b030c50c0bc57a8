"""The annual questionnaire on third countries' cooperation on readmission, from round pack to assessment."""

__version__ = "0.1.0"
