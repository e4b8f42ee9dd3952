"""docs/platforms.md: what each reader reads, its options, how its platform is recognised, its oddities, who uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module

from scrapers.catalogue import load
from scrapers.discovery.clues import Clue, every_clue
from scrapers.readers import PLATFORMS, module_of, reader_for
from scrapers.readers.options import COMMON, Options
from vigie.settings import ROOT

_HEAD = """# The platforms

What a source's `platform` may be. Each is one module of `scrapers/readers/`; this page is made from their docstrings,
`OPTIONS` and `CLUES`. What a reader leaves unread is counted in the certificate of each run. Identity is the
publisher's id, else the canonical address, else a hash of what edits rarely move.
"""


def platform_page() -> str:
    """The page as Markdown."""
    used = Counter(source.platform for source in load(ROOT / "sources") if source.platform)
    parts = [_HEAD, _contents(used), "## Options of every platform\n", _options(COMMON)]
    for platform in PLATFORMS:
        parts += list(_section(platform, used[platform]))
    return "\n".join(parts)


def _contents(used: Counter[str]) -> str:
    rows = [
        f"| [`{platform}`](#{platform}) | `{reader_for(platform).version}` | {used[platform]} |"
        for platform in PLATFORMS
    ]
    return "\n".join(["| platform | version | entries of the catalogue |", "|---|---|---|", *rows, ""])


def _section(platform: str, entries: int) -> Iterator[str]:
    module = import_module(module_of(platform))
    paragraphs = [" ".join(part.split()) for part in (module.__doc__ or "").strip().split("\n\n")]
    yield f"## {platform}\n"
    yield f"{paragraphs[0]}\n"
    number = f"{entries} entries of the catalogue use it" if entries != 1 else "One entry of the catalogue uses it"
    file = f"scrapers/readers/{module.__name__.rpartition('.')[2]}.py"
    yield f"`{file}`, version `{reader_for(platform).version}`. {number}.\n"
    for paragraph in paragraphs[1:]:
        yield from (f"{part}\n" for part in _labelled(paragraph))
    own: Options = getattr(module, "OPTIONS", ())
    yield _options(own) if own else "It has no options of its own.\n"
    yield _clues(clue for clue in every_clue() if clue.platform == platform)


def _labelled(paragraph: str) -> Iterator[str]:
    """A paragraph parted at the words after which oddities are told, and the origin of what is known."""
    before, said, rest = paragraph.partition("Known from: ")
    if said:
        yield from _labelled(before.strip())
        yield f"*Known from* {rest}"
        return
    before, said, rest = paragraph.partition("Oddities: ")
    if before.strip():
        yield before.strip()
    if said:
        yield f"**Oddities.** {rest[:1].upper()}{rest[1:]}"


def _options(options: Options) -> str:
    rows = [f"| `{name}` | {meaning.replace('|', chr(92) + '|')} |" for name, meaning in options]
    return "\n".join(["| option | what it does |", "|---|---|", *rows, ""])


def _clues(clues: Iterable[Clue]) -> str:
    lines = []
    for clue in clues:
        signs = [f"`{mark}`" for mark in clue.marks] + [f"header `{name}: {value}`" for name, value in clue.headers]
        asks = ", ".join(f"`{ask}`" for ask in clue.asks) or "the page itself"
        lines.append(f"- {clue.because} ({', '.join(signs)}): then {asks} is read, worth {clue.confidence} of 100")
    if not lines:
        return "It has no clue of its own: links or the structure of a page lead to it, or the operator.\n"
    return "\n".join(["How it is recognised:\n", *lines, ""])
