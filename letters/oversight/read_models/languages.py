"""What letter desks have for a language, for whoever decides about opening it to the public."""

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from letters.choices.desk import DeskRole
from letters.models import DeskMember, ReasonChip
from prisoner_pages.opening.read_models.languages import Finding


def letters_in(language: str) -> list[Finding]:
    """Say whether somebody reads letters in it, and whether their writers are told why one cannot go."""
    return [_translators(language), _reasons(language)]


def _translators(language: str) -> Finding:
    seats = DeskMember.objects.seated().in_role(DeskRole.TRANSLATOR)
    count = len({seat.user_id for seat in seats if language in seat.language_codes})
    said = ngettext("%d letter translator reads it", "%d letter translators read it", count) % count
    said = said if count else _("no letter translator reads it yet")
    return Finding(gettext_lazy("Letters"), said, not count, link="letter_desk:desks")


def _reasons(language: str) -> Finding:
    lacking = ReasonChip.objects.filter(~Q(texts__language=language)).distinct().count()
    said = _("%d have no words in this language") % lacking if lacking else _("all have words in it")
    return Finding(gettext_lazy("Reasons why a letter cannot go"), said, bool(lacking))
