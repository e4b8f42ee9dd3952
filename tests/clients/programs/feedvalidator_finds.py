"""The W3C feed validator: its errors and warnings. Arguments: the folder that holds its package, addresses of feeds."""

import sys
import urllib.request  # noqa: F401  the validator uses it without importing it

from told import tell

sys.path.insert(0, sys.argv[1])

import feedvalidator
from feedvalidator import compatibility
from feedvalidator.logging import ValidationFailure


def _findings(url):
    try:
        events = feedvalidator.validateURL(url, firstOccurrenceOnly=1)["loggedEvents"]
    except ValidationFailure as failure:
        events = [failure.event]
    return [[type(e).__name__, {k: str(v) for k, v in e.params.items()}] for e in compatibility.AA(events)]


tell({url: _findings(url) for url in sys.argv[2:]})
