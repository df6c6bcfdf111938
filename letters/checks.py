"""A start without sound keys stops here and says which key is at fault."""

from django.conf import settings
from django.core import checks

from letters.keys import faults

TAG = "keys"


@checks.register(TAG)
def keys_are_sound(app_configs, **kwargs):
    return [
        checks.Error(fault, hint="manage.py letters_keys make; letters_keys list", id="letters.E001")
        for fault in faults(other_secrets=[settings.SECRET_KEY])
    ]
