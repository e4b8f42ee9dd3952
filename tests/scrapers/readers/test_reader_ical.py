"""Oddities of calendars (API_SHAPES.md §5), each one a case. `NOW` of the bench is 1 March 2026."""

import pytest
from platform_bench import PlatformWeb
from platform_truth import wrong_events
from reader_bench import bench, reasons, said


def calendar(*events: str, head: str = "") -> str:
    blocks = "".join(
        f"BEGIN:VEVENT\r\n{e.strip().replace(chr(10), chr(13) + chr(10))}\r\nEND:VEVENT\r\n" for e in events
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{head}{blocks}END:VCALENDAR\r\n"


def read(*events: str, head: str = ""):
    return bench("ical").page(calendar(*events, head=head), "text/calendar")


SINGLE = """UID:1@site.example
DTSTART;TZID=Europe/Brussels:20260509T083000
DTEND;TZID=Europe/Brussels:20260509T100000
SUMMARY:Atelier &#8211; son\\, lumière
LOCATION:TRAKK\\, Namur
GEO:50.46;4.86
CATEGORIES:Atelier,Son
URL:https://site.example/event/1/
ORGANIZER;CN="Le Hub":MAILTO:accueil@example.org
STATUS:CONFIRMED"""


def test_a_single_event():
    page = read(SINGLE)
    (item,) = page.items
    assert item.key == "1@site.example"
    assert page.problems == ()
    assert said(item) == {
        "title": "Atelier &#8211; son, lumière",
        "url": "https://site.example/event/1/",
        "place_text": "TRAKK, Namur",
        "latitude": "50.46",
        "longitude": "4.86",
        "category": ["Atelier", "Son"],
        "status": "CONFIRMED",
        "start": "2026-05-09T08:30:00[Europe/Brussels]",
        "end": "2026-05-09T10:00:00[Europe/Brussels]",
    }
    assert item.first("title").html is True  # entities in SUMMARY: for the text cleaner
    assert {f.group for f in item.fields} == {0}
    assert "example.org" not in str(item)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTSTART:20260509T083000Z", "2026-05-09T08:30:00Z"),
        ("DTSTART:20260509T083000", "2026-05-09T08:30:00"),
        ("DTSTART;VALUE=DATE:20260509", "2026-05-09"),
        ("DTSTART;TZID=W. Europe Standard Time:20260509T083000", "2026-05-09T08:30:00[Europe/Berlin]"),
    ],
)
def test_starts_keep_what_the_calendar_said_of_their_zone(lines, expected):
    (item,) = read(f"UID:1\nSUMMARY:A\n{lines}").items
    assert item.text("start") == expected
    assert item.first("end") is None


def test_an_all_day_end_is_exclusive_and_named_so():
    (item,) = read("UID:1\nSUMMARY:A\nDTSTART;VALUE=DATE:20260508\nDTEND;VALUE=DATE:20260510").items
    assert said(item) == {"title": "A", "start": "2026-05-08", "end_exclusive": "2026-05-10", "all_day": "true"}


def test_a_duration_is_an_end():
    (item,) = read("UID:1\nSUMMARY:A\nDTSTART:20260509T083000Z\nDURATION:PT90M").items
    assert item.text("end") == "2026-05-09T10:00:00Z"


def test_a_series_is_one_item_with_a_group_per_session_and_wall_clocks_over_the_change_of_hour():
    (item,) = read(
        "UID:s\nSUMMARY:Labo\nDTSTART;TZID=Europe/Brussels:20260321T140000\nDTEND;TZID=Europe/Brussels:20260321T160000\n"
        "RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Brussels:20260328T140000"
    ).items
    starts = [(f.group, f.value) for f in item.all("start")]
    assert starts == [
        (202603211400, "2026-03-21T14:00:00[Europe/Brussels]"),
        (202604041400, "2026-04-04T14:00:00[Europe/Brussels]"),
    ]
    assert [f.group for f in item.all("end")] == [202603211400, 202604041400]
    assert item.first("rrule") is None  # expanded here: said twice it would be expanded twice


