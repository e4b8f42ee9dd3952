"""Which items are worth a question, and when they happen next: pieces of SQL over `items i`, at the instant `:now`."""

from __future__ import annotations

STANDS = """
    (i.merged_into IS NULL AND i.withdrawn_at IS NULL AND NOT i.hidden AND CASE i.kind
        WHEN 'event' THEN i.ends_at > :now
        WHEN 'call' THEN NOT i.closed AND (i.closes_at IS NULL OR i.closes_at > :now)
        ELSE coalesce(i.published_at, i.created_at) > :now - interval '30 days' END)
"""
"""What readers see and is not over: events and calls to come, news of the last thirty days."""
NEXT = """
    least((SELECT greatest(min(o.starts_at), :now) FROM occurrences o WHERE o.item = i.id AND o.ends_at > :now),
          (SELECT min(d.closes_at) FROM deadlines d WHERE d.item = i.id AND d.closes_at > :now))
"""
"""When an item happens or closes next; now for what is running, nothing for news."""
