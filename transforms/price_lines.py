"""The price of an event that only its text gives: a line that is a price and nothing else, or one labelled as such;
else a sentence or a bracket of its prose that is.

"Tarif : 12 € / 8 €", "Gratuit, sur inscription", "PAF 5 €" count; an amount among other words does not, nor does a
bare amount in a bracket.
"""

from __future__ import annotations

import re

from transforms.money import read_money
from transforms.tariffs import free_words
from transforms.text import FIELD_LIMIT, fold
from vigie.model import MoneyRole

LONGEST = 120
MOST_LINES = 4

_LABEL = re.compile(
    r"(?:tarifs?|prix|p\.? ?a\.? ?f\.?|participation(?: aux frais)?|entree|billets?|billetterie|tickets?|places?|"
    r"price|admission|cost|prijs|toegang|eintritt)(?: (?:pleins?|reduits?|d'entree|par personne|unique))? ?: ?\S"
)
# What may stand beside the amounts of a line that is nothing but a price.
_BESIDE = re.compile(
    r"\b(?:est|sont|tarifs?|prix|paf|p\.a\.f|participation|frais|entrees?|acces|places?|billets?|tickets?|gratuite?s?|"
    r"gratuitement|"
    r"libres?|free|gratis|pleins?|reduits?|unique|normal|conscient|membres?|etudiants?|enfants?|adultes?|seniors?|"
    r"demandeurs?|emploi|chomeurs?|familles?|prevente|presale|sur|place|en|ligne|inscriptions?|reservations?|"
    r"obligatoires?|souhaitees?|personnes?|pers|pp|seances?|jours?|soiree|ans|moins|plus|de|d|du|des|par|pour|et|ou|"
    r"a|aux|les?|la|l|partir|entre|max|min|art|article|tva|tvac|htva|euros?|eur)\b"
)
_SAYS = re.compile(
    r"\bpaf\b|\bp\.a\.f|\btarifs?\b|\bprix\b|\bentrees?\b|\bgratuite?s?\b|\blibre\b|participation|"
    r"\bfree\b|gratis|toegang|eintritt|admission"
)
_PART = re.compile(r"(?<=[.!?;])\s+|\s[–—|]\s(?=[A-ZÉÈP])|\s?[()]\s?")
_BRACKET = re.compile(r"\(([^()]{3,120})\)")
_FIGURE = re.compile(r"[\d.,]+")
_LETTER = re.compile(r"[a-z]")
# "Prix : 5.000 € à gagner" is what an event gives, not what it costs.
_GIVEN = re.compile(
    r"gagn|(?:1er|premier|2e|grand) prix|remis|recompens|dotation|bourse|\blots?\b|cagnotte|concours|jury|"
    r"subside|budget"
)


def price_words(text: str) -> str | None:
    """The price lines of a text joined by " / ", at most four that follow each other; None when there is none, or
    when several apart say different things."""
    runs: list[list[str]] = []
    last = -2
    for number, line in enumerate(text[:FIELD_LIMIT].split("\n")):
        if is_price_line(line):
            if number == last + 1 and len(runs[-1]) < MOST_LINES:
                runs[-1].append(line.strip())
            else:
                runs.append([line.strip()])
            last = number
    said = {fold(" / ".join(run)): " / ".join(run) for run in runs} or _in_prose(text[:FIELD_LIMIT])
    return next(iter(said.values())) if len(said) == 1 else None


def _in_prose(text: str) -> dict[str, str]:
    """Parts of sentences that are a price and say so by a word: "Venez nombreux ! Entrée : 5 €.", "(PAF 8 € / 5 €)".
    None when another sum, or another word for free, stands elsewhere: it may be the price of something else."""
    said: dict[str, str] = {}
    for line in text.split("\n"):
        if not _SAYS.search(fold(line)):
            continue
        brackets = [m[1] for m in _BRACKET.finditer(line) if any(sign.isdigit() for sign in m[1])]
        for part in (*_PART.split(_BRACKET.sub(" ", line)), *brackets):
            words = part.strip(" .!;,()–-")
            if _SAYS.search(fold(words)) and is_price_line(words):
                said[fold(words)] = words
    if len(said) != 1:
        return {}
    (words,) = said.values()
    rest = text.replace(words, " ")
    alone = not read_money(rest, MoneyRole.PRICE).amounts and not free_words(fold(rest))
    return said if alone else {}


def is_price_line(line: str) -> bool:
    """Whether a line of text says a price and nothing else."""
    if not line.strip() or len(line) > LONGEST:
        return False
    folded = fold(line)
    if _GIVEN.search(folded):
        return False
    reading = read_money(line, MoneyRole.PRICE)
    if not reading.amounts and not reading.pay_what_you_want:
        return False
    return bool(_LABEL.match(folded)) or not _LETTER.search(_BESIDE.sub(" ", _FIGURE.sub(" ", folded)))
