"""The search function. Trigram operators are not leakproof: under a policy they scan, so the function passes the wall
and holds the organisation itself. It returns ids only; the rows are read again through the wall."""

from django.db import migrations

CREATE = """
CREATE FUNCTION find_patients(words text[], folded text, born date, blinds bytea[], most int)
RETURNS TABLE (patient_id uuid, closeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE mine uuid := chevet_scope('org')::uuid;
BEGIN
  IF mine IS NULL OR chevet_scope('subject') IS NOT NULL THEN RETURN; END IF;
  IF cardinality(blinds) > 0 THEN
    RETURN QUERY SELECT DISTINCT c.patient_id, 1::real FROM contact_point c
      WHERE c.organisation_id = mine AND c.blind = ANY(blinds) LIMIT most;
    RETURN;
  END IF;
  IF cardinality(words) = 0 THEN
    RETURN QUERY SELECT p.id, 1::real FROM patient p
      WHERE p.organisation_id = mine AND p.birth_date = born LIMIT most;
    RETURN;
  END IF;
  RETURN QUERY SELECT p.id, 1::real FROM patient p
    WHERE p.organisation_id = mine AND p.search LIKE ALL (SELECT '%' || w || '%' FROM unnest(words) w)
      AND (born IS NULL OR p.birth_date = born) LIMIT most;
  IF FOUND THEN RETURN; END IF;
  PERFORM set_config('pg_trgm.word_similarity_threshold', '0.4', true);
  RETURN QUERY SELECT p.id, word_similarity(folded, p.search) AS closeness FROM patient p
    WHERE p.organisation_id = mine AND folded <% p.search AND (born IS NULL OR p.birth_date = born)
    ORDER BY closeness DESC LIMIT most;
END $$;
GRANT SELECT ON patient, contact_point TO chevet_search;
GRANT CREATE ON SCHEMA public TO chevet_search;
ALTER FUNCTION find_patients(text[], text, date, bytea[], int) OWNER TO chevet_search;
REVOKE CREATE ON SCHEMA public FROM chevet_search;
REVOKE ALL ON FUNCTION find_patients(text[], text, date, bytea[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_patients(text[], text, date, bytea[], int) TO chevet_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION find_patients(text[], text, date, bytea[], int)"),
    ]
