"""The secret key of a front end: made here, shown once, stored as a digest."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.headless.answers.api.front_ends import SECRET, digest_of
from prisoner_pages.models import FrontEnd
from prisoner_pages.permissions.partners import require_moderator


@transaction.atomic
def make_secret_key(front_end: FrontEnd, *, by: User | None) -> str:
    """Return a new secret key; the previous one is void at once. Nobody can read it again."""
    require_moderator(by, front_end.partner)
    stored = FrontEnd.objects.select_for_update().get(pk=front_end.pk)
    key = SECRET + secrets.token_urlsafe(32)
    stored.secret_digest, stored.secret_made_at = digest_of(key), timezone.now()
    stored.save(update_fields=["secret_digest", "secret_made_at"])
    log(stored, "prisoner_pages.make_secret_key", user=by)
    return key
