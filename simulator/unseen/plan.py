"""Which sixty sites there are: one half with a platform that says things by itself, one half with HTML alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from simulator.unseen import makings
from simulator.unseen import makings_by_markup as by_markup
from simulator.unseen.ground import lay
from simulator.unseen.look import ARRANGEMENTS
from simulator.unseen.makings import Making
from simulator.unseen.site import UnseenSite

SITES = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """One site to make."""

    making: Making
    kind: str
    arrangement: str = "divs"


_STRUCTURED: tuple[Plan, ...] = (
    *(Plan(makings.wordpress_news, "news"),) * 2,
    Plan(makings.wordpress_closed, "news"),
    *(Plan(makings.tribe, "event"),) * 3,
    Plan(makings.tribe_closed, "event"),
    *(Plan(makings.json_ld, "event"),) * 3,
    *(Plan(makings.json_ld_pages, "event"),) * 2,
    *(Plan(makings.microdata, "event"),) * 2,
    *(Plan(makings.ical, "event"),) * 2,
    *(Plan(makings.rss, "news"),) * 3,
    *(Plan(by_markup.drupal, "event"),) * 2,
    *(Plan(by_markup.squarespace, "event"),) * 2,
    Plan(by_markup.plone, "news"),
    *(Plan(by_markup.odoo, "event"),) * 2,
    Plan(by_markup.typo3, "call"),
    Plan(by_markup.mec, "event"),
    Plan(by_markup.wix, "event"),
    Plan(by_markup.prezly, "news"),
)
_LANGUAGES = ("fr",) * 12 + ("nl", "fr", "en", "fr", "de")


def unseen_sites(seed: int, today: date, count: int = SITES) -> tuple[UnseenSite, ...]:
    """The sites of a seed, structured and bare ones in turn; fewer than sixty are a sample of them."""
    rng = Random(f"{seed}:plan")
    structured = list(_STRUCTURED)
    bare = [_bare(n) for n in range(SITES - len(structured))]
    rng.shuffle(structured)
    rng.shuffle(bare)
    half = count * len(structured) // SITES
    plans = structured[:half] + bare[: count - half]
    rng.shuffle(plans)
    return tuple(_made(plan, seed, number, today) for number, plan in enumerate(plans))


def _bare(number: int) -> Plan:
    kind = "news" if number % 7 == 3 else "call" if number % 7 == 5 else "event"
    return Plan(makings.html, kind, ARRANGEMENTS[number % len(ARRANGEMENTS)])


def _made(plan: Plan, seed: int, number: int, today: date) -> UnseenSite:
    language = Random(f"{seed}:{number}:language").choice(_LANGUAGES)
    if plan.making in (by_markup.typo3, by_markup.plone):
        language = "fr"
    ground = lay(f"{seed}:{number}:site", number, plan.kind, language, today, plan.arrangement)
    return plan.making(ground)
