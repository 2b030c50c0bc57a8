"""Controls that show and take one answer, and small parts of pages."""
