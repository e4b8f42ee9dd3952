"""Whole interfaces of JSON over HTTP, against their truth: OpenAgenda v2, Opendatasoft's first API, JSON Feed."""

from platform_bench import bare, told


def test_an_agenda_of_openagenda(platform_web):
    read = platform_web.read("agendas-ouverts")
    truth = platform_web.truth("agendas-ouverts.example", "event")
    assert read.problems == ()
    assert (read.crawl.pagination_end, read.crawl.expected) == (True, 58)
    assert len(truth) == 58
    assert read.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        event = read.records[key].content
        assert (event.title, event.url, event.status.value) == (title, url, true.status)
        assert told(event) == true.sessions
        assert (event.place.municipality if event.place else None) == true.municipality
        assert (event.place.name if event.place else None) == true.venue
        assert bool(event.is_free) == true.free
    assert dict(read.crawl.unread) == {"event not published": 3}  # a tombstone on each page
    assert any(len(true.sessions) > 2 for true, _, _ in truth.values())


def test_the_records_of_a_town_in_the_first_interface(platform_web):
    read = platform_web.read("donnees-hub")
    truth = platform_web.truth("donnees-hub.example", "event")
    assert read.problems == ()
    assert (read.crawl.pagination_end, read.crawl.expected) == (True, 39)
    assert read.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        event = read.records[key].content
        assert (event.title, event.url, event.status.value) == (bare(title), url, true.status)
        first, last = true.sessions[0][0][:10], (true.sessions[0][1] or true.sessions[0][0])[:10]
        assert told(event) == ((first, last if last > first else None),)  # the records hold no hours
        assert (event.place.municipality if event.place else None) == true.municipality
    assert read.crawl.unread == ()


def test_a_json_feed(platform_web):
    read = platform_web.read("journal-pixel")
    truth = platform_web.truth("journal-pixel.example", "news")
    assert read.problems == ()
    assert read.crawl.pagination_end
    assert len(truth) == 73
    assert read.records.keys() == truth.keys()
    for key, (true, url, title) in truth.items():
        article = read.records[key].content
        assert (article.title, article.url, article.published.isoformat()[:19]) == (title, url, true.published)
        assert "personne" not in str(article)
