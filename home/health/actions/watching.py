"""The worker looks at the health of the site every few minutes, and mails to administrators what is new."""

import logging
from datetime import timedelta
from uuid import UUID
from zlib import crc32

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from home.health.question import Question, told_by
from home.jobs.actions.alarms import LOW_BITS, administrators, reference_of
from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from home.models import HealthFinding, Heartbeat, Outbox
from home.registry import provided
from home.settings.defaults import settings

LOOK = "home.look_at_health"
AMISS = "site_amiss"
EACH = timedelta(minutes=5)
# What comes and goes is told no more often.
TOLD_EACH = timedelta(days=1)

logger = logging.getLogger(__name__)


def questions() -> list[Question]:
    """Return what a host of this role can answer."""
    return [each for each in provided("health") if settings.SITE_ROLE in each.roles]


def is_time_to_look() -> bool:
    """A look that lies ahead was by a clock that has been set back since."""
    now = timezone.now()
    return not Heartbeat.objects.filter(name=LOOK, at__gt=now - EACH, at__lte=now + EACH).exists()


def look_at_health() -> None:
    """Ask all that is watched, note what is amiss, forget what is well again; a job, safe to run twice."""
    watched = [each for each in questions() if each.is_watched]
    amiss = {each.name: words for each in watched if (words := told_by(each))}
    with transaction.atomic():
        Heartbeat.objects.update_or_create(name=LOOK, defaults={"at": timezone.now()})
        HealthFinding.objects.exclude(name__in=amiss).delete()
        for name in amiss:
            _found, is_new = HealthFinding.objects.get_or_create(
                name=name, defaults={"since": timezone.now()}
            )
            if is_new:
                logger.warning("Something is amiss", extra={"event": "site_amiss", "kind": name})
                _tell(name)


def _tell(name: str) -> None:
    since = timezone.now() - TOLD_EACH
    for user in administrators():
        reference = reference_of(user, name)
        lately = Outbox.objects.filter(template=AMISS, reference=reference, created_at__gt=since)
        if not lately.exists():
            language = UserProfile.get_for_user(user).get_preferred_language()
            queue_mail(template=AMISS, reference=reference, language=language)


def site_amiss(reference: UUID, _language: str) -> Mail | None:
    """Say what is amiss now and what mends it; None when it is well again, or the person no administrator."""
    user = administrators().filter(pk=reference.int >> 64).first()
    asked = [each for each in questions() if crc32(each.name.encode()) == reference.int & LOW_BITS]
    words = told_by(asked[0]) if asked else ""
    if user is None or not words:
        return None
    context = {"name": asked[0].name, "words": words, "fix": asked[0].fix, "site": settings.STAFF_URL}
    body = render_to_string("home/health/site_amiss.txt", context).strip() + "\n"
    return Mail(user.email, _("The site needs you: %(name)s") % {"name": asked[0].name}, body)
