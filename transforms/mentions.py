"""Events and calls that a piece of news announces or reports. The door of `transforms/mention_*.py`."""

from __future__ import annotations

from datetime import date

from transforms.mention_record import Mention, MentionLink, MentionReading

__all__ = ["Mention", "MentionLink", "MentionReading", "read_mentions"]


def read_mentions(title: str, text: str, published: date, language: str | None = None) -> MentionReading:
    """Events and calls that `text` (with its `title`) announces or reports, seen from the day it was `published`."""
    return MentionReading(abstained="not read yet")