def test_an_override_moves_one_session_and_a_cancelled_one_is_not_held():
    master = "UID:s\nSUMMARY:Labo\nDTSTART:20260302T100000Z\nDTEND:20260302T110000Z\nRRULE:FREQ=DAILY;COUNT=3"
    moved = "UID:s\nSUMMARY:Labo\nRECURRENCE-ID:20260303T100000Z\nDTSTART:20260303T180000Z\nDTEND:20260303T190000Z"
    off = "UID:s\nSUMMARY:Labo\nRECURRENCE-ID:20260304T100000Z\nDTSTART:20260304T100000Z\nSTATUS:CANCELLED"
    (item,) = read(master, moved, off).items
    assert [f.value for f in item.all("start")] == ["2026-03-02T10:00:00Z", "2026-03-03T18:00:00Z"]
    assert item.first("status") is None


def test_a_cancelled_event_says_so():
    (item,) = read("UID:1\nSUMMARY:A\nDTSTART:20260509T083000Z\nSTATUS:CANCELLED").items
    assert item.text("status") == "CANCELLED"


def test_events_outside_the_horizon_give_their_own_start():
    page = read(
        "UID:old\nSUMMARY:Ancien\nDTSTART:20120101T100000Z",
        "UID:oldseries\nSUMMARY:Série\nDTSTART:20120101T100000Z\nRRULE:FREQ=WEEKLY;COUNT=4",
    )
    assert {i.key: i.text("start") for i in page.items} == {
        "old": "2012-01-01T10:00:00Z",
        "oldseries": "2012-01-01T10:00:00Z",
    }


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,10,20,30,40,50;BYSECOND=0,30"])
def test_an_endless_rule_is_a_problem_and_keeps_the_first_session(rule):
    page = read(f"UID:1\nSUMMARY:A\nDTSTART:20260509T083000Z\nRRULE:{rule}")
    assert reasons(page) == ["too-many-occurrences"]
    assert [f.value for f in page.items[0].all("start")] == ["2026-05-09T08:30:00Z"]


def test_a_broken_rule_keeps_the_event():
    page = read("UID:1\nSUMMARY:A\nDTSTART:20260509T083000Z\nRRULE:FREQ=PARFOIS")
    assert page.items[0].text("start") == "2026-05-09T08:30:00Z"
    assert set(reasons(page)) == {"parse-error"}


def test_a_uid_wrapped_in_markup_falls_back_to_address_and_start():
    event = 'UID:<span class="x">gro&#x2e;</span>\nSUMMARY:A\nURL:https://site.example/a\nDTSTART:20260509T083000Z'
    (first,), (second,) = read(event).items, read(event.replace("SUMMARY:A", "SUMMARY:B")).items
    assert first.key == second.key
    assert first.key.startswith("sha256:")
    (moved,) = read(event.replace("20260509", "20260510")).items
    assert moved.key != first.key


def test_the_session_inside_a_uid_of_the_events_calendar_is_no_identity():
    (one,) = read("UID:1234-1715243400-1715247000@site.example\nSUMMARY:A\nDTSTART:20260509T083000Z").items
    (two,) = read("UID:1234-1715329800-1715333400@site.example\nSUMMARY:A\nDTSTART:20260510T083000Z").items
    assert one.key == two.key == "1234@site.example"


def test_a_revised_event_wins_over_its_former_self():
    page = read(
        "UID:1\nSUMMARY:Avant\nDTSTART:20260509T083000Z\nLAST-MODIFIED:20260101T000000Z",
        "UID:1\nSUMMARY:Après\nDTSTART:20260510T083000Z\nLAST-MODIFIED:20260201T000000Z",
    )
    (item,) = page.items
    assert (item.text("title"), item.text("start")) == ("Après", "2026-05-10T08:30:00Z")


def test_one_broken_line_does_not_lose_the_other_events():
    page = read(SINGLE, "UID:2\nSUMMARY=Cassé\nDTSTART:20260509T083000Z")
    assert "1@site.example" in [i.key for i in page.items]
    assert page.problems


def test_private_events_are_not_read():
    page = read("UID:1\nSUMMARY:Dentiste\nDTSTART:20260509T083000Z\nCLASS:PRIVATE")
    assert page.items == ()
    assert reasons(page) == ["private"]
    assert "Dentiste" not in str(page)


