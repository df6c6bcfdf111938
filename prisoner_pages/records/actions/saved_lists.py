"""Lists of people kept under a name. They hold what is asked for, and nobody's data."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from prisoner_pages.models import Partner, SavedList
from prisoner_pages.permissions.partners import may_edit, may_moderate, require

MOST_LISTS = 30
TOO_MANY = _("There are %(count)s lists already: forget one first.")


@transaction.atomic
def save_list(*, name: str, query: str, by: User, partner: Partner | None = None) -> SavedList:
    """Keep the query under the name, in place of one's own of this name. Raises ValidationError."""
    require(partner is None or may_edit(by, partner))
    beside = SavedList.objects.filter(partner=partner)
    beside = beside if partner else beside.filter(by=by)
    beside.filter(name=name, by=by).delete()
    if beside.count() >= MOST_LISTS:
        raise ValidationError(TOO_MANY, params={"count": MOST_LISTS})
    return SavedList.objects.create(name=name, query=query, by=by, partner=partner)


def may_forget(user: User, saved: SavedList) -> bool:
    """Whoever saved it, and moderators of the partner for which it was saved."""
    return saved.by_id == user.pk or bool(saved.partner and may_moderate(user, saved.partner))


def forget_list(saved: SavedList, *, by: User) -> None:
    require(may_forget(by, saved))
    saved.delete()
