"""The cues of a text in their order, each heard only where its own noun lets it: a call closes, and so does a museum.

"Le musée ferme le 20 avril" says nothing of applying, "clôture du festival" something else, "l'appel ferme" does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.deadline_words import APPLICATION, CUES, Cue


@dataclass(frozen=True, slots=True)
class Found:
    """A cue at its offsets in the folded text."""

    cue: Cue
    start: int
    end: int


# What ends by itself says nothing of applying unless the words before name it: "le musée ferme le", "le bail expire".
_ENDS = re.compile(
    r"se termin|(?:pris|prend|prennent) fin|s'arret|expir|ferm(?:e|ent|era|eront)\b|closes?\b|closed|due\b|"
    r"sluit\b|afsluit|"
    r"\bclot\b|clotur(?:ent|era|eront)\b"
)
_FALLS_DUE = re.compile(r"arriv\w+ a echeances?$|vien\w+ a echeances?$")
_STOP = re.compile(r"[\n•|!?]|\.(?= |$)")
_THINGS = re.compile(
    r"(?:aides?|bourses?|subsid|subvention|primes?|projets?|(?:oe|œ)uvres?|prix|videos?|textes?|scenarios?|residenc)"
)


# "Clôture du festival", "soirée de clôture": the noun beside says what closes.
_END_OF = re.compile(r"clotures?$|fermetures?$|closing$|afsluit\w*$|sluiting\w*$|opening$|openstelling$|eroffnung$")
_BEGINS = re.compile(r"ouvre|ouvrir|ouverte?s?$|opent$|geopend$|opens?$")
_WHOSE = re.compile(
    r" (?:officielle |definitive )?(?:du |des |de la |de l'|de |d'|of the |of |van de |van het |van |der |"
    r"des )(?P<noun>[a-z'-]+)"
)
_PARTY = re.compile(
    r"(?:soirees?|ceremonies?|journees?|fetes?|concerts?|nuits?|week-?ends?|spectacles?|films?|discours|evenements?|"
    r"heures?|jours?|horaires?) (?:de |d')(?:la )?$"
)
_NIGHT = re.compile(
    r" (?:exceptionnelle|annuelle|estivale|hebdomadaire|temporaire|definitive|night|party|ceremony|concert|event|show|"
    r"film|hours?|times?|soon)\b"
)
_CALL_NOUN = re.compile(
    rf"{APPLICATION}|candidat|inscri|appel|concours|session|edition|prix|bourse|plate|portail|guichet|depot|"
    rf"remise|envoi|"
    r"reception|vote|offre|vague|tour|phase|etape|periode|call|oproep|bewerb|einreich|indien|aanvra"
)
_PORTAL = re.compile(
    r"\b(?:plate-?forme|portail|portal|platform|formulaire|form|service|topic|session|serveur|guichet|depot|system|"
    r"dispositif|mecanisme|initiative|scheme|regeling)s?\b"
)
_OBJECT = re.compile(rf" (?:le |la |les |l'|notre |cet |the |our |de )?{APPLICATION}\b")
_WHO = re.compile(r"\b(?:on|nous|we|il|elle|it|this|cela|ca)\b")
_WORD = re.compile(r"[a-z]{3,}")


def cues_of(folded: str) -> tuple[Found, ...]:
    """All cues of a folded text in its order."""
    found: list[Found] = []
    for match in CUES.finditer(folded):
        one = Found(Cue(match.lastgroup or ""), match.start(), match.end())
        if one.cue is Cue.CLOSE and _ENDS.match(match[0]) and not _call_ends(one, found, folded):
            continue
        if _FALLS_DUE.search(folded, max(0, one.start - 16), one.end) and not _call_ends(one, found, folded):
            continue
        if one.cue is Cue.OPEN and _BEGINS.match(match[0]) and not _call_opens(one, found, folded):
            continue
        if one.cue in (Cue.CLOSE, Cue.OPEN) and _END_OF.match(match[0]) and _of_something_else(one, folded):
            one = Found(Cue.OTHER, one.start, one.end)
        found.append(one)
    return tuple(found)


def _of_something_else(one: Found, folded: str) -> bool:
    whose = _WHOSE.match(folded, one.end)
    if whose and not _CALL_NOUN.match(whose["noun"]):
        return True
    return bool(_PARTY.search(folded[max(0, one.start - 20) : one.start]) or _NIGHT.match(folded, one.end))


def _call_opens(one: Found, earlier: list[Found], folded: str) -> bool:
    """As `_call_ends`; a grant or a prize opens too, a project or a work does not."""
    begin = _begin(one, folded)
    last = next((c for c in reversed(earlier) if c.start >= begin and c.cue is Cue.APPLY), None)
    if last and not re.match(r"projets?|(?:oe|œ)uvres?", folded[last.start : last.end]):
        return True
    return _call_ends(one, earlier, folded)


def _call_ends(one: Found, earlier: list[Found], folded: str) -> bool:
    """Whether it is a call that closes here: its noun stands before, or nothing does, or it is the object behind."""
    begin = _begin(one, folded)
    for cue in reversed(earlier):
        if cue.start < begin:
            break
        if cue.cue in (Cue.CLOSE, Cue.OPEN, Cue.ACT, Cue.STEP):
            return True
        if cue.cue is Cue.APPLY and not _THINGS.match(folded, cue.start):
            return True
        if cue.cue is Cue.EVENT and re.match(r"concours|competition|prix|hackathon", folded[cue.start : cue.end]):
            return True
    words = _WORD.findall(_WHO.sub(" ", folded[begin : one.start]))
    return not words or bool(_PORTAL.search(folded, begin, one.start)) or bool(_OBJECT.match(folded, one.end))


def _begin(one: Found, folded: str) -> int:
    """Where the sentence of a cue begins, at most 200 signs in front of it."""
    window = folded[max(0, one.start - 200) : one.start]
    return one.start - len(window) + max((m.end() for m in _STOP.finditer(window)), default=0)
