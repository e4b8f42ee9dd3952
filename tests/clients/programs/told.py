"""How the Python clients here say what they read: one JSON document on standard output."""

import json
import sys
from datetime import UTC, date, datetime


def moment(value):
    """A day as it is, an instant in UTC. A clock without a zone is said as such: it is a finding."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return f"{value.isoformat()} without a zone"
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else None


def tell(document):
    json.dump(document, sys.stdout, ensure_ascii=False)
