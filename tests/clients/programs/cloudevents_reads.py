"""cloudevents: events as JSON, a line or an array of them. Arguments: a file, or the address of a batch."""

import json
import sys
from pathlib import Path

import httpx
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from told import moment, tell

where = sys.argv[1]
if where.startswith("http"):
    answer = httpx.get(where)
    said, parts = answer.headers["content-type"], [json.dumps(e).encode() for e in answer.json()]
else:
    said, parts = None, Path(where).read_bytes().splitlines()
events = [JSONFormat().read(CloudEvent, part) for part in parts]
tell({
    "media_type": said,
    "events": [
        {"id": e.get_id(), "source": e.get_source(), "type": e.get_type(), "subject": e.get_subject(),
         "time": moment(e.get_time()), "dataschema": e.get_dataschema(), "version": e.get_specversion(),
         "extensions": {k: v for k, v in e.get_attributes().items() if k not in
                        ("id", "source", "type", "subject", "time", "dataschema", "specversion", "datacontenttype")},
         "data": e.get_data()}
        for e in events
    ],
})  # fmt: skip
