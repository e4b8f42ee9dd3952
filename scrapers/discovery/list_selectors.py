"""CSS selectors for nodes that were found by other means: the shortest that fits them and nothing else.

Class names that a build made up (hashes, numbers of posts) are not used; without any good name the path of tags from
the nearest named ancestor is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

_NAME = re.compile(r"-?[A-Za-z_][\w-]*")
_PASSING = re.compile(
    r"\d{3,}|^(?:active|current|first|last|odd|even|clearfix|open|show|hide|hidden|visible|lazy\w*|loaded"
    r"|animated?|fade\w*)$"
    r"|^(?:post|page|item|node|event|id|category|tag|tax|type|status|col|row|w|h|m|p|mt|mb|px|py|pt|pb|text"
    r"|flex|grid|gap)-?\d+$"
    r"|^css-[a-z0-9]{4,}$|^sc-[\w]+$|^jsx-\d+$|^_|__[A-Za-z0-9]{5,}$"
    r"|^(?:category|tag|tax|status|format|has|is|wp-image|attachment)-"
)
_MOST_TRIED = 60


def good_classes(node: LexborNode) -> tuple[str, ...]:
    """The class names of a node that are likely to last."""
    names = (node.attributes.get("class") or "").split()
    return tuple(n for n in names if _NAME.fullmatch(n) and not _PASSING.search(n) and not _is_hash(n))


def _is_hash(name: str) -> bool:
    """A name of letters and figures in turn ("x1f3k9a"), as builds make them up."""
    turns = len(re.findall(r"(?<=[a-zA-Z])(?=\d)|(?<=\d)(?=[a-zA-Z])", name))
    return turns >= 3 and len(name) >= 5


def selector_of(tree: LexborHTMLParser, nodes: Sequence[LexborNode]) -> str | None:
    """The shortest selector that finds all `nodes` of the page and few others; None when there is none."""
    wanted = {node.mem_id for node in nodes}
    best: tuple[float, str] | None = None
    for number, selector in enumerate(_candidates(nodes)):
        if number > _MOST_TRIED:
            break
        try:
            found = [node.mem_id for node in tree.css(selector)]
        except Exception:  # selectolax raises its own and plain exceptions for names that it can't read
            continue
        missed = len(wanted - set(found))
        others = len(set(found) - wanted)
        if missed:
            continue
        cost = others + 0.01 * len(selector)
        if best is None or cost < best[0]:
            best = (cost, selector)
        if others == 0:
            break
    return best[1] if best else None


def _candidates(nodes: Sequence[LexborNode]) -> Iterator[str]:
    first = nodes[0]
    own = _names(nodes)
    tag = first.tag or "*"
    yield from (f"{tag}.{name}" for name in own)
    chain = _common_chain(nodes)
    for depth, ancestor in enumerate(chain):
        for step in ancestor:
            yield f"{step} {tag}" if depth else f"{step} > {tag}"
            yield from (f"{step} {tag}.{name}" for name in own)
    path = [tag if not own else f"{tag}.{own[0]}"]
    for ancestor in chain:
        path.insert(0, ancestor[0])
        yield " > ".join(path)


def _names(nodes: Sequence[LexborNode]) -> list[str]:
    """Good class names that all nodes bear."""
    shared = list(good_classes(nodes[0]))
    for node in nodes[1:]:
        names = set((node.attributes.get("class") or "").split())
        shared = [name for name in shared if name in names]
    return shared


def _common_chain(nodes: Sequence[LexborNode]) -> list[list[str]]:
    """For each step up, simple selectors that fit the ancestors of all nodes, the surest first, ending in the tag."""
    chain: list[list[str]] = []
    here = [node.parent for node in nodes]
    while all(node is not None for node in here) and len(chain) < 12:
        present = list({node.mem_id: node for node in here if node is not None}.values())
        if any(node.tag in ("html", None) for node in present):
            break
        tag = present[0].tag or "*"
        if any(node.tag != tag for node in present):
            break
        steps: list[str] = []
        marks = {node.attributes.get("id") for node in present}
        mark = next(iter(marks))
        if len(marks) == 1 and mark and _NAME.fullmatch(mark) and not re.search(r"\d{3,}", mark):
            steps.append(f"#{mark}")
        steps += [f"{tag}.{name}" for name in _names(present)[:3]]
        if len(present) == 1 and present[0].parent is not None and tag not in ("body", "main"):
            steps.append(_nth(present[0]))
        chain.append([*steps, tag])
        here = [node.parent for node in present]
    return chain


def _nth(node: LexborNode) -> str:
    """`div:nth-of-type(2)`, or the tag alone where it is the only one."""
    before = after = 0
    here = node.prev
    while here is not None:
        before += here.tag == node.tag
        here = here.prev
    here = node.next
    while here is not None:
        after += here.tag == node.tag
        here = here.next
    return f"{node.tag}:nth-of-type({before + 1})" if before or after else str(node.tag)


def inner_selectors(item: LexborNode, node: LexborNode) -> Iterator[str]:
    """Selectors that find a node within its item, the shortest first; "" for the item itself."""
    if node.mem_id == item.mem_id:
        yield ""
        return
    tag = node.tag or "*"
    names = good_classes(node)
    marks = [
        f"{tag}[{name}='{value}']"
        for name in ("itemprop", "property", "rel")
        if (value := node.attributes.get(name)) and re.fullmatch(r"[\w:-]+", value)
    ]
    yield from (f"{tag}.{name}" for name in names[:4])
    yield from marks
    yield tag
    chain: list[LexborNode] = []
    here = node.parent
    while here is not None and here.mem_id != item.mem_id and len(chain) < 5:
        chain.append(here)
        here = here.parent
    for ancestor in chain:
        for name in good_classes(ancestor)[:3]:
            yield f"{ancestor.tag}.{name} {tag}"
    positions = [_nth(node)]
    yield positions[0]
    for ancestor in chain:
        positions.insert(0, _nth(ancestor))
        yield " > ".join(positions)
