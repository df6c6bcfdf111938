"""Limits and gates of the letter desk: numbers with their units, and when no letter is taken at all."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model

MAX_NAME_CHARS = 100
# From the form to sending: quicker is a machine, older may be a page left open on another's telephone.
FASTEST_SENDING = timedelta(seconds=4)
OLDEST_FORM = timedelta(hours=24)
# The one mail that an unconfirmed address gets.
BETWEEN_REQUESTS = timedelta(hours=1)
CONFIRM_WITHIN = timedelta(days=7)
KEEP_UNSENT_DAYS = 180


def takes_letters():
    """Say whether this installation takes letters: not in production while demo accounts can log in."""
    if not settings.LETTERS_REFUSED_WITH_DEMO_ACCOUNTS:
        return True
    demo = get_user_model().objects.filter(email__iendswith=f"@{settings.DEMO_EMAIL_DOMAIN}")
    return not demo.filter(is_active=True).exists()
