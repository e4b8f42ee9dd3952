"""What each date of a call is for: its opening, a deadline, or nothing of the two. By the words of its own clause,
then of its sentence, then of the line above; by the words before it rather than by those behind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum

from transforms.deadline_marks import MOVED, WAS, rolling
from transforms.deadline_words import INCLUDED, LIMIT, LIMITING, Cue, Found, cues_of
from transforms.grammar.result import DateResult

_SENTENCE = re.compile(
    r"[\n;•|]|[!?](?= |$|\n)|(?<!\bmax)(?<!\bmin)(?<!\bart)(?<!\benv)(?<!\bp)(?<!\bex)(?<!\bincl)(?<!\bst)(?<!\bst)"
    r"(?<!\bapprox)\.(?= |$|\n)"
)
_CLAUSE = re.compile(r",(?=\s)|\s-\s|[()\[\]/]|\s>\s|\b(?:et|puis|and|mais)\b(?= (?:le |les |la |l'|the )?[a-z])")
_BULLET = re.compile(r"^[\s\-*•·o>–]*$")
_LETTER = re.compile("[a-z]")
_ASIDE = re.compile(
    r"\(?(?:heure (?:de |d'|du |belge|locale)?(?:bruxelles|paris|belgique)?|brussels time|brussels|paris time|cet|"
    r"cest|"
    r"utc|gmt|belgian time|local time|precises?|le|les|au|du|on|at|a|et|fixee?)\b\)?"
)
_REFUSED = re.compile(
    r"(?:ne|n')\W?\w* ?(?:ser|pourr)\w* (?:pas|plus|pris)|\brefus\w+|irrecevab\w+|non (?:recevab|pris)\w*|"
    r"rejet\w+|not be|"
    r"(?:aucun|plus) \w+ (?:ne |sera |seront )|no longer|\becart\w+"
)
_SINCE = re.compile(r"(?:depuis|since|sinds|seit)\b")
_AFTER = re.compile(r"\b(?:apres|after|na|nach|passe)\b")


SEVERAL = re.compile(
    r"dates? (?:limites|butoirs|de cloture|ultimes)|deadlines|echeances|clotures|cut-?offs?|fristen|"
    r"dates de (?:depot|remise)"
)
_GIVEN = re.compile(r"aides?|bourses?|subsid|subvention|primes?|projets?\b|oeuvres|\bprix|residenc|participation")


_END = re.compile(r"^\W*(?:fin|end|einde|ende)\W*$")
# "(lettre d'intention : 11 mars)": a step of applying right in front of its day.
_STEP_NAMED = re.compile(
    r"(?:declaration|lettre|note)s? d'intention|manifestations? d'interet|avant-?projets?|pre-?projets?|"
    r"pre-?propositions?|"
    r"notes? conceptuelles?|dossiers? complets?|full proposals?|concept notes?|letters? of intent|pre-?proposals?"
)
_STEP_NAMED = re.compile(f"(?:{_STEP_NAMED.pattern})[ (:,-]*$")


class Role(StrEnum):
    WINDOW = "window"
    OPENS = "opens"
    UNTIL = "until"
    CUED = "cued"
    LISTED = "listed"
    BARE = "bare"
    OTHER = "other"


CLOSING = (Role.WINDOW, Role.UNTIL, Role.CUED, Role.LISTED, Role.BARE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A date with its role and its own words: `before` it, from the start of its sentence or the date in front, and
    `behind` it, to the end of its sentence or the next date. Offsets are those of the text."""

    result: DateResult
    role: Role | None
    before: str
    behind: str
    begin: int
    sentence: int


