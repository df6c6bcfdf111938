from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_sessions_of_staff"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="takes_letters",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
