"""What a relative may ask for, and what is answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FamilyWish(models.TextChoices):
    """In the order in which staff find them: what may not wait comes first.

    `FamilyRequestQuerySet.most_urgent_first` says where what came without proof of work stands.
    """

    HIDE = "hide", _("hide the page")
    WITHDRAW = "withdraw", _("withdraw consent")
    CORRECT = "correct", _("put something right")
    POST = "post", _("tell whether letters arrive")


class FamilyAnswer(models.TextChoices):
    """A fixed answer; what the relative is told stands in `letters.family.words`. Nobody chooses the last."""

    DONE = "done", _("done")
    AT_ONCE = "at_once", _("hidden at once, we look into the rest")
    MORE = "more", _("we need to know more")
    CANNOT = "cannot", _("we cannot do this")
    UNREAD = "unread", _("closed unread, in a flood")
