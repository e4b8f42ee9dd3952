"""An Atom feed, an RSS feed and a chain of archives written by hand, and what can be wrong with each: what to replace
by what, and a part of the sentence that must be found. None of it comes from our writers."""

from __future__ import annotations

SELF = "http://127.0.0.1:8899/feed"
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="fr-BE">
<id>tag:a.example,2026:feed</id>
<title>Agenda</title>
<updated>2026-03-02T10:00:00Z</updated>
<link rel="self" type="application/atom+xml" href="{SELF}"/>
<link rel="alternate" type="text/html" hreflang="fr" href="http://a.example/agenda"/>
<author><name>A</name><uri>http://a.example/</uri></author>
<generator version="1.0">G</generator>
<entry xml:lang="fr">
<id>tag:a.example,2026:1</id>
<title type="text">Un &amp; une</title>
<updated>2026-03-02T10:00:00Z</updated>
<published>2026-03-01T10:00:00+01:00</published>
<link rel="alternate" type="text/html" href="http://a.example/e/1"/>
<category term="games" scheme="tag:a.example,2026:topic:discipline"/>
<summary type="html">&lt;p&gt;Un &amp;amp; une&lt;br/&gt;fin&lt;/p&gt;</summary>
<source><id>tag:a.example,2026:source:s</id><title>S</title><updated>2026-03-02T10:00:00Z</updated></source>
</entry>
<entry>
<id>tag:a.example,2026:2</id>
<title>Deux</title>
<updated>2026-03-01T10:00:00Z</updated>
<link rel="alternate" type="text/html" href="http://a.example/e/2"/>
<summary>Deux.</summary>
</entry>
</feed>
"""
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>Agenda</title>
<link>http://a.example/agenda</link>
<description>Tout.</description>
<language>fr-be</language>
<lastBuildDate>Mon, 02 Mar 2026 10:00:00 +0000</lastBuildDate>
<ttl>360</ttl>
<atom:link rel="self" type="application/rss+xml" href="{SELF}"/>
<item>
<title>Un</title>
<link>http://a.example/e/1</link>
<description>&lt;p&gt;Un&lt;br/&gt;fin&lt;/p&gt;</description>
<guid isPermaLink="false">tag:a.example,2026:1</guid>
<pubDate>Sun, 01 Mar 2026 10:00:00 +0000</pubDate>
<category domain="tag:a.example,2026:topic:discipline">games</category>
<dc:creator>S</dc:creator>
</item>
<item>
<title>Deux</title>
<link>http://a.example/e/2</link>
<description>Deux.</description>
<guid isPermaLink="false">tag:a.example,2026:2</guid>
<pubDate>Sun, 01 Mar 2026 11:00:00 +0000</pubDate>
</item>
</channel>
</rss>
"""
_SELF_LINK = f'<link rel="self" type="application/atom+xml" href="{SELF}"/>\n'
_ENTRY_LINK = '<link rel="alternate" type="text/html" href="http://a.example/e/1"/>\n'
_FEED_LINK = '<link rel="alternate" type="text/html" hreflang="fr" href="http://a.example/agenda"/>\n'
_SUMMARY = "<summary>Deux.</summary>"
_DEUX = "<title>Deux</title>"

