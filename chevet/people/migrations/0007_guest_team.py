"""A team of another organisation is called into one record. Two functions pass the wall, each for one question.

`guest_grants` gives the acting account the grants made to those of its teams that it names; `caring_teams` tells which
teams somebody works in, to who knows the whole address. The walls of the other tables are as they were: a guest's
request enters one record by its grant (chevet/usecases/followed.py).
"""

from django.db import migrations, models

GRANTS = """
CREATE FUNCTION guest_grants(teams uuid[]) RETURNS SETOF care_link
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT c.* FROM care_link c
   WHERE c.team_id = ANY(teams) AND c.guest_of IS NOT NULL AND EXISTS (
     SELECT FROM membership m WHERE m.team_id = c.team_id AND m.account_id = chevet_scope('account')::uuid);
END $$;
"""
TEAMS = """
CREATE FUNCTION caring_teams(address text, at timestamptz) RETURNS TABLE (team_id uuid, team text, organisation text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT t.id, t.name::text, o.name::text
    FROM account a JOIN membership m ON m.account_id = a.id JOIN team t ON t.id = m.team_id
    JOIN organisation o ON o.id = t.organisation_id
   WHERE a.email = address AND a.is_active AND m.role IN ('professional', 'agent')
     AND (m.until IS NULL OR m.until > at) AND chevet_scope('account') IS NOT NULL;
END $$;
"""
OWNED = """
GRANT SELECT ON care_link, membership, team, organisation, account TO chevet_search;
GRANT CREATE ON SCHEMA public TO chevet_search;
ALTER FUNCTION {name} OWNER TO chevet_search;
REVOKE CREATE ON SCHEMA public FROM chevet_search;
REVOKE ALL ON FUNCTION {name} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {name} TO chevet_app;
"""


def function(name: str, create: str) -> migrations.RunSQL:
    return migrations.RunSQL(create + OWNED.format(name=name), f"DROP FUNCTION {name}")


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("people", "0006_identity")]
    operations = [
        migrations.AddField(
            model_name="carelink",
            name="guest_name",
            field=models.CharField(
                blank=True,
                db_default="",
                max_length=250,
                help_text="a team of elsewhere, as the patient heard it named",
            ),
        ),
        migrations.AddIndex(
            model_name="carelink",
            index=models.Index(
                condition=models.Q(("guest_of__isnull", False), ("team__isnull", False)),
                fields=["team"],
                name="care_link_of_guest_team",
            ),
        ),
        function("guest_grants(uuid[])", GRANTS),
        function("caring_teams(text, timestamptz)", TEAMS),
    ]
