"""Compiled expressions over answers: whole columns, one edit, and what depends on what."""
