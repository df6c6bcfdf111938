import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

KINDS = [
    ("notify", "Notify"),
    ("withdraw", "Withdraw"),
    ("answer", "Answer"),
    ("erase", "Erase"),
    ("erase_mail", "Erase Mail"),
    ("erase_yes", "Erase Yes"),
    ("confirm", "Confirm"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("letters", "0008_paper_read_from_its_table"),
    ]

    operations = [
        migrations.CreateModel(
            name="WriterRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("letter_uuid", models.UUIDField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("sealed", models.TextField(blank=True)),
                ("language", models.CharField(blank=True, max_length=10)),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("done_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "letters_request",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["id"], name="request_waiting"
                    ),
                    models.Index(fields=["letter_uuid"], name="request_letter"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [value for value, _label in KINDS])),
                        name="request_kind",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("sealed"), 8192
                        ),
                        name="request_size",
                    ),
                ],
            },
        ),
    ]
