"""Invitations by mail: sent, sent again, taken back, used once within two days."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import drop_mail, queue_mail
from home.jobs.mail_renderers import Mail
from home.models import Invitation
from home.staff.actions.newcomers import tell_managers
from home.staff.actions.roles import chosen_from, give_roles
from home.staff.links import staff_link
from home.staff.permissions import invitations_of, may_send_again
from home.staff.read_models import NAME_TAKEN, has_account, is_name_taken
from home.staff.rules import INVITATION_KEPT

FORGET_INVITATIONS = "home.forget_invitations"
INVITED = "staff_invited"
HAS_ACCOUNT = gettext_lazy(
    "There is an account with this address. Give it the role on the page of the person."
)
HAS_ACCOUNT_ALREADY = gettext_lazy("There is an account with your address already: log in with that one.")
SALT = "home.staff.invitation"


class NoInvitation(Exception):
    """The link is not ours, too old, used or taken back, or its sender may not give these roles any more."""


@transaction.atomic
def invite(
    *, by: User, email: str, roles: Sequence[str], languages: Collection[str] = (), mail_language: str = "uk"
) -> Invitation:
    """Ask somebody by mail to make an account with these roles. Raises PermissionDenied, ValidationError.

    One that waits for the same address from the same person is replaced: its link opens nothing any more.
    """
    if not roles:
        raise PermissionDenied
    chosen_from(by, roles)
    if has_account(email):
        raise ValidationError(HAS_ACCOUNT)
    for earlier in Invitation.objects.waiting().filter(email__iexact=email, by=by):
        _delete(earlier)
    invitation = Invitation.objects.create(
        by=by,
        email=email,
        roles=list(roles),
        languages=",".join(languages),
        mail_language=mail_language,
        sent_at=timezone.now(),
    )
    _mail(invitation)
    _log(invitation, "invite", by)
    return invitation


@transaction.atomic
def send_again(*, by: User, pk: int) -> Invitation:
    """Send another link, valid for two days from now; the one before opens nothing.

    Raises PermissionDenied.
    """
    invitation = _locked(by, pk)
    if not may_send_again(by, invitation):
        raise PermissionDenied
    chosen_from(invitation.by, invitation.roles)
    invitation.sent_at, invitation.sent_times = timezone.now(), invitation.sent_times + 1
    invitation.save(update_fields=["sent_at", "sent_times"])
    _mail(invitation)
    _log(invitation, "invite_again", by)
    return invitation


@transaction.atomic
def take_back(*, by: User, pk: int) -> None:
    invitation = _locked(by, pk)
    _log(invitation, "take_back_invitation", by)
    _delete(invitation)


@transaction.atomic
def take_back_all_of(user: User, *, by: User) -> int:
    """Take back what somebody has sent and what was sent to their address; return how many."""
    waiting = Invitation.objects.waiting()
    found = waiting.filter(by=user) | (
        waiting.filter(email__iexact=user.email) if user.email else waiting.none()
    )
    taken = list(found.select_for_update())
    for invitation in taken:
        _log(invitation, "take_back_invitation", by)
        _delete(invitation)
    return len(taken)


def token_of(invitation: Invitation) -> str:
    """Return what the link ends with: made by a key of this host, and stored nowhere."""
    return signing.Signer(salt=SALT).sign(f"{invitation.uuid.hex}-{invitation.sent_times}")


def find_invitation(token: str) -> Invitation:
    """Return the invitation whose last link this is. Raises NoInvitation."""
    try:
        uuid, times = signing.Signer(salt=SALT).unsign(token).split("-")
        invitation = Invitation.objects.select_related("by").get(uuid=UUID(uuid), sent_times=int(times))
        chosen_from(invitation.by, invitation.roles)
    except (signing.BadSignature, ValueError, Invitation.DoesNotExist, PermissionDenied):
        raise NoInvitation from None
    if not invitation.is_valid:
        raise NoInvitation
    return invitation


@transaction.atomic
def accept(*, token: str, password: str, names: Mapping[str, str]) -> User:
    """Make the account with its roles; return it. Raises NoInvitation, ValidationError.

    `names`: username, first_name, last_name. Of two at once one is told that the invitation was used. All
    who manage the staff are told by mail, so that nobody comes in unseen.
    """
    found = find_invitation(token)
    invitation = Invitation.objects.select_for_update().waiting().filter(pk=found.pk).first()
    if invitation is None:
        raise NoInvitation
    _refuse_taken(invitation.email, names["username"])
    user = _make_account(invitation, password, names)
    give_roles(user=user, keys=invitation.roles, by=invitation.by, languages=invitation.language_codes)
    invitation.used_at, invitation.email, invitation.account = timezone.now(), "", user
    invitation.save(update_fields=["used_at", "email", "account"])
    tell_managers(invitation)
    log(
        user, "home.accept_invitation", user=user, title=user.get_username(), data={"roles": invitation.roles}
    )
    return user


def _refuse_taken(email: str, username: str) -> None:
    """Since the invitation somebody may have got an account; names that look alike are one."""
    if has_account(email):
        raise ValidationError(HAS_ACCOUNT_ALREADY)
    if is_name_taken(username):
        raise ValidationError({"username": NAME_TAKEN})


def _make_account(invitation: Invitation, password: str, names: Mapping[str, str]) -> User:
    try:
        with transaction.atomic():
            user: User = get_user_model().objects.create_user(
                **names, email=invitation.email, password=password
            )
    except IntegrityError:
        raise ValidationError({"username": NAME_TAKEN}) from None
    UserProfile.objects.create(user=user, preferred_language=invitation.mail_language)
    return user


def staff_invited(reference: UUID, _language: str) -> Mail | None:
    """Say who invites to what, and until when the link holds; None for one that holds no more."""
    invitation = Invitation.objects.waiting().select_related("by").filter(uuid=reference).first()
    if invitation is None or not invitation.is_valid:
        return None
    try:
        roles = chosen_from(invitation.by, invitation.roles)
    except PermissionDenied:
        return None
    context = {
        "by": invitation.by.get_full_name() or invitation.by.get_username(),
        "roles": [given.words for given in roles],
        "until": invitation.valid_until,
        "link": staff_link("staff_invitation", token_of(invitation)),
    }
    body = render_to_string("home/staff/invited.txt", context).strip() + "\n"
    return Mail(invitation.email, _("Invitation to work on Letters to Free Crimea"), body)


def forget_invitations() -> None:
    """Delete what is long over, with the addresses of those who never came. Daily."""
    Invitation.objects.filter(sent_at__lt=timezone.now() - INVITATION_KEPT).delete()


def _mail(invitation: Invitation) -> None:
    drop_mail(template=INVITED, reference=invitation.uuid)
    queue_mail(template=INVITED, reference=invitation.uuid, language=invitation.mail_language)


def _locked(by: User, pk: int) -> Invitation:
    if not invitations_of(by).filter(pk=pk).exists():
        raise PermissionDenied
    invitation = Invitation.objects.select_for_update().waiting().filter(pk=pk).first()
    if invitation is None:
        raise PermissionDenied
    return invitation


def _delete(invitation: Invitation) -> None:
    drop_mail(template=INVITED, reference=invitation.uuid)
    invitation.delete()


def _log(invitation: Invitation, action: str, by: User) -> None:
    """No address: whoever is invited may never come."""
    log(invitation, f"home.{action}", user=by, title=str(invitation.uuid), data={"roles": invitation.roles})
