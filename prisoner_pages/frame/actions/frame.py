"""What stands around every page is arranged by coordinators; each page shows it on the next request."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from home.models import SiteSettings
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.permissions.partners import is_coordinator, require


@transaction.atomic
def arrange_frame(*, menu: Sequence[str], footer: Sequence[str], by: User, **contact: str) -> SiteSettings:
    """Set paths and slugs of menu and footer, in order, and how the site is reached."""
    require(is_coordinator(by))
    SiteSettings.load()
    settings = SiteSettings.objects.select_for_update().order_by("pk")[0]
    said = {"menu": list(menu), "footer": list(footer), **contact}
    changed = [name for name, value in said.items() if getattr(settings, name) != value]
    for name in changed:
        setattr(settings, name, said[name])
    settings.save(update_fields=changed)
    log_record(settings, "arrange_frame", by=by, fields=changed)
    return settings
