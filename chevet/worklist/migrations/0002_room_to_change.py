from django.db import migrations


class Migration(migrations.Migration):
    """Each answer changes its line: with room on the page no index entry is written again."""

    dependencies = [("worklist", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE worklist_line SET (fillfactor = 80)",
            reverse_sql="ALTER TABLE worklist_line RESET (fillfactor)",
        ),
    ]
