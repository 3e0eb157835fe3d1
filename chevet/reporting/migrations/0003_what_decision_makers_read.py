from django.db import migrations

# People followed now, and people whose follow-up began in a week: one row a team and pathway, none under eleven people. The
# rows of each view are disjoint, and nothing gives their totals. The views that end in _here are for a page of the application:
# the organisation that acts, and no other.
PUBLISH = """
CREATE VIEW reporting.followed AS
SELECT f.organisation_id, f.team_id, v.slug, count(DISTINCT f.patient_id) AS people
  FROM public.follow_up f JOIN public.pathway_version v ON v.id = f.version_id
 WHERE f.state = 'active' GROUP BY f.organisation_id, f.team_id, v.slug HAVING count(DISTINCT f.patient_id) >= 11;
CREATE VIEW reporting.begun AS
SELECT f.organisation_id, f.team_id, v.slug, date_trunc('week', f.starts_on)::date AS week,
       count(DISTINCT f.patient_id) AS people
  FROM public.follow_up f JOIN public.pathway_version v ON v.id = f.version_id
 WHERE f.state IN ('active', 'ended', 'withdrawn') GROUP BY f.organisation_id, f.team_id, v.slug, week
HAVING count(DISTINCT f.patient_id) >= 11;
GRANT SELECT ON reporting.followed, reporting.begun TO chevet_reporting;
"""
HERE = """
CREATE VIEW reporting.{name}_here AS SELECT * FROM reporting.{name}
 WHERE organisation_id = nullif(current_setting('chevet.org', true), '')::uuid;
GRANT SELECT ON reporting.{name}_here TO chevet_app;
"""
NAMES = ("red_waits", "followed", "begun")
FORWARD = (
    PUBLISH + "GRANT USAGE ON SCHEMA reporting TO chevet_app;\n" + "".join(HERE.format(name=name) for name in NAMES)
)
BACKWARD = (
    "".join(f"DROP VIEW reporting.{name}_here;\n" for name in NAMES)
    + "DROP VIEW reporting.begun, reporting.followed; REVOKE USAGE ON SCHEMA reporting FROM chevet_app;"
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_what_reporting_reads"), ("pathways", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
