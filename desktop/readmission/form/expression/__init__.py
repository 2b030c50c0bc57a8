"""The expression language of a form: read, checked and typed here, computed elsewhere; `SEMANTICS.md` says what it means."""
