"""Staff: choose a card, preview it, copy the code that shows it on the partner's own site."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _, override

from home.caching.read_models import generations_of
from home.settings.defaults import settings
from home.site.read_models import public_languages
from home.site.requests import StaffRequest
from prisoner_pages.choices import EmbedKind
from prisoner_pages.embeds.forms import EmbedForm
from prisoner_pages.partners.read_models.front_ends import embed_origins
from prisoner_pages.permissions.partners import partners_for, require

# Pixels that a card needs at 320 pixels' width, in the language with the longest words.
HEIGHTS = {
    EmbedKind.PEOPLE: 560,
    EmbedKind.OWN_PEOPLE: 560,
    EmbedKind.PERSON: 560,
    EmbedKind.CAMPAIGN: 480,
    EmbedKind.COUNTER: 660,
}
IFRAME = (
    '<iframe src="{root}{path}" title="{label}" width="100%" height="{height}" frameborder="0"'
    ' loading="lazy" referrerpolicy="no-referrer"></iframe>'
)
COMPONENT = (
    '<script type="module" src="{root}/embed.js" referrerpolicy="no-referrer"></script>\n'
    '<letters-card language="{language}" partner="{partner}" kind="{kind}"{name} label="{label}">'
    '<a href="{root}/{language}/">{label}</a></letters-card>'
)


@dataclass(frozen=True)
class Snippet:
    """What to copy, in both forms, and where the card itself is."""

    path: str
    height: int
    iframe: str
    component: str
    sites: list[str]  # that may show it, as the partner named them


def embed_builder(request: StaffRequest) -> HttpResponse:
    require(request.user.has_perm("prisoner_pages.change_prisoner") and partners_for(request.user).exists())
    languages = public_languages(request)
    form = EmbedForm(request.GET if "kind" in request.GET else None, user=request.user, languages=languages)
    sites = embed_origins(generations=generations_of(request))
    snippet = snippet_of(form, sites) if form.is_bound and form.is_valid() else None
    return render(request, "prisoner_pages/embeds/builder.html", {"form": form, "snippet": snippet})


def snippet_of(form: EmbedForm, sites: dict[str, list[str]]) -> Snippet:
    chosen = form.cleaned_data
    partner, kind, language = chosen["partner"].slug, chosen["kind"], chosen["language"]
    words = {
        "root": settings.SITE_URL.rstrip("/"),
        "path": "/".join(["", language, "embed", partner, kind, *filter(None, [form.name]), ""]),
        "language": language,
        "partner": partner,
        "kind": kind,
        "name": format_html(' name="{}"', form.name) if form.name else "",
        "label": site_name(language),
        "height": HEIGHTS[kind],
    }
    return Snippet(
        path=words["path"],
        height=words["height"],
        iframe=format_html(IFRAME, **words),
        component=format_html(COMPONENT, **words),
        sites=sites.get(partner, []),
    )


def site_name(language: str) -> str:
    """Return the name of the site in the language of the card; the host's readers are told it by a reader."""
    with override(language):
        return _("Letters to Free Crimea")
