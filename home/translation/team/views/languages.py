"""The rules of each language, who has which right in it, and where a second person is missing."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Locale

from home.languages.info import SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from home.translation.choices import Purpose, Right
from home.translation.desk.read_models.assignees import eyes_of
from home.translation.desk.views.overview import for_leaders
from home.translation.machines.base import Translator
from home.translation.machines.read_models import translator_for
from home.translation.models import LocalePolicy
from home.translation.permissions import people_by_right
from home.translation.team.actions.language_rules import change_rules
from home.translation.team.forms import RulesForm


@for_leaders
def languages(request: StaffRequest) -> HttpResponse:
    locales = Locale.objects.exclude(language_code=SOURCE_LANGUAGE).select_related("policy").order_by("pk")
    people = people_by_right(locales)
    machine = translator_for(Purpose.PAGES)
    rows = [_row(locale, people, machine) for locale in locales]
    return render(request, "translation/team/languages.html", {"rows": rows, "machine": machine})


def _row(locale: Locale, people: dict[tuple[int, str], list[User]], machine: Translator) -> dict[str, Any]:
    policy = getattr(locale, "policy", None) or LocalePolicy(locale=locale)
    return {
        "locale": locale,
        "form": RulesForm(instance=policy, prefix=locale.language_code),
        "people": [(right.label, people.get((locale.pk, right), [])) for right in Right],
        "eyes": eyes_of(policy, people),
        "is_known_to_machine": machine.can_translate(SOURCE_LANGUAGE, locale.language_code),
    }


@for_leaders
@require_POST
def rules(request: StaffRequest, pk: int) -> HttpResponse:
    locale = get_object_or_404(Locale.objects.exclude(language_code=SOURCE_LANGUAGE), pk=pk)
    form = RulesForm(request.POST, instance=LocalePolicy(locale=locale), prefix=locale.language_code)
    if form.is_valid():
        change_rules(locale, form.cleaned_data, by=request.user)
        messages.success(request, _("%s: the rules hold from now on.") % locale)
    return redirect("translation_desk:languages")
