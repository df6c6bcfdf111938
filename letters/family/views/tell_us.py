"""A relative writes to us: one thing a page, no account, no cookie, and nothing is looked up.

Whoever the address names, or nobody: no record is asked for, so the pages are the same. What was typed
travels in the form, and no browser keeps it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import InterfaceError, OperationalError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from home.caching.once import is_proven
from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.security import form_tokens
from home.security.proof_of_work import new_challenge
from home.settings.defaults import settings
from home.site.permissions import from_another_site
from home.site.read_models import in_language, public_languages
from home.site.statuses import BROKEN, CONFLICT, NO_ENTRY, UNFILLED
from letters.choices.family import FamilyWish
from letters.choices.limits import SendingLimit
from letters.codes import grouped, idempotency_key
from letters.family.actions.sending import send_family_request
from letters.family.forms.steps import ReachForm, WhoForm, WishForm, WordsForm
from letters.family.words import FamilyWords
from letters.handling.views.privacy import NEVER_KEPT, kept_as
from letters.permissions.limits import (
    FAMILY_REQUESTS_BY_NETWORK,
    FAMILY_REQUESTS_BY_NOBODY,
    FASTEST_SENDING,
    OLDEST_FORM,
    is_too_many,
    limits_for,
    takes_letters,
)

FORM = "family"
WISH, WHO, WORDS, REACH, SEND = "wish", "who", "words", "reach", "send"
LONGEST_SLUG = 255  # of any record's address
TYPED = ("wish", "who", "arrives", "heard", "words", "reach")
AGAIN = _("Please press the button once more: nothing you wrote is lost.")
TOO_MANY = _("Too many forms were sent from here. Wait a minute, then press the button once more.")
NOT_TAKEN = _("This site can’t take it now. Please write to the address at the foot of the page.")
BROKEN_NOW = _("Something broke on our side. Nothing you wrote is lost: wait a minute, then send it again.")


@dataclass(frozen=True)
class Typed:
    """What one request brought, and at which address."""

    values: Mapping[str, str]
    slug: str
    token: str
    proof: str = ""

    @classmethod
    def sent(cls, request: HttpRequest, slug: str) -> "Typed":
        values = {name: request.POST.get(name, "") for name in TYPED}
        return cls(values, slug, request.POST.get("token", ""), request.POST.get("proof", ""))

    def forms(self, *, is_bound: bool = True) -> dict[str, Form]:
        """Return the form of each page, filled with what was typed; bound, it says what is wrong."""
        given: dict[str, Any] = {"data": self.values} if is_bound else {"initial": self.values}
        words = WordsForm(**given, wish=self.values.get("wish", ""))
        who = {} if self.slug else {WHO: WhoForm(**given)}
        return {WISH: WishForm(**given), **who, WORDS: words, REACH: ReachForm(**given)}

    @property
    def steps(self) -> list[str]:
        return [*self.forms(is_bound=False), SEND]


@kept_as(NEVER_KEPT)
def tell_us(request: HttpRequest, slug: str = "") -> HttpResponse:
    if len(slug) > LONGEST_SLUG:
        raise Http404
    if request.method != "POST":
        return page(request, WISH, Typed({}, slug, form_tokens.issue(FORM)), is_bound=False)
    typed = Typed.sent(request, slug)
    if from_another_site(request):
        return page(request, REACH, typed, notice=AGAIN, status=NO_ENTRY)
    wanted, forms = request.POST.get("go"), typed.forms()
    asked = typed.steps.index(wanted) if wanted in typed.steps else 1
    wrong = next((step for step in typed.steps[:asked] if not forms[step].is_valid()), None)
    if wrong:
        return page(request, wrong, typed, status=UNFILLED)
    if wanted == SEND:
        return send(request, typed, forms)
    return page(request, typed.steps[asked], typed, is_bound=False)


def send(request: HttpRequest, typed: Typed, forms: Mapping[str, Form]) -> HttpResponse:
    """Store it and show the code at the same address; whatever is in the way, nothing typed is lost."""
    try:
        token = form_tokens.read(typed.token, FORM)
    except form_tokens.InvalidFormToken:
        return page(request, REACH, anew(typed), notice=AGAIN, status=UNFILLED)
    if not FASTEST_SENDING <= token.age <= OLDEST_FORM:
        # One that came too soon grows old enough by itself.
        again = anew(typed) if token.age > OLDEST_FORM else typed
        return page(request, REACH, again, notice=AGAIN, status=UNFILLED)
    if is_over(request):
        return page(request, REACH, typed, notice=TOO_MANY, status=429)
    data = {name: value for form in forms.values() for name, value in form.cleaned_data.items()}
    wish = FamilyWish(data.pop("wish"))
    words = FamilyWords(**data)
    sent = idempotency_key(token.nonce, (wish, typed.slug, *words.fingerprint))
    try:
        if not takes_letters():
            return page(request, REACH, typed, notice=NOT_TAKEN, status=CONFLICT)
        code = send_family_request(
            wish=wish,
            slug=typed.slug,
            words=words,
            nonce=token.nonce,
            page_language=get_language() or SOURCE_LANGUAGE,
            is_unproven=not is_proven(typed.proof, FORM, by=sent),
        )
    except (OperationalError, InterfaceError):
        return page(request, REACH, typed, notice=BROKEN_NOW, status=BROKEN)
    return render(request, "letters/family/sent.html", {"code": grouped(code), **around()})


def anew(typed: Typed) -> Typed:
    """Return it with a token that may be sent at once: the form was filled in before."""
    token = form_tokens.issue(FORM, at=timezone.now() - FASTEST_SENDING)
    return replace(typed, token=token)


def is_over(request: HttpRequest) -> bool:
    most = {"by_network": FAMILY_REQUESTS_BY_NETWORK, "by_nobody": FAMILY_REQUESTS_BY_NOBODY}
    return is_too_many(request, "family", **most)


def page(
    request: HttpRequest,
    step: str,
    typed: Typed,
    *,
    is_bound: bool = True,
    notice: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of one step; all that is not asked there travels along, unseen."""
    form = typed.forms(is_bound=is_bound)[step]
    steps, place = typed.steps, typed.steps.index(step)
    names = dict(CONTENT_LANGUAGES)
    context = {
        "step": step,
        "form": form,
        "notice": notice,
        "hidden": [(name, value) for name, value in typed.values.items() if name not in form.fields],
        "token": typed.token,
        "goes_to": steps[place + 1],
        "goes_back_to": steps[place - 1] if place else "",
        "is_hiding": typed.values.get("wish") == FamilyWish.HIDE,
        "step_languages": [
            {"code": code, "name": names[code], "action": in_language(request.path, code)}
            for code in public_languages(request)
        ],
        **(proof_asked(request, typed) if step == REACH else {}),
        **around(),
    }
    return render(request, f"letters/family/{step}.html", context, status=status)


def proof_asked(request: HttpRequest, typed: Typed) -> dict[str, str]:
    """A proof of work slows a flood down; without one a request is taken, and stands below the others."""
    challenge = new_challenge(FORM, cost=limits_for(request)[SendingLimit.PROOF_COST])
    return {"proof": typed.proof, "challenge": json.dumps(challenge)}


def around() -> dict[str, str]:
    return {
        "harmless_page": settings.HARMLESS_PAGE,
        "switcher_template": "letters/family/switcher.html",
    }
