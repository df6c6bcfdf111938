"""Words of the interface: how complete each language is, and proposals for what is missing."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Locale

from home.languages.info import SOURCE_LANGUAGE
from home.languages.table import declared
from home.site.requests import StaffRequest
from home.translation.choices import Right
from home.translation.desk.read_models.work import locales_of, may
from home.translation.desk.views.overview import for_the_desk
from home.translation.interface.actions import BadWords, ProposedMeanwhile, propose_words, withdraw_words
from home.translation.interface.forms import Field, filtered, read_filters
from home.translation.interface.read_models import (
    CODE_LANGUAGE,
    TRANSLATED,
    completeness,
    proposals_file,
    proposals_for,
    words_in,
    words_in_source,
)
from home.translation.models import InterfaceProposal
from home.translation.permissions import NotYours, leads

WORDS_A_PAGE = 25


@for_the_desk
def interface(request: StaffRequest) -> HttpResponse:
    """Show how many words each language has."""
    mine = {locale.language_code: locale for locale in locales_of(request.user)}
    rows = [(completeness(language), _count(mine.get(language))) for language in TRANSLATED]
    context = {"rows": rows, "leads": leads(request.user)}
    return render(request, "translation/interface/interface.html", context)


def _count(locale: Locale | None) -> int | None:
    """Return how many proposals a language has; None for a language that is not the person's."""
    return None if locale is None else len(proposals_for(locale))


@for_the_desk
def words(request: StaffRequest, language: str) -> HttpResponse:
    """Show the words of a language, and take proposals for them."""
    locale = _locale(request, language)
    filters = read_filters(request.GET)
    fields = _fields(locale)
    if request.method == "POST":
        return _take(request, locale, fields, filters)
    return _show(request, locale, filtered(fields, **filters), filters)


def _locale(request: StaffRequest, language: str) -> Locale:
    mine = [locale.pk for locale in locales_of(request.user)]
    found = Locale.objects.filter(pk__in=mine).exclude(language_code__in=[SOURCE_LANGUAGE, CODE_LANGUAGE])
    return get_object_or_404(found, language_code=language)


def _fields(locale: Locale) -> list[Field]:
    proposals, in_source = proposals_for(locale), words_in_source()
    language = locale.language_code
    return [
        Field(word, in_source.get(word.message, ()), proposals.get(word.message), language)
        for word in words_in(language)
    ]


def _show(
    request: StaffRequest, locale: Locale, fields: list[Field], filters: dict[str, str], *, status: int = 200
) -> HttpResponse:
    page = Paginator(fields, WORDS_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "locale": locale,
        "page": page,
        "filters": filters,
        "may_propose": Right.TRANSLATE in may(request.user, locale),
        "leads": leads(request.user),
        "needs_source": declared(locale.language_code).needs_sources,
    }
    return render(request, "translation/interface/interface_words.html", context, status=status)


def _take(
    request: StaffRequest, locale: Locale, fields: list[Field], filters: dict[str, str]
) -> HttpResponse:
    """Propose every string that was filled in; whatever is refused stays on the page with the reason."""
    if Right.TRANSLATE not in may(request.user, locale):
        raise PermissionDenied
    sent = [each for each in fields if f"form-{each.word.name}-0" in request.POST]
    news = [each for each in sent if each.take(request.POST)]
    for each in news:
        _propose(request, locale, each)
    faulty = [each for each in news if each.faults]
    saved = len(news) - len(faulty)
    if saved:
        said = ngettext("%(n)s proposal saved.", "%(n)s proposals saved.", saved)
        messages.success(request, said % {"n": saved})
    if faulty:
        return _show(request, locale, faulty, filters, status=409)
    return redirect(f"{request.path}?{request.GET.urlencode()}")


def _propose(request: StaffRequest, locale: Locale, each: Field) -> None:
    try:
        propose_words(
            each.word.message, each.typed, locale, by=request.user, seen=each.seen, source=each.source
        )
    except BadWords as fault:
        each.faults = fault.faults
    except ProposedMeanwhile as other:
        theirs = " / ".join(other.proposal.texts)
        each.faults = [_("Somebody has proposed “%s” meanwhile. Save again to replace it.") % theirs]
        each.seen = other.proposal.texts
    except NotYours:
        raise PermissionDenied from None


@for_the_desk
@require_POST
def withdraw(request: StaffRequest, language: str, pk: int) -> HttpResponse:
    locale = _locale(request, language)
    try:
        withdraw_words(get_object_or_404(InterfaceProposal, pk=pk, locale=locale), by=request.user)
    except NotYours:
        raise PermissionDenied from None
    messages.success(request, _("Withdrawn."))
    return redirect("translation_desk:interface_words", language)


@for_the_desk
def export(request: StaffRequest, language: str) -> HttpResponse:
    """Answer with the proposals of a language as a PO file, for the next release."""
    locale = _locale(request, language)
    if not leads(request.user):
        raise PermissionDenied
    answer = HttpResponse(proposals_file(locale), content_type="text/x-gettext-translation; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="proposals.{locale.language_code}.po"'
    return answer
