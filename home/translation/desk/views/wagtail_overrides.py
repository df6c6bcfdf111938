"""Addresses of Wagtail and wagtail-localize that lead to the desk instead of their own forms."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from home.site.requests import StaffRequest
from home.site.views.errors import error_response
from home.translation.core.read_models.managed import is_managed
from home.translation.desk.read_models.work import translations_of
from home.translation.desk.views.overview import for_the_desk
from home.translation.translatables import PageOrWord

READING = ("GET", "HEAD")


def for_reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse whatever would change something, and admit the people of the desk."""

    @wraps(view)
    def answer(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in READING:
            return error_response(request, 403)
        return for_the_desk(view)(request, *args, **kwargs)

    return answer


def edit_at_desk(request: StaffRequest, instance: PageOrWord) -> HttpResponse | None:
    """Redirect from Wagtail's form for a translation to the desk, and refuse to save anything here."""
    if not is_managed(instance):
        return None
    if request.method not in READING:
        return error_response(request, 403)
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id
    ).first()
    return redirect("translation_desk:editor", translation.pk) if translation else _list(request, instance)


@for_reading
def submit_page(request: StaffRequest, page_id: int) -> HttpResponse:
    return _list(request, get_object_or_404(Page, pk=page_id))


@for_reading
def submit_snippet(request: StaffRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        raise Http404 from None
    if not issubclass(model, TranslatableMixin) or not pk.isdecimal():
        raise Http404
    return _list(request, get_object_or_404(model, pk=pk))


@for_reading
def update(request: StaffRequest, translation_source_id: int) -> HttpResponse:
    return _list(request, get_object_or_404(TranslationSource, pk=translation_source_id))


def _list(request: StaffRequest, instance: PageOrWord) -> HttpResponse:
    """Redirect to the list of the desk, with the title, perhaps of a draft, only for those who work on it."""
    key = instance.object_id if isinstance(instance, TranslationSource) else instance.translation_key
    found = translations_of(request.user).filter(source__object_id=key).first()
    query = f"?{urlencode({'q': found.source.object_repr[:100]})}" if found else ""
    return redirect(f"{reverse('translation_desk:index')}{query}")
