"""What floors above ask of `transforms`: the words of people are read as those of sources are.

The web may import the warehouse and not `transforms` (DESIGN.md §2), so these doors stand here.
"""

from __future__ import annotations

from transforms.dates import read_dates
from transforms.gazetteer import gazetteer, name_key
from transforms.places import read_place
from transforms.relevance import read_relevance
from transforms.text import fold, line

__all__ = ["fold", "gazetteer", "line", "name_key", "read_dates", "read_place", "read_relevance"]
