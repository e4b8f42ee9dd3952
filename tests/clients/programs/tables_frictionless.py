"""frictionless: whether CSV files are tables without a fault. Arguments: names of files in the current folder."""

# Not called frictionless_…: frictionless takes such a module for one of its plugins and runs it a second time.

import sys

from frictionless import Resource
from told import tell


def _judged(path):
    report = Resource(path=path).validate()
    return {
        "valid": report.valid,
        "rows": report.tasks[0].stats["rows"],
        "errors": report.flatten(["type", "message"])[:5],
    }


tell({path: _judged(path) for path in sys.argv[1:]})
