"""Pages keep room for the new version of a row that changes often, so that its indexes need not change with it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pathways", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE occurrence SET (fillfactor = 85)",
            reverse_sql="ALTER TABLE occurrence RESET (fillfactor)",
        )
    ]
