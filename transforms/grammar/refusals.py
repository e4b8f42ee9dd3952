"""What looks like a date and is none (prices, phones, ages, durations, editions, streets) is masked before reading."""

from __future__ import annotations

import re

from transforms.grammar.numerals import SPELLED, alternation

_COUNT = rf"(?:\d{{1,4}}|{alternation(31)})"
_UNIT = (
    r"(?:jours?(?! sur)|journees?|semaines?|mois|ans?|annees?|minutes?|mins?|nuits?|secondes?|days?|weeks?|"
    r"months?|years?|"
    r"dagen|weken|maanden|jaar|tage?n?|wochen?|monate?n?|jahre?n?)\b"
)

SCHOOL_HOLIDAYS = re.compile(
    r"\b(?:vacances|conges?) (?:scolaires?|de |d')|\bschool holidays|\bschoolvakantie", re.ASCII
)

_DURATION = re.compile(
    rf"\b(?P<count>{_COUNT})[ ]{{0,2}}(?P<unit>jours?|days?|dagen|tage|semaines?|weeks?|weken|wochen)\b(?! sur)",
    re.ASCII,
)

_ORDINAL = r"(?:e|es|eme|emes|er|ere|re|th|st|nd|rd|de|ste)"
_COUNTED = (
    r"(?:edition|editie|ausgabe|anniversaire|festival|biennale|rencontres?|siecle|episode|saison|numero|etage|"
    r"arrondissement|"
    r"participants?|places?|personnes?|km|kg|mb|go|mo)\b"
)
_SOME_DAY = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week-end|jour)s?(?: (?:matin|soir|apres-midi)s?)? par "
    r"(?:mois|trimestre|an|semaine)\b"
)
_SIGNED = (
    r"[€$£] {0,2}\d[\d.,]{0,12}(?: ?[km]\b)?",
    r"(?:±|\+/-|\+ ?-) ?\d{1,2} ?h(?: ?\d\d)?\b",
    r"#\d{1,4}\b",
    r"(?:©|\(c\)) ?(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?",
)
_DIGITS = (
    r"(?<![.,:/-])(?:\d{1,3}(?:[ .,]\d{3}){1,4}|\d{1,9})(?:[.,]\d{1,2})? {0,2}(?:[€$£%]|(?:euros?|eur|dollars?|"
    r"pour cent|k€|keur)\b)",
    r"\d{1,2}(?: ?(?:-|a|et|>) ?\d{1,2})?(?: ?ans|\+)(?![a-z\d])(?! ?\d{1,2}[./ ])",
    rf"(?<!\dh)(?<!\dh )\d{{1,4}}(?: ?(?:-|a|ou|et) ?\d{{1,3}})? {{0,2}}{_UNIT}",
    rf"\d{{1,3}} ?{_ORDINAL}? {_COUNTED}",
    r"24 ?h(?:eures)?(?: ?/ ?| sur )24\b(?:h)?|7 ?(?:j|/) ?/? ?7\b(?!/\d)(?: ?j)?(?! de \d)",
    r"(?<!du )(?<!au )(?<!le )24 ?/ ?7\b(?! ?(?:/|-|>|a \d|au |\d))",
    r"\d{1,2} ?(?:h|heures?)(?: ?\d\d)? (?:de |d')(?! ?l'apres| ?\d) ?[a-z]{3,20}",
    r"\d{1,2} ?h ?(?:\d\d)? (?:sans entracte|par (?:jour|semaine|mois|seance|atelier))\b",
    r"(?:\d{1,2} ?(?:h|heures?)(?: ?\d\d)? (?:plus (?:tard|tot)|auparavant|later|earlier)|[1-3] ?(?:h|heures?) "
    r"(?:avant|apres))\b(?! (?:le|la) \d)",
    r"[24]k 16[/:]9\b",
    rf"[1-4] {_SOME_DAY}",
    r"(?:\d{1,3}[/-]){1,3}\d{1,3}(?:[.,]\d\d)? {0,2}(?:€|euros?\b|eur\b)",
    r"\d{1,2} ?h ?\d\d ?'",
    r"\d{1,2} ?x ?\d{1,3} ?(?:h\b|heures?\b|min)",
    r"(?<!a )(?<!- )(?<!-)(?<!> )(?<!au )24 ?h(?:eures?)? (?!au\b|aux\b|et\b|le\b|du matin|a\b)[a-z]{4,20}",
    r"\d{1,2} ?heures? (?:du|des) (?!matin|soir)[a-z]{3,20}",
    r"[1-9]/\d{1,2} (?:de |d')?(?:journees?|finales?|tours?|heures?|tarifs?|temps|jours?|lits?|pages?)\b",
)
_LETTERS = (
    r"eur {0,2}\d[\d.,]{0,12}(?: ?[km]\b)?",
    r"(?:a partir de |des |de )\d{1,2}(?: ?(?:-|a|et|>) ?\d{1,2})? ?(?:ans|\+)(?![a-z\d])",
    rf"{_COUNT}(?: ?(?:-|a|ou|et) ?\d{{1,3}})? {{0,2}}{_UNIT}",
    r"(?:edition|episode|saison|numero|no|n°|art|page|pp?|salle|chapitre|tome|vol|volume|age|covid|version|"
    r"v) ?\.?[-#:]? ?\d{1,4}\b"
    r"(?!\s?(?:h\d|[/.]\d))",
    rf"(?:une?|deux|trois|quatre|plusieurs|quelques) {_SOME_DAY}",
    r"(?:env(?:iron|\.)?|circa|ca\.) ?(?:[1-4]|une|deux|trois|quatre) ?"
    r"(?:h(?:eures?)?|u(?:ur)?|stunden?|hours?)(?: ?\d\d)?\b",
    r"black friday|cyber monday",
    r"article \d{1,3}\b",
    r"(?:salle|local|studio|bat|batiment|lot|boite|bte|bloc|hall|pages?|pp|art|article|chapitre|"
    r"section|bureau) ?\.? ?\d{1,3}[./]\d{1,3}\b",
    r"(?:rue|avenue|chaussee|boulevard|quai) (?:(?!(?:le|les|ce|des|du|au|jusqu|on|om|am|a) ?\d)[a-z'-]+ ){1,4}"
    r"\d{1,4}(?= ?(?:,|$|\n|\(|- ?\d{4}))",
    r"(?:hd|dcp|ecran) 16[/:]9\b",
    r"(?:vacances|conges?) (?:de la |de |d'|du )?(?:printemps|ete|automne|toussaint|hiver|noel|carnaval|detente|paques|"
    r"fevrier|fin d'annee)(?: (?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?)?\b",
    r"(?:rue|place|avenue|av|boulevard|bd|quai|square|chaussee|clos|allee|cite|esplanade|parc|quartier|stade|"
    r"caserne|station|arret|pont|rond-point) (?:du|de la|des|de l') ?"
    r"\d{1,2}(?:er)?[ -][a-z]{3,10}",
    r"copyright ?(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?",
    r"(?:il y a|pendant|durant|duree(?: de| ?:)?|d'une duree de|toutes les|en|sous) "
    rf"(?:{_COUNT} ?(?:h|heures?)(?: ?\d\d)?)\b",
    rf"(?:{_COUNT}|une demi[- ]|un quart d'|quelques?|plusieurs) ?heures? (?:plus (?:tard|tot)|auparavant|"
    r"later|earlier|avant|apres)\b",
    rf"{_COUNT} ?heures? (?:de |d')(?! ?l'apres| ?\d) ?[a-z]{{3,20}}",
    r"[a-z]{2}\d{2}(?: \d{4}){3,7}\b",
    r"(?:taille|format|ratio|zoom|ref|id|code|tel|gsm|fax|tva|be) ?[.:]? ?\d[\d ./-]{2,30}",
)