@dataclass(frozen=True, slots=True)
class _Region:
    cues: tuple[Found, ...]
    words: str
    start: int

    def strongest(self, limit: bool) -> tuple[Cue, bool] | None:
        """The deciding cue and whether it is sure of itself; None when no word says anything."""
        kinds = [f.cue for f in self.cues]
        if Cue.NEVER in kinds:
            return Cue.NEVER, True
        label = self.words.rfind(":")
        if label >= 0 and not any(f.end > self.start + label for f in self.cues):
            head = next((k for k in kinds if k in (Cue.CLOSE, Cue.OPEN, Cue.OTHER)), None)
            if head or kinds:
                return (head, True) if head else (Cue.ACT if kinds[0] is Cue.STEP else kinds[0], kinds[0] is Cue.ACT)
        if limit:
            telling = [k for k in kinds if k is not Cue.EVENT] or kinds
            if Cue.OTHER in telling and telling[-1] in (Cue.ACT, Cue.APPLY) and self._theirs():
                return Cue.OTHER, True
            return (telling[-1], True) if telling else None
        kinds = [k for k in kinds if k is not Cue.STEP]
        if not kinds:
            return None
        strong = [k for k in kinds if k is not Cue.APPLY]
        if strong and strong[-1] in (Cue.EVENT, Cue.OTHER) and Cue.CLOSE in strong and self._heads(Cue.CLOSE):
            return Cue.CLOSE, True
        if strong and strong[-1] is Cue.ACT and Cue.APPLY not in kinds and self._theirs(Cue.ACT):
            return Cue.OTHER, True
        if strong:
            return strong[-1], strong[-1] not in (Cue.EVENT, Cue.ACT)
        far = self.start + len(self.words) - self.cues[-1].end > 30
        return None if far else (Cue.APPLY, False)

    def names_applying(self) -> bool:
        """ "Candidatures : 13/04 > 29/05": the noun in front of a span is what is handed in, not what is given."""
        last = self.cues[-1]
        near = self.start + len(self.words) - last.end <= 14
        return near and not _GIVEN.match(self.words[last.start - self.start :])

    def _theirs(self, cue: Cue | None = None) -> bool:
        """ "Les réponses seront envoyées avant le": what the organiser does, in the words of an applicant."""
        last = next(f for f in reversed(self.cues) if cue is None or f.cue is cue)
        said = self.words[: last.start - self.start]
        return bool(re.search(r"\b(?:seront|sera|will be|worden|werden|(?:leur|vous) est)\W+$", said))

    def _heads(self, cue: Cue) -> bool:
        """ "La date limite de candidature pour le festival est le": what is said of the noun in front of the verb."""
        return self.cues[0].cue is cue and bool(
            re.search(r"\b(?:est|sont|is|fixee?s? (?:au|le)|ist)\W+(?:le |the |au |fixee?s? (?:au|le) )?$", self.words)
        )


def place(results: tuple[DateResult, ...], folded: str) -> list[Placed]:
    """Every date with its role; None when no word says what it is for."""
    cues = cues_of(folded)
    starts = [c.start for c in cues]
    spans = sorted({r.span for r in results})
    breaks = _breaks(folded, spans)
    placed: list[Placed] = []
    first_cue = starts[0] if starts else len(folded)
    upside_down = bool(spans) and first_cue >= spans[0][0]
    """The text begins with a date: what a line says stands behind its date, and below it."""

    def within(start: int, end: int) -> _Region:
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        return _Region(tuple(c for c in cues[low:high] if c.end <= end + 1), folded[start:end], start)

    for result in results:
        at = spans.index(result.span)
        begin = breaks[bisect_right(breaks, result.span[0]) - 1]
        following = bisect_right(breaks, result.span[0])
        finish = breaks[following] if following < len(breaks) else len(folded)
        earlier = spans[at - 1][1] if at and spans[at - 1][1] > begin else begin
        later = spans[at + 1][0] if at + 1 < len(spans) and spans[at + 1][0] < finish else finish
        before = within(max(earlier, result.span[0] - 240), result.span[0])
        behind = within(result.span[1], max(result.span[1], min(later, result.span[1] + 160)))
        dates_first = not within(begin, next(s[0] for s in spans if s[0] >= begin)).cues
        if not dates_first and earlier > begin and not before.cues and before.words.strip() == ":":
            before = within(begin, result.span[0])  # "date limite pour le concours du 20 mai : 10 avril"
        role = _role(result, before, behind, within, dates_first, folded)
        if _END.match(_clause(before, within, False).words):
            role = Role.CUED if placed and placed[-1].role is Role.OPENS else Role.OTHER
        elif _STEP_NAMED.search(before.words) and not result.open and not _long(result):
            role = Role.CUED
        if role is None and result.open:
            role = _of_sentence(result, within(begin, finish), folded)
        previous = _same_level(placed, before.words)
        if role is None:
            role = _from_neighbours(
                result, previous, before, earlier, begin, upside_down, breaks, spans, within, folded
            )
        placed.append(Placed(result, role, before.words, behind.words, before.start, begin))
    placed = _told_behind(_moved_on(placed, folded), folded)
    if len(spans) == 1:
        placed = [_alone(p, folded) for p in placed]
    return placed


