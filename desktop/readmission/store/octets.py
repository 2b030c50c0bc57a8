"""Bytes in a column of text, because the assessment has columns of numbers and text only."""

import base64
from typing import overload


def as_text(content: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(content).decode("ascii")


@overload
def as_bytes(content: str) -> bytes: ...
@overload
def as_bytes(content: None) -> None: ...
def as_bytes(content: str | None) -> bytes | None:
    """The bytes that a text stands for; nothing stands for nothing."""
    return None if content is None else base64.b64decode(content, validate=True)
