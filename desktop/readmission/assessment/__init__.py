"""The assessment: scope, merge, indicators, classes and where every figure comes from."""
