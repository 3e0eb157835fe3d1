from django.db import migrations

# The role chevet_reporting reads no table: only what is published here. One row is an organisation's week with at least
# eleven reds. The rows are disjoint and nothing gives their totals, so none can be found by taking one from another;
# a share is withheld when it, or its complement, is under eleven.
PUBLISH = """
CREATE SCHEMA reporting;
CREATE VIEW reporting.red_waits AS
WITH each AS (
  SELECT organisation_id, week, minutes FROM public.red_wait CROSS JOIN LATERAL generate_series(1, number)
), counted AS (
  SELECT organisation_id, week, count(*) AS reds,
         count(*) FILTER (WHERE minutes >= 0) AS acted,
         count(*) FILTER (WHERE minutes BETWEEN 0 AND 9) AS within_ten,
         percentile_disc(0.5) WITHIN GROUP (ORDER BY minutes) FILTER (WHERE minutes >= 0) AS median_minutes,
         percentile_disc(0.9) WITHIN GROUP (ORDER BY minutes) FILTER (WHERE minutes >= 0) AS ninth_decile_minutes
    FROM each GROUP BY organisation_id, week
)
SELECT organisation_id, week, reds,
       CASE WHEN acted >= 11 THEN median_minutes END AS median_minutes,
       CASE WHEN acted >= 11 THEN ninth_decile_minutes END AS ninth_decile_minutes,
       CASE WHEN (within_ten = 0 OR within_ten >= 11) AND (reds = within_ten OR reds - within_ten >= 11)
            THEN within_ten END AS within_ten_minutes
  FROM counted WHERE reds >= 11;
GRANT USAGE ON SCHEMA reporting TO chevet_reporting;
GRANT SELECT ON reporting.red_waits TO chevet_reporting;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [migrations.RunSQL(PUBLISH, "DROP SCHEMA reporting CASCADE")]
