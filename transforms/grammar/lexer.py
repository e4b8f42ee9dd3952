"""One regular expression that cuts folded text into tokens.

Branches are sorted by the kind of sign that they begin with, so that noise is passed over in a step; every repetition
is bounded, so that no text costs more than a constant per sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from transforms.grammar.feasts import NAMES, WHOLE
from transforms.grammar.numerals import alternation
from transforms.grammar.vocabulary import DAY_WORDS, MONTHS, PARTS

_YEAR = r"(?:19|20)\d\d"
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
_UNITS = (
    r"jours?|semaines?|mois|ans?|annees?|heures?|h|minutes?|min|days?|weeks?|months?|years?|hours?|dag(?:en)?|"
    r"we(?:ek|ken)|maand(?:en)?|uur|tage?n?|wochen?|monate?n?|stunden?"
)
_LEANING = (
    r"prochaine?s?|dernieres?|derniers?|next|coming|last|past|komende|volgende|laatste|voorbije|nachsten|kommenden|"
    r"letzten"
)
_COUNT = rf"(?:\d{{1,3}}|{alternation(31)})"


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_DES = (
    r"des (?=(?:le|la|ce|cette|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|debut|fin|mi|maintenant|demain|"
    r"aujourd'hui|\d|janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec))"
)

_DIGITS = (
    rf"(?P<mail>\d{{1,2}} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) {_YEAR} \d\d:\d\d(?::\d\d)? ?"
    r"(?:[+-]\d{4}|gmt|utc?|z)\b)",
    rf"(?P<compact>{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:t\d{{4}}(?:\d\d)?z?)?(?![\da-z]))",
    r"(?P<digits>\d{5,})",
    rf"(?P<iso>{_YEAR}-\d\d-\d\d ?(?:t|cest|cet) ?\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:z\b| ?[+-]\d\d:?\d\d)?)",
    rf"(?P<pair>(?<![\d/])\d{{1,2}}(?:/\d{{1,2}}){{1,6}}(?= (?:{_MONTHS})\b))",
    rf"(?P<ymd>{_YEAR}(?P<between>[/.-])\d{{1,2}}(?P=between)\d{{1,2}}(?!\d))",
    rf"(?P<dmy>(?<![\d/])\d{{1,2}} ?/ ?\d{{1,2}} ?/ ?(?:{_YEAR}|\d\d)(?![\d/])"
    rf"|(?<![\d.])\d{{1,2}} ?\. ?\d{{1,2}} ?\. ?(?:{_YEAR}|\d\d)(?!\d|\.\d|[h:])"
    rf"|(?<![\d-])\d{{1,2}}-\d{{1,2}}-(?:{_YEAR}|\d\d)(?!\d|-\d))",
    r"(?P<daymonth>(?<![\d.,])\d{1,2}\. ?\d{1,2}\.(?= ?(?:-|>|&|bis\b|und\b|um\b|au\b|et\b))"
    r"|(?:(?<=au )|(?<=am )|(?<=zum )|(?<=en )|(?<=le )|(?<=du ))\d{1,2}\. ?\d{1,2}\.(?! ?\d)"
    r"|(?<![\d,.-])(?:0?[1-9]|[12]\d|3[01])-0[1-9](?![\d.,:-]))",
    rf"(?P<my>(?<![\d/.-])(?:(?:0?[1-9]|1[0-2]) {{0,3}}[/-] {{0,3}}|(?:0[1-9]|1[0-2])\.){_YEAR}(?!\d|[/-]\d))",
    rf"(?P<ym>(?<![\d/-]){_YEAR} {{0,3}}[/-] {{0,3}}(?:0?[1-9]|1[0-2])(?!\d|[/-]\d| ?[:h] ?\d"
    r"| ?(?:h|heures?|u|uur|uhr)\b))",
    r"(?P<ampm>(?<![\d.,])\d{1,2}(?:[.:h]\d\d)? ?(?:[ap]\.m\.|[ap]m\b))",
    r"(?P<hm>(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:]))(?: ?(?:h|heures?|uur|uhr)\b)?",
    r"(?P<h>(?<![\d.,:])\d{1,2} ?(?:h(?:eures?|rs?)?|u(?:ur|hr)?)"
    r"(?:(?: ?|\. (?=[0-5][05](?! ?[a-z\d€%])))\d\d(?:m(?:in)?(?:\d\ds?)?)?(?!\d|[.,/:]\d)"
    r"| et demie?\b| et quart\b| moins (?:(?:le )?quart|dix|vingt-cinq|vingt|cinq|(?:5|10|20|25)(?!\d))\b)?"
    r"(?![a-z\d])(?:\.(?= (?:a|au|-|et) ))?)",
    r"(?P<dothour>(?<![\d.,])\d{1,2}[.,]\d\d ?(?:h\b|uur|uhr|cest|cet)\b)",
    r"(?P<dm>(?<![\d/])\d{1,2}/\d{1,2}(?![\d/]))",
    r"(?P<dot>(?<![\d.,])\d{1,2}\.\d\d(?!\d|[.,]\d))",
    r"(?P<sevenfold>7 jours sur (?:sept|7)\b|7 ?j ?/ ?7(?: ?j)?\b(?= de \d))",
    r"(?P<ordinal>(?<![\d.,])\d{1,2}(?:ers|eres|es|emes|e|eme|ieme|re)\b)",
    rf"(?P<year>(?<![\d.,/]){_YEAR}(?![\d/]|[.,]\d))",
    r"(?P<num>(?<![\d.,/:])\d{1,2}(?:(?:er|st|nd|rd|th|de|ste)\b|(?<=1) er(?= [a-z])|\.(?= |-))?(?!\d|[/:.,]\d))",
    r"(?P<other>\d+)",
)
_LETTERS = (
    rf"(?P<wordhour>(?:{alternation(24)}) heures?\b"
    rf"(?: (?:et demie?|et quart|moins (?:(?:le )?quart|dix|vingt-cinq|vingt|cinq)|{alternation(59)})\b)?)",
    rf"(?P<wordday>(?:{alternation(31)})(?= (?:{_MONTHS})\b))",
    rf"(?P<wordyear>deux mille (?:{alternation(99)})\b)",
    r"(?P<noon>(?<!apres-)(?<!apres )(?:midi|noon|mittag|middag)\b(?!-[a-z])"
    r"(?: et demie?\b| et quart\b| (?:quinze|trente)\b| moins (?:(?:le )?quart|dix|vingt|cinq)\b)?)",
    r"(?P<midnight>(?:minuit|midnight|middernacht|mitternacht)\b(?: et demie?\b| et quart\b| (?:quinze|trente)\b|"
    r" moins (?:(?:le )?quart|dix|vingt|cinq)\b)?)",
    r"(?P<onwards>(?:et|ou|and|or) (?:apres|plus tard|au-dela|after|later|onwards)\b|onwards\b)",
    rf"(?P<offset>(?:dans(?: les)?|d'ici(?: a)?|in|over|binnen) (?:(?:{_COUNT}|a|an|een|einer|einem|eine) ?"
    rf"(?:{_UNITS})\b(?! et (?:demie?|quart)\b)(?! (?:de |d'|of ))(?! ?\d)"
    r"|(?:une demi[- ]heure|un quart d'heure|trois quarts d'heure|half an hour|een (?:half uur|kwartier)|"
    rf"einer (?:halben|viertel) ?stunde|{_COUNT} ?(?:heures?|h)(?: et (?:demie?|quart)\b| ?\d\d(?!\d)))"
    r"|une (?:huitaine|quinzaine)(?: de jours)?\b(?! d)|a fortnight\b))",
    rf"(?P<stretch>(?:(?:les|ces|the|these|de|die|den) )?(?:{_COUNT} (?:{_LEANING}) (?:{_UNITS})|(?:{_LEANING}) "
    rf"{_COUNT} (?:{_UNITS}))\b(?! (?:de|du|des|d'|of|van|von|der|scolaires?|academiques?)\b))",
    r"(?P<until>jusqu(?:e\b(?: dans)?|'?(?:au|aux|a|en)?\b)(?: plus tard)?|bis(?: zum| einschliesslich)\b|"
    r"au plus tard\b(?: pour)?|at the latest\b|ten laatste\b|uiterlijk\b|spatestens\b|d'ici(?: a| au)?\b|"
    r"(?:reserver|inscrire|renvoyer|remettre|rentrer|envoyer|confirmer|deposer|attendue?s?) pour\b(?= le )|"
    r"aussi tard qu(?:'|e\b)|as late as\b)",
    rf"(?P<since>(?:a (?:partir|compter) (?:du|de|des|d')?|a dater du|not before\b|ab dem\b|aussi tot qu(?:'|e\b)"
    rf"|{_DES})\b ?)",
    r"(?P<except>pas (?:de |d')[a-z]+ (?=le |les |du |en )|geen [a-z]+ (?=op )|no [a-z]+ (?=on ))",
    r"(?P<elided>d'(?=(?:avril|aout|octobre)\b))",
    r"(?P<instead>au lieu (?:du|de|d')|et non (?:pas )?(?:du|le|au)?\b|plutot que\b|instead of\b|in plaats van\b)",
    r"(?P<to>t\.? ?e\.? ?m\.?(?![a-z])|t/m\b|tot en met\b|a\b(?= minuit)|au\b(?! mois| matin\b)|to\b)",
    r"(?P<weekend>week[ -]?ends?\b)",
    r"(?P<fortnight>sur deux\b)",
    r"(?P<sevendays>sept jours sur (?:sept|7)\b|tous les (?:jours|soirs|matins|apres-midis?)\b|"
    r"chaque (?:jour|soir|matin|apres-midi)\b|every day\b|jeden tag\b|elke dag\b)",
    r"(?P<ofmonth>(?:du|de chaque|of the|of every|of each|van de|van elke|im|des) (?:mois|month|maand|monats?)\b"
    r"(?! (?:de |d'|of )[a-z]))",
    r"(?P<monthof>(?:(?:au|du|le|pendant le|dans le courant du|courant du|in the) )?(?:mois|month) "
    r"(?:de |d'|of )(?=[a-z]))",
    rf"(?P<feastday>(?:{_any_of(WHOLE)})\b)",
    rf"(?P<feast>(?:{_any_of(NAMES)})\b)",
    r"(?P<school>(?:vacances|conges?) scolaires?\b|school holidays\b|schoolvakanties?\b)",
    r"(?P<holidays>jours? feries?\b|public holidays?\b|feestdagen\b|feiertagen?\b)",
    rf"(?P<part>(?:(?:du|le|en|au|in the|at|de l'|l'|dans l'|dans la|s|am|fin de|debut de) ?)?(?:{_any_of(PARTS)})\b"
    r"|tonight\b|vanavond\b)",
    rf"(?P<dayword>(?:{_any_of(DAY_WORDS)})\b)",
    r"(?P<quarter>[qt][1-4]\b)",
    r"(?P<word>[a-z]+)(?P<point>\.?)",
)

LEXER = re.compile(
    r"[^a-z0-9\n!-/:-@\[-`{-~]+|(?P<arrow>>{1,2})|(?P<mark>[^\sa-z0-9>_])|(?P<line>\n)"
    rf"|(?<!\d)(?=\d)(?:{'|'.join(_DIGITS)})|(?=[a-z])(?<![a-z])(?:{'|'.join(_LETTERS)})",
    re.ASCII,
)
