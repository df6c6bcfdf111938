"""Asking again who sits here, before something leaves the site for a disk or a printer.

Whoever finds an open screen finds no file. Where accounts have a second factor, it belongs here beside the
password: `is_confirmed` and `confirm` are all that the other views know.
"""

import logging
from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from home.site.requests import StaffRequest
from letters.handling.views.staff import private
from letters.models import DayPack
from letters.printing.forms import PasswordForm

logger = logging.getLogger(__name__)

CONFIRMED_FOR = timedelta(minutes=10)
CONFIRMED_AT, WRONG = "letters_confirmed_at", "letters_wrong_passwords"
# Then the session is over: a stolen one is no place to guess a password.
MOST_WRONG = 5
UNFILLED = 422


def is_confirmed(request: StaffRequest) -> bool:
    """Did this person give their password in this session within the last minutes?"""
    age = timezone.now().timestamp() - request.session.get(CONFIRMED_AT, 0)
    return 0 <= age < CONFIRMED_FOR.total_seconds()


def confirm(request: StaffRequest) -> None:
    request.session[CONFIRMED_AT] = timezone.now().timestamp()
    request.session.pop(WRONG, None)


def ask_password(pack: DayPack) -> HttpResponse:
    """Go to the page that asks, and from there back to the pack."""
    return redirect(f"{reverse('letter_desk:password')}?pack={pack.uuid}")


@private
def password(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PasswordForm(user=request.user, initial={"pack": request.GET.get("pack", "")}))
    form = PasswordForm(request.POST, user=request.user)
    if form.is_valid():
        confirm(request)
        messages.success(request, _("Thank you. For ten minutes you can open files."))
        pack = form.cleaned_data["pack"]
        return redirect("letter_desk:pack", pack) if pack else redirect("letter_desk:packs")
    wrong = request.session[WRONG] = request.session.get(WRONG, 0) + bool(request.POST.get("password"))
    logger.warning("Wrong password", extra={"event": "reauthentication_failed", "user": request.user.pk})
    if wrong >= MOST_WRONG:
        logout(request)
        return redirect(reverse("letter_desk:packs"))
    return _page(request, form, status=UNFILLED)


def _page(request: StaffRequest, form: PasswordForm, *, status: int = 200) -> HttpResponse:
    return render(request, "letters/printing/password.html", {"form": form}, status=status)
