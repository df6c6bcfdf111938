"""A day by which something is due, in words. Pure."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

SOON_DAYS = 7


def due_words(due: date, today: date) -> str:
    """Return how a due day reads today: "overdue by 3 days", "due today", "due on 4 December"."""
    days = (due - today).days
    if days < 0:
        return ngettext("overdue by %(n)s day", "overdue by %(n)s days", -days) % {"n": -days}
    if days == 0:
        return _("due today")
    return _("due on %(day)s") % {"day": date_format(due, "j E")}
