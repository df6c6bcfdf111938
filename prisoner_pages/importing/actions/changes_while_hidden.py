"""What lists did to a record while the person was hidden: told to whoever is about to show them again.

Facts stay true behind a pause, as letters and holds go by them; what the operator published is seen on the
day the pause ends. So a moderator reads of it first. Texts wait in drafts in any case.
"""

from wagtail.models import ModelLogEntry

from prisoner_pages.choices import FactGroup, Scope
from prisoner_pages.facts.read_models.declarations import FACT_OF
from prisoner_pages.models import Claim, Prisoner


def changed_while_hidden(record: Prisoner) -> list[str]:
    """Return the words for groups of facts, and for bases, that lists have changed since the pause began."""
    if record.paused_at is None:
        return []
    entries = ModelLogEntry.objects.for_instance(record).filter(timestamp__gte=record.paused_at, user=None)
    changes = entries.filter(action="prisoner_pages.import_change")
    facts = [name for entry in changes if entry.data["published"] for name in entry.data["facts"]]
    claims = Claim.objects.filter(prisoner=record, shown_since__gte=record.paused_at)
    names = [*facts, *claims.values_list("field", flat=True)]
    found = {FACT_OF[name].group for name in names if name in FACT_OF}
    given = entries.filter(action="prisoner_pages.give_consent")
    scopes = {entry.data["scope"] for entry in given}
    labels = [each.label for each in FactGroup if each in found]
    labels += [each.label for each in Scope if each in scopes]
    return list(dict.fromkeys(map(str, labels)))
