from django.db import migrations, models


def carry_over(apps, schema_editor):
    """Mark the places that are stopped now, and say of what lacked a name that it was held for it."""
    stops = apps.get_model("letters", "PlaceStop").objects.filter(lifted_at__isnull=True)
    places = apps.get_model("prisoner_pages", "Facility").objects
    for place, since in stops.values_list("facility", "since"):
        places.filter(pk=place).update(letters_stopped_on=since)
    nameless = apps.get_model("letters", "Omission").objects.filter(reason="no_name")
    nameless.update(reason="held", hold="name_incomplete")


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0004_compared'),
        ('prisoner_pages', '0004_what_envelopes_lack'),
    ]

    operations = [
        migrations.AlterField(
            model_name='letter',
            name='held_because',
            field=models.CharField(blank=True, choices=[('paused', 'the person is paused'), ('consent_ended', 'the basis for letters has ended'), ('in_transfer', 'the person is being moved'), ('cannot_receive', 'the person cannot receive letters'), ('facility_closed', 'the place takes no letters'), ('place_unknown', 'the place is not known'), ('address_incomplete', 'the address is incomplete'), ('name_incomplete', 'the name for the envelope is incomplete'), ('place_stale', 'the place was not verified for too long'), ('staff_hold', 'staff hold the letters of this person'), ('place_stopped', 'two letters came back from this place')], max_length=20),
        ),
        migrations.AlterField(
            model_name='omission',
            name='hold',
            field=models.CharField(blank=True, choices=[('paused', 'the person is paused'), ('consent_ended', 'the basis for letters has ended'), ('in_transfer', 'the person is being moved'), ('cannot_receive', 'the person cannot receive letters'), ('facility_closed', 'the place takes no letters'), ('place_unknown', 'the place is not known'), ('address_incomplete', 'the address is incomplete'), ('name_incomplete', 'the name for the envelope is incomplete'), ('place_stale', 'the place was not verified for too long'), ('staff_hold', 'staff hold the letters of this person'), ('place_stopped', 'two letters came back from this place')], max_length=20),
        ),
        migrations.AlterField(
            model_name='omission',
            name='reason',
            field=models.CharField(choices=[('held', 'the letter is held'), ('not_approved', 'is not approved, or no longer'), ('changed', 'was changed meanwhile'), ('claimed', 'another person works on it now'), ('in_other_pack', 'is in another pack already'), ('too_many', 'over the number of letters one person may print in a day'), ('not_allowed', 'your roles do not allow it'), ('moved', 'the person is at another place now'), ('no_text', 'no approved text stands for it'), ('not_read', 'the place does not read its language now'), ('sealed', 'the key to this letter is not here'), ('erased', 'erased at the writer’s wish: take the paper out and destroy it'), ('pulled', 'pulled out before posting: take the paper out and destroy it'), ('cancelled', 'the pack was cancelled: destroy the paper')], max_length=20),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
