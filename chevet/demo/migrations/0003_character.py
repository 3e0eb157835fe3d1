from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("demo", "0002_telephone"),
    ]

    operations = [
        migrations.CreateModel(
            name="Character",
            fields=[
                (
                    "person",
                    models.CharField(
                        help_text="key in the cast or in the crowd", max_length=60, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField(help_text="domain clock; her days count back from here")),
                ("follow_up_id", models.UUIDField(null=True)),
                ("token", models.CharField(blank=True, max_length=22)),
                ("cookie", models.CharField(blank=True, max_length=60)),
                (
                    "next_at",
                    models.DateTimeField(help_text="domain clock; what she, or her team, does next", null=True),
                ),
            ],
            options={
                "db_table": "demo_character",
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("people", models.PositiveIntegerField(help_text="followed when it was asked")),
            ],
            options={
                "db_table": "demo_wish",
            },
        ),
        migrations.DeleteModel(name="Telephone"),
    ]
