from django.core.exceptions import PermissionDenied
from wagtail.models import PagePermissionTester


class ApprovedRevisions:
    """What is drafted and approved: a public revision stays as it was approved.

    Wagtail lets a person overwrite their own last revision in place; over a public one that would be an
    edit nobody sees as newer than the approval. And it takes each press of a button of the editor for an
    edit, even of the one that approves: what was saved unchanged is an edit of nobody.
    """

    # Said by the form that saves it as it was shown (prisoner_pages.records.forms.records.DraftMixin).
    is_unchanged = False

    def save_revision(self, *args, previous_revision=None, overwrite_revision=None, **kwargs):
        if overwrite_revision and overwrite_revision.pk == self.live_revision_id:
            raise PermissionDenied
        if self.is_unchanged and not previous_revision:
            kwargs |= {"user": None, "changed": False, "log_action": False}
        return super().save_revision(
            *args, previous_revision=previous_revision, overwrite_revision=overwrite_revision, **kwargs
        )


class SectionPermissionTester(PagePermissionTester):
    """What anyone may do with a page in a partner’s section: write, submit, approve; only approval publishes.

    Holds for coordinators and superusers too. What is public is taken down by pausing the person or by
    an action, never by unpublishing or deleting one page of several.
    """

    def can_publish(self):
        return False

    def can_publish_subpage(self):
        return False

    def can_unpublish(self):
        return False

    def can_delete(self, ignore_bulk=False):
        return not self.page.live and super().can_delete(ignore_bulk=ignore_bulk)

    def can_unschedule(self):
        return self.user.is_superuser or "lock" in self.permissions


class InSection(ApprovedRevisions):
    """A page that lies in a partner's section, or is one."""

    def permissions_for_user(self, user):
        return SectionPermissionTester(user, self)
