"""Whether a page, or a list on it, tells of events, of news or of calls: by its address, its headings and its words.

Words for whole genres of pages, in French, Dutch and English; never the name of a site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from scrapers.readers.page_days import days_in, has_clock, is_range, plain
from scrapers.readers.page_facts import Dated, Facts
from vigie.model import Kind

EVENT_WORDS = re.compile(
    r"\b(?:agendas?|evenements?|events?|events-?list|programmes?|programmation|spectacles?|concerts?"
    r"|calendriers?|calendar|rendez-?vous"
    r"|sorties|expositions?|expos?|saison|stages?|ateliers?|workshops?|horaires|seances?|festivals?"
    r"|conferences?|manifestations?|animations?"
    r"|kalender|evenementen|activiteiten|a-l-affiche|a l'affiche|prochainement|a venir|prochains"
    r"|representations?|dates|tournee|shows?|gigs?)\b"
)
NEWS_WORDS = re.compile(
    r"\b(?:actualites?|actus?|news|nouvelles|blog|presse|communiques?|articles?|a-la-une|a la une|nieuws"
    r"|magazine|journal|breves?|infos?-?flash|posts?)\b"
)
CALL_WORDS = re.compile(
    r"\bappels? (?:a|aux) (?:projets?|candidatures?|candidats?|propositions?|contributions?|participations?"
    r"|participer|manifestations? d'interet|creation|films?|textes?|artistes?|communications?|idees|residences?"
    r"|oeuvres?|dossiers?|benevoles|orateurs?|oratrices?|conferenciers?|intervenants?|soumissions?|resumes|jurys?)"
    r"|\bappels? d'offres?|\bappel-a-\w+|\bappels-a-\w+|\bcandidatures?\b|\bconcours\b|\bmarches? publics?"
    r"|\bavis de marche|\bbourses?\b|\bsubventions?\b"
    r"|\boproep\b|\bcall for (?:projects?|proposals?|papers?|artists?|applications?)|\baides? financieres?"
    r"|\bcandidatez\b|\bami\b|\bprix \w+ (?:20\d\d|ouvert)"
)
DEADLINE_WORDS = re.compile(
    r"date limite|dates limites|au plus tard|cloture|deadline|avant le|jusqu'au|candidatez"
    r"|jusqu'a (?:fin|mi|debut|la)\b|se terminera|se cloturera|prolongee? |prolongation"
    r"|dossiers? (?:complets? )?(?:a|doivent|sont a) (?:deposer|etre|envoyer|remettre)|depot des"
    r"|remise des (?:offres|candidatures|dossiers|projets)|uiterlijk|inschrijven voor|postuler"
    r"|candidatures? (?:a|sont a|doivent|jusqu|avant)"
)
_CALLS = re.compile(r"\W*(?:l'|les )?appels? (?:a|aux)\b")
_UNTIL = re.compile(r"\b(?:jusqu'au|avant le|au plus tard le) [^.]{0,12}\d")
_WILL_BE = re.compile(r"\b(?:aura|auront) lieu\b|\bse (?:tiendra|tiendront|deroulera|derouleront)\b")
PUBLISHED_WORDS = re.compile(
    r"\b(?:publie|publication|poste|mis en ligne|redige|ecrit|par .{2,40} le|posted|published|gepubliceerd"
    r"|mis a jour|modifie|updated|article du|actualite du)\b"
)


def address_words(url: str) -> str:
    """The words of an address's path, plain, the last part first."""
    path = plain(unquote(urlsplit(url).path, errors="replace"))
    return " / ".join(part.replace("-", " ").replace("_", " ") for part in reversed(path.split("/")) if part)


def says(pattern: re.Pattern[str], url: str, title: str) -> bool:
    """Whether an address names a genre of pages: in a section, or in the page's own part where the title does not."""
    own, *sections = address_words(url).split(" / ")
    if pattern.search(" / ".join(sections)) or (len(own.split()) <= 2 and pattern.search(own)):
        return True
    return any(hit.group() not in title for hit in pattern.finditer(own))


