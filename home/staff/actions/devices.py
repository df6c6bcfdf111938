"""Devices on which somebody has logged in: known again by a key in the browser, and by nothing else."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from home.models import StaffDevice
from home.models.sessions import digest_of
from home.staff.device_keys import cookie_of, keys_in, new_key
from home.staff.links import staff_link

NEW_DEVICE = "new_device"


def device_cookie() -> tuple[str, str]:
    """Return name and path of the cookie: with the prefix it is bound to this very host and to HTTPS."""
    return ("__Host-device", "/") if settings.SESSION_COOKIE_SECURE else ("device", "/admin/")


def cookie_in(request: HttpRequest) -> str:
    return request.COOKIES.get(device_cookie()[0], "")


def digests_in(cookie: str) -> list[str]:
    return [digest_of(key) for key in keys_in(cookie)]


@transaction.atomic
def know_device(user: User, cookie: str) -> tuple[StaffDevice, str]:
    """Return the device on which the user has just logged in, and what its browser is to keep.

    The user is told by mail of one that was not known.
    """
    devices = StaffDevice.objects.filter(user=user, digest__in=digests_in(cookie))
    if device := devices.first():
        device.last_login = timezone.now()
        device.save(update_fields=["last_login"])
        return device, cookie
    key = new_key()
    device = StaffDevice.objects.create(user=user, digest=digest_of(key))
    if user.email:
        language = UserProfile.get_for_user(user).get_preferred_language()
        queue_mail(template=NEW_DEVICE, reference=device.uuid, language=language)
    return device, cookie_of([*keys_in(cookie), key])


def new_device(reference: UUID, _language: str) -> Mail | None:
    """Say when it was, and what to do if it was somebody else; None for whoever has no address any more."""
    device = StaffDevice.objects.filter(uuid=reference, user__is_active=True).select_related("user").first()
    if device is None or not device.user.email:
        return None
    context = {"user": device.user, "at": device.known_since, "link": staff_link("my_sessions")}
    body = render_to_string("home/staff/new_device.txt", context).strip() + "\n"
    return Mail(device.user.email, _("Somebody logged in to your account on a new device"), body)
