"""Who may do what to a partner's things. Policies are registered for Wagtail in `AppConfig.ready`."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from home.languages.ordering import by_alphabet
from home.staff.permissions import BACKEND, are_two, of_one_hand
from prisoner_pages.models import (
    Announcement,
    CaseGroup,
    ChargeArticle,
    Facility,
    Figure,
    FrontEnd,
    Interest,
    Observance,
    Occupation,
    Partner,
    Place,
    PostNote,
    Prisoner,
    Topic,
)
from prisoner_pages.querysets.announcements import AnnouncementQuerySet
from prisoner_pages.querysets.partners import PartnerQuerySet

VOCABULARIES = [CaseGroup, ChargeArticle, Interest, Observance, Occupation, Place, Topic]
# Coordinators work across partners by this permission, not by being superusers.
ALL_PARTNERS = "prisoner_pages.all_partners"
ACCESS_PRIVATE = "prisoner_pages.access_private"
# Moderators and coordinators have it; whose front ends they keep is asked besides.
KEEP_FRONT_ENDS = "prisoner_pages.change_frontend"
# Coordinators have it, and auditors, who change none.
VIEW_PARTNERS = "prisoner_pages.view_partner"


def is_coordinator(user: User) -> bool:
    return user.is_active and user.has_perm(ALL_PARTNERS)


def may_edit(user: User, partner: Partner) -> bool:
    """Editors and moderators of the partner, and coordinators."""
    return user.is_active and (
        is_coordinator(user) or Partner.objects.of(user).filter(pk=partner.pk).exists()
    )


def may_moderate(user: User, partner: Partner) -> bool:
    return is_coordinator(user) or Partner.objects.moderated_by(user).filter(pk=partner.pk).exists()


def may_confirm(user: User, announcement: Announcement) -> bool:
    """Anybody who may edit for the partner and is a second person beside whoever prepared it."""
    return (
        has_preparer(announcement)
        and are_two(user, announcement.prepared_by)
        and may_edit(user, announcement.partner)
    )


def confirmable_by(user: User) -> AnnouncementQuerySet:
    """Return the announcements that wait and that `may_confirm` lets the user confirm, as rows."""
    everywhere = User.objects.with_perm(ALL_PARTNERS, backend=BACKEND)
    at_partner = Q(partner__editors__user=F("prepared_by")) | Q(partner__moderators__user=F("prepared_by"))
    waiting = Announcement.objects.waiting().of_partners(partners_for(user))
    theirs = waiting.filter(at_partner | Q(prepared_by__in=everywhere), prepared_by__is_active=True)
    return theirs.exclude(prepared_by__in=of_one_hand(user)).distinct()


def has_preparer(announcement: Announcement) -> bool:
    """Say whether whoever prepared it still works for the partner."""
    preparer = announcement.prepared_by
    return preparer is not None and preparer.is_active and may_edit(preparer, announcement.partner)


def may_read_private(user: User, record: Prisoner) -> bool:
    """Moderators of the record's own partner; neither editors nor coordinators."""
    return user.is_active and user.has_perm(ACCESS_PRIVATE) and record.partner.has_moderator(user)


def may_read_consents(user: User, record: Prisoner) -> bool:
    """Who gave a basis, and its proof: editors and moderators of the record's own partner."""
    return user.is_active and record.partner_id in partner_ids_of(user)


def may_keep_copies(user: User, record: Prisoner) -> bool:
    """Copies of sources, private ones among them: editors and moderators of the record's own partner."""
    return user.is_active and record.partner_id in partner_ids_of(user)


def partners_for(user: User) -> PartnerQuerySet:
    """Return the partners for whom the user may work, as a QuerySet."""
    return Partner.objects.all() if is_coordinator(user) else Partner.objects.of(user)


def partners_moderated_by(user: User) -> PartnerQuerySet:
    return Partner.objects.all() if is_coordinator(user) else Partner.objects.moderated_by(user)


def colleagues_of(user: User) -> QuerySet[User]:
    """Return those who keep records for a partner for whom the user works, by name."""
    partners = partners_for(user)
    staff = Q(groups__in=partners.values("editors")) | Q(groups__in=partners.values("moderators"))
    found = User.objects.filter(staff, is_active=True).distinct()
    return found.order_by(*by_alphabet("last_name", "first_name", "username"))