BROKEN_ATOM = (
    ("</feed>", "", "not well-formed"),
    ('encoding="utf-8"', 'encoding="iso-8859-1"', "no declaration"),
    ("<feed xmlns=", '<!DOCTYPE feed [<!ENTITY a "b">]>\n<feed xmlns=', "document type"),
    ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "root is"),
    ("<id>tag:a.example,2026:feed</id>\n", "", "feed without id"),
    ("<title>Agenda</title>\n", "", "feed without title"),
    ("<updated>2026-03-02T10:00:00Z</updated>\n<link", "<link", "feed without updated"),
    ("<author><name>A</name><uri>http://a.example/</uri></author>\n", "", "entry without author"),
    (_SELF_LINK, "", "no self link"),
    (f'href="{SELF}"', 'href="http://127.0.0.1:8899/other"', "no self link"),
    (f'href="{SELF}"', 'href="/feed"', "is not absolute"),
    ('rel="self" type="application/atom+xml"', 'rel="self" type="text/html"', "self link of type"),
    ('rel="alternate" type="text/html" hreflang', 'rel="alternate" type="html" hreflang', "link of type"),
    ('rel="alternate" type="text/html" hreflang', 'rel="autre" type="text/html" hreflang', "is not registered"),
    ('hreflang="fr"', 'hreflang="xx"', "says the language"),
    (_FEED_LINK, _FEED_LINK + _FEED_LINK.replace("agenda", "b"), "alternate links of one type"),
    (_ENTRY_LINK, _ENTRY_LINK + _ENTRY_LINK.replace("e/1", "e/3"), "alternate links of one type"),
    (_ENTRY_LINK, _ENTRY_LINK.replace("/>", ">là</link>"), "link is not empty"),
    (_ENTRY_LINK, _ENTRY_LINK + '<link rel="next" href="http://a.example/n"/>\n', "rel next in an entry"),
    ('href="http://a.example/e/1"', 'href="http://a.example/é 1"', "is not absolute"),
    ('href="http://a.example/e/1"', 'href="http://a.example/&lt;1&gt;"', "is not absolute"),
    ('<link rel="alternate" type="text/html" href="http://a.example/e/2"/>\n', "", "entry without alternate"),
    ("<id>tag:a.example,2026:2</id>", "<id>tag:a.example,2026:1</id>", "occurs 2 times"),
    ("<id>tag:a.example,2026:2</id>", "<id>2</id>", "is no tag URI"),
    ("<id>tag:a.example,2026:2</id>", "<id> tag:a.example,2026:2 </id>", "is no tag URI"),
    ("<id>tag:a.example,2026:2</id>", "", "entry has 0 id"),
    ("<updated>2026-03-01T10:00:00Z</updated>", "<updated>2026-03-02T10:00:00Z</updated>", "updated"),
    ("<updated>2026-03-01T10:00:00Z</updated>", "", "entry has 0 updated"),
    ("2026-03-01T10:00:00Z</updated>", "2026-03-01T10:00:00</updated>", "updated '2026-03-01T10:00:00'"),
    ("2026-03-01T10:00:00Z</updated>", "2026-02-30T10:00:00Z</updated>", "updated '2026-02-30"),
    ("2026-03-01T10:00:00Z</updated>", "0001-01-01T00:00:00Z</updated>", "too long ago"),
    ("<published>2026-03-01T10:00:00+01:00", "<published>1 mars 2026", "published '1 mars"),
    (_DEUX, "", "entry has 0 title"),
    (_DEUX, "<title></title>", "empty"),
    (_DEUX, _DEUX + "<title>Trois</title>", "entry has 2 title"),
    (_DEUX, "<title>&lt;b&gt;Deux&lt;/b&gt;</title>", "undeclared HTML"),
    (_DEUX, "<title>Deux &amp;eacute;</title>", "undeclared HTML"),
    (_DEUX, '<title type="texte">Deux</title>', "title of type"),
    (_DEUX, "<title>Deux \ufffd</title>", "U+FFFD"),
    (_DEUX, "<title>Deux \x92</title>", "control character"),
    (_DEUX, "<title>DÃ©jÃ\u00a0</title>", "encoded twice"),
    (_SUMMARY, "", "entry has 0 summary"),
    (_SUMMARY, '<summary type="html">&lt;script&gt;a()&lt;/script&gt;</summary>', "<script>"),
    (_SUMMARY, '<summary type="html">&lt;p onclick="a()"&gt;a&lt;/p&gt;</summary>', "attribute onclick"),
    (_SUMMARY, '<summary type="html">&lt;object&gt;&lt;/object&gt;</summary>', "<object>"),
    (_SUMMARY, '<summary type="html">&lt;p style="behavior:url(a)"&gt;a&lt;/p&gt;</summary>', "attribute style"),
    (_SUMMARY, '<summary type="html">&lt;machin&gt;a&lt;/machin&gt;</summary>', "<machin>"),
    ('term="games"', 'term=""', "category without term"),
    ("<name>A</name>", "<name></name>", "empty name"),
    ('<generator version="1.0">G</generator>', '<generator version="1.0"/>', "empty generator"),
    ('<entry xml:lang="fr">', '<entry xml:lang="français">', "says the language"),
    ("<source><id>tag:a.example,2026:source:s</id>", "<source>", "source without id"),
    ('<generator version="1.0">G</generator>', "<machin>G</machin>", "is no element of Atom"),
    ("</entry>\n</feed>", "</entry>\n<subtitle>Après</subtitle>\n</feed>", "something comes after"),
    (_SELF_LINK, _SELF_LINK + '<link rel="next-archive" href="http://a.example/n"/><fh:complete/>', "complete feed"),
    (_SELF_LINK, _SELF_LINK + '<link rel="current" href="http://a.example/n"/><fh:archive/>', "archive without prev"),
    (_SELF_LINK, _SELF_LINK + '<link rel="prev-archive" href="http://a.example/n"/><fh:archive/>', "without current"),
    (_SELF_LINK, _SELF_LINK + f'<link rel="last" href="{SELF}"/><link rel="next" href="http://a.example/"/>', "beyond"),
)
BROKEN_RSS = (
    ("</rss>", "", "not well-formed"),
    ('version="2.0"', 'version="3.0"', "no RSS 2.0"),
    ("<title>Agenda</title>\n", "", "channel without title"),
    ("<link>http://a.example/agenda</link>\n", "", "channel without link"),
    ("<description>Tout.</description>\n", "", "channel without description"),
    ("<language>fr-be</language>\n", "", "channel without language"),
    ("fr-be", "français", "says the language"),
    ("<ttl>360</ttl>", "<ttl>bientôt</ttl>", "ttl"),
    ("<ttl>360</ttl>", "<ttl>360</ttl><ttl>60</ttl>", "channel has 2 ttl"),
    ('<atom:link rel="self"', '<atom:link rel="alternate"', "no self link"),
    (f'href="{SELF}"', 'href="http://127.0.0.1:8899/other"', "no self link"),
    ("Mon, 02 Mar 2026", "Tue, 02 Mar 2026", "is not a Tue"),
    ("Mon, 02 Mar 2026 10:00:00 +0000", "2026-03-02T10:00:00Z", "lastBuildDate '2026"),
    ("Mon, 02 Mar 2026", "Mon, 02 mars 2026", "lastBuildDate 'Mon, 02 mars"),
    ("Sun, 01 Mar 2026 11", "Mon, 32 Mar 2026 11", "pubDate 'Mon, 32"),
    ("Sun, 01 Mar 2026 11", "Mon, 01 Mar 1982 11", "too long ago"),
    ("2026:2</guid>", "2026:1</guid>", "occurs 2 times"),
    ('<guid isPermaLink="false">tag:a.example,2026:2</guid>\n', "", "empty guid"),
    ('isPermaLink="false">tag:a.example,2026:2', 'isPermaLink="true">tag:a.example,2026:2', "said to be an address"),
    ('isPermaLink="false">tag:a.example,2026:2', 'isPermaLink="non">tag:a.example,2026:2', "isPermaLink"),
    ("http://a.example/e/2", "/e/2", "is not absolute"),
    (_DEUX, "<title>&lt;b&gt;Deux&lt;/b&gt;</title>", "undeclared HTML"),
    (_DEUX, _DEUX + _DEUX, "item has 2 title"),
    (_DEUX, "<title>Deux \x85</title>", "control character"),
    ("<description>Deux.", "<description>&lt;script&gt;a()&lt;/script&gt;", "<script>"),
    ("<description>Deux.", "<description>&lt;a href=&quot;/e/2&quot;&gt;a&lt;/a&gt;", "not an absolute web address"),
    ("<description>Deux.", "<description>&lt;img src=&quot;i.png&quot;&gt;", "not an absolute web address"),
    ("<description>Deux.", "<description>&lt;/p&gt;Deux.", "without its beginning"),
    ('discipline">games', 'discipline">', "empty category"),
    ("<dc:creator>S</dc:creator>", "<author>a@b.example.org (A)</author>", "e-mail address"),
    ("<dc:creator>S</dc:creator>", "<machin>S</machin>", "is no element"),
    ("</item>\n</channel>", "</item>\n<copyright>C</copyright>\n</channel>", "something comes after"),
)
