"""ics.py: the events of a file. Arguments: the file."""

import sys
from pathlib import Path

import ics
from told import moment, tell

calendar = ics.Calendar(Path(sys.argv[1]).read_bytes().decode("utf-8"))


def _moment(event, at):
    return at.date().isoformat() if event.all_day else moment(at.datetime)


tell({
    "events": [
        {"uid": e.uid, "start": _moment(e, e.begin), "end": _moment(e, e.end), "title": e.name, "status": e.status,
         "place": e.location, "text": e.description}
        for e in calendar.events
    ]
})  # fmt: skip