def test_without_start_an_event_is_a_problem():
    assert reasons(read("UID:1\nSUMMARY:A\nDTSTAMP:20260101T000000Z")) == ["missing-start"]


def test_html_behind_a_calendar_address_is_wrong_content():
    assert reasons(bench("ical").page("<html><body>non</body></html>", "text/calendar")) == ["wrong-content"]


def test_todos_are_counted_as_unread():
    text = calendar(SINGLE).replace("END:VCALENDAR", "BEGIN:VTODO\r\nUID:t\r\nSUMMARY:X\r\nEND:VTODO\r\nEND:VCALENDAR")
    assert ("VTODO", 1) in bench("ical").page(text, "text/calendar").unread


def test_a_finished_series_keeps_all_its_days():
    (item,) = read("UID:s\nSUMMARY:Stage\nDTSTART:20120102T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3").items
    assert [f.value[:10] for f in item.all("start")] == ["2012-01-02", "2012-01-09", "2012-01-16"]


def test_a_calendar_that_was_cut_off_is_read_as_far_as_it_goes_and_says_so():
    whole = calendar("UID:1\nSUMMARY:Un\nDTSTART:20260509T083000Z", "UID:2\nSUMMARY:Deux\nDTSTART:20260510T083000Z")
    page = bench("ical").page(whole[: whole.index("UID:2")], "text/calendar")
    assert [i.text("title") for i in page.items] == ["Un"]
    (problem,) = page.problems
    assert problem.reason == "parse-error"
    assert "cut off" in problem.detail


def test_a_semicolon_too_many_does_not_cost_the_date():
    (item,) = read("UID:1\nSUMMARY:A\nDTSTART;;VALUE=DATE-TIME:20260509T083000").items
    assert item.text("start") == "2026-05-09T08:30:00"


def test_a_zone_that_one_calendar_defines_does_not_reach_the_next_one():
    event = "UID:1\nSUMMARY:A\nDTSTART;TZID=Heure maison:20260509T083000"
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Heure maison\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    before, with_zone, after = read(event), read(event, head=zone), read(event)
    starts = [page.items[0].text("start") for page in (before, with_zone, after)]
    assert starts[0] == starts[2] != starts[1]
    assert starts[1] == "2026-05-09T08:30:00+09:00"


@pytest.mark.parametrize(
    ("slug", "host"),
    [("calendrier-grenier", "calendrier-grenier.example"), ("rencontres-hub", "rencontres-hub.example")],
)
def test_simulated_calendars_of_google_and_meetup_are_read_exactly(platform_web: PlatformWeb, slug: str, host: str):
    read = platform_web.read(slug)
    assert len(read.records) >= 20
    assert wrong_events(platform_web, read, host) == []
    assert read.problems == ()
    assert read.crawl.unread == ((("entry whose address is not wanted", 1),) if slug == "rencontres-hub" else ())


@pytest.mark.parametrize("order", [1, -1])
def test_the_greatest_last_modified_wins_whatever_its_place_and_number(order):
    former = "UID:1\nSUMMARY:Avant\nDTSTART:20260509T083000Z\nSEQUENCE:7\nLAST-MODIFIED:20260101T000000Z"
    latter = "UID:1\nSUMMARY:Après\nDTSTART:20260510T083000Z\nSEQUENCE:0\nLAST-MODIFIED:20260201T000000Z"
    (item,) = read(*[former, latter][::order]).items
    assert [f.value for f in item.all("start")] == ["2026-05-10T08:30:00Z"]
    assert item.text("title") == "Après"


def test_without_last_modified_the_greatest_sequence_wins():
    (item,) = read(
        "UID:1\nSUMMARY:Après\nDTSTART:20260510T083000Z\nSEQUENCE:2",
        "UID:1\nSUMMARY:Avant\nDTSTART:20260509T083000Z\nSEQUENCE:1",
    ).items
    assert [f.value for f in item.all("start")] == ["2026-05-10T08:30:00Z"]


