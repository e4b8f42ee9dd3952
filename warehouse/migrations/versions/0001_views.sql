CREATE VIEW agenda AS
SELECT i.id AS item, i.title, o.starts_at, o.ends_at, o.local_start, o.local_end, o.all_day, i.status,
       i.content #>> '{place,name}' AS place, i.municipality, i.province,
       i.content ->> 'url' AS url, (i.content ->> 'is_free')::boolean AS is_free, i.topics, i.sources
FROM occurrences o JOIN items i ON i.id = o.item
WHERE i.kind = 'event' AND i.merged_into IS NULL AND i.withdrawn_at IS NULL AND NOT i.hidden AND o.ends_at > now();
COMMENT ON VIEW agenda IS 'Sessions of events that are not over: one row per session. Sort by starts_at.';

CREATE VIEW watch AS
SELECT i.id AS item, i.title, coalesce(i.published_at, i.created_at) AS published_at,
       i.content ->> 'description' AS description, i.content ->> 'url' AS url, i.language, i.topics, i.sources
FROM items i
WHERE i.kind = 'news' AND i.merged_into IS NULL AND i.withdrawn_at IS NULL AND NOT i.hidden;
COMMENT ON VIEW watch IS 'News: one row per article. Without a date of publication, the day when Vigie first saw it.';

CREATE VIEW calls AS
SELECT i.id AS item, i.title, i.starts_at AS opens_at, i.closes_at AS last_deadline, n.next_deadline,
       CASE WHEN i.closed OR (i.closes_at IS NOT NULL AND n.next_deadline IS NULL) THEN 'closed'
            WHEN i.starts_at > now() THEN 'announced'
            WHEN n.next_deadline <= now() + interval '14 days' THEN 'closing'
            WHEN n.next_deadline IS NOT NULL OR coalesce((i.content ->> 'rolling')::boolean, false) THEN 'open'
            ELSE 'unknown' END AS state,
       i.content ->> 'url' AS url, i.content -> 'funders' AS funders, i.topics, i.sources
FROM items i
LEFT JOIN LATERAL (
    SELECT min(d.closes_at) AS next_deadline FROM deadlines d WHERE d.item = i.id AND d.closes_at > now()
) n ON true
WHERE i.kind = 'call' AND i.merged_into IS NULL AND i.withdrawn_at IS NULL AND NOT i.hidden;
COMMENT ON VIEW calls IS 'Calls with their next deadline and their state now: one row per call.';

CREATE VIEW source_health AS
SELECT s.slug, s.name, s.platform, r.started_at AS last_run, r.cause, r.complete, c.started_at AS last_complete_run,
       (SELECT count(*) FROM records x WHERE x.source = s.slug AND x.state = 'listed') AS listed,
       (SELECT count(*) FROM records x WHERE x.source = s.slug AND x.state = 'missing') AS missing,
       (SELECT count(*) FROM quarantine q WHERE q.source = s.slug AND q.closed_at IS NULL) AS open_problems
FROM sources s
LEFT JOIN LATERAL (
    SELECT started_at, cause, complete FROM runs WHERE source = s.slug AND finished_at IS NOT NULL
    ORDER BY started_at DESC LIMIT 1
) r ON true
LEFT JOIN LATERAL (
    SELECT started_at FROM runs WHERE source = s.slug AND complete ORDER BY started_at DESC LIMIT 1
) c ON true;
COMMENT ON VIEW source_health IS 'How each source does: last run, last complete run, records and open problems.';

CREATE VIEW item_history AS
SELECT c.item, c.at, 'change' AS what, c.type, c.fields, NULL AS source, NULL AS key, NULL::jsonb AS content
FROM changes c
UNION ALL
SELECT m.item, v.from_instant, 'version', CASE v.number WHEN 1 THEN 'first' ELSE 'changed' END, '{}',
       v.source, v.key, v.content
FROM versions v JOIN memberships m USING (source, key);
COMMENT ON VIEW item_history IS 'What happened to an item: changes of the item and versions of its records. Sort by at.';
