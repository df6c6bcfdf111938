"""Accounts in the admin, for administrators."""

from typing import Any

from wagtail.users.views.users import UserViewSet

from home.staff.forms import AccountForm
from home.staff.views.accounts import AccountList, ByInvitation, ChangeAccount, NeverDeleted


class AccountViewSet(UserViewSet):
    index_view_class = AccountList
    add_view_class = ByInvitation
    edit_view_class = ChangeAccount
    delete_view_class = NeverDeleted

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return AccountForm if for_update else super().get_form_class(for_update)
