"""The form of every page: what may be planned in it."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PlannedPageForm(WagtailAdminPageForm):
    """Plans no draft of a page that is public without ever having been published as a draft.

    Wagtail would take such a page down until the hour has come, as if it had not been public before.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.live and self.instance.pk and self.instance.live_revision_id is None:
            self.fields.pop("go_live_at", None)
