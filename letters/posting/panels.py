"""What posting shows on the first page of the admin."""

from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.ui.components import Component

from letters.models import PostReturn
from prisoner_pages.permissions.partners import partners_for


class PlacesToCheck(Component):
    """For editors, on the first page of the admin: whose letters came back because the person is elsewhere.

    The record is theirs to check; nothing in it changes by itself.
    """

    order = 60
    template_name = "letters/posting/places_to_check.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        if not self.user.has_perm("prisoner_pages.change_prisoner"):
            return {"returns": []}
        returns = PostReturn.objects.asking_for_a_check().filter(
            letter__prisoner__partner__in=partners_for(self.user)
        )
        newest = {}
        for each in returns.select_related("letter__prisoner", "facility").order_by("on", "pk"):
            newest[each.letter.prisoner_id] = each
        return {"returns": list(newest.values())}
