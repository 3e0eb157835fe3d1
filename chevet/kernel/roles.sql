-- Who may connect to Chevet's database. Run by a superuser; may be run again at any time.
--
--   chevet_owner      owns the tables and migrates them; no request of a user runs under it
--   chevet_app        the application: owns nothing, bypasses nothing
--   chevet_reporting  aggregates for decision makers
--   chevet_search     nobody signs in as it: owns the few reviewed functions that search across
--                     row-level security, because trigram operators are not leakproof

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['chevet_owner', 'chevet_app', 'chevet_reporting', 'chevet_search'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I', name);
        END IF;
    END LOOP;
END
$$;

ALTER ROLE chevet_owner     LOGIN   NOSUPERUSER NOCREATEROLE CREATEDB   NOBYPASSRLS NOREPLICATION;
ALTER ROLE chevet_app       LOGIN   NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;
ALTER ROLE chevet_reporting LOGIN   NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;
ALTER ROLE chevet_search    NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB BYPASSRLS   NOREPLICATION;

-- BYPASSRLS is not inherited; membership only lets the owner hand its functions over
GRANT chevet_search TO chevet_owner;
