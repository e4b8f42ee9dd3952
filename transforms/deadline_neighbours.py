"""What dates say of each other: a list that goes on, a line above, a day that was moved, a day that stands alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from transforms.deadline_cues import cues_of
from transforms.deadline_marks import MOVED, WAS
from transforms.deadline_regions import Passage, Region
from transforms.deadline_roles import CLOSING, LETTER, SEVERAL, Placed, Role, is_long, settled
from transforms.deadline_words import Cue
from transforms.grammar.result import DateResult

_BULLET = re.compile(r"^[\s\-*•·o>–]*$")
_ASIDE = re.compile(
    r"\(?(?:heure (?:de |d'|du |belge|locale)?(?:bruxelles|paris|belgique)?|brussels time|brussels|paris time|cet|"
    r"cest|"
    r"(?:le )?cachet de la poste(?: faisant foi)?|au plus tard|inclus(?:ivement)?|at the latest|"
    r"utc|gmt|belgian time|local time|precises?|le|les|au|du|on|at|a|et|fixee?)\b\)?"
)
_LISTING = re.compile(
    r"\b(?:et|ou|puis|mais|but|maar|sondern|le|la|les|du|au|and|or|en|und|oder|of|the|then|premiere?|deuxieme|"
    r"seconde?|troisieme|quatrieme|derniere|"
    r"enfin|ensuite|1re|1ere|2e|2eme|3e|3eme|4e|4eme|first|second|third|sessions?|tours?|series?|vagues?|rounds?|"
    r"cut-?offs?|date|jour|"
    r"lun|mar|mer|jeu|ven|sam|dim|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|"
    r"thursday|"
    r"friday|heures?|h|a|minuit|midi|cet|cest|brussels|time|trimestre|semestre|printemps|automne|hiver|ete|\d+)\b"
)
_NAMED = re.compile(r"^[\s;,|/-]+[^.!?:,;\d]{2,40}[:,]\s*$")


def same_level(placed: list[Placed], before: str) -> Placed | None:
    """The date in front, or, behind a closing bracket, the one in front of that bracket."""
    if not placed:
        return None
    if before.lstrip().startswith(")"):
        return next(
            (p for p in reversed(placed) if not p.before.lstrip(" )").startswith("(") and "(" not in p.before),
            placed[-1],
        )
    return placed[-1]


def _goes_on(between: str, several: bool) -> bool:
    """Only words of a list stand between two dates, or the name of what the second one is for ("; théâtre : ")."""
    bare = re.sub(r"\([^)]*\)", "", between)
    return len(LETTER.findall(_LISTING.sub("", bare))) <= 3 or (several and bool(_NAMED.match(bare)))


def from_neighbours(
    result: DateResult,
    previous: Placed | None,
    before: Region,
    earlier: int,
    begin: int,
    upside_down: bool,
    spans: list[tuple[int, int]],
    passage: Passage,
) -> Role | None:
    """A list goes on, or the line above (below, where lines begin with dates) says what the date is for."""
    folded, breaks = passage.folded, passage.breaks
    if before.cues:
        return None
    if previous is not None:
        between = re.sub(r"\([^)]*\)", "", folded[previous.result.span[1] : result.span[0]])
        several = bool(SEVERAL.search(folded, max(0, previous.begin - 200), previous.result.span[0]))
        if previous.role is not None and len(between) <= 60 and _goes_on(between, several):
            if previous.role in (Role.CUED, Role.UNTIL, Role.LISTED):
                return Role.LISTED if result.start and not result.open else None
            if previous.role is Role.WINDOW and not is_long(result):
                return Role.LISTED if SEVERAL.search(previous.before) else None
            return previous.role if previous.role is not Role.OPENS else None
        if result.span == previous.result.span:
            return previous.role
    if not _BULLET.match(folded[begin : result.span[0]]) and len(LETTER.findall(folded[begin : result.span[0]])) > 12:
        return None
    number = bisect_right(breaks, result.span[0]) - 1
    if upside_down and folded[begin - 1 : begin] in ("\n", ""):
        finish = breaks[number + 1] if number + 1 < len(breaks) else len(folded)
        last = breaks[number + 2] if number + 2 < len(breaks) else len(folded)
        region = passage.within(finish, last)
    elif number > 0:
        region = passage.within(breaks[number - 1], breaks[number])
        if not region.words.strip() and number > 1:
            region = passage.within(breaks[number - 2], breaks[number - 1])
    else:
        return None
    if any(region.start <= s[0] < region.start + len(region.words) for s in spans):
        return None
    heard = region.strongest(False)
    return settled(result, heard[0] if heard and heard[0] is not Cue.APPLY else None, False)


def moved_on(placed: list[Placed], folded: str) -> list[Placed]:
    """The day that a deadline was moved to, which no other word explains: "… du 11 mars → prolongée au 25 mars"."""
    out = list(placed)
    for number, one in enumerate(out):
        earlier = [p for p in out[:number] if p.sentence == one.sentence and p.role in CLOSING]
        if one.role is not None or not earlier or one.result.open == "end":
            continue
        between = folded[earlier[-1].result.span[1] : one.result.span[0]]
        follows = not between.strip() and MOVED.search(one.before + one.behind)
        if follows or (len(between) <= 60 and MOVED.search(between)):
            out[number] = replace(one, role=Role.CUED)
    return out


def told_behind(placed: list[Placed], folded: str) -> list[Placed]:
    """Dates that no word explains but the one behind the last of them: "A : 20 février – B : 20 mars (dates limites)",
    "lire le 31 mars et non le 30 mars comme date de clôture"."""
    out = list(placed)
    for number, one in enumerate(placed):
        if one.role is not None or one.result.open == "end":
            continue
        rest = [p for p in placed[number:] if p.sentence == one.sentence]
        last = rest[-1]
        bracket = re.match(r"[\s,:–-]{0,3}\((?P<words>[^)]{0,80})\)", last.behind)
        told = bracket is not None and {c.cue for c in cues_of(bracket["words"])} & {
            Cue.CLOSE,
            Cue.NEVER,
            Cue.OTHER,
        } == {Cue.CLOSE}
        told = told and all(p.role is None for p in rest)
        if not told and len(rest) > 1:
            told = bool(WAS.search(rest[1].before[-90:])) and rest[1].role in CLOSING
        if told:
            out[number] = replace(one, role=Role.UNTIL if one.result.open == "start" else Role.CUED)
    return out


def alone(placed: Placed, folded: str) -> Placed:
    """A text that is a day and nothing else: the field is known to hold a deadline."""
    if placed.role is not None:
        return placed
    rest = folded[: placed.result.span[0]] + " " + folded[placed.result.span[1] :]
    if len(LETTER.findall(_ASIDE.sub(" ", rest))) > 6:
        return placed
    result = placed.result
    role = (
        Role.WINDOW
        if is_long(result)
        else Role.UNTIL
        if result.open == "start"
        else Role.OPENS
        if result.open == "end"
        else Role.BARE
    )
    return Placed(result, role, placed.before, placed.behind, placed.begin, placed.sentence)
