"""How two titles relate, once words written alike count as one word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from transforms.analyse import stem
from transforms.match_profile import Profile
from transforms.match_words import AUDIENCE_STEMS, COMMON_STEMS, misspelt, weight

COGNATE = 5
"""Letters at the beginning by which a word is known in another language."""

_FILLER = COMMON_STEMS - AUDIENCE_STEMS


class Relation(IntEnum):
    """From nothing in common to one title."""

    APART = 0
    PARTLY = 1
    HOLDS = 2
    EQUAL = 3


@dataclass(frozen=True, slots=True)
class Titles:
    """`shared` telling words that both have, `proof` their weight (common words count half), `typos` the pairs among
    them that are not spelt alike. `telling`: the relation rests on more than words for sorts of things. `filler`: what
    each has of its own are one or two common words that name nobody."""

    relation: Relation
    shared: int
    proof: float
    typos: int
    telling: bool
    filler: bool = False


_NOTHING = Titles(Relation.APART, 0, 0.0, 0, False)


def compare(a: Profile, b: Profile) -> Titles:
    """Symmetric. EQUAL: the same telling words. HOLDS: one has more. PARTLY: each has words of its own."""
    left, right = set(a.words), set(b.words)
    common = left & right
    if a.own or b.own:
        # A name that one of them knows for its own place or organiser, printed in both titles.
        common |= left.intersection(b.own) | right.intersection(a.own)
        left.difference_update(b.own)
        right.difference_update(a.own)
    if not common and not (a.words and b.words):
        return _sorts(a, b)
    left -= common
    right -= common
    if not left and not right:
        return Titles(Relation.EQUAL, len(common), weight(common), 0, True)
    # Another site may put the house or the organiser into the title; a word that both print is no name only.
    left.difference_update(b.names)
    right.difference_update(a.names)
    typos = 0
    if left and right:
        _join(a, left, right, common)
        _join(b, right, left, common)
        typos = _pair_up(a, b, left, right, common)
    if a.cut or b.cut:
        _cut_off(a, left, right, common)
        _cut_off(b, right, left, common)
    if not common:
        return _NOTHING
    relation = (
        Relation.EQUAL if not left and not right else Relation.HOLDS if not left or not right else Relation.PARTLY
    )
    filler = relation is Relation.PARTLY and max(len(left), len(right)) <= 2 and (left | right) <= _FILLER
    return Titles(relation, len(common), weight(common), typos, True, filler)


def _sorts(a: Profile, b: Profile) -> Titles:
    """Titles of which one at least says no more than a sort of thing."""
    common = set(a.sorts) & set(b.sorts)
    if not common:
        return _NOTHING
    equal = not a.words and not b.words and set(a.sorts) == set(b.sorts)
    return Titles(Relation.EQUAL if equal else Relation.HOLDS, 0, 0.0, 0, False)


def _pair_up(a: Profile, b: Profile, left: set[str], right: set[str], common: set[str]) -> int:
    """Moves words that are one word misspelt from both sides to the common ones; says how many."""
    typos = 0
    written = dict(zip(a.words, a.spelt, strict=True)) | dict(zip(b.words, b.spelt, strict=True))
    for word in sorted(left):
        other = min((o for o in right if misspelt(written[word], written[o], len(common) >= 2)), default=None)
        if other is not None:
            left.discard(word)
            right.discard(other)
            common.add(word)
            typos += 1
    return typos


def _join(one: Profile, own: set[str], other: set[str], common: set[str]) -> None:
    """ "Music Tech" is "MusicTech": two words of one title that stand together are one of the other's."""
    for first, second in pairwise(one.words):
        if first in own and second in own:
            whole = one.spelt[one.words.index(first)] + one.spelt[one.words.index(second)]
            known = next((w for w in other if w == whole or w == stem(whole)), None)
            if known is not None:
                own.difference_update((first, second))
                other.discard(known)
                common.add(known)


def _cut_off(one: Profile, own: set[str], other: set[str], common: set[str]) -> None:
    """Reads the end that a cut title lacks from the other title, when all before the cut agrees."""
    if one.cut is None:
        return
    whole = next(
        (o for o in sorted(other) if one.cut in own and (o.startswith(one.cut) or one.cut.startswith(o))), None
    )
    rest = own - {one.cut}
    if whole is not None and not rest:
        common.add(whole)
    if not rest and len(common) >= 2:
        own.clear()
        other.clear()


def cognates(a: Profile, b: Profile) -> int:
    """How many words that the two do not share begin alike over five letters."""
    left = {w[:COGNATE] for w, stem in zip(a.spelt, a.words, strict=True) if len(w) >= COGNATE and stem not in b.words}
    right = {w[:COGNATE] for w, stem in zip(b.spelt, b.words, strict=True) if len(w) >= COGNATE and stem not in a.words}
    return len(left & right)
