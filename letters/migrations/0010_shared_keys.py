from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("letters", "0009_writer_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ring", models.CharField(max_length=40)),
                ("kid", models.CharField(max_length=8)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("ring", "kid"), name="one_digest_a_key"),
                ],
            },
        ),
    ]
