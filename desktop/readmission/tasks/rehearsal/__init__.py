"""A whole invented round, played through the tasks a user has."""
