-- A role that can read the documented views and nothing else. One cluster has one such role for all its databases, and
-- several of them may be migrated at once: whoever comes second finds it. Where we may not make a role, or may not take
-- back what PostgreSQL gives to everybody, the console of the desk finds out and stays off. Can be run again.
DO $$
DECLARE
    given regprocedure;
BEGIN
    IF to_regrole('vigie_reader') IS NULL THEN
        BEGIN
            CREATE ROLE vigie_reader NOLOGIN NOINHERIT;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
            WHEN insufficient_privilege THEN RETURN;
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'vigie_reader', 'MEMBER') THEN
        BEGIN
            EXECUTE format('GRANT vigie_reader TO %I', current_user);
        EXCEPTION WHEN unique_violation OR insufficient_privilege OR internal_error THEN NULL;
        END;
    END IF;
    GRANT SELECT ON agenda, watch, calls, source_health, item_history TO vigie_reader;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RETURN;
    END IF;
    -- set_config would make a reader somebody else, or give them time without end; locks and notices would reach the
    -- rest of the house. Rights of functions belong to this database alone.
    FOR given IN
        SELECT p.oid::regprocedure FROM pg_proc p
         WHERE p.pronamespace = 'pg_catalog'::regnamespace
           AND (p.proname IN ('set_config', 'pg_notify', 'pg_logical_emit_message', 'pg_export_snapshot')
                OR p.proname LIKE 'pg\_advisory%' OR p.proname LIKE 'pg\_try\_advisory%')
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', given);
    END LOOP;
END
$$;
