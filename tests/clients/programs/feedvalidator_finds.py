"""The W3C feed validator: its errors and warnings.

Arguments: the folder that holds its package, then addresses of feeds; or `--as=ADDRESS` and files, each of which is
judged as what that address serves.
"""

import sys
import urllib.request  # noqa: F401  the validator uses it without importing it
from pathlib import Path

from told import tell

sys.path.insert(0, sys.argv[1])

import feedvalidator
from feedvalidator import compatibility
from feedvalidator.logging import ValidationFailure


def _findings(url):
    try:
        if served_as:
            text = Path(url).read_text(encoding="utf-8")
            events = feedvalidator.validateString(text, firstOccurrenceOnly=1, base=served_as)["loggedEvents"]
        else:
            events = feedvalidator.validateURL(url, firstOccurrenceOnly=1)["loggedEvents"]
    except ValidationFailure as failure:
        events = [failure.event]
    return [[type(e).__name__, {k: str(v) for k, v in e.params.items()}] for e in compatibility.AA(events)]


asked = sys.argv[2:]
served_as = asked.pop(0).removeprefix("--as=") if asked[0].startswith("--as=") else None
tell({url: _findings(url) for url in asked})