def _same_level(placed: list[Placed], before: str) -> Placed | None:
    """The date in front, or, behind a closing bracket, the one in front of that bracket."""
    if not placed:
        return None
    if before.lstrip().startswith(")"):
        return next(
            (p for p in reversed(placed) if not p.before.lstrip(" )").startswith("(") and "(" not in p.before),
            placed[-1],
        )
    return placed[-1]


_LONGER = re.compile(r"prolong\w*|\bextend\w*|extension|verleng\w*|verlanger\w*|rallonge\w*")


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


def _goes_on(between: str, several: bool) -> bool:
    """Only words of a list stand between two dates, or the name of what the second one is for ("; théâtre : ")."""
    bare = re.sub(r"\([^)]*\)", "", between)
    return len(_LETTER.findall(_LISTING.sub("", bare))) <= 3 or (several and bool(_NAMED.match(bare)))


def _of_sentence(result: DateResult, sentence: _Region, folded: str) -> Role | None:
    """An open side ("dès le", "jusqu'au") in a sentence of nothing but applying."""
    kinds = {f.cue for f in sentence.cues}
    if kinds & {Cue.NEVER, Cue.OTHER}:
        return None
    applying = kinds & {Cue.CLOSE, Cue.ACT, Cue.APPLY, Cue.OPEN}
    if not applying and (kinds or not (_LONGER.search(sentence.words) or rolling(folded))):
        return None
    if Cue.EVENT in kinds and not kinds & {Cue.CLOSE, Cue.ACT, Cue.OPEN}:
        return None
    return Role.OPENS if result.open == "end" else Role.UNTIL


def _moved_on(placed: list[Placed], folded: str) -> list[Placed]:
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


def _told_behind(placed: list[Placed], folded: str) -> list[Placed]:
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


def _breaks(folded: str, spans: list[tuple[int, int]]) -> list[int]:
    """Where sentences begin; a full stop inside a date ends none."""
    breaks = [0]
    for found in _SENTENCE.finditer(folded):
        at = bisect_right(spans, (found.start(), len(folded)))
        if at and spans[at - 1][0] <= found.start() < spans[at - 1][1] - 1:
            continue
        breaks.append(found.end())
    return breaks


def _clause(region: _Region, within: object, dates_first: bool) -> _Region:
    cuts = [m.end() for m in _CLAUSE.finditer(region.words) if dates_first or region.words[m.end() :].strip(" (")]
    assert callable(within)
    own = within(region.start + (cuts[-1] if cuts else 0), region.start + len(region.words))
    assert isinstance(own, _Region)
    return own


def _clause_behind(region: _Region, within: object, dates_first: bool) -> _Region:
    assert callable(within)
    lead = re.match(r"[\s:,\-/.>]*", region.words) if dates_first else re.match(r"\s*", region.words)
    skipped = lead.end() if lead else 0
    words = region.words[skipped:]
    if words.startswith("("):
        end = words.find(")")  # a bracket that holds the next date speaks of that one
        own = within(region.start + skipped + 1, region.start + skipped + (end if end > 0 else 1))
    elif words.startswith(("-", "/", ">")):
        own = within(region.start, region.start)
    else:
        cut = _CLAUSE.search(words)
        own = within(region.start + skipped, region.start + skipped + (cut.start() if cut else len(words)))
    assert isinstance(own, _Region)
    return own


def _role(
    result: DateResult, before: _Region, behind: _Region, within: object, dates_first: bool, folded: str
) -> Role | None:
    said = folded[result.span[0] : result.span[1]]
    limit = (
        result.open == "start"
        or bool(LIMITING.match(said))
        or bool(LIMIT.search(before.words))
        or bool(INCLUDED.match(behind.words))
    )
    clause, follow = _clause(before, within, dates_first), _clause_behind(behind, within, dates_first)
    limit = limit or any(f.cue is Cue.CLOSE and "plus tard" in folded[f.start : f.end] for f in follow.cues)
    if _SINCE.match(said):
        over = re.search(r"clotur|clos\b|closes|ferme|termin|closed|gesloten|afgesloten|geschlossen", before.words)
        if over:
            return Role.CUED if re.search(r"\d", said) else Role.OTHER
        return Role.OPENS if any(f.cue is Cue.OPEN for f in clause.cues) else Role.OTHER
    if result.open == "end" and _AFTER.match(said):
        late = Cue.NEVER not in {f.cue for f in before.cues} and _REFUSED.search(before.words + behind.words)
        return Role.UNTIL if late else Role.OTHER
    heard = clause.strongest(limit)
    if heard is None or (not heard[1] and not limit):
        after = follow.strongest(False)
        if after and (heard is None or after[1]):
            heard = after if heard is None or after[0] in (Cue.CLOSE, Cue.OPEN, Cue.OTHER, Cue.NEVER) else heard
    if heard is not None and heard[0] is Cue.EVENT and limit:
        wider = [f.cue for f in before.cues if f.cue in (Cue.ACT, Cue.CLOSE)]
        heard = (wider[-1], True) if wider else heard
    if heard is None and not dates_first:
        heard = before.strongest(limit)
    if (
        heard is not None
        and heard[0] is not Cue.NEVER
        and any(f.cue is Cue.NEVER for f in (*clause.cues, *follow.cues))
    ):
        heard = (Cue.NEVER, True)
    if heard is not None and heard[0] is Cue.APPLY and _long(result) and clause.cues and not clause.names_applying():
        return None
    return _settled(result, heard[0] if heard else None, limit)


