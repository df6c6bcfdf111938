"""Accounts in the form of administrators: changed there, and made by invitation alone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.log_actions import log
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView

from home.staff.actions.newcomers import TOLD_OF, tell_of_change
from home.staff.permissions import CHANGED

# Of these nobody gets in, and nobody works as somebody else.
ONLY_NAMES = {"first_name", "last_name"}


class AccountList(IndexView):
    add_item_label = gettext_lazy("Invite")

    @cached_property
    def columns(self) -> list[Column]:  # type: ignore[override]
        """Without boxes for many at once: accounts are changed one by one."""
        return [each for each in super().columns if not isinstance(each, BulkActionsCheckboxColumn)]

    def get_add_url(self) -> str | None:
        return reverse("staff_invitations") if super().get_add_url() else None

    def get_delete_url(self, instance: User) -> None:
        """No account is deleted (`NeverDeleted`)."""


class ByInvitation(CreateView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever is invited has the mailbox, and chooses name and password."""
        messages.info(request, _("Accounts are made by invitation. Send one here."))
        return redirect("staff_invitations")

    post = get


class NeverDeleted(DeleteView):
    """With an account it would be forgotten whom it invited: in `are_two` these would be two."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.info(
            request, _("Accounts are not deleted: what was done stays known. Close the account here.")
        )
        return redirect("staff_person", self.object.pk)

    post = get


class ChangeAccount(EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    def save_instance(self) -> User:
        """For a while whoever changed an account is no second person beside it (`are_two`).

        Colleagues hear of what opens it to somebody else, or to more.
        """
        changed = sorted(set(self.form.changed_data) - ONLY_NAMES)
        user: User = super().save_instance()
        if changed and not self.editing_self:
            name = user.get_username()
            entry = log(user, CHANGED, user=self.request.user, title=name, data={"fields": changed})
            if TOLD_OF.keys() & set(changed):
                tell_of_change(entry)
        return user
