from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester, Revision, RevisionMixin, TaskState

if TYPE_CHECKING:  # what these are mixed into
    Revised: TypeAlias = RevisionMixin
    OnPage: TypeAlias = Page
else:
    Revised = OnPage = object


class ApprovedRevisions(Revised):
    """What is drafted and approved: a public revision stays as it was approved.

    Wagtail lets a person overwrite their own last revision in place, as autosave does; over one that somebody
    else has read, that would be an edit nobody sees as newer. And it takes each press of a button of the
    editor for an edit, even of the one that approves: what was saved unchanged is an edit of nobody.
    """

    # Said by the form that saves it as it was shown (prisoner_pages.records.forms.records.DraftMixin).
    is_unchanged = False
    # Said of what the form sends by itself while somebody types (prisoner_pages.records.views.autosave).
    is_saved_by_itself = False
    live_revision_id: int | None

    def save_revision(
        self,
        *args: Any,
        previous_revision: Revision | None = None,
        overwrite_revision: Revision | None = None,
        **kwargs: Any,
    ) -> Revision:
        if overwrite_revision and (overwrite_revision.user_id is None or self.is_read(overwrite_revision)):
            overwrite_revision = None
        if self.is_unchanged and not previous_revision:
            kwargs |= {"changed": False, "log_action": False}
            # Of what is overwritten the author stays: who changed it before is not forgotten.
            kwargs |= {} if overwrite_revision else {"user": None}
        kwargs |= {"previous_revision": previous_revision, "overwrite_revision": overwrite_revision}
        return super().save_revision(*args, **kwargs)

    def refuse_over_newer(self) -> None:
        """Raise PermissionDenied where somebody saved more since the request began.

        Wagtail looks before it begins. Within its transaction, before anything is written, a button that was
        pressed meanwhile has either saved or waits.
        """
        rows = Page.objects if isinstance(self, Page) else type(self)._base_manager
        latest = rows.select_for_update().values_list("latest_revision", flat=True).get(pk=self.pk)
        now = Revision.objects.filter(pk=latest).values_list("pk", "created_at").first()
        seen = self.latest_revision
        if now != (seen and (seen.pk, seen.created_at)):
            raise PermissionDenied(_("Saving will overwrite a newer version."))

    def is_read(self, revision: Revision) -> bool:
        """Say whether others decide by this very revision: it is public, or was submitted or scheduled."""
        return (
            revision.pk == self.live_revision_id
            or revision.approved_go_live_at is not None
            or TaskState.objects.filter(revision=revision).exists()
        )


class SectionPermissionTester(PagePermissionTester):
    """What anyone may do with a page in a partner’s section: write, submit, approve; only approval publishes.

    Holds for coordinators and superusers too. What is public is taken down by pausing the person or by
    an action, never by unpublishing or deleting one page of several.
    """

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.page.live and super().can_delete(ignore_bulk=ignore_bulk)

    def can_copy(self) -> bool:
        return self.page.is_made_by_hand and super().can_copy()

    def can_unschedule(self) -> bool:
        return self.user.is_superuser or "lock" in self.permissions


class InSection(ApprovedRevisions, OnPage):
    """A page that lies in a partner's section, or is one."""

    is_made_by_hand = True  # and so can be copied
    # Approval decides what is public and an act what is not any more; neither may come from a clock: a person
    # may be hidden by then, and translations may say what was to be withdrawn.
    follows_hours = False
    settings_panels: list[Any] = []

    def permissions_for_user(self, user: User) -> SectionPermissionTester:
        return SectionPermissionTester(user, self)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Older drafts may name an hour: approved, they would wait for it for ever."""
        return super().with_content_json({**content, "go_live_at": None, "expire_at": None})
