from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_seat_screeners")]
    operations = [migrations.RemoveField(model_name="letterdesk", name="screeners")]
