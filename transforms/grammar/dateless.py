"""The cheap refusal: a text without one word or figure that may date anything is not read at all."""

from __future__ import annotations

import re

from transforms.grammar.feasts import NAMES, WHOLE
from transforms.grammar.vocabulary import DAY_WORDS, MONTHS, PARTS, SEASONS, SHORT_WEEKDAYS, WEEKDAYS, WORDS, K

_KINDS = frozenset(
    (K.WEEK, K.MONTH_WORD, K.YEAR_WORD, K.HALF, K.QUARTER, K.SEASON, K.DAILY, K.FORTNIGHT, K.WEEKEND, K.EXCEPT)
)
_OTHER = (
    "midi minuit noon mittag middag midnight middernacht mitternacht tonight vanavond heure heures hour hours uur uhr "
    "stunde stunden stunden mille jours jour day days dag dagen tag tage tagen semaines weeks weken wochen week "
    "weekend weekends ends end ans an years months monate mois maand monat minutes minute min vacances conges conge "
    "school schoolvakantie schoolvakanties journee ganztagig feries ferie holidays feestdagen feiertage feiertagen "
    "quinzaine huitaine soirs matins deux jusqu jusque"
)
_ANCHORS = frozenset(
    word
    for phrase in (
        *MONTHS, *WEEKDAYS, *(f"{day}s" for day in WEEKDAYS), *SHORT_WEEKDAYS, *SEASONS, *DAY_WORDS, *PARTS, *NAMES,
        *WHOLE, *(word for word, kind in WORDS.items() if kind in _KINDS), *_OTHER.split(),
    )
    for word in re.findall(r"[a-z]+", phrase)
) - {"la", "le", "l", "de", "d", "the", "of"}  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_LEADS = "|".join(
    word
    for word, kind in WORDS.items()
    if kind
    in (K.ARTICLE, K.FROM, K.TO, K.AT, K.SINCE, K.UNTIL, K.BEFORE, K.AFTER, K.EVERY, K.THIS, K.NEXT, K.LAST, K.IN)
    and word.isalpha()
)
_FIGURE = re.compile(
    r"\d{6}|(?<!\d)(?:19|20)\d\d(?!\d)|\d\d? ?(?:[ap]\.?m|[:/]|\. ?\d|,\d|h(?![a-z]{3})|u(?![a-z])|u?hr)"
    rf"|[qt][1-4](?!\d)|[>@] ?\d|(?<![a-z])(?:{_LEADS})[ :']{{1,2}}(?:\d\d?(?!\d))"
)


def is_dateless(folded: str) -> bool:
    """Whether folded text holds no sign of a date, a clock, a recurrence or a length of time."""
    return _ANCHORS.isdisjoint(_WORD.findall(folded)) and not _FIGURE.search(folded)