def kind_of_list(
    url: str, headings: Sequence[str], titles: Sequence[str], days: Sequence[str], reference: date | None
) -> Kind:
    """The kind of a list. `headings`: what stands above it, its classes; `days`: the words for the day of each item."""
    address = address_words(url)
    said = [plain(heading) for heading in headings]
    event = 3.0 * bool(EVENT_WORDS.search(address)) + 2.0 * any(EVENT_WORDS.search(text) for text in said)
    news = 3.0 * bool(NEWS_WORDS.search(address)) + 2.0 * any(NEWS_WORDS.search(text) for text in said)
    calls = sum(bool(CALL_WORDS.search(plain(title))) for title in titles) / max(len(titles), 1)
    event += 2.5 * (sum(map(has_clock, days)) > 0.3 * len(days))
    news += 4.0 * (sum(bool(PUBLISHED_WORDS.search(plain(text))) for text in days) > 0.5 * len(days))
    found = [words for text in days if (words := days_in(text))]
    event += 1.5 * (sum(len(words) > 1 or words[0].weekday is not None for words in found) > 0.3 * max(len(found), 1))
    event += 1.0 * (sum(words[0].year is None for words in found) > 0.5 * max(len(found), 1))
    dated = [day for words in found if words[0].year and (day := words[0].on(words[0].year))]
    if len(dated) > 2:
        falling = sum(one >= other for one, other in pairwise(dated)) / (len(dated) - 1)
        news += 1.5 * (falling > 0.9 and dated[0] > dated[-1])
        event += 1.0 * (falling < 0.4)
    if reference and dated and max(dated) > reference:
        event += 2.0
    if calls > 0.5 or (CALL_WORDS.search(address) and calls > 0.2):
        return Kind.CALL
    return Kind.EVENT if event >= news else Kind.NEWS


def kind_of_page(url: str, facts: Facts) -> Kind:
    """The kind of the one thing that a page tells of."""
    title = plain(facts.title.whole if facts.title else "")
    text = plain(" ".join(line.text for line in facts.body))[:20_000]
    steps = [one for one in facts.dated if one.role == "step" or DEADLINE_WORDS.search(plain(one.text))]
    if CALL_WORDS.search(title) and (steps or DEADLINE_WORDS.search(text)):
        return Kind.CALL
    if CALL_WORDS.search(address_words(url)) and DEADLINE_WORDS.search(text):
        return Kind.CALL
    if _calls_below(facts) or _calls_until(facts):
        return Kind.CALL
    if _CALLS.match(title) and (facts.shown or facts.published):
        return Kind.CALL
    events = [one for one in facts.dated if one.role not in ("published", "touched", "step", "alone") and one.score > 0]
    best = events[0] if events else None
    event = 3.0 * says(EVENT_WORDS, url, title) + 0.5 * bool(EVENT_WORDS.search(title))
    news = 3.0 * says(NEWS_WORDS, url, title) + (1.0 if facts.shown or facts.published else 0.0)
    if best:
        event += min(best.score, 6.0) / 2.5
        event += 1.5 if has_clock(best.text) else 0.0
        event += 1.5 if best.role == "title" else 0.0
        event += _after_publication(best, facts)
        event += 2.0 if best.words.year and _WILL_BE.search(plain(best.text)) else 0.0
    else:
        news += 2.0
    return Kind.NEWS if news > event and (news >= 3.0 or facts.shown or facts.published) else Kind.EVENT


def _calls_below(facts: Facts) -> bool:
    """Whether a heading of the text calls for something and a label beside or above a day names its deadline."""
    if not any(line.heading and CALL_WORDS.search(plain(line.text)) for line in facts.body):
        return False
    places = {one.line.place for one in facts.dated}
    return any(
        DEADLINE_WORDS.search(plain(line.text))
        and len(line.text) < 90
        and (line.place in places or line.place - 1 in places or line.place + 1 in places)
        for line in facts.body
    )


def _calls_until(facts: Facts) -> bool:
    """Whether one sentence of an article names a call and the day until which it is open, and no event has a day."""
    if any(one.role not in ("published", "touched", "step", "alone") and one.score > 3.5 for one in facts.dated):
        return False
    return any(
        len(line.text) < 400 and CALL_WORDS.search(folded := plain(line.text)) and _UNTIL.search(folded)
        for line in facts.body[:12]
    )


def written_on(facts: Facts) -> date | None:
    """The day on which a page says that it was published; None when it does not."""
    for said in (facts.shown, facts.published):
        stamps = days_in(said[:10] if said and said[:4].isdigit() else said or "")
        if stamps and stamps[0].year:
            return stamps[0].on(stamps[0].year)
    return None


def _after_publication(best: Dated, facts: Facts) -> float:
    written = written_on(facts)
    if written is None or best.words.relative:
        return 0.0
    day = best.words.on(best.words.year or written.year)
    if day is None:
        return 0.0
    if day > written:
        return 1.0
    if best.line.heading and is_range(best.line.text[max(0, best.words.span[0] - 3) :]) and best.words.year:
        return 2.0
    return -3.5 if day < written and best.words.year else -1.5
