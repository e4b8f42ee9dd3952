CREATE FUNCTION wall_instant(wall timestamp, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN (r.earlier AT TIME ZONE zone) = wall THEN r.earlier ELSE r.later END FROM (
        SELECT l.later, (wall AT TIME ZONE 'UTC') - (
                   ((l.later - interval '24 hours') AT TIME ZONE zone) - ((l.later - interval '24 hours') AT TIME ZONE 'UTC')
               ) AS earlier
          FROM (SELECT wall AT TIME ZONE zone AS later) l
    ) r
$$;

COMMENT ON FUNCTION wall_instant(timestamp, text) IS 'The instant of a wall clock reading; of an hour that occurs twice the first one, as vigie.model.WallTime says, where AT TIME ZONE takes the second';

CREATE FUNCTION items_as_of(instant timestamptz) RETURNS SETOF item_versions LANGUAGE sql STABLE AS $$
    SELECT * FROM item_versions
     WHERE from_instant <= instant AND (to_instant IS NULL OR to_instant > instant)
       AND merged_into IS NULL AND withdrawn_at IS NULL AND NOT hidden
$$;

COMMENT ON FUNCTION items_as_of(timestamptz) IS 'Items as they were shown at an instant, hidden, merged and withdrawn ones left out';

CREATE FUNCTION agenda_as_of(instant timestamptz)
RETURNS TABLE (item uuid, title text, starts_at timestamptz, ends_at timestamptz, local_start timestamp,
               local_end timestamp, all_day boolean, status text, place text, municipality text, province text,
               url text, is_free boolean, topics text[], sources text[]) LANGUAGE sql STABLE AS $$
    SELECT s.* FROM (
        SELECT v.item, v.content ->> 'title', wall_instant(o.begins, o.zone),
               CASE WHEN o.ends IS NOT NULL AND o.end_precision = 'minute' THEN wall_instant(o.ends, o.end_zone)
                    WHEN o.precision <> 'minute' OR o.ends IS NOT NULL
                    THEN wall_instant(date_trunc('day', coalesce(o.ends, o.begins)) + interval '1 day', o.zone)
                    ELSE wall_instant(o.begins, o.zone) + interval '2 hours' END AS over,
               o.begins, o.ends, o.precision <> 'minute', coalesce(v.content ->> 'status', 'scheduled'),
               v.content #>> '{place,name}', v.content #>> '{place,municipality}', v.content #>> '{place,province}',
               v.content ->> 'url', (v.content ->> 'is_free')::boolean, v.topics, v.sources
          FROM items_as_of(instant) v
         CROSS JOIN LATERAL jsonb_array_elements(v.content -> 'occurrences') AS e
         CROSS JOIN LATERAL (
            SELECT (e #>> '{start,local}')::timestamp AS begins, (e #>> '{end,local}')::timestamp AS ends,
                   coalesce(e #>> '{start,zone}', 'Europe/Brussels') AS zone,
                   coalesce(e #>> '{end,zone}', 'Europe/Brussels') AS end_zone,
                   coalesce(e #>> '{start,precision}', 'minute') AS precision,
                   coalesce(e #>> '{end,precision}', 'minute') AS end_precision
         ) o
         WHERE v.kind = 'event' AND v.ends_at > instant
    ) s WHERE s.over > instant
$$;

COMMENT ON FUNCTION agenda_as_of(timestamptz) IS 'The view agenda as it was at an instant: sessions that were not over then';

CREATE FUNCTION watch_as_of(instant timestamptz)
RETURNS TABLE (item uuid, title text, published_at timestamptz, description text, url text, language text,
               topics text[], sources text[]) LANGUAGE sql STABLE AS $$
    SELECT v.item, v.content ->> 'title', coalesce(v.published_at, v.created_at), v.content ->> 'description',
           v.content ->> 'url', v.content ->> 'language', v.topics, v.sources
      FROM items_as_of(instant) v WHERE v.kind = 'news'
$$;

COMMENT ON FUNCTION watch_as_of(timestamptz) IS 'The view watch as it was at an instant';

CREATE FUNCTION calls_as_of(instant timestamptz)
RETURNS TABLE (item uuid, title text, opens_at timestamptz, last_deadline timestamptz, next_deadline timestamptz,
               state text, url text, funders jsonb, topics text[], sources text[]) LANGUAGE sql STABLE AS $$
    SELECT v.item, v.content ->> 'title', v.starts_at, v.closes_at, n.next_deadline,
           CASE WHEN coalesce((v.content ->> 'closed')::boolean, false)
                     OR (v.closes_at IS NOT NULL AND n.next_deadline IS NULL) THEN 'closed'
                WHEN v.starts_at > instant THEN 'announced'
                WHEN n.next_deadline <= instant + interval '336 hours' THEN 'closing'
                WHEN n.next_deadline IS NOT NULL OR coalesce((v.content ->> 'rolling')::boolean, false) THEN 'open'
                ELSE 'unknown' END,
           v.content ->> 'url', v.content -> 'funders', v.topics, v.sources
      FROM items_as_of(instant) v
      LEFT JOIN LATERAL (
        SELECT min(d.closes) AS next_deadline FROM (
            SELECT wall_instant(
                       CASE WHEN coalesce(e #>> '{at,precision}', 'minute') = 'minute' THEN (e #>> '{at,local}')::timestamp
                            WHEN coalesce((e ->> 'strict')::boolean, false)
                            THEN date_trunc('day', (e #>> '{at,local}')::timestamp)
                            ELSE date_trunc('day', (e #>> '{at,local}')::timestamp) + interval '1 day' END,
                       coalesce(e #>> '{at,zone}', 'Europe/Brussels')
                   ) AS closes
              FROM jsonb_array_elements(coalesce(v.content -> 'deadlines', '[]')) AS e
        ) d WHERE d.closes > instant
      ) n ON true
     WHERE v.kind = 'call'
$$;

COMMENT ON FUNCTION calls_as_of(timestamptz) IS 'The view calls as it was at an instant: state and next deadline as of then';

INSERT INTO item_versions (item, number, from_instant, seq, kind, content, content_hash, sequence, created_at, revised_at,
       hidden, merged_into, withdrawn_at, sightings, shown_hash, starts_at, ends_at, closes_at, published_at, topics, sources)
SELECT i.id, 1, greatest(i.revised_at, (SELECT max(c.at) FROM changes c WHERE c.item = i.id)),
       (SELECT max(c.seq) FROM changes c WHERE c.item = i.id), i.kind, i.content, i.content_hash, i.sequence, i.created_at, i.revised_at, i.hidden, i.merged_into, i.withdrawn_at,
       coalesce(s.sightings, '[]'),
       md5(jsonb_build_array(i.kind, i.content_hash, i.sequence, i.hidden, i.revised_at AT TIME ZONE 'UTC', NULL,
                             i.merged_into, i.withdrawn_at IS NOT NULL, s.sightings)::text),
       i.starts_at, i.ends_at, i.closes_at, i.published_at, i.topics, i.sources
  FROM items i
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object(
               'source', r.source, 'name', o.name, 'key', r.key, 'url', r.url,
               'first_seen', to_char(r.first_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
               'state', r.state, 'trust', o.trust, 'republish', o.republish, 'image_rights', o.image_rights,
               'licence', o.licence
           ) ORDER BY o.trust DESC, r.source COLLATE "C", r.key COLLATE "C") AS sightings
      FROM memberships m JOIN records r USING (source, key) JOIN sources o ON o.slug = r.source
     WHERE m.item = i.id
  ) s ON true
