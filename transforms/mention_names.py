"""What a sentence speaks of: nouns of events with the proper name or the noun phrase that an editor would print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from transforms.actor_sightings import sightings
from transforms.mention_sentences import Sentence
from transforms.mention_words import EVENT, PERSONAL, RUN_WORDS
from transforms.offsets import unaccented

_QUOTED = re.compile(r"[«“\"„]\s?([^«»“”\"„\n]{2,90}?)\s?[»”\"]")
_CAP = r"[A-ZÀ-Þ][\w’'&!.+-]*[\w!+]|[A-ZÀ-Þ]|[A-ZÀ-Þ]{2,}"
_LINKS = (
    r"(?:de la|de l['’]|des|du|de|d['’]|l['’]|la|le|les|et|en|à|aux|au|pour|sur|of|the|and|for|in|van|der|für|&|-|:)"
)
_RUN = re.compile(rf"(?:{_CAP}|\d{{4}}(?= [A-ZÀ-Þ]))(?:\s?(?:{_LINKS}\s?){{0,3}}(?:{_CAP}))*")
_WORDS = re.compile(r"[^\W_](?:[\w’'&+-]*[\w!+])?")
# What ends a noun phrase: a verb, a participle, a relative, a preposition of time, place or purpose.
_STOP = re.compile(
    r"^(?:est|sont|a|ont|aura|auront|sera|seront|se|qui|que|dont|ou|par|avec|lors|afin|grace|entre|apres|avant|"
    r"depuis|"
    r"chez|sous|vers|organis\w+|prevu\w*|reserve\w*|destine\w*|anime\w*|ouvert\w*|gratui\w*|propos\w*|present\w*|"
    r"qu|s|"
    r"il|elle|on|nous|vous|accueil\w+|invest\w+|reun\w+|attir\w+|is|are|was|will|takes?|held|has|had|from|on|at|"
    r"that|which|"
    r"until|by|jusqu\w*|expir\w*|dote\w*|clotur\w*|statt|om|plaats|staat|gaat|op|te|vindt|loopt|wordt|met|voor|begint|am|im|vom|wird|findet|"
    r"\w{2,}(?:ra|ront|aient)|"
    r"le|les|la|"
    r"une?|ce|cette|"
    r"initialement|adds|starts?|for|to|dans|in)$"
)
_TRAILING = re.compile(
    r"(?:\s+(?:de|du|des|d['’]?|et|ou|à|au|aux|en|sur|la|le|les|l['’]|pour|of|the|and|van|und|for))+$", re.I
)
_ARTICLE = re.compile(r"^(?:l['’]|les?\s|la\s|une?\s|the\s|an?\s|het\s|de\s|een\s|d['’])", re.I)
_ORDINAL = re.compile(
    r"^(?:\d+(?:e|er|re|ème|th|nd|rd|st)|premi\w+|deuxi\w+|second\w*|troisi\w+)\s+édition d\w+['’\s]", re.I
)
# "à Namur Expo": a venue.
_AT = re.compile(r"\b(?:[àÀ]|au|aux|at|in|te|chez)\s(?:la\s|l['’]|the\s)?$")
# "une résidence suivie d'une exposition": what comes later has no day of its own.
_AFTERWARDS = re.compile(
    r"\b(?:suivi\w*|precede\w*|avant|apres|followed by|gevolgd door)\s(?:d'une?|de|d'|une?|la|le|an?|een)?\s?$"
)
_ARTICLES = frozenset({"le", "la", "les", "the", "de", "het", "une", "un"})
_MARGIN = 45


@dataclass(frozen=True, slots=True)
class Head:
    """Something to attend, named at `span` of a sentence. `proper`: by a name of its own; `weak`: by a vague noun."""

    noun: str
    title: str
    proper: bool
    weak: bool
    span: tuple[int, int]


@lru_cache(maxsize=256)
def heads(sentence: Sentence) -> tuple[Head, ...]:
    """Events that a sentence names, in its order."""
    found = [h for m in EVENT.finditer(sentence.plain) if (h := _by_noun(sentence, m)) is not None]
    found += _by_register(sentence, found)
    found += _by_run(sentence, found)
    return tuple(_apart(sorted(found, key=lambda head: head.span)))


def name_of_call(sentence: Sentence, start: int, end: int) -> tuple[str, bool]:
    """The name of the call whose noun lies at these offsets, and whether it is a proper one."""
    for name, _ in _names_around(sentence.text, start, end):
        return name, True
    return _phrase(sentence.text, start), False


def _by_noun(sentence: Sentence, match: re.Match[str]) -> Head | None:
    text, plain = sentence.text, sentence.plain
    start, end = match.span("noun")
    weak = match.group("weak") is not None
    if PERSONAL.search(plain[:start]) and match.group("noun").startswith(("atelier", "salon", "stage", "parcours")):
        return None
    if _AFTERWARDS.search(plain[:start]):
        return None
    noun = match.group("noun")
    for name, span in _names_around(text, start, end):
        if span[0] <= start and _AT.search(text[: span[0]]) and text[start].isupper():
            return None
        return Head(noun, name, True, weak and _is_vague(name), (min(start, span[0]), max(end, span[1])))
    phrase = _phrase(text, start)
    return Head(noun, phrase, False, weak, (start, max(end, start + len(phrase))))


def _names_around(text: str, start: int, end: int) -> list[tuple[str, tuple[int, int]]]:
    """Proper names that belong to the noun at `start`: quoted beside it, a run of capitals with it, an apposition."""
    near = text[end : end + _MARGIN + 90]
    quoted = _QUOTED.search(near)
    if quoted and quoted.start() <= _MARGIN and not re.search(r"[.;:]|\bet\b", near[: quoted.start()]):
        return [(_tidy(quoted.group(1)), (start, end + quoted.end()))]
    before = text[max(0, start - 100) : start]
    quotes = list(_QUOTED.finditer(before))
    if quotes and re.fullmatch(r"\s*[,(]?\s*(?:une?|le|la|l['’]|an?|the|een)?\s*", before[quotes[-1].end() :]):
        at = max(0, start - 100) + quotes[-1].start()
        return [(_tidy(quotes[-1].group(1)), (at, end))]
    run = _run_with(text, start, end)
    if run:
        return [run]
    behind = re.match(
        rf"\s+({_RUN.pattern}(?:\s(?:du|de|des|d['’]|et|en)?\s?[a-zà-ÿ]+){{0,3}}(?=[,;:.)»]|$)|{_RUN.pattern})", near
    )
    if behind and not _is_place(near, behind.start(1), behind.group(1)):
        return [(_tidy(_before_verb(behind.group(1))), (start, end + behind.end()))]
    apposed = re.match(r"(?:\s[a-zà-ÿ]+){0,2}\s?,\s([A-ZÀ-Þ][^,;.()«»]{2,60}),", near)
    if apposed and len(apposed.group(1).split()) <= 7:
        return [(_tidy(apposed.group(1)), (start, end + apposed.end(1)))]
    return []


def _before_verb(name: str) -> str:
    """A name without the words in small letters that begin the rest of the sentence."""
    for word in _WORDS.finditer(name):
        if (
            word.start()
            and word.group()[0].islower()
            and len(word.group()) > 3
            and _STOP.match(unaccented(word.group()))
        ):
            return name[: word.start()].rstrip()
    return name


def _run_with(text: str, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
    """A run of capitalised words that holds the noun itself: "KIKK Festival", "Sommet pour l'Action sur …"."""
    if not text[start].isupper():
        return None
    for run in _RUN.finditer(text, max(0, start - 80), min(len(text), end + 120)):
        if run.start() <= start and run.end() >= end:
            name = run.group()
            words = [w for w in _WORDS.findall(name) if w[0].isupper()]
            opens = not text[: run.start()].rstrip().rstrip('«“"-–—•*·:,;.!?|(0123456789h/ ')[-1:] or bool(
                re.search(r"(?:^|[-–—•*·:,;.!?|(\n])\s*$", text[: run.start()])
            )
            if opens and words and unaccented(words[0]) in _ARTICLES:
                words = words[1:]
            whole = _with_tail(text, run)
            if len(words) > 1:
                # "Le Sommet pour …" is the article of the sentence; "La Nuit …" keeps its own between quotes only.
                first = bool(re.fullmatch(r"(?:L[ea]s?|The|Het|De)\s", text[run.start() : start]))
                return _tidy(_ARTICLE.sub("", whole) if opens or first else whole), run.span()
            if not opens and len(name) > 4:
                # "la Nuit des chercheurs": one capital in the middle of a sentence makes a name of the phrase.
                return _tidy(_phrase(text, run.start())), run.span()
    return None


def _with_tail(text: str, run: re.Match[str]) -> str:
    """ "Nuit des Sciences numériques": an adjective in small letters may close a name, before a verb or a comma."""
    tail = re.match(
        r"\s([a-zà-ÿ]{4,}s?)(?=\s(?:se|s['’]|est|sera|aura|a|ont)\b|[,.;:)]|$)", text[run.end() : run.end() + 40]
    )
    verb = tail and _STOP.match(unaccented(tail.group(1)))
    return run.group() + (tail.group() if tail and not verb else "")


def _by_register(sentence: Sentence, found: list[Head]) -> list[Head]:
    """Events of the register, by their own name: "Stereopsia returns to Brussels"."""
    rows = []
    for one in sightings(sentence.text):
        if one.actor.type == "event" and one.sure and not _covered(found, one.start, one.end):
            rows.append(Head(one.actor.name, sentence.text[one.start : one.end], True, False, (one.start, one.end)))
    return rows


def _by_run(sentence: Sentence, found: list[Head]) -> list[Head]:
    """Runs of capitals whose last word makes a name of them: "IA Days"."""
    rows = []
    for run in _RUN.finditer(sentence.text):
        words = run.group().split()
        words = words[1:] if unaccented(words[0]) in _ARTICLES else words
        named = len(words) > 1 and RUN_WORDS.match(words[-1]) and not _AT.search(sentence.text[: run.start()])
        if named and not _covered(found, *run.span()):
            rows.append(Head(words[-1].lower(), _tidy(run.group()), True, False, run.span()))
    return rows


def _covered(found: list[Head], start: int, end: int) -> bool:
    return any(h.span[0] < end and start < h.span[1] and h.proper for h in found)


def _apart(found: list[Head]) -> list[Head]:
    """Heads without those inside another: the wider, the proper and the stronger win."""
    kept: list[Head] = []
    for head in found:
        other = next((k for k in kept if k.span[0] < head.span[1] and head.span[0] < k.span[1]), None)
        if other is None:
            kept.append(head)
        elif (head.proper, not head.weak) > (other.proper, not other.weak):
            kept[kept.index(other)] = head
    return kept


def _phrase(text: str, start: int) -> str:
    """The noun phrase that begins at `start`, at most nine words."""
    end, count = start, 0
    for word in _WORDS.finditer(text, start):
        gap = text[end : word.start()]
        bare = unaccented(word.group())
        elided = bare.split("'")[0] if "'" in bare else bare
        # "à" loses its accent and would be the verb "a".
        stops = (
            count > 0
            and word.group() not in ("à", "À")
            and (_STOP.match(bare) or _STOP.match(elided) or word.group()[0].isdigit())
        )
        stops = stops and not (bare.startswith("ouvert") and unaccented(text[:end]).endswith("portes"))
        if count >= 9 or (count and re.search(r"[^\s’'-]|\n", gap)) or stops:
            if count and stops and bare in ("la", "le", "les", "l") and _after_of(text, word.start()):
                end, count = word.end(), count + 1
                continue
            break
        end, count = word.end(), count + 1
    words = text[start:end].strip()
    words = re.sub(r"\s+(?:à|au|aux|en|in|at)\s+[A-ZÀ-Þ].*$", "", words)
    return _TRAILING.sub("", re.sub(r"\s(?:(?:dédi|consacr)\w+|court)$", "", _TRAILING.sub("", words)))


def _after_of(text: str, at: int) -> bool:
    return bool(re.search(r"\b(?:de|à|sur|dans)\s$", text[max(0, at - 6) : at]))


def _is_place(near: str, at: int, name: str) -> bool:
    return bool(re.search(r"\b(?:à|au|aux|en|in|at|te|de|du)\s*$", near[:at])) or len(name) < 3


def _is_vague(name: str) -> bool:
    return len(name) < 4


def _tidy(name: str) -> str:
    bare = _ARTICLE.sub("", name.strip(" ,;:«»“”\"'")) if not name[:1].isupper() else name.strip(' ,;:«»“”"')
    return _TRAILING.sub("", _ORDINAL.sub("", bare))
