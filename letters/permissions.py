"""Which letters a member of staff may see, and who may open one."""

from django.core.exceptions import PermissionDenied

from letters.models import Letter


def letters_seen_by(user):
    """Return the letters of the desks this user works at; being a superuser opens no desk."""
    if not user.has_perm("letters.view_letter"):
        return Letter.objects.none()
    return Letter.objects.at_desk_of(user)


def require_open(user, letter):
    """Raise PermissionDenied unless the user may open this letter."""
    if not user.has_perm("letters.open_letter") or not letters_seen_by(user).filter(pk=letter.pk).exists():
        raise PermissionDenied
