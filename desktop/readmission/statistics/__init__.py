"""Reference figures and visa lists: the only place that knows the formats in which statistics arrive."""
