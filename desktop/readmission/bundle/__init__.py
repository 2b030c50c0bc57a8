"""The only place that knows cryptography."""
