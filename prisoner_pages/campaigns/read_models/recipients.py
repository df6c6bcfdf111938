"""How many people a campaign would ask letters for, and how many of them can get letters now."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _, ngettext

from prisoner_pages.permissions.choosers import records_for
from prisoner_pages.querysets.told_facts import Rule


def recipients_in_words(user: User, chosen: Iterable[Any], rule: Rule) -> str:
    """Say it of those whom the user may choose: people whom others hide are counted for nobody else."""
    people = records_for(user).asked_for(chosen, rule)
    total = people.count()
    if not total:
        return _("Nobody is chosen yet.")
    said = ngettext("%(total)s person is asked for.", "%(total)s people are asked for.", total)
    writable = people.accepting_letters().count()
    able = ngettext(
        "%(count)s of them can get letters now.", "%(count)s of them can get letters now.", writable
    )
    return f"{said % {'total': total}} {able % {'count': writable}}"