def test_sessions_that_were_changed_on_different_days_are_all_kept():
    (item,) = read(
        "UID:1234-1715243400-1715247000@x\nSUMMARY:A\nDTSTART:20260509T083000Z\nLAST-MODIFIED:20260101T000000Z",
        "UID:1234-1715329800-1715333400@x\nSUMMARY:A\nDTSTART:20260510T083000Z\nLAST-MODIFIED:20260201T000000Z",
    ).items
    assert [f.value for f in item.all("start")] == ["2026-05-09T08:30:00Z", "2026-05-10T08:30:00Z"]


def test_only_entries_whose_address_fits():
    event = "UID:{n}\nSUMMARY:A\nDTSTART:20260509T083000Z\nURL:https://meetup.example/g/events/{path}"
    text = calendar(
        event.format(n=1, path="307/"), event.format(n=2, path=""), "UID:3\nSUMMARY:B\nDTSTART:20260509T083000Z"
    )
    page = bench("ical", url_match=r"/\d+/?$").page(text, "text/calendar")
    assert [i.key for i in page.items] == ["1"]
    assert page.unread == (("entry whose address is not wanted", 2),)
    assert len(bench("ical").page(text, "text/calendar").items) == 3
    assert reasons(bench("ical", url_match="(").page(text, "text/calendar")) == ["bad-selector"]


def test_the_stamp_of_an_entry_is_its_start_only_where_the_source_says_so():
    text = calendar(
        "UID:1\nSUMMARY:A\nDTSTAMP:20260509T083000Z", "UID:2\nSUMMARY:B\nDTSTAMP:20260101T000000Z\nDTSTART:20260510"
    )
    page = bench("ical", undated="dtstamp").page(text, "text/calendar")
    assert {i.key: i.text("start") for i in page.items} == {"1": "2026-05-09T08:30:00Z", "2": "2026-05-10"}
    assert reasons(bench("ical").page(text, "text/calendar")) == ["missing-start"]


@pytest.mark.parametrize(
    ("lines", "starts"),
    [
        ("EXDATE:20260303T100000Z,20260304T100000Z", ["2026-03-02", "2026-03-05"]),
        ("EXDATE:20260303T100000Z\nEXDATE:20260305T100000Z", ["2026-03-02", "2026-03-04"]),
        ("EXDATE;TZID=Europe/Brussels:20260303T110000", ["2026-03-02", "2026-03-04", "2026-03-05"]),
        ("EXDATE;VALUE=DATE:20260303", ["2026-03-02", "2026-03-04", "2026-03-05"]),
        ("RDATE:20260310T100000Z", ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-10"]),
    ],
)
def test_days_taken_from_and_given_to_a_series(lines, starts):
    (item,) = read(f"UID:s\nSUMMARY:Labo\nDTSTART:20260302T100000Z\nRRULE:FREQ=DAILY;COUNT=4\n{lines}").items
    assert [f.value[:10] for f in item.all("start")] == starts


def test_an_evening_of_a_series_whose_master_is_elsewhere():
    (item,) = read("UID:s\nSUMMARY:Labo\nRECURRENCE-ID:20260303T100000Z\nDTSTART:20260303T180000Z").items
    assert [f.value for f in item.all("start")] == ["2026-03-03T18:00:00Z"]


def test_an_entry_without_uid_and_address_keeps_its_key_when_it_moves():
    event = "SUMMARY:{}\nDTSTART:{}\nLOCATION:TRAKK"
    (one,), (moved,), (other,) = (
        read(event.format(*said)).items
        for said in (("Nuit", "20260509T083000Z"), ("ANNULÉ – Nuit", "20260610T083000Z"), ("Jour", "20260509T083000Z"))
    )
    assert one.key == moved.key != other.key
    both = read(event.format("Nuit", "20260509T083000Z"), event.format("Nuit", "20260610T083000Z")).items
    assert len({i.key for i in both}) == 2, "two alike are told apart by their starts"


def test_a_rule_that_is_none_is_not_expanded():
    """`RRULE:RRULE:…`: the recurrence library would take it for one session a second, until the memory is full."""
    page = read("UID:1\nDTSTART:20260509T083000Z\nRRULE:RRULE:FREQ=SECONDLY\nSUMMARY:A")
    assert [item.text("start") for item in page.items] == ["2026-05-09T08:30:00Z"]
    assert [(p.reason, p.field, p.key) for p in page.problems] == [("parse-error", "rrule", "1")]
