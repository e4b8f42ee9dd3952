"""Words of a price: for whom it is, whether it is free, or what one likes to give."""

from __future__ import annotations

import re

_LABELS = (
    (
        "réduit",
        re.compile(
            r"reduit|reduced|concessions?|ermassigt|korting|etudiant|demandeur|senior|chomeur|moins de \d|"
            r"- ?\d\d? ans|"
            r"art(?:icle|\.) ?27|enfant|student|ados?\b|\bpmr\b|jeunes?\b|\bkids?\b|children|kinder\b|"
            r"familles? nombreuses"
        ),
    ),
    ("prévente", re.compile(r"prevente|presale|early bird|voorverkoop|vorverkauf|en ligne")),
    ("sur place", re.compile(r"sur place|at the door|abendkasse|kassa|le jour meme|\bdoor\b")),
    ("PME", re.compile(r"\bpme\b|\bsme")),
    ("grande entreprise", re.compile(r"grandes? entreprises?|large (?:companies|enterprises)")),
    ("membre", re.compile(r"\bmembres?\b|\bmembers?\b|\bleden\b|adherents?")),
    ("caution", re.compile(r"caution|acompte|deposit|waarborg")),
)
_FREE = re.compile(
    r"\bgratuite?s?\b|\bgratuitement\b|\b(?:entree|acces|evenement|visite) (?:est )?libres?\b|"
    r"\bparticipation gratuite|"
    r"\bfree\b(?!lance|[ -](?:lance|software|party|jazz|form|fight|style|podium))|\bgratis\b|\bkostenlos\w*\b|"
    r"\beintritt frei\b|\bfreier eintritt\b|\bkosteloo?s\b|\bkosteloze?\b|\bvrije toegang\b|\bsans frais\b|"
    r"\ba titre gracieux\b|"
    r"\boffert(?:e|s|es)?\b(?= (?:aux|pour|a tous))"
)
_FREE_OTHER = re.compile(
    r"(?:accompagnement|logement|hebergement|conseils?|parking|wifi|wi-fi|telechargement|application|numero|"
    r"livraison|repas|"
    r"transport|garderie|navette|encodage|verre|support)s?(?: \w+)? gratuite?s?|free (?:wifi|parking|download|"
    r"shipping|of charge accommodation|drinks?)|"
    r"(?:pas|non|jamais|not|plus) (?:\w+ )?(?:gratuit|free)|toll[- ]free|sugar[- ]free|\w+-free\b|feel free|"
    r"free (?:time|place|market|rein)"
)
_SOME = re.compile(
    r"^\W{0,3}(?:pour|jusqu|si|aux?\b|avec|sous|for\b(?! (?:all|everyone|everybody))|with|voor\b(?! iedereen)|"
    r"fur\b(?! alle)|- ?de|moins|<|le (?:premier|1er|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|chaque)"
)
_EVERYBODY = re.compile(r"^\W{0,3}(?:pour|a|for|sous) (?:tou(?:s|tes|t)|le public|all|everyone|reserve d|inscription)")
_WHO_BEFORE = re.compile(
    r"(?:enfants?|membres?|article 27|members?|\bmoins de \d+ ans|-\d+ ans|etudiants?|children|adherents?|"
    r"accompagnateurs?|eleves|\bleden|kinderen)[^.;,/€]{0,14}[:=(]?\s{0,2}$"
)
_WANT = re.compile(
    r"\bprix (?:au )?(?:libre|conscient)|\bparticipation (?:libre|consciente)|\bcontribution libre|\bdon libre|"
    r"\bdonation libre|"
    r"\bau chapeau\b|\bchapeau\b(?= (?:a la|en fin))|\bentree (?:a )?prix libre|\btarif libre|"
    r"\bpay what you (?:want|can)|\bpay as you (?:wish|want|like)|"
    r"\bvrije (?:bijdrage|gift)|\bprix suspendu|\bfree donation|\bby donation|\bspenden?basis|"
    r"gegen (?:eine )?spende|auf spende|\bmontant libre|"
    r"\bparticipation aux frais libre|\bpaf libre|"
    r"\b(?:donne|paie|paye|met|verse)\w* ce qu(?:'il|'elle|'on|e (?:l'on|tu|vous|chacun)) (?:veu|peu|souhait|"
    r"voul|pouv)\w*"
)


def label_of(before: str, behind: str) -> str | None:
    """The tariff: words right behind the amount, else right before it. Both folded."""
    bracket = re.match(r"\s{0,2}\(([^)]{0,80})\)", behind)
    after = bracket[1] if bracket else re.split(r"[/;|\n,.+]| - |(?<!\d) et ", behind)[0][:60]
    front = re.split(r"[/;|\n€),.+]| - | et ", before.rstrip(" :=("))[-1]
    ahead = before.rstrip().endswith((":", "="))
    for words in (front, after) if ahead and not bracket else (after, front):
        for name, pattern in _LABELS:
            if pattern.search(words):
                return name
    return None


def free_words(folded: str) -> tuple[tuple[int, int, bool], ...]:
    """Where a text says free: offsets, and whether that holds for everybody."""
    found = []
    for match in _FREE.finditer(folded):
        around = folded[max(0, match.start() - 24) : match.end() + 14]
        if _FREE_OTHER.search(around):
            continue
        behind = folded[match.end() :]
        some = bool(_SOME.match(behind)) and not _EVERYBODY.match(behind)
        some = some or bool(_WHO_BEFORE.search(folded[max(0, match.start() - 40) : match.start()]))
        found.append((match.start(), match.end(), not some))
    return tuple(found)


def is_pay_what_you_want(folded: str) -> bool:
    return bool(_WANT.search(folded))
