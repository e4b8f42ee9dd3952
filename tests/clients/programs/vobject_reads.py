"""vobject: the events of a file, and the file written again and read once more. Arguments: the file."""

import sys
from pathlib import Path

import vobject
from told import moment, tell


def read(text):
    calendar = vobject.readOne(text)
    return calendar, [
        {
            "uid": event.uid.value,
            "start": moment(event.dtstart.value),
            "end": moment(event.dtend.value) if hasattr(event, "dtend") else moment(event.dtstart.value),
            "title": event.summary.value,
            "status": event.status.value,
            "place": event.location.value if hasattr(event, "location") else None,
            "text": event.description.value,
        }
        for event in calendar.vevent_list
    ]


calendar, events = read(Path(sys.argv[1]).read_bytes().decode("utf-8"))
tell({"events": events, "again": read(calendar.serialize())[1]})