def partner_ids_of(user: User) -> set[int]:
    """Return the ids of the user's partners; asked once a request, since lists ask for every row."""
    asked: Any = user
    if not hasattr(asked, "own_partner_ids"):
        asked.own_partner_ids = set(Partner.objects.of(user).values_list("pk", flat=True))
    return asked.own_partner_ids


def moderated_partner_ids(user: User) -> set[int]:
    return set(Partner.objects.moderated_by(user).values_list("pk", flat=True))


def may_state(user: User) -> bool:
    """Editors state what they know of other partners' people; coordinators decide in the record itself."""
    return user.has_perm("prisoner_pages.change_prisoner") and not is_coordinator(user)


def may_judge_post(user: User) -> bool:
    """Places of detention are shared: any partner's moderator may say how the post stands there."""
    return is_coordinator(user) or Partner.objects.moderated_by(user).exists()


def may_take_post_note(user: User, note: PostNote) -> bool:
    """A moderator of the partner that noted it, and coordinators: they know who is believed."""
    return may_moderate(user, note.partner)


def may_read_post_source(user: User, note: PostNote) -> bool:
    """Who told of the post is known to the partner that noted it, and to nobody else."""
    return user.is_active and note.partner_id in partner_ids_of(user)


def may_correct_figures(user: User) -> bool:
    return user.is_active and user.has_perm("prisoner_pages.add_figure")


def may_keep_webhooks(user: User, owner: Any) -> bool:
    """Moderators of the partner whose slug is `owner`, and coordinators."""
    return is_coordinator(user) or Partner.objects.moderated_by(user).filter(slug=owner).exists()


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def require_editor(by: User | None, partner: Partner) -> None:
    """Refuse unless `by` may edit for the partner; None is the system (import, worker, demo)."""
    require(by is None or may_edit(by, partner))


def require_moderator(by: User | None, partner: Partner) -> None:
    require(by is None or may_moderate(by, partner))


class PartnerPolicy(ModelPermissionPolicy):
    """The model's permission, and only on what belongs to one's own partner.

    Nobody publishes, unpublishes or deletes a record by hand, superusers included: approval and actions do.
    """

    withheld = frozenset({"publish", "unpublish", "delete"})

    def user_has_permission(self, user: User, action: str) -> bool:
        return action not in self.withheld and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        is_own = is_coordinator(user) or instance.partner_id in partner_ids_of(user)
        return is_own and self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet:
        instances = super().instances_user_has_any_permission_for(user, actions)
        return instances.filter(partner__in=partners_for(user))


class FrontEndPolicy(ModelPermissionPolicy):
    """A partner's moderators keep its own front ends, coordinators keep all."""

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        is_own = is_coordinator(user) or instance.partner_id in moderated_partner_ids(user)
        return is_own and self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet:
        instances = super().instances_user_has_any_permission_for(user, actions)
        return (
            instances if is_coordinator(user) else instances.filter(partner__in=moderated_partner_ids(user))
        )


class WordPolicy(ModelPermissionPolicy):
    """Coordinators change and publish words; partners see the published ones and propose drafts."""

    def user_has_permission(self, user: User, action: str) -> bool:
        wanted = "add" if action == "view" else action
        return super().user_has_permission(user, wanted)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        if action == "view":
            return self.user_has_permission(user, "view") and (
                instance.live or self.user_has_permission(user, "change")
            )
        return self.user_has_permission(user, action)

    def instances_user_has_any_permission_for(self, user: User, actions: Collection[str]) -> QuerySet:
        instances = super().instances_user_has_any_permission_for(user, actions)
        return instances if self.user_has_permission(user, "change") else instances.filter(live=True)


class AppendOnlyPolicy(ModelPermissionPolicy):
    """What is added and never changed or deleted."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in ("add", "view") and super().user_has_permission(user, action)


def register_policies() -> None:
    register_permission_policy(Prisoner, PartnerPolicy(Prisoner))
    register_permission_policy(Facility, ModelPermissionPolicy(Facility))
    register_permission_policy(Figure, AppendOnlyPolicy(Figure))
    register_permission_policy(FrontEnd, FrontEndPolicy(FrontEnd))
    for word in VOCABULARIES:
        register_permission_policy(word, WordPolicy(word))
