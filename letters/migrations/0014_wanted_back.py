from django.db import migrations, models

REFUSALS = [
    ("stale", "somebody else changed the letter meanwhile"),
    ("claimed", "another person works on it now"),
    ("held", "the letter is held"),
    ("wanted_back", "its writer has asked to have it back"),
    ("not_now", "this cannot be done in the state the letter is in"),
    ("four_eyes", "you did the step before; another person must do this"),
    ("capped", "you have reached the number of letters for today"),
    ("closed_enough", "you have closed or asked about as many letters today as your desk allows"),
    ("not_allowed", "your roles at this desk do not allow it: its coordinator gives roles"),
    ("incomplete", "something is missing first"),
    ("no_decision", "nobody has said whether the drawing goes along: say it on its page"),
    ("ask_first", "the writer wishes to be asked before anything is left out: a screener asks, on its page"),
    ("not_ready", "something in the text must change first: its page says what"),
    ("needs_translation", "the place does not read its language: a translator comes first"),
    ("correction_begun", "a correction of the text is not finished: a second reader finishes or drops it"),
    ("same_place", "the record still names the place from which it came back, and nobody has verified it since"),
    ("nothing_left", "the time of keeping is over: nothing of it is left"),
    ("unread", "you have not read it as it stands now; open it first"),
    ("sealed", "the key to this letter is not here: the administrator can bring it"),
    ("locked", "the letters are locked: an administrator unlocks them"),
    ("too_late", "it can no longer be undone"),
]
LEFT_OUT = [
    ("held", "the letter is held"),
    ("wanted_back", "its writer has asked to have it back"),
    ("not_approved", "is not approved, or no longer"),
    ("changed", "was changed meanwhile"),
    ("claimed", "another person works on it now"),
    ("in_other_pack", "is in another pack already"),
    ("too_many", "over the number of letters one person may print in a day"),
    ("not_allowed", "your roles do not allow it"),
    ("moved", "the person is at another place now"),
    ("no_text", "no approved text stands for it"),
    ("not_read", "the place does not read its language now"),
    ("sealed", "the key to this letter is not here"),
    ("erased", "erased at the writer’s wish: take the paper out and destroy it"),
    ("pulled", "pulled out before posting: take the paper out and destroy it"),
    ("cancelled", "the pack was cancelled: destroy the paper"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("letters", "0013_replies_kept_offline"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bulkoutcome",
            name="refusal",
            field=models.CharField(blank=True, choices=REFUSALS, max_length=20),
        ),
        migrations.AlterField(
            model_name="bulkoutcome",
            name="undo_refusal",
            field=models.CharField(blank=True, choices=REFUSALS, max_length=20),
        ),
        migrations.AlterField(
            model_name="omission",
            name="reason",
            field=models.CharField(choices=LEFT_OUT, max_length=20),
        ),
    ]
