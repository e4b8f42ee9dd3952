"""reader: a library of feeds that lives on disk; one round of updates. Arguments: the database, addresses of feeds.

For each feed it tells how many entries were new and modified, null when the server said that nothing was; then
everything is marked as read.
"""

import sys

from reader import make_reader
from told import moment, tell

database, urls = sys.argv[1], sys.argv[2:]
reader = make_reader(database)
for url in urls:
    reader.add_feed(url, exist_ok=True)
rounds = {}
for url in urls:
    value = reader.update_feed(url)
    rounds[url] = {"new": value.new, "modified": value.modified} if value else None
entries = [
    {"feed": e.feed_url, "id": e.id, "title": e.title, "link": e.link, "published": moment(e.published),
     "updated": moment(e.updated), "read": e.read, "text": e.summary or e.content[0].value}
    for e in reader.get_entries()
]  # fmt: skip
for entry in reader.get_entries(read=False):
    reader.mark_entry_as_read(entry)
tell({"rounds": rounds, "entries": entries})
