"""Lets the tests of the readers import their bench by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
