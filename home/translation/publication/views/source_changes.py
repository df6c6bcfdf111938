"""The page on which an editor decides what a change of the original means for its translations."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import TranslationSource

from home.languages.info import SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from home.translation.core.read_models.changed_originals import changes_of, removals_of
from home.translation.core.read_models.sources import is_taken, original_of, source_of
from home.translation.permissions import may_judge_change
from home.translation.publication.actions.source_changes import call_minor, take_over, withdraw_older
from home.translation.text.differences import differences
from home.translation.translatables import PageOrWord


@never_cache
def changes(request: StaffRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(TranslationSource.objects.select_related("specific_content_type"), pk=pk)
    original = original_of(source)
    if original is None:
        raise Http404
    if not may_judge_change(request.user, original):
        raise PermissionDenied
    if request.method == "POST":
        _take(request, source)
        return redirect("translation_desk:changes", pk)
    found: list[Any] = changes_of(source)
    for change in found:
        is_known = change.before and not change.marks_changed
        change.words = differences(change.before, change.after) if is_known else []
    context = {
        "source": source,
        "changes": found,
        "removals": removals_of(source),
        "is_behind": original.live and not is_taken(original),
    }
    return render(request, "translation/publication/changes.html", context)


def _take(request: StaffRequest, source: TranslationSource) -> None:
    keys = set(request.POST.getlist("string"))
    match request.POST.get("do"):
        case "look":
            take_over(source, by=request.user)
        case "minor":
            count = call_minor(source, keys, by=request.user)
            words = ngettext("%(n)s approval moved.", "%(n)s approvals moved.", count)
            messages.success(request, words % {"n": count})
        case "withdraw":
            withdraw_older(source, keys, by=request.user)
            messages.success(request, _("The older text is out of public view in every language."))


def offer_button(
    page: Page, user: User, view_name: str | None = None, next_url: str | None = None
) -> Iterator[Button]:
    """Yield a button for the header of an original that is at the desk."""
    if address := _address_for(page, user):
        yield Button(_("What about the translations?"), address, icon_name="globe", priority=70)


def tell_after_publishing(request: StaffRequest, instance: PageOrWord) -> None:
    """Tell those who publish by hand, and those who give the last approval in a workflow."""
    publishes = {"action-publish", "action-workflow-action"} & request.POST.keys()
    if publishes and (address := _address_for(instance, request.user)):
        messages.info(
            request,
            _("Its translations keep their older text until somebody has looked."),
            buttons=[messages.button(address, _("What about the translations?"))],
        )


def _address_for(instance: PageOrWord, user: User) -> str | None:
    is_translatable = isinstance(instance, TranslatableMixin)
    if not is_translatable or instance.locale.language_code != SOURCE_LANGUAGE:
        return None
    source = source_of(instance)
    if source is None or not instance.live or not may_judge_change(user, instance):
        return None
    return reverse("translation_desk:changes", args=[source.pk])
