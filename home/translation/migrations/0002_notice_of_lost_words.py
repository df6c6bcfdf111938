from django.db import migrations, models

KINDS = [
    ("assigned", "given to you"),
    ("returned", "returned to you"),
    ("answered", "your question was answered"),
    ("changed", "the original changed"),
    ("removed", "the original lost words that are still public here"),
    ("published", "what you translated is public"),
    ("refused", "what you planned to publish did not become public"),
]


class Migration(migrations.Migration):
    dependencies = [("translation", "0001_tables")]
    operations = [
        migrations.AlterField(
            model_name="notice", name="kind", field=models.CharField(choices=KINDS, max_length=20)
        )
    ]
