"""The file of a new entry: what was found, as an operator would write it, checked before it stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pipeline.reading import Unreadable
from scrapers.catalogue import CatalogueError, read_source
from vigie.model import Source

_ORDER = ("slug", "name", "site", "kinds", "platform", "url", "urls", "language", "known", "notes", "options", "recipe")


class NotAdded(Unreadable):
    """No file was written; the message says why."""


class _Flow(dict[str, Any]):
    """A mapping that stands on one line."""


class _FlowList(list[Any]):
    """A list that stands on one line."""


class _Dumper(yaml.SafeDumper):
    """YAML as entries are written by hand: keys in order, short lists and rules on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand under their key, indented."""
        super().increase_indent(flow, False)


_Dumper.add_representer(_Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, True))
_Dumper.add_representer(_FlowList, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, True))


def add_entry(folder: Path, entry: dict[str, Any], because: str, day: date) -> Source:
    """Writes `folder/SLUG.yaml` and reads it back by the catalogue's own rules.

    Raises NotAdded when the file is there already, or when the entry does not fit; nothing is left behind then.
    """
    file = folder / f"{entry['slug']}.yaml"
    if file.exists():
        raise NotAdded(f"{file} is there already: give another --slug, or mend that file")
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(as_yaml({**entry, "known": f"seen by `vigie sources add` on {day}: {because}"}))
    try:
        return read_source(file)
    except CatalogueError as error:
        said = "; ".join(str(finding) for finding in error.findings)
        file.unlink()
        raise NotAdded(f"the entry that was found does not fit the catalogue: {said}") from error


def as_yaml(entry: dict[str, Any]) -> str:
    """An entry as YAML, its keys in the order of the catalogue's other files."""
    keys = [key for key in _ORDER if key in entry] + [key for key in entry if key not in _ORDER]
    plain = {key: _lines(key, entry[key]) for key in keys}
    text: str = yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def _lines(key: str, value: Any) -> Any:
    if key == "recipe":
        return {
            name: {field: _Flow(rule) if isinstance(rule, dict) else rule for field, rule in part.items()}
            if name in ("fields", "detail")
            else _Flow(part)
            if isinstance(part, dict)
            else part
            for name, part in value.items()
        }
    return _FlowList(value) if isinstance(value, list) else value