def _long(result: DateResult) -> bool:
    return bool(result.start and result.end and result.end.day > result.start.day)


def _settled(result: DateResult, cue: Cue | None, limit: bool) -> Role | None:
    if cue is None:
        return None
    if cue in (Cue.NEVER, Cue.OTHER, Cue.EVENT):
        return Role.OTHER
    if result.open == "end":
        return Role.OPENS
    long = result.start and result.end and result.end.day > result.start.day
    if long:
        return Role.WINDOW
    if result.open == "start":
        return Role.UNTIL
    if cue is Cue.OPEN:
        return Role.CUED if limit else Role.OPENS
    return Role.CUED


def _from_neighbours(
    result: DateResult,
    previous: Placed | None,
    before: _Region,
    earlier: int,
    begin: int,
    upside_down: bool,
    breaks: list[int],
    spans: list[tuple[int, int]],
    within: object,
    folded: str,
) -> Role | None:
    """A list goes on, or the line above (below, where lines begin with dates) says what the date is for."""
    assert callable(within)
    if before.cues:
        return None
    if previous is not None:
        between = re.sub(r"\([^)]*\)", "", folded[previous.result.span[1] : result.span[0]])
        several = bool(SEVERAL.search(folded, max(0, previous.begin - 200), previous.result.span[0]))
        if previous.role is not None and len(between) <= 60 and _goes_on(between, several):
            if previous.role in (Role.CUED, Role.UNTIL, Role.LISTED):
                return Role.LISTED if result.start and not result.open else None
            if previous.role is Role.WINDOW and not _long(result):
                return Role.LISTED if SEVERAL.search(previous.before) else None
            return previous.role if previous.role is not Role.OPENS else None
        if result.span == previous.result.span:
            return previous.role
    if not _BULLET.match(folded[begin : result.span[0]]) and len(_LETTER.findall(folded[begin : result.span[0]])) > 12:
        return None
    number = bisect_right(breaks, result.span[0]) - 1
    if upside_down and folded[begin - 1 : begin] in ("\n", ""):
        finish = breaks[number + 1] if number + 1 < len(breaks) else len(folded)
        last = breaks[number + 2] if number + 2 < len(breaks) else len(folded)
        region = within(finish, last)
    elif number > 0:
        region = within(breaks[number - 1], breaks[number])
        if not region.words.strip() and number > 1:
            region = within(breaks[number - 2], breaks[number - 1])
    else:
        return None
    if any(region.start <= s[0] < region.start + len(region.words) for s in spans):
        return None
    heard = region.strongest(False)
    return _settled(result, heard[0] if heard and heard[0] is not Cue.APPLY else None, False)


def _alone(placed: Placed, folded: str) -> Placed:
    """A text that is a day and nothing else: the field is known to hold a deadline."""
    if placed.role is not None:
        return placed
    rest = folded[: placed.result.span[0]] + " " + folded[placed.result.span[1] :]
    if len(_LETTER.findall(_ASIDE.sub(" ", rest))) > 6:
        return placed
    result = placed.result
    long = result.start and result.end and result.end.day > result.start.day
    role = (
        Role.WINDOW
        if long
        else Role.UNTIL
        if result.open == "start"
        else Role.OPENS
        if result.open == "end"
        else Role.BARE
    )
    return Placed(result, role, placed.before, placed.behind, placed.begin, placed.sentence)
