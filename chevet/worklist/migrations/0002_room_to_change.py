"""Pages keep room for the new version of a row that changes often, so that its indexes need not change with it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("worklist", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE worklist_line SET (fillfactor = 80)",
            reverse_sql="ALTER TABLE worklist_line RESET (fillfactor)",
        )
    ]
