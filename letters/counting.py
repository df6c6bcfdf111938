"""What the counter of a campaign or an event adds to a published figure: our letters since its day."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from letters.choices import LetterState
from letters.lifecycle import CLOSED
from letters.models import Letter
from prisoner_pages.models import CampaignPage, EventPage
from prisoner_pages.showing import counters

# Published figures count letters that people wrote; ours counts those that a reader has accepted, so that
# neither a flood nor abuse moves a number that the public sees.
NOT_ACCEPTED = {LetterState.RECEIVED, LetterState.ASKED, *CLOSED}
PAGES = {CampaignPage: "campaign", EventPage: "event"}


def register_counters():
    """Called once, when the app is ready."""
    for model, name in PAGES.items():
        counters.register(model, ours(name))


def ours(name):
    """Return the expression, on a row of Figure, that counts letters of its campaign or event since then."""
    since = Letter.objects.filter(**{name: OuterRef(name)}, received_on__gt=OuterRef("counted_until"))
    accepted = since.exclude(state__in=NOT_ACCEPTED).order_by().values(name)
    return Coalesce(Subquery(accepted.annotate(count=Count("pk")).values("count")), 0)
