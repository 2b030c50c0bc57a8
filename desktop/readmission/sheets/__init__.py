"""Workbooks: the only place that knows them."""
