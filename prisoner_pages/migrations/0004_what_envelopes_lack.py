from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prisoner_pages', '0003_take_back_untrue_verifications'),
    ]

    operations = [
        migrations.AddField(
            model_name='facility',
            name='letters_stopped_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='prisoner',
            name='has_no_patronymic',
            field=models.BooleanField(default=False, help_text='The prison papers have none; otherwise letters wait until it is known.', verbose_name='no patronymic'),
        ),
    ]
