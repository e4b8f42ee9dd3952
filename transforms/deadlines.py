"""Deadlines of calls: opening, steps, moved and rolling ones. Built on `dates`; the words around tell them apart.

Never an event date: a day whose nearest words speak of a jury, a result or the event itself is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from transforms.dates import LIMIT, DateResult, read_dates
from transforms.grammar.tokens import fold
from vigie.model import Deadline, Precision, WallTime


@dataclass(frozen=True, slots=True)
class DeadlineReading:
    """`deadlines` in the order of the text. `spans` (offsets) and `rules` go with them, one each.

    `rolling`: applications are taken all the time, or until the money is spent. `closed`: the text says so.
    `abstained`: why nothing was read, None when something was.
    """

    opens: WallTime | None = None
    deadlines: tuple[Deadline, ...] = ()
    rolling: bool = False
    closed: bool = False
    abstained: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    rules: tuple[str, ...] = ()


GRACE = timedelta(days=30)
"""A year-less deadline of the last month is over: calls that close in eleven months print the year.
An open call that is closed costs a reader more than the reverse."""

_CLOSES = re.compile(
    r"date limite|date butoir|date de cloture|date de remise|cloture|se cloturer|deadline|closing|closes?\b|"
    r"close on|echeances?|au plus tard|"
    r"jusqu|limite|remise(?! des (?:prix|diplomes))|depot|remettre|soumettre|introdui|candidatures?|avant le|"
    r"inscription|fixee? au|cut-?off|submission|submit|apply by|"
    r"\bby\b|until|uiterlijk|inschrijv|indien|einsende|frist|fin des|fermeture|postul|dossiers?|"
    r"declaration d'intention|\beob\b"
)
_OPENS = re.compile(
    r"ouvertures?|ouvert(?:e|s|es)? (?:du|des|le|a partir)|ouvre|ouvrira|\bopen(?:s|ing)\b|open from|lancement|"
    r"lance le|debut (?:des|du)|"
    r"a partir du|start(?:s|ing)? |opens on|des le"
)
# "Ouverture des candidatures le", "les inscriptions débutent le": the word for an application names what opens.
_APPLICATION = (
    r"(?:candidatures?|inscriptions?|depots?|dossiers?|soumissions?|projets?|appel(?: a \w+)?|applications?|"
    r"submissions?|registrations?|call(?: for \w+)?)"
)
_OPENING_OF = re.compile(
    r"(?:re)?(?:ouvertures?|lancement|debut|demarrage|opening|launch|start)(?: officiel(?:le)?)? "
    rf"(?:du |des |de |d'|of |for )(?:l'|la |les |the |cet |ce )?(?:[\w'-]+ ){{0,3}}?{_APPLICATION}\b|"
    rf"{_APPLICATION} (?:(?:va|vont|will) )?(?:ouvr\w*|debut\w*|commenc\w*|demarr\w*|opens?|starts?)\b"
)
_OTHER = re.compile(
    r"jury|se deroul\w*|a(?:ura)? lieu|se ti(?:ent|endra)|residence|exposition|vernissage|resultats?|decision|"
    r"selection|annonce|evenement|ceremonie|remise des prix|notification|publi(?:e|ee|cation)\b|seance d'info|"
    r"info ?session|webinaire|auditions?|pitch|realisation|demarrage|kick-?off|periode|projets? (?:se|doit|doivent)"
)
_MOVED = re.compile(r"report|postpose|prolong|exten[ds]|extension|repousse|nouvelle date|verleng|verschoben|verlangert")
_STRICT = re.compile(r"\bavant le\b|\bbefore\b|\bvoor\b|\bvor dem\b")
_ROLLING = re.compile(
    r"en continu\b|jusqu'a epuisement|jusqu'a l'epuisement|a tout moment|toute l'annee|appel permanent|"
    r"en permanence|permanents?\b.{0,20}appel|rolling|"
    r"sans date limite|pas de date limite|no deadline|until funds|doorlopend|laufend"
)
_CLOSED = re.compile(
    r"\b(?:est|sont|desormais|appel|candidatures?|inscriptions?|call|applications?|actuellement|deja|"
    r"maintenant)\b[^.\n]{0,30}\b"
    r"(?:clotures?|cloturee?s?|clos|closes?|closed|termines?|terminees?|fermees?|fermes?)\b(?! (?:le|on|au|in)\b)|"
    r"^\W*(?:clotures?|cloturee?s?|clos|closed|termine|gesloten|afgesloten|geschlossen)\W*$|\bn'est plus ouvert|"
    r"\bis (?:now )?closed\b"
)
_OFFICE_END = re.compile(r"\beob\b|\bcob\b|end of business|close of business|fin de journee de travail")
_STEPS = (
    (
        re.compile(
            r"(?:declaration|lettre) d'intention|manifestation d'interet|expression of interest|letter of intent"
        ),
        "déclaration d'intention",
    ),
    (
        re.compile(r"dossier complet|full proposal|proposition complete|dossier final|full application"),
        "dossier complet",
    ),
    (
        re.compile(
            r"pre-?projet|pre-?candidature|note conceptuelle|concept note|pre-?dossier|short proposal|avant-?projet"
        ),
        "pré-projet",
    ),
    (
        re.compile(r"(?:1re|1ere|premiere) (?:etape|phase)|(?:first|1st) (?:stage|step)|stage 1|etape 1|phase 1"),
        "étape 1",
    ),
    (
        re.compile(
            r"(?:2e|2eme|deuxieme|seconde) (?:etape|phase)|(?:second|2nd) (?:stage|step)|stage 2|etape 2|phase 2"
        ),
        "étape 2",
    ),
    (re.compile(r"inscri|registration"), "inscription"),
)
_LETTER = re.compile("[a-z]")
_WAS = re.compile(r"\b(?:was|au lieu d[ue]|instead of|initialement|previously|anciennement|in plaats van)\b")
_SENTENCE = re.compile(r"[\n;]|[.!?](?= |$)")


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date of the text with its own words: those between the date before and it, and those behind it."""

    result: DateResult
    before: str
    behind: str
    since: bool = False


