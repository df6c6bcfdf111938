"""An old address is sent on, and no more."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect

from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.frame.read_models.old_addresses import Target, reason_against
from prisoner_pages.permissions.partners import is_coordinator, require


@transaction.atomic
def send_on(old: str, *, to: Target, is_permanent: bool, by: User) -> Redirect:
    """Raises ValidationError for an address of people, and for one that the site answers."""
    require(is_coordinator(by))
    if reason := reason_against(old):
        raise ValidationError(reason)
    link = "" if to.page else to.link
    sent = Redirect.objects.create(
        old_path=old, redirect_page=to.page, redirect_link=link, is_permanent=is_permanent
    )
    log_record(sent, "send_on", by=by, old=old, to=sent.link)
    return sent


@transaction.atomic
def stop_sending_on(sent: Redirect, *, by: User) -> None:
    require(is_coordinator(by))
    log_record(sent, "stop_sending_on", by=by, old=sent.old_path, to=sent.link)
    sent.delete()
