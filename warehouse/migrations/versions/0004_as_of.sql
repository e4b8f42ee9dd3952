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
        SELECT v.item, v.content ->> 'title',
               o.begins AT TIME ZONE o.zone,
               CASE WHEN o.ends IS NOT NULL AND o.end_precision = 'minute' THEN o.ends AT TIME ZONE o.zone
                    WHEN o.precision <> 'minute' OR o.ends IS NOT NULL
                    THEN (date_trunc('day', coalesce(o.ends, o.begins)) + interval '1 day') AT TIME ZONE o.zone
                    ELSE (o.begins AT TIME ZONE o.zone) + interval '2 hours' END AS over,
               o.begins, o.ends, o.precision <> 'minute', coalesce(v.content ->> 'status', 'scheduled'),
               v.content #>> '{place,name}', v.content #>> '{place,municipality}', v.content #>> '{place,province}',
               v.content ->> 'url', (v.content ->> 'is_free')::boolean, v.topics, v.sources
          FROM items_as_of(instant) v
         CROSS JOIN LATERAL jsonb_array_elements(v.content -> 'occurrences') AS e
         CROSS JOIN LATERAL (
            SELECT (e #>> '{start,local}')::timestamp AS begins, (e #>> '{end,local}')::timestamp AS ends,
                   coalesce(e #>> '{start,zone}', 'Europe/Brussels') AS zone,
                   coalesce(e #>> '{start,precision}', 'minute') AS precision,
                   coalesce(e #>> '{end,precision}', 'minute') AS end_precision
         ) o
         WHERE v.kind = 'event'
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
                WHEN n.next_deadline <= instant + interval '14 days' THEN 'closing'
                WHEN n.next_deadline IS NOT NULL OR coalesce((v.content ->> 'rolling')::boolean, false) THEN 'open'
                ELSE 'unknown' END,
           v.content ->> 'url', v.content -> 'funders', v.topics, v.sources
      FROM items_as_of(instant) v
      LEFT JOIN LATERAL (
        SELECT min(d.closes) AS next_deadline FROM (
            SELECT CASE WHEN coalesce(e #>> '{at,precision}', 'minute') = 'minute' THEN (e #>> '{at,local}')::timestamp
                        WHEN coalesce((e ->> 'strict')::boolean, false) THEN date_trunc('day', (e #>> '{at,local}')::timestamp)
                        ELSE date_trunc('day', (e #>> '{at,local}')::timestamp) + interval '1 day' END
                   AT TIME ZONE coalesce(e #>> '{at,zone}', 'Europe/Brussels') AS closes
              FROM jsonb_array_elements(coalesce(v.content -> 'deadlines', '[]')) AS e
        ) d WHERE d.closes > instant
      ) n ON true
     WHERE v.kind = 'call'
$$;

COMMENT ON FUNCTION calls_as_of(timestamptz) IS 'The view calls as it was at an instant: state and next deadline as of then'
