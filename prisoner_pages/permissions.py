"""Who may do what to a partner's things."""

from django.core.exceptions import PermissionDenied

from prisoner_pages.models import Partner

# Coordinators work across partners by this permission, not by being superusers.
ALL_PARTNERS = "prisoner_pages.all_partners"


def is_coordinator(user):
    return user.is_active and user.has_perm(ALL_PARTNERS)


def may_edit(user, partner):
    """Editors and moderators of the partner, and coordinators."""
    return is_coordinator(user) or Partner.objects.of(user).filter(pk=partner.pk).exists()


def may_moderate(user, partner):
    return is_coordinator(user) or Partner.objects.moderated_by(user).filter(pk=partner.pk).exists()


def may_judge_post(user):
    """Places of detention are shared: any partner's moderator may say how the post stands there."""
    return is_coordinator(user) or Partner.objects.moderated_by(user).exists()


def require(allowed):
    if not allowed:
        raise PermissionDenied


def require_editor(by, partner):
    """Refuse unless `by` may edit for the partner; None is the system (import, worker, demo)."""
    require(by is None or may_edit(by, partner))


def require_moderator(by, partner):
    require(by is None or may_moderate(by, partner))
