"""Whoever may do something else than before, or has another password, logs in anew, whatever changed it."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in
from django.db.models import Model
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.http import HttpRequest

from home.staff.actions.sessions import begin, end_sessions, forget_devices

# Of these columns of an account a session is as good as a copy.
DECIDE = ("password", "is_active", "is_superuser", "is_staff")
CHANGED = {"post_add", "post_remove", "pre_clear"}


def end_for_changed_account(
    instance: User, update_fields: Collection[str] | None = None, **_kwargs: Any
) -> None:
    asked = [name for name in DECIDE if update_fields is None or name in update_fields]
    if instance.pk is None or not asked:
        return
    before = type(instance)._default_manager.filter(pk=instance.pk).values(*asked).first()
    if before and any(before[name] != getattr(instance, name) for name in asked):
        end_sessions(instance.pk)
    if before and before.get("password", instance.password) != instance.password:
        forget_devices(instance.pk)


def end_for_changed_rights(
    instance: Model, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: Any
) -> None:
    """For groups and permissions of accounts, added or removed from either side."""
    if action not in CHANGED or pk_set == set():
        return
    if not reverse:
        end_sessions(instance.pk)
    else:
        end_sessions(*(pk_set or members_of(instance)))


def members_of(given: Any) -> list[int]:
    """Return the accounts that are in a group, or have a permission by themselves."""
    return list(given.user_set.values_list("pk", flat=True))


def end_for_deleted_group(instance: Group, **_kwargs: Any) -> None:
    end_sessions(*members_of(instance))


def note_login(request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    if session := getattr(request, "session", None):
        begin(session)
    # For the middleware, which gives the device a name of its own with the answer.
    if request is not None:
        request.logged_in = user  # type: ignore[attr-defined]


def connect() -> None:
    account = get_user_model()
    pre_save.connect(end_for_changed_account, sender=account, dispatch_uid="sessions of an account")
    for field in ("groups", "user_permissions"):
        through = getattr(account, field).through
        m2m_changed.connect(end_for_changed_rights, sender=through, dispatch_uid=f"sessions by {field}")
    pre_delete.connect(end_for_deleted_group, sender=Group, dispatch_uid="sessions of a deleted group")
    user_logged_in.connect(note_login, dispatch_uid="note login")
