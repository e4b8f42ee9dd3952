"""Where the questions of the review queue come from: one statement per kind, each giving `subject`, `mark`, `due`,
`title` and `item`. Values of `:now` are aware instants."""

from __future__ import annotations

from warehouse.review_standing import NEXT, STANDS

SURE = (35, 65)
"""An item whose relevance is at least the first and below the second may belong here or not."""
SETTLING = "30 days"
FAILING = "2 days"
QUIET = "60 days"

UNSURE = f"""
    SELECT i.id::text AS subject, md5(i.title) AS mark, {NEXT} AS due, i.title, i.id AS item
      FROM items i
     WHERE {STANDS} AND CAST(i.content ->> 'relevance' AS integer) >= {SURE[0]}
       AND CAST(i.content ->> 'relevance' AS integer) < {SURE[1]}
"""
_DUE_A, _DUE_B = (NEXT.replace("i.id", f"{name}.id") for name in ("a", "b"))
_STANDS_A, _STANDS_B = (STANDS.replace("i.", f"{name}.") for name in ("a", "b"))
DUPLICATE = f"""
    SELECT jsonb_build_array(t.source_a, t.key_a, t.source_b, t.key_b)::text AS subject,
           md5(t.because::text) AS mark, least({_DUE_A}, {_DUE_B}) AS due, a.title, a.id AS item
      FROM asks t
      JOIN memberships ma ON ma.source = t.source_a AND ma.key = t.key_a JOIN items a ON a.id = ma.item
      JOIN memberships mb ON mb.source = t.source_b AND mb.key = t.key_b JOIN items b ON b.id = mb.item
     WHERE a.id <> b.id AND ({_STANDS_A} OR {_STANDS_B})
       AND NOT EXISTS (SELECT FROM judgements j WHERE j.source_a = t.source_a AND j.key_a = t.key_a
                          AND j.source_b = t.source_b AND j.key_b = t.key_b)
"""
_DAY = (
    "CAST(coalesce(s.content #>> '{occurrences,0,start,local}', s.content #>> '{deadlines,0,at,local}') AS timestamp)"
)
SUGGESTION = f"""
    SELECT s.id AS subject, s.identity AS mark, {_DAY} AT TIME ZONE 'Europe/Brussels' AS due, s.title,
           CAST(NULL AS uuid) AS item
      FROM suggestions s JOIN records r USING (source, key)
     WHERE NOT s.past AND r.state NOT IN ('gone', 'cancelled')
       AND coalesce({_DAY} AT TIME ZONE 'Europe/Brussels' > :now - interval '1 day', true)
       AND NOT EXISTS (SELECT FROM suggestion_decisions d WHERE d.suggestion = s.id)
       AND NOT EXISTS (SELECT FROM suggestion_links l WHERE l.suggestion = s.id AND l.verdict = 'same')
"""
NEW_SOURCE = f"""
    SELECT s.slug AS subject, 'new' AS mark, CAST(NULL AS timestamptz) AS due, s.name AS title,
           CAST(NULL AS uuid) AS item
      FROM sources s
     WHERE s.slug <> 'desk' AND EXISTS (SELECT FROM records r WHERE r.source = s.slug)
       AND coalesce((SELECT min(u.started_at) FROM runs u WHERE u.source = s.slug),
                    (SELECT min(r.first_seen) FROM records r WHERE r.source = s.slug)) > :now - interval '{SETTLING}'
"""
SILENT = f"""
    SELECT s.slug AS subject,
           CASE WHEN {{failing}} THEN 'failing since ' || coalesce(good.at::text, 'ever')
                ELSE 'quiet since ' || brought.at::text END AS mark,
           CAST(NULL AS timestamptz) AS due, s.name AS title, CAST(NULL AS uuid) AS item
      FROM sources s
      LEFT JOIN LATERAL (SELECT u.cause, u.complete FROM runs u WHERE u.source = s.slug AND u.finished_at IS NOT NULL
                          ORDER BY u.started_at DESC LIMIT 1) last ON true
      LEFT JOIN LATERAL (SELECT max(u.started_at) AS at FROM runs u WHERE u.source = s.slug AND u.complete) good ON true
      LEFT JOIN LATERAL (SELECT max(r.first_seen) AS at, count(*) AS many FROM records r
                          WHERE r.source = s.slug) brought ON true
     WHERE s.slug <> 'desk' AND (({{failing}}) OR (brought.many >= 5 AND brought.at < :now - interval '{QUIET}'))
       AND NOT EXISTS (SELECT FROM silences h WHERE h.source = s.slug AND h.ended_at IS NULL AND h.until > :now)
""".format(
    failing="last.cause IS NOT NULL AND NOT last.complete AND last.cause <> 'silenced' "
    f"AND coalesce(good.at < :now - interval '{FAILING}', true)"
)
PROPOSED = """
    SELECT p.id::text AS subject, 'open' AS mark, CAST(NULL AS timestamptz) AS due,
           coalesce(p.said ->> 'title', p.said ->> 'name', p.said ->> 'url', p.said ->> 'message', '') AS title, p.item
      FROM proposals p WHERE p.state = 'open'
"""
