"""Answers that come in from files: what they would change, what must be asked first, and one step that takes them over."""
