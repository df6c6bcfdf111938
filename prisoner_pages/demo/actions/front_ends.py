"""A partner's own site on one's own machine: docs/examples/static, our embeds and drafts stand there."""

from prisoner_pages.models import FrontEnd, Partner

PARTNER = "zmina"
NAME = "Сайт на власному комп’ютері (демо)"
# Where `python3 -m http.server 3000` shows a page.
ORIGIN = "http://localhost:3000"
PREVIEW = f"{ORIGIN}/preview.html"


def load_front_ends(partners: dict[str, Partner]) -> None:
    """Name the site for the partner, unless it has one of that name."""
    told = {"origins": ORIGIN, "embed_origins": ORIGIN, "preview_url": PREVIEW}
    FrontEnd.objects.get_or_create(partner=partners[PARTNER], name=NAME, defaults=told)


def remove_front_ends() -> None:
    FrontEnd.objects.filter(partner__slug=PARTNER, name=NAME).delete()
