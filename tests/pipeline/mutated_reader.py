"""A reader as if one of its modules had been edited, for tests of what such an edit would do."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scrapers.readers import module_of, reader_for


@contextmanager
def mutated(platform: str, name: str, old: str, new: str) -> Iterator[None]:
    """The reader of a platform with one piece of a module's text exchanged, as if the module had been edited."""
    module, main = (importlib.import_module(n) for n in (f"scrapers.readers.{name}", module_of(platform)))
    sources = {one: Path(str(one.__file__)).read_text("utf-8") for one in (module, main)}
    assert old in sources[module], f"{name} does not hold {old} any more"
    try:
        for one, text in sources.items():
            exec(compile(text.replace(old, new) if one is module else text, str(one.__file__), "exec"), vars(one))
        reader_for.cache_clear()
        yield
    finally:
        for one, text in sources.items():
            exec(compile(text, str(one.__file__), "exec"), vars(one))
        reader_for.cache_clear()
