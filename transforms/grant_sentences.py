"""What a call pays when only its text says so: the sums of sentences about support, by the words before each sum.

"Le soutien va de 500 € à 2.500 € par projet, pour une enveloppe totale de 60.000 €" gives a grant and an envelope. A
sum of anything else (a fee, a turnover, the project's own budget) is left out; two different grants give none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.money import read_money
from transforms.text import FIELD_LIMIT, fold
from vigie.model import Money, MoneyRole

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÀ-Ý«\"(])|\n")
_SUPPORT = re.compile(
    r"soutien|soutenu|aides?\b|subvention|subside|bourses?\b|montants?\b|financements?\b|finance\b|dotation|dote|"
    r"primes?\b|plafonn|intervention|forfait|remunerat|honoraires|cachet|\bprix\b|recompens|"
    r"grants?\b|funding|award|support|subsid|beurs|forderung"
)
_ENVELOPE = re.compile(
    r"enveloppes?|budget (?:total|global|disponible|de l'appel|annuel)|dotation (?:totale|globale)|"
    r"montant (?:total|global) (?:de l'appel|disponible|alloue)|total budget|overall budget|indicative budget|envelope"
)
_OTHER = re.compile(
    r"chiffre d'affaires?|frais|droits? d'inscription|caution|amende|fonds propres|apport|cofinanc|co-financ|"
    r"budget (?:du|de votre|prevu du|total du|global du) (?:projet|film|spectacle)|couts?\b|depenses?|capital\b|"
    r"turnover|fee\b|costs?\b|prix de vente|loyer"
)
# What is said behind a sum that all share.
_SHARED = re.compile(
    r"^[^.;]{0,12}(?:au total|en tout|de fonds\b|(?:sont )?disponibles?\b|pour (?:cette|la|toute la) session|"
    r"pour l'ensemble|in total|overall)"
)
# What was given before, or what the law allows anybody, is not what this call gives.
_PAST = re.compile(
    r"\bde minimis\b|\bne (?:peut|peuvent|pourra|pourront) (?:pas |jamais )?(?:percevoir|recevoir|cumuler)|"
    r"\b(?:a|ont|avait|avaient) (?:deja )?(?:ete |pu )?(?:soutenu|finance|octroye|attribue|distribue|recu|beneficie|"
    r"accorde|alloue|permis)|l'an(?:nee)? dernier|l'annee passee|edition precedente|laureate?s? \d{4}|"
    r"\b(?:has|have) (?:already )?(?:awarded|funded|supported|received)"
)
# "enveloppe de financement de": the word for support belongs to the envelope before it.
_NEAR = 17


@dataclass(frozen=True, slots=True)
class GrantReading:
    """Amounts by role, at most one grant and one envelope, the sentence of each, and why one was left out."""

    grant: tuple[Money, str] | None = None
    envelope: tuple[Money, str] | None = None
    abstained: str | None = None


def read_grant_sentences(text: str) -> GrantReading:
    """The grant per project and the envelope of a call that its text names."""
    found: dict[MoneyRole, dict[tuple[object, object, str], tuple[Money, str]]] = {
        MoneyRole.GRANT: {},
        MoneyRole.ENVELOPE: {},
    }
    for sentence in _SENTENCE.split(text[:FIELD_LIMIT]):
        if any(c.isdigit() for c in sentence) and not _PAST.search(fold(sentence)):
            for money in _of_sentence(sentence):
                found[money.role].setdefault((money.low, money.high, money.currency), (money, sentence.strip()))
    grants, envelopes = (list(found[role].values()) for role in (MoneyRole.GRANT, MoneyRole.ENVELOPE))
    several = next((n for n, held in (("grants", grants), ("envelopes", envelopes)) if len(held) > 1), None)
    return GrantReading(
        grants[0] if len(grants) == 1 else None,
        envelopes[0] if len(envelopes) == 1 else None,
        f"the text names several {several}" if several else None,
    )


def _of_sentence(sentence: str) -> list[Money]:
    """The amounts of one sentence that are a call's own, each with its role."""
    found: list[Money] = []
    end = 0
    for money in read_money(sentence, MoneyRole.GRANT).amounts:
        if not money.text or money.high is None:
            continue  # A rate alone ("80 % des dépenses") is no sum, and "plus de 200 000 €" promises none.
        start = sentence.find(money.text, end)
        before = fold(sentence[end if found else 0 : start])
        end = start + len(money.text)
        role = MoneyRole.ENVELOPE if _SHARED.search(fold(sentence[end:])) else _role(before)
        if role is MoneyRole.GRANT and not found and not _SUPPORT.search(fold(sentence)):
            role = None
        if role is MoneyRole.ENVELOPE:
            found.append(Money(role, money.low, money.high, money.currency, rate=money.rate, text=money.text))
        elif role is MoneyRole.GRANT:
            found.append(money)
    return found


def _role(before: str) -> MoneyRole | None:
    """What a sum is, by the last telling word before it; a sum that no word announces is the next grant."""
    other, envelope, support = (_last(p, before) for p in (_OTHER, _ENVELOPE, _SUPPORT))
    if other > max(envelope, support):
        return None
    return MoneyRole.ENVELOPE if envelope >= 0 and envelope >= support - _NEAR else MoneyRole.GRANT


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((m.start() for m in pattern.finditer(words)), default=-1)
