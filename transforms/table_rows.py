"""Rows of a table as text gives them: "| Clôture | 24 avril |" is a label and what it says."""

from __future__ import annotations

import re

_ROW = re.compile(
    r"^(?P<a>[ \t]*\|?)(?P<label>[^|\d\n]{2,60})\|(?P<said>[^|\n]*\d[^|\n]*)(?P<z>\|?[ \t]*)$", re.MULTILINE
)


def with_labels(text: str) -> str:
    """The text, same length, with a colon where a row has two cells and the second one holds a figure."""
    return _ROW.sub(lambda m: f"{' ' * len(m['a'])}{m['label']}:{m['said']}{' ' * len(m['z'])}", text)
