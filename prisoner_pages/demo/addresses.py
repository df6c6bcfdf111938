"""The demo's addresses of the team: of a domain that belongs to nobody."""

from home.models import SiteSettings
from prisoner_pages.demo.reading import content


def load_addresses():
    """Fill the addresses that nobody has set yet."""
    settings = SiteSettings.load()
    for name, address in content("site")["addresses"].items():
        if not getattr(settings, name):
            setattr(settings, name, address)
    settings.save()


def remove_addresses():
    settings = SiteSettings.load()
    for name, address in content("site")["addresses"].items():
        if getattr(settings, name) == address:
            setattr(settings, name, "")
    settings.save()
