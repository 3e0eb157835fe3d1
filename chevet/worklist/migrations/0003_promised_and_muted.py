from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("worklist", "0002_room_to_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="line",
            name="call_back_at",
            field=models.DateTimeField(help_text="the hour at which the team promised to call", null=True),
        ),
        migrations.AddField(
            model_name="line",
            name="muted_until",
            field=models.DateField(
                help_text="automatic messages are held; somebody looks again on that day", null=True
            ),
        ),
    ]
