"""Frames for partners' own sites, and the script that sizes them. They load nothing from anybody else."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from home.caching.kept_whole import kept_whole
from home.caching.read_models import generations_of
from prisoner_pages.embeds.read_models import content_of
from prisoner_pages.partners.read_models.front_ends import embed_origins
from prisoner_pages.public.read_models.reader import reader_of

FRAMES = "prisoner_pages/embeds"
FILES = Path(__file__).parents[1] / "embed_files"
SIZED = "sized"  # in the query: the frame tells its height to the page around it
SCRIPT_SECONDS = 3600


@require_safe
@xframe_options_exempt
@kept_whole(SIZED)
def frame(request: HttpRequest, partner: str, kind: str, name: str = "") -> HttpResponseBase:
    """Show a card to be framed by the partner's sites. Paused, unknown and mistyped get the same words."""
    content = content_of(kind, name, partner=partner, reader=reader_of(request))
    template = f"{FRAMES}/{kind if content else 'absent'}.html"
    context = {**(content or {}), "style": style(), "is_sized": SIZED in request.GET}

    @csp(directives(frame_ancestors(request, partner)))
    def framed(request: HttpRequest) -> HttpResponse:
        return TemplateResponse(request, template, context, status=200 if content else 404)

    response = framed(request)
    patch_cache_control(response, public=True, no_cache=True)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    # A host that isolates itself (COEP) may frame us too; frame-ancestors says who may.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def frame_ancestors(request: HttpRequest, partner: str) -> list[str]:
    """Return who may frame a card: the sites that the partner named, and our own admin, which shows it."""
    return [SELF, *embed_origins(generations=generations_of(request)).get(partner, ())]


def directives(ancestors: list[str]) -> dict[str, list[str]]:
    """Return what a frame may do: its one style, photos within itself, the script of its size."""
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [f"'sha256-{b64encode(sha256(style().encode()).digest()).decode()}'"],
        "img-src": ["data:"],
        "form-action": [NONE],
        "frame-ancestors": ancestors,
        "base-uri": [NONE],
        "require-trusted-types-for": ["'script'"],
    }


@cache
def style() -> SafeString:
    """Return the style that stands in every frame: a sheet of its own would be a second request."""
    return mark_safe((FILES / "frame.css").read_text(encoding="utf-8"))  # noqa: S308


@require_safe
@kept_whole()
def script(request: HttpRequest) -> HttpResponse:
    """Answer with the web component, at an address that never changes: partners copied it."""
    response = HttpResponse(component(), content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, public=True, max_age=SCRIPT_SECONDS)
    response.headers["Access-Control-Allow-Origin"] = "*"  # a module from another origin is asked for so
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@cache
def component() -> str:
    return (FILES / "letters_card.js").read_text(encoding="utf-8")
