"""Mail to writers: never a word of a letter, never a prisoner's name, never a code."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from home.outbox import Mail
from letters.actions.addresses import know_address
from letters.addresses import link_token
from letters.models import Letter
from letters.policies import CONFIRM_WITHIN
from letters.sealing import unseal_text


def letter_received(reference, language):
    """Ask an unconfirmed address to confirm; tell a confirmed one that the letter is here.

    Runs in the worker, which holds the private key. None when the letter or its address is gone, or the
    address was asked within the hour.
    """
    letter = Letter.objects.filter(uuid=reference).exclude(sealed_email="").first()
    if letter is None:
        return None
    email = unseal_text(letter.sealed_email, letter=letter.uuid, field="email")
    address, may_ask = know_address(letter=letter, email=email)
    if not may_ask:
        return None
    if address.confirmed_at:
        return Mail(email, _("Your letter has reached us"), _body("received", language))
    link = settings.WAGTAILADMIN_BASE_URL + reverse("letters:confirm", args=[link_token(address.index)])
    body = _body("confirm", language, link=link, days=CONFIRM_WITHIN.days)
    return Mail(email, _("Please confirm your address"), body)


def _body(template, language, **context):
    return render_to_string(f"letters/email/{template}.txt", {"language": language, **context}).strip() + "\n"
