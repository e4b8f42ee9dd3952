"""Documents of every platform with three things each, with the oddities of their formats; the middle one goes."""

from __future__ import annotations

import json

SECRET = "Nuit de l’Œuvre cachée"
SLUG = "https://site.example/agenda/nuit-de-loeuvre-cachee"
BODY = (
    "Une soirée avec Ariane Exemple, qui raconte comment elle a construit ces machines dans son garage de Seraing, "
    "et pourquoi elle ne veut plus que l’on en parle."
)
TITLES = ("Marché de Noël", SECRET, "Atelier fanzine")
SLUGS = ("https://site.example/agenda/marche-de-noel", SLUG, "https://site.example/agenda/atelier-fanzine")


def _rows(*names: str) -> list[dict[str, str]]:
    """One row per thing, its title, address, text and start under the names given."""
    texts = ("Trente chalets.", BODY, "On plie, on coupe.")
    starts = ("2026-12-05T10:00:00", "2026-12-06T20:00:00", "2026-12-07T14:00:00")
    values = zip(TITLES, SLUGS, texts, starts, strict=True)
    return [dict(zip(names, row, strict=False)) for row in values]


GENERIC = json.dumps(
    {"data": {"rows": _rows("titre", "lien", "texte", "debut")}, "featured": [SECRET, "x"], "seo": f"/{SLUG[20:]}"}
)
BARE = json.dumps([{**row, "id": n} for n, row in enumerate(_rows("titre", "lien", "texte", "debut"))])
OPENAGENDA = json.dumps(
    {
        "total": 3,
        "events": [
            {"uid": n, "title": {"fr": row["t"]}, "canonicalUrl": row["u"], "longDescription": {"fr": row["d"]},
             "timings": [{"begin": row["s"] + "+01:00", "end": row["s"] + "+01:00"}], "state": 2}
            for n, row in enumerate(_rows("t", "u", "d", "s"))
        ],
    }
)  # fmt: skip
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Site",
        "items": [
            {"id": row["u"], **{k: v for k, v in row.items() if k != "s"}, "url": row["u"], "title": row["t"],
             "content_html": f"<p>{row['d']}</p>"}
            for row in _rows("t", "u", "d", "s")
        ],
    }
)  # fmt: skip
RSS = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- la une : {SECRET.replace("’", "'").replace("Œ", "Oe")} -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Site &amp; cie</title>
<link>https://site.example/</link><description>La une : Nuit de l&#8217;&#338;uvre cach&#233;e</description>
<item><title>March&#233; de No&#235;l</title><link>{SLUGS[0]}</link><guid>{SLUGS[0]}</guid>
<description><![CDATA[<p>Trente chalets.</p>]]></description></item>
<item><title>Nuit de l&#8217;&#338;uvre cach&#233;e</title><link>{SLUG}</link><guid>{SLUG}</guid>
<description><![CDATA[<p>{BODY.replace("’", "'")}</p>]]></description>
<content:encoded>&lt;p&gt;{BODY.replace("’", "&amp;rsquo;")}&lt;/p&gt;</content:encoded></item>
<item><title>Atelier fanzine</title><link>{SLUGS[2]}</link>
<guid>{SLUGS[2]}</guid><description>On plie</description></item>
</channel></rss>""".encode("latin-1")
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title><id>https://site.example/</id>
{
    "".join(
        f'<entry><id>{u}</id><title type="html">&lt;b&gt;{t}&lt;/b&gt;</title><link href="{u}"/>'
        f"<summary>{d}</summary><updated>2026-11-01T08:00:00Z</updated></entry>"
        for t, u, d in zip(TITLES, SLUGS, ("Trente chalets.", BODY, "On plie."), strict=True)
    )
}</feed>""".encode()
RDF = f"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://site.example/rss"><title>Site</title>
<link>https://site.example/</link><items><rdf:Seq>{"".join(f'<rdf:li rdf:resource="{u}"/>' for u in SLUGS)}</rdf:Seq>
</items></channel>{
    "".join(
        f'<item rdf:about="{u}"><title>{t}</title><link>{u}</link><dc:date>2026-11-01T08:00:00Z</dc:date></item>'
        for t, u in zip(TITLES, SLUGS, strict=True)
    )
}</rdf:RDF>""".encode()


def _fold(line: str) -> str:
    raw = line.encode()
    return "\r\n ".join(raw[n : n + 31].decode("latin-1") for n in range(0, len(raw), 31))


CALENDAR = "\r\n".join(
    [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//FR", _fold(f"X-WR-CALDESC:À la une\\, {SECRET}"),
        *(
            _fold(line)
            for n, (title, address, text) in enumerate(
                zip(TITLES, SLUGS, ("Trente chalets", BODY.replace(",", "\\,"), "On plie"), strict=True)
            )
            for line in (
                "BEGIN:VEVENT", f"UID:{77 + n}-1764925200-1764928800@site.example", f"SUMMARY:{title}",
                f"URL:{address}",
                f"DESCRIPTION:{text}", f"DTSTART:2026120{n + 5}T180000Z", "BEGIN:VALARM", "ACTION:DISPLAY",
                f"DESCRIPTION:Bientôt : {title}", "TRIGGER:-PT30M", "END:VALARM", "END:VEVENT",
            )
        ),
        "END:VCALENDAR", "",
    ]
).encode("latin-1")  # fmt: skip
LD = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "item": {"@type": "Event", "name": row["t"], "url": row["u"],
             "description": row["d"], "startDate": row["s"], "location": {"@type": "Place", "name": "La Halle"}}}
            for n, row in enumerate(_rows("t", "u", "d", "s"))
        ],
    }
)  # fmt: skip
CARDS = "".join(
    f'<li class="card"><h3><a href="{u[20:]}">{t}</a></h3><p>samedi {n + 5} décembre</p><p>{d}</p></li>'
    for n, (t, u, d) in enumerate(zip(TITLES, SLUGS, ("Trente chalets.", BODY, "On plie."), strict=True))
)
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>Agenda</title>
<meta property="og:description" content="À la une : {SECRET.replace("’", "&#8217;")}">
<script type="application/ld+json">{LD}</script></head><body><!-- {SLUG} --><main><ul id="list">{CARDS}</ul>
<aside><p>À ne pas manquer</p><a href="/agenda/nuit-de-loeuvre-cachee">{SECRET.upper()}</a></aside></main>
<script>window.data = {json.dumps({"titles": TITLES})}</script></body></html>""".encode()
MICRODATA = f"""<html><body><div class="list">{
    "".join(
        f'<div itemscope itemtype="https://schema.org/Event"><a itemprop="url" href="{u}">'
        f'<span itemprop="name">{t}</span>'
        f'</a><time itemprop="startDate" datetime="{s}">x</time><p itemprop="description">{d}</p></div>'
        for t, u, d, s in ((r["t"], r["u"], r["d"], r["s"]) for r in _rows("t", "u", "d", "s"))
    )
}</div></body></html>""".encode()
DEFINITIONS = f"""<html><head><meta charset="windows-1252"></head><body><dl>{
    "".join(
        f"<dt><a href='{u}'>{t}</a></dt><dd>samedi {n + 5} décembre, {d}</dd>"
        for n, (t, u, d) in enumerate(zip(TITLES, SLUGS, ("chalets", "chez Ariane Exemple", "on plie"), strict=True))
    )
}</dl></body></html>""".encode("cp1252")
