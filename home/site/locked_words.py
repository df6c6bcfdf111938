"""What a screen says of keys that are locked."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from home.security.keyring import KeysLocked

TITLE = gettext_lazy("The letters are locked")


def locked_words(locked: KeysLocked) -> str:
    """Say since when, and who does what, in the language of the reader."""
    return _(
        "The keys that open letters and private records have been locked since %(since)s. An administrator"
        " unlocks them on the staff host: manage.py letters_keys unlock. Letters go on arriving, and nothing"
        " is lost."
    ) % {"since": date_format(localtime(locked.since), "SHORT_DATETIME_FORMAT")}
