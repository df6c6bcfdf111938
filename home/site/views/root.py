"""Addresses of the whole site: the root, robots.txt, security.txt, and pictures kept on disk."""

from datetime import UTC, datetime, timedelta
from posixpath import normpath

from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage, storages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.permissions import policy_registry

from home.caching.kept_whole import kept_whole
from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE, near_languages, wished_languages
from home.models import HomePage, SiteImage, SiteRendition, SiteSettings
from home.pictures.renditions import is_staff_spec
from home.settings.defaults import settings
from home.shown_pictures import forbidden_among
from home.site.read_models import public_languages
from home.site.requests import SiteRequest, StaffRequest
from home.written_once import Asked, written_once

# security.txt must say until when it holds (RFC 9116); renewed with every answer.
SECURITY_TXT_VALID_DAYS = 180
# Staff pages and letters on their way must not be search results, whatever the language prefix. Steps of a
# letter say so themselves (noindex), which nobody reads who may not ask for them: their bare addresses,
# linked where letters begin, would be listed with a person's name.
DISALLOWED = ("/admin/", "/*/letters/sent/", "/*/letters/status/")


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Redirect to the first page in a preferred language, else in the one nearest to the first preference."""
    public = public_languages(request)
    codes = wished_languages(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    nearest = [near for code in codes[:1] for near in near_languages(code)]
    language = next((code for code in (*codes, *nearest) if code in public), SOURCE_LANGUAGE)
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@kept_whole()
def first_page(request: SiteRequest) -> HttpResponse:
    """Show the first page of a language without Wagtail's routing, which costs six more queries."""
    page = _homes().first(language=get_language())
    if page is None:
        raise Http404
    request.shown_page = page
    return TemplateResponse(request, page.get_template(request), page.get_context(request))


@written_once
def _homes() -> QuerySet[HomePage]:
    # By its own key: in the order of the tree a database may walk through all pages of the site.
    return HomePage.objects.live().filter(locale__language_code=Asked("language")).order_by("page_ptr")[:1]


@require_safe
@kept_whole()
def robots(request: HttpRequest) -> HttpResponse:
    if settings.SITE_ROLE == "staff":
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in DISALLOWED)]
        lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a security fault (RFC 9116); 404 until an address is set in the site settings."""
    contact = SiteSettings.objects.values_list("security_email", flat=True).first()
    if not contact:
        raise Http404
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(days=SECURITY_TXT_VALID_DAYS)
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(code for code, _name in CONTENT_LANGUAGES[:2])}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with a file of the public folder and no other; on S3 the bucket answers instead.

    A picture is checked as on a page: a basis that has expired since hides it here too.
    """
    storage = storages["renditions"]
    name = normpath(path).lstrip("/")  # one spelling for the check and for `serve`, which accepts several
    if not isinstance(storage, FileSystemStorage) or _is_forbidden(name):
        raise Http404
    response = serve(request, name, document_root=str(storage.location))
    # Revalidated each time: a paused person's photo is gone with the next request.
    response.headers["Cache-Control"] = "no-cache"
    return response


def _is_forbidden(name: str) -> bool:
    images = SiteRendition.objects.filter(file=name).values_list("image_id", flat=True)
    return bool(forbidden_among(set(images)))


@require_safe
def staff_picture(request: StaffRequest, rendition_id: int) -> FileResponse:
    """Show a picture of the admin to staff who may choose or change it; never public."""
    rendition = get_object_or_404(SiteRendition.objects.select_related("image"), pk=rendition_id)
    policy = policy_registry.get_by_type(SiteImage)
    allowed = policy.user_has_any_permission_for_instance(
        request.user, ["choose", "change", "delete"], rendition.image
    )
    if not allowed or not is_staff_spec(rendition.filter_spec):
        raise PermissionDenied
    response = FileResponse(rendition.file.open("rb"))
    response.headers["Cache-Control"] = "private, no-cache"
    return response
