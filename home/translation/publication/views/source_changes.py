"""The page on which an editor says what a change of the original means for its translations."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import TranslatableMixin
from wagtail_localize.models import TranslationSource

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.read_models.changed_originals import changes_of, removals_of
from home.translation.core.read_models.sources import is_taken, original_of, source_of
from home.translation.permissions import may_judge_change
from home.translation.publication.actions.source_changes import call_minor, take_over, withdraw_older
from home.translation.text.differences import differences


@never_cache
def changes(request, pk):
    source = get_object_or_404(TranslationSource.objects.select_related("specific_content_type"), pk=pk)
    original = original_of(source)
    if original is None:
        raise Http404
    if not may_judge_change(request.user, original):
        raise PermissionDenied
    if request.method == "POST":
        _take(request, source)
        return redirect("translation_desk:changes", pk)
    found = changes_of(source)
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


def _take(request, source):
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


def offer_button(page, user, view_name=None, next_url=None):
    """In the header of an original that stands at the desk."""
    if address := _address_for(page, user):
        yield Button(_("What about the translations?"), address, icon_name="globe", priority=70)


def tell_after_publishing(request, instance):
    """Tell who publishes by hand, and who gives the last approval of a workflow."""
    publishes = {"action-publish", "action-workflow-action"} & request.POST.keys()
    if publishes and (address := _address_for(instance, request.user)):
        messages.info(
            request,
            _("Its translations keep their older text until somebody has looked."),
            buttons=[messages.button(address, _("What about the translations?"))],
        )


def _address_for(instance, user):
    if not isinstance(instance, TranslatableMixin) or instance.locale.language_code != SOURCE_LANGUAGE:
        return None
    source = source_of(instance)
    is_theirs = source and instance.live and may_judge_change(user, instance)
    return reverse("translation_desk:changes", args=[source.pk]) if is_theirs else None