def read_deadlines(text: str, reference: date) -> DeadlineReading:
    """Deadlines that `text` names. A date alone counts as one: the field is known to hold a deadline."""
    text = text[:LIMIT]
    folded = fold(text)
    day = reference.date() if isinstance(reference, datetime) else reference
    reading = read_dates(text, day, grace=GRACE)
    dated = _with_words(reading.results, folded)
    rolling, closed = bool(_ROLLING.search(folded)), bool(_CLOSED.search(folded))
    moved = _moved(dated, folded)
    if moved:
        return replace(moved, rolling=rolling)
    opens: WallTime | None = None
    found: list[tuple[Deadline, tuple[int, int], str]] = []
    cued = bool(_CLOSES.search(folded))
    for item in dated:
        role = _role(item, cued, len(dated))
        result = item.result
        if role == "window":
            opens = result.start
            assert result.end
            found.append((_deadline(result.end, item), result.span, "window"))
        elif role == "opens":
            opens = opens or result.start
        elif role in ("until", "cued", "bare"):
            moment = result.end if result.start is None else result.start
            if moment is not None:
                found.append((_deadline(moment, item), result.span, role))
    reason = None
    if not found and not rolling and not closed and opens is None:
        reason = reading.abstained or "no word says which date is the deadline"
    return DeadlineReading(
        opens,
        tuple(f[0] for f in found),
        rolling and not found,
        closed,
        reason,
        tuple(f[1] for f in found),
        tuple(f[2] for f in found),
    )


