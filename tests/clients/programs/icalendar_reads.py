"""icalendar: the components of a file. Arguments: the file."""

import sys
from pathlib import Path

import icalendar
from told import moment, tell

calendar = icalendar.Calendar.from_ical(Path(sys.argv[1]).read_bytes())


def _text(event, name):
    return str(event.get(name)) if event.get(name) is not None else None


tell({
    "name": _text(calendar, "X-WR-CALNAME"),
    "uid": _text(calendar, "UID"),
    "method": _text(calendar, "METHOD"),
    "errors": [str(e) for c in calendar.walk() for e in c.errors],
    "events": [
        {
            "uid": _text(event, "UID"),
            "start": moment(event.start),
            "end": moment(event.end),
            "title": _text(event, "SUMMARY"),
            "status": _text(event, "STATUS"),
            "place": _text(event, "LOCATION"),
            "text": _text(event, "DESCRIPTION"),
            "url": _text(event, "URL"),
            "sequence": int(event.get("SEQUENCE")),
            "geo": [event["GEO"].latitude, event["GEO"].longitude] if "GEO" in event else None,
            "alarms": [str(a.get("TRIGGER").to_ical().decode()) for a in event.walk("VALARM")],
        }
        for event in calendar.walk("VEVENT")
    ],
})  # fmt: skip
