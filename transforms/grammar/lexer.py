"""One regular expression that cuts folded text into tokens.

Branches are sorted by the kind of sign that they begin with, so that noise is passed over in a step; every repetition
is bounded, so that no text costs more than a constant per sign.
"""

from __future__ import annotations

import re

from transforms.grammar.vocabulary import NUMBER_WORDS

_YEAR = r"(?:19|20)\d\d"
_HOUR_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_DES = (
    r"des (?=(?:le|la|ce|cette|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|debut|fin|mi|maintenant|\d|"
    r"janv|fevr|mars|avr|"
    r"mai|juin|juil|aout|sept|oct|nov|dec))"
)

_DIGITS = (
    r"(?P<digits>\d{5,})",
    rf"(?P<iso>{_YEAR}-\d\d-\d\d ?(?:t|cest|cet) ?\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:z\b| ?[+-]\d\d:?\d\d)?)",
    rf"(?P<ymd>{_YEAR}(?P<between>[/.-])\d{{1,2}}(?P=between)\d{{1,2}}(?!\d))",
    rf"(?P<dmy>(?<![\d/])\d{{1,2}}/\d{{1,2}}/(?:{_YEAR}|\d\d)(?![\d/])"
    rf"|(?<![\d.])\d{{1,2}}\. ?\d{{1,2}}\. ?(?:{_YEAR}|\d\d)(?!\d|\.\d)"
    rf"|(?<![\d-])\d{{1,2}}-\d{{1,2}}-(?:{_YEAR}|\d\d)(?!\d|-\d))",
    rf"(?P<my>(?<![\d/.-])(?:0?[1-9]|1[0-2]) {{0,3}}[/-] {{0,3}}{_YEAR}(?!\d|[/-]\d))",
    rf"(?P<ym>(?<![\d/-]){_YEAR} {{0,3}}[/-] {{0,3}}(?:0?[1-9]|1[0-2])(?!\d|[/-]\d| ?[:h] ?\d))",
    r"(?P<ampm>(?<![\d.,])\d{1,2}(?:[.:h]\d\d)? ?(?:[ap]\.m\.|[ap]m\b))",
    r"(?P<hm>(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:]))(?: ?(?:h|heures?|uur|uhr)\b)?",
    r"(?P<h>(?<![\d.,:])\d{1,2} ?(?:h(?:eures?|rs?)?|u(?:ur|hr)?)(?: ?\d\d(?:m(?:in)?(?:\d\ds?)?)?(?!\d|"
    r"[.,/:]\d))?(?![a-z\d]))",
    r"(?P<dothour>(?<![\d.,])\d{1,2}[.,]\d\d ?(?:h\b|uur|uhr|cest|cet)\b)",
    r"(?P<dm>(?<![\d/])\d{1,2}/\d{1,2}(?![\d/]))",
    r"(?P<dot>(?<![\d.,])\d{1,2}\.\d\d(?!\d|[.,]\d))",
    r"(?P<sevenfold>7 jours sur (?:sept|7)\b)",
    r"(?P<ordinal>(?<![\d.,])\d{1,2}(?:ers|eres|es|emes)\b)",
    rf"(?P<year>(?<![\d.,/]){_YEAR}(?![\d/]|[.,]\d))",
    r"(?P<num>(?<![\d.,/:])\d{1,2}(?:(?:er|re|st|nd|rd|th|eme|de|ste|e)\b|\.(?= ))?(?!\d|[/:.,]\d))",
    r"(?P<other>\d+)",
)
_LETTERS = (
    rf"(?P<wordhour>(?:{_HOUR_WORDS}) heures?\b)",
    r"(?P<noon>(?<!apres-)(?<!apres )(?:midi|noon|mittag|middag)\b)",
    r"(?P<midnight>(?:minuit|midnight|middernacht|mitternacht)\b)",
    r"(?P<onwards>(?:et|ou|and|or) (?:apres|plus tard|au-dela|after|later|onwards)\b)",
    rf"(?P<since>(?:a partir (?:du|de|des|d')?|a dater du|{_DES})\b ?)",
    r"(?P<until>jusqu'?(?:au|aux|a|en)?\b(?: plus tard)?|bis(?: zum| einschliesslich)\b|au plus tard\b|uiterlijk\b)",
    r"(?P<to>t\.? ?e\.? ?m\.?(?![a-z])|t/m\b|tot en met\b|a\b(?= minuit)|au\b(?! mois)|to\b)",
    r"(?P<weekend>week[ -]?ends?\b)",
    r"(?P<fortnight>sur deux\b)",
    r"(?P<sevendays>sept jours sur (?:sept|7)\b|tous les jours\b|chaque jour\b|every day\b|jeden tag\b|elke dag\b)",
    r"(?P<ofmonth>(?:du|de chaque|of the|of every|van de) (?:mois|month|maand)\b(?! (?:de |d'|of )[a-z]))",
    r"(?P<monthof>(?:(?:au|du|le|dans le courant du|courant du|in the) )?(?:mois|month) (?:de |d'|of )(?=[a-z]))",
    r"(?P<dayword>aujourd'hui\b)",
    r"(?P<quarter>[qt][1-4]\b)",
    r"(?P<word>[a-z]+)(?P<point>\.?)",
)

LEXER = re.compile(
    r"[^a-z0-9\n!-/:-@\[-`{-~]+|(?P<arrow>>{1,2})|(?P<mark>[^\sa-z0-9>_])|(?P<line>\n)"
    rf"|(?<!\d)(?=\d)(?:{'|'.join(_DIGITS)})|(?=[a-z])(?<![a-z])(?:{'|'.join(_LETTERS)})",
    re.ASCII,
)
