"""How the Dutch and the English pages of the made-up web say what happened to an event."""

from __future__ import annotations

from simulator.things import Event

_WORDS = {
    "nl": {"cancelled": "GEANNULEERD", "full": "VOLZET", "rescheduled": "VERPLAATST", "postponed": "UITGESTELD"},
    "en": {"cancelled": "CANCELLED", "full": "SOLD OUT", "rescheduled": "RESCHEDULED", "postponed": "POSTPONED"},
}
_SENTENCES = {
    "nl": {
        "cancelled": "Dit evenement is geannuleerd. Wie ingeschreven is, wordt terugbetaald.",
        "full": "Volzet: inschrijven kan niet meer.",
        "postponed": "Dit evenement is uitgesteld; een nieuwe datum volgt zodra die gekend is.",
        "rescheduled": "Eerst gepland op {old}, nu verplaatst naar {new}.",
    },
    "en": {
        "cancelled": "This event is cancelled. Those who registered will be refunded.",
        "full": "Sold out: registration is closed.",
        "postponed": "This event is postponed; a new date will follow as soon as it is known.",
        "rescheduled": "First planned on {old}, now moved to {new}.",
    },
}


def status_words(language: str, status: str) -> str:
    """The words before a title in Dutch (`nl`) or English (`en`); "" when nothing happened."""
    return _WORDS[language].get(status, "")


def status_sentence(event: Event) -> str:
    """The sentence of a page in the event's language; "" when nothing happened or no former date is known."""
    sentence = _SENTENCES[event.language].get(event.status, "")
    if event.status == "rescheduled" and event.moved_from is None:
        return ""
    old = event.moved_from.start if event.moved_from else event.start
    return sentence.format(old=f"{old:%d/%m/%Y}", new=f"{event.start:%d/%m/%Y}")