_NOT_DATES = re.compile(
    rf"(?=[€$£#©(±+])(?:{'|'.join(_SIGNED)})|(?<!\d)(?=\d)(?:{'|'.join(_DIGITS)})|(?<![a-z0-9])(?=[a-z])(?:{'|'.join(_LETTERS)})",
    re.ASCII,
)
_PHONE = re.compile(
    r"(?<![\d./-])(?=[+0])(?:\+\d{2} ?(?:\(0\))? ?\d{1,3}|0\d{1,3})(?:(?: ?[/.] ?|[ -])?\d{2,3}){3,4}(?![\d])", re.ASCII
)
_DATE_START = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}\b)")


_OFFSET = re.compile(
    r"(?:\bdans(?: les| une)?|\bd'ici(?: a)?|\b(?:in|over|binnen|prochaine?s|derniers|dernieres|next|coming|last|past|"
    r"komende|volgende|laatste|voorbije|nachsten|kommenden|letzten)) $"
)


WHOLE_DAY = re.compile(
    r"\W*(?:(?:toute )?la journee(?: entiere)?|(?:une )?journee (?:entiere|complete)|toute (?:la )?journee|all[ -]day|"
    r"the whole day|full day|(?:de )?hele dag|ganztagig|ganzer tag|den ganzen tag)\W*",
    re.ASCII,
)
"""A text that says nothing but that something lasts all day."""


def _blank(match: re.Match[str]) -> str:
    if match[0][-1].isalpha() and _OFFSET.search(match.string, max(0, match.start() - 14), match.start()):
        return match[0]  # "dans 3 jours" is a day, "3 jours" is none
    return "\x00" * len(match[0])


def _blank_phone(match: re.Match[str]) -> str:
    """Nine digits or more, and no date in front ("01/05/2020 12…" has ten digits too)."""
    digits = sum(sign.isdigit() for sign in match[0])
    return match[0] if digits < 9 or _DATE_START.match(match[0]) else "\x00" * len(match[0])


def mask(folded: str) -> str:
    """The folded text, same length, with everything that must not be read as a date blanked out."""
    return _NOT_DATES.sub(_blank, _PHONE.sub(_blank_phone, folded))


def durations(folded: str) -> tuple[str, ...]:
    """ISO 8601 durations of whole days that the text names ("quatre jours" → `P4D`)."""
    if not any(unit in folded for unit in ("jour", "semaine", "day", "we", "dag", "tag", "woche")):
        return ()
    found = []
    for match in _DURATION.finditer(folded):
        count = int(match["count"]) if match["count"].isdigit() else SPELLED[match["count"]]
        found.append(f"P{count * (7 if match['unit'][0] in 'sw' else 1)}D")
    return tuple(found)
