from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("demo", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Telephone",
            fields=[
                (
                    "person",
                    models.CharField(help_text="key in the cast", max_length=40, primary_key=True, serialize=False),
                ),
                ("included_on", models.DateField(help_text="local; the answers of day 1 come the day after")),
                ("token", models.CharField(max_length=22)),
                ("cookie", models.CharField(max_length=60)),
            ],
            options={
                "db_table": "demo_telephone",
            },
        ),
    ]
