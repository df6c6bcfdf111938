"""Previews of a text in its language, built in memory: as it would be published, or with drafts."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import RequestFactory
from django.utils import translation as languages
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.models import Page
from wagtail_localize.models import Translation

from home.site.requests import StaffRequest
from home.translation.choices import PreviewOf
from home.translation.core.actions.build import built
from home.translation.core.read_models.plan import Text, public_text
from home.translation.core.read_models.sources import readable
from home.translation.desk.read_models.work import part_of, translations_of
from home.translation.desk.views.overview import for_the_desk
from home.translation.models import Unit
from home.translation.text.links import move_links
from home.translation.text.markers import Standing, marked, with_elements
from home.translation.translatables import model_of

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


@xframe_options_sameorigin
@for_the_desk
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """Show it in a frame of the editor, or by itself."""
    translation = get_object_or_404(translations_of(request.user), pk=pk)
    wanted = request.GET.get("of", PreviewOf.DRAFTS)
    if wanted not in PreviewOf:
        raise Http404
    return preview_of(request, translation, wanted)


def preview_of(
    request: HttpRequest, translation: Translation, wanted: str, *, note: str = ""
) -> HttpResponse:
    """Return the page or word, not to be stored; raise Http404 where the original is not public.

    `note` is shown above it. Nothing is written, and nobody is logged in on the page shown.
    """
    model = model_of(translation.source.specific_content_type)
    if not readable(model).filter(translation_key=translation.source.object_id).exists():
        raise Http404
    language = translation.target_locale.language_code
    words = {
        Standing.DRAFT: _("draft, not approved"),
        Standing.OLDER: _("older text: the original has changed"),
        Standing.SOURCE: _("not translated yet"),
    }
    with languages.override(language):
        html = _page(request, translation, wanted) if issubclass(model, Page) else _word(translation, wanted)
    source = translation.source.locale.language_code
    soup = with_elements(html, language_of_source=source, words=words)
    _dress(soup, note)
    return HttpResponse(str(soup), headers=HEADERS)


def _dress(soup: Any, note: str) -> None:
    """Add to the page what only a preview has: a style sheet, a meta tag for robots, a note to the reader."""
    soup.head.append(soup.new_tag("meta", attrs={"name": "robots", "content": "noindex, nofollow"}))
    sheet = {"rel": "stylesheet", "href": static("translation/publication/preview.css")}
    soup.head.append(soup.new_tag("link", attrs=sheet))
    if note:
        above = soup.new_tag("p", attrs={"class": "desk-note", "lang": languages.get_language()})
        above.string = note
        soup.body.insert(0, above)


# --- The text for a string -----------------------------------------------------------------------------
def _texts(translation: Translation, wanted: str) -> Callable[[Unit], Text]:
    """Return the `text_of` for a plan, which marks each text with its string."""
    sources = dict(Unit.objects.filter(translation=translation).values_list("pk", "string__data"))
    find = _with_drafts if wanted == PreviewOf.DRAFTS else _as_published

    def text_of(unit: Unit) -> Text:
        standing, text = find(unit, sources[unit.pk])
        return (marked(text, unit.pk, standing) if text else None), unit.attrs

    return text_of


def _as_published(unit: Unit, _source: str) -> tuple[Standing, str | None]:
    text, _links = public_text(unit)
    return Standing.APPROVED if unit.approved_at else Standing.OLDER, text


def _with_drafts(unit: Unit, source: str) -> tuple[Standing, str | None]:
    if unit.draft is not None:
        return Standing.APPROVED if unit.draft == unit.approved_text else Standing.DRAFT, unit.draft
    if unit.approved_at:
        return Standing.APPROVED, unit.approved_text
    if unit.carried_text:
        text = move_links(unit.carried_text, before=unit.carried_attrs, after=unit.attrs)
        return Standing.OLDER, text
    return Standing.SOURCE, source


# --- Pages and words -----------------------------------------------------------------------------------
def _page(request: HttpRequest, translation: Translation, wanted: str) -> str:
    page = built(translation, text_of=_texts(translation, wanted))
    response = page.serve_preview(_visit(request, translation), page.default_preview_mode)
    return response.render().content.decode() if hasattr(response, "render") else response.content.decode()


def _visit(request: HttpRequest, translation: Translation) -> Any:
    """Return an anonymous request to the language's pages, without any cookie of ours."""
    language = translation.target_locale.language_code
    visit: Any = RequestFactory().get(
        f"/{language}/", headers={"host": request.get_host()}, secure=request.is_secure()
    )
    visit.user, visit.LANGUAGE_CODE, visit.is_preview = AnonymousUser(), language, True
    return visit


def _word(translation: Translation, wanted: str) -> str:
    text_of, model = _texts(translation, wanted), model_of(translation.source.specific_content_type)
    units = Unit.objects.filter(translation=translation).active().with_drafts().select_related("context")
    rows = [(part_of(unit, model), text_of(unit)[0]) for unit in units]
    context = {"translation": translation, "rows": [(part, text) for part, text in rows if text]}
    return render_to_string("translation/publication/preview_word.html", context)
