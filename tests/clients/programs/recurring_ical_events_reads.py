"""recurring-ical-events: what happens between two days. Arguments: the file, the first day, the day after the last."""

import sys
from datetime import date
from pathlib import Path

import icalendar
import recurring_ical_events
from told import moment, tell

calendar = icalendar.Calendar.from_ical(Path(sys.argv[1]).read_bytes())
found = recurring_ical_events.of(calendar).between(date.fromisoformat(sys.argv[2]), date.fromisoformat(sys.argv[3]))
tell({
    "events": [
        {"uid": str(e["UID"]), "start": moment(e.start), "end": moment(e.end), "title": str(e["SUMMARY"]),
         "status": str(e["STATUS"])}
        for e in found
    ]
})  # fmt: skip
