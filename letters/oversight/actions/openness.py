"""Whether the site takes letters, noted where accounts can be read, for a host that reads none."""

from home.models import SiteSettings
from prisoner_pages.demo.actions.accounts import demo_accounts

NOTE_OPENNESS = "letters.note_openness"


def openness_has_changed() -> bool:
    return not SiteSettings.objects.filter(takes_letters=_may_take_letters()).exists()


def note_openness() -> None:
    """Note whether letters may be taken: not while demo accounts can log in. A job, watched."""
    may_take = _may_take_letters()
    if not SiteSettings.objects.update(takes_letters=may_take):
        SiteSettings.objects.create(takes_letters=may_take)


def _may_take_letters() -> bool:
    return not demo_accounts().filter(is_active=True).exists()
