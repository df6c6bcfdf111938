"""The demo's addresses of the team, on a domain that belongs to nobody."""

from home.models import SiteSettings
from prisoner_pages.demo.reading import content


def load_addresses() -> None:
    """Fill the addresses that nobody has set yet."""
    settings = SiteSettings.load()
    addresses = content("site")["addresses"]
    _set(settings, {name: address for name, address in addresses.items() if not getattr(settings, name)})


def remove_addresses() -> None:
    settings = SiteSettings.load()
    addresses = content("site")["addresses"]
    _set(settings, {name: "" for name, address in addresses.items() if getattr(settings, name) == address})


def _set(settings: SiteSettings, values: dict[str, str]) -> None:
    """Save only changes: saving invalidates every cached page."""
    for name, value in values.items():
        setattr(settings, name, value)
    if values:
        settings.save()
