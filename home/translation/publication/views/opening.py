"""Opening texts for translation: some of a list, or a whole section in the background."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Locale

from home.site.requests import StaffRequest
from home.translation.desk.views.overview import for_leaders
from home.translation.files.forms import numbers
from home.translation.models import BulkJob
from home.translation.publication.actions.bulk_opening import ask_for_bulk, open_texts, stop_bulk
from home.translation.publication.forms import BulkForm, target_locales
from home.translation.publication.read_models import failures_of, unopened, unopened_kinds
from home.translation.translatables import PageOrWord

TEXTS_A_PAGE = 50
JOBS_SHOWN = 5


@for_leaders
def texts(request: StaffRequest) -> HttpResponse:
    """Show texts that are not open in a language; POST opens the chosen ones."""
    data = request.POST or request.GET
    locale = _language(data)
    kinds = unopened_kinds(locale)
    model = _kind(data, kinds)
    if request.method == "POST":
        return _open(request, model, locale)
    return _show(request, locale, kinds, model, BulkForm())


def _language(data: Mapping[str, str]) -> Locale:
    locales = list(target_locales())
    if not locales:
        raise Http404
    code = data.get("language", "")
    return next((locale for locale in locales if locale.language_code == code), locales[0])


def _kind(data: Mapping[str, str], kinds: list[tuple[type[PageOrWord], int]]) -> type[PageOrWord] | None:
    models = [model for model, _count in kinds]
    name = data.get("kind", "")
    return next((model for model in models if model._meta.model_name == name), models[0] if models else None)


def _show(
    request: StaffRequest,
    locale: Locale,
    kinds: list[tuple[type[PageOrWord], int]],
    model: type[PageOrWord] | None,
    form: BulkForm,
    *,
    status: int = 200,
) -> HttpResponse:
    found: Any = unopened(model, locale).order_by("pk") if model else []
    page = Paginator(found, TEXTS_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "locales": target_locales(),
        "locale": locale,
        "kinds": [(each._meta, count) for each, count in kinds],
        "kind": model and model._meta,
        "page": page,
        "form": form,
        "jobs": BulkJob.objects.select_related("section").prefetch_related("locales")[:JOBS_SHOWN],
    }
    return render(request, "translation/publication/open.html", context, status=status)


def _open(request: StaffRequest, model: type[PageOrWord] | None, locale: Locale) -> HttpResponse:
    pks = numbers(request.POST.getlist("text")[:TEXTS_A_PAGE])
    count = open_texts(model, pks, locale, by=request.user) if model else 0
    if count:
        words = ngettext("%(n)s text opened.", "%(n)s texts opened.", count) % {"n": count}
        messages.success(request, words)
    else:
        messages.warning(request, _("Choose at least one text."))
    query = {"language": locale.language_code, "kind": request.POST.get("kind", "")[:50]}
    return redirect(f"{reverse('translation_desk:open')}?{urlencode(query)}")


@for_leaders
@require_POST
def ask(request: StaffRequest) -> HttpResponse:
    form = BulkForm(request.POST)
    if form.is_valid():
        return redirect("translation_desk:bulk_job", ask_for_bulk(by=request.user, **form.asked()).pk)
    locale = _language(request.GET)
    kinds = unopened_kinds(locale)
    return _show(request, locale, kinds, _kind(request.GET, kinds), form, status=400)


@for_leaders
def bulk_job(request: StaffRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(BulkJob.objects.select_related("section", "by"), pk=pk)
    context = {"job": job, "languages": job.locales.all(), "failures": failures_of(job)}
    return render(request, "translation/publication/bulk_job.html", context)


@for_leaders
@require_POST
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    stop_bulk(get_object_or_404(BulkJob, pk=pk), by=request.user)
    return redirect("translation_desk:bulk_job", pk)
