"""Days and hours as the unseen sites print them, each checked by hand against the calendar."""

from __future__ import annotations

from datetime import datetime

import pytest

from simulator.unseen.item import Item
from simulator.unseen.saying import Manner, when
from simulator.unseen.wording import DUTCH, ENGLISH, FRENCH, GERMAN, Wording

EVENING = datetime(2026, 12, 12, 20)


def _item(start: datetime, end: datetime | None = None, all_day: bool = False, kind: str = "event") -> Item:
    return Item(1, kind, "Brumes", "/brumes", start, end, all_day, start, None, "", (), "Concert")


@pytest.mark.parametrize(
    ("wording", "how", "said"),
    [
        (FRENCH, Manner("words", True, True, "{h}h{m}", False, ""), "samedi 12 décembre 2026 à 20h"),
        (FRENCH, Manner("short-dots", False, True, "", False, ""), "12.12.26"),
        (FRENCH, Manner("slash", False, True, "{hh}:{mm}", False, " - "), "12/12/2026 - 20:00"),
        (FRENCH, Manner("short-words", True, False, "{h}h{m}", False, ", ", True), "SAM. 12 DÉC., 20H"),
        (DUTCH, Manner("words", True, True, "{h}.{mm} uur", False, ""), "zaterdag 12 december 2026 om 20.00 uur"),
        (GERMAN, Manner("words", True, True, "{hh}:{mm} Uhr", False, ""), "Samstag, 12. Dezember 2026, 20:00 Uhr"),
        (ENGLISH, Manner("words", True, True, "{twelve}", False, ""), "Saturday 12 December 2026 at 8 pm"),
    ],
)
def test_one_evening(wording: Wording, how: Manner, said: str) -> None:
    assert when(_item(EVENING), wording, how) == said


@pytest.mark.parametrize(
    ("first", "last", "day", "said"),
    [
        ((2027, 3, 3), (2027, 3, 5), "words", "Du 3 au 5 mars 2027"),
        ((2027, 2, 28), (2027, 3, 3), "words", "Du 28 février au 3 mars 2027"),
        ((2026, 12, 11), (2027, 2, 1), "words", "Du 11 décembre 2026 au 1er février 2027"),
        ((2027, 3, 3), (2027, 3, 5), "slash", "Du 03/03/2027 au 05/03/2027"),
    ],
)
def test_several_days(first: tuple[int, int, int], last: tuple[int, int, int], day: str, said: str) -> None:
    item = _item(datetime(*first), datetime(*last), all_day=True)
    assert when(item, FRENCH, Manner(day, True, True, "{h}h{m}", True, "")) == said


def test_from_hour_to_hour() -> None:
    item = _item(EVENING, datetime(2026, 12, 12, 22, 30))
    assert when(item, FRENCH, Manner("words", False, True, "{h}h{m}", True, "")) == "12 décembre 2026 de 20h à 22h30"
    assert when(item, DUTCH, Manner("dashes", False, True, "{hh}:{mm}", True, " | ")) == "12-12-2026 | 20:00 - 22:30"


def test_news_say_their_day_alone() -> None:
    how = Manner("words", True, True, "{h}h{m}", True, "")
    assert when(_item(EVENING, kind="news"), FRENCH, how) == "samedi 12 décembre 2026"