def _with_words(results: tuple[DateResult, ...], folded: str) -> list[_Dated]:
    dated = []
    spans = sorted({r.span for r in results})
    for result in results:
        place = spans.index(result.span)
        earlier = spans[place - 1][1] if place else 0
        later = spans[place + 1][0] if place + 1 < len(spans) else len(folded)
        before = folded[max(earlier, result.span[0] - 120) : result.span[0]]
        behind = folded[result.span[1] : min(later, result.span[1] + 40)]
        breaks = list(_SENTENCE.finditer(before))
        after = _SENTENCE.search(behind)
        own = before[breaks[-1].end() :] if breaks else before
        since = folded.startswith("depuis", result.span[0])
        dated.append(_Dated(result, own, behind[: after.start()] if after else behind, since))
    return dated


def _role(item: _Dated, cued: bool, count: int) -> str | None:
    """What a date is for, by the last word about it before it, else by the words behind."""
    result = item.result
    if (
        result.rrule
        or result.approximate
        or result.clock_only
        or (result.grain in ("month", "quarter", "half-year", "season"))
    ):
        return None
    if result.start is None:
        return None if _last(_OTHER, item.before) > _last(_CLOSES, item.before) else "until"
    if result.open == "end":
        return None if item.since else "opens"
    before = _OPENING_OF.sub(lambda m: "ouverture".ljust(len(m[0])), item.before)
    closes, opens, other = (_last(p, before) for p in (_CLOSES, _OPENS, _OTHER))
    closes = max(closes, *(_last(pattern, before) for pattern, _ in _STEPS))
    alone = count == 1 and len(_LETTER.findall(item.before + item.behind)) <= 40
    if result.end and result.end.day > result.start.day:
        return "window" if other <= max(closes, opens) and (alone or max(closes, opens) >= 0) else None
    if other > max(closes, opens):
        return None
    if opens > closes:
        return "opens"
    if closes >= 0 or _CLOSES.search(item.behind):
        return "cued"
    if alone or (cued and result.rule.startswith("list")):
        return "bare"
    return None


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((m.start() for m in pattern.finditer(words)), default=-1)


def _deadline(at: WallTime, item: _Dated) -> Deadline:
    words = item.before
    if at.precision is Precision.DAY and _OFFICE_END.search(words + item.behind):
        at = WallTime(datetime.combine(at.day, time(17)), at.zone)  # the convention of EU offices: 17:00 Brussels
    label = None
    placed = -1
    for pattern, name in _STEPS:
        position = _last(pattern, words)
        if position > placed:
            label, placed = name, position
    strict = at.precision is Precision.DAY and (item.result.strict or bool(re.search(_STRICT.pattern + r"\W*$", words)))
    return Deadline(at, label, strict)


def _moved(dated: list[_Dated], folded: str) -> DeadlineReading | None:
    """ "reporté du 12 au 19 mars", "12 September – DEADLINE EXTENSION 1 October", "postposée au 22 février"."""
    found = _MOVED.search(folded)
    if not found or not dated:
        return None
    if len(dated) == 1:
        result = dated[0].result
        if result.end and result.start and result.end.day > result.start.day and result.span[0] >= found.start():
            return _replaced(result.end, result.start, dated[0])
        moment = result.start or result.end
        return _replaced(moment, result.replaces, dated[0]) if moment and not result.rrule else None
    after = [d for d in dated if d.result.span[0] >= found.start()]
    before = [d for d in dated if d.result.span[0] < found.start()]
    if len(after) == 1 and len(before) == 1:
        new, old = after[0].result.start or after[0].result.end, before[0].result.start or before[0].result.end
        return _replaced(new, old, after[0]) if new and old else None
    if len(after) == 2 and not before and _WAS.search(after[1].before):
        new, old = after[0].result.start or after[0].result.end, after[1].result.start or after[1].result.end
        return _replaced(new, old, after[0]) if new and old else None
    if len(after) == 2 and not before:
        moments = [d.result.start or d.result.end for d in after]
        if moments[0] and moments[1] and moments[0].local < moments[1].local:
            return _replaced(moments[1], moments[0], after[1])
    return None


def _replaced(new: WallTime, old: WallTime | None, item: _Dated) -> DeadlineReading:
    deadline = replace(_deadline(new, item), replaces=old)
    return DeadlineReading(deadlines=(deadline,), spans=(item.result.span,), rules=("moved",))
