"""docs/sources.md: every source of the real catalogue, what is known of it and how, and what cannot be read yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from vigie.model import Source, SourceState

RESTING = (SourceState.BLOCKED, SourceState.DEAD)
_HOW = {
    "seen": "somebody read it there, in public; nobody of us has yet",
    "composed": "put together from parts that were seen",
    "inferred": "concluded from how its platform works",
    "found": "a probe of ours found it",
    "": "no address is known",
}
Column = tuple[str, Callable[[Source], str]]


def source_page(sources: Iterable[Source]) -> str:
    """The page (Markdown): counts, then a table for each thing that an operator may do with an entry."""
    every = tuple(sources)
    read = [s for s in every if s.state not in RESTING]
    way = [s for s in read if not s.find]
    looked_at = [s for s in read if s.find and (s.urls or s.site)]
    unknown = [s for s in read if s.find and not (s.urls or s.site)]
    resting = [s for s in every if s.state in RESTING]
    parts = [
        "# The sources\n",
        f"{len(every)} entries of `sources/`. `sources/README.md` says what their keys mean, `docs/platforms.md` what "
        "a platform is.\nAn entry that is not `confirmed` is read once `vigie sources probe` has seen it answer.\n",
        _counts("How they can be read", {
            "by a way that is known": len(way), "to be found, at a page or site that is known": len(looked_at),
            "to be found, no address known": len(unknown), "not read: blocked or dead": len(resting),
        }),
        _counts("State", Counter(s.state.value for s in every)),
        _counts("Platform", Counter(s.platform or "(to be found)" for s in every)),
        _counts("Kind, of those that may have several", Counter(kind.value for s in every for kind in s.kinds)),
        _counts("How the address is known", Counter(f"{how(s) or 'not'}: {_HOW[how(s)]}" for s in every)),
        _section("Read by a way that is known", way, (_PLATFORM, *_USUAL, _KNOWN, ("address", _addresses), _SEE_ALSO)),
        _section("To be found: where to look is known", looked_at,
                 (*_USUAL, _KNOWN, ("look at", _addresses), _SEE_ALSO, _NOTES)),
        _section("To be found: no address known", unknown, (*_USUAL, _SEE_ALSO, _NOTES)),
        _section("Not read, and why", resting, (("state", lambda s: s.state.value), *_USUAL, _KNOWN,
                                               ("address", _addresses), _SEE_ALSO, _NOTES)),
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def how(source: Source) -> str:
    """The first word of how the address is known: seen, composed, inferred, found; "" when there is none."""
    return next((word for word in _HOW if word and source.known.startswith(word)), "")


def _addresses(source: Source) -> str:
    return " ".join(f"<{url}>" for url in source.urls or ([source.site] if source.site else []))


_PLATFORM: Column = ("platform", lambda s: s.platform)
_USUAL: tuple[Column, ...] = (
    ("kinds", lambda s: ", ".join(s.kinds)),
    ("nature", lambda s: s.nature.value),
    ("priority", lambda s: str(s.priority)),
)
_KNOWN: Column = ("known", lambda s: s.known)
_SEE_ALSO: Column = ("see also", lambda s: ", ".join(f"`{slug}`" for slug in s.see_also))
_NOTES: Column = ("notes", lambda s: s.notes)


def _counts(title: str, counts: dict[str, int]) -> str:
    rows = "\n".join(
        f"| {name} | {count} |" for name, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    )
    return f"| {title} | |\n|---|---:|\n{rows}\n"


def _section(title: str, sources: list[Source], columns: tuple[Column, ...]) -> str:
    every: tuple[Column, ...] = (("slug", lambda s: f"`{s.slug}`"), ("name", lambda s: s.name), *columns)
    head = f"| {' | '.join(name for name, _ in every)} |\n|{'---|' * len(every)}"
    rows = "\n".join(f"| {' | '.join(_cell(of(source)) for _, of in every)} |" for source in sources)
    return f"## {title} ({len(sources)})\n\n{head}\n{rows}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
