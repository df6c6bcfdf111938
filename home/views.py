"""Addresses of the whole site: the root, robots.txt, security.txt."""

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from home.languages import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.models import SiteSettings
from home.shell import public_languages

# security.txt must say until when it holds (RFC 9116); renewed with every answer.
SECURITY_TXT_VALID_DAYS = 180
# Steps of a letter and staff pages are nobody's search result; two languages deep, whatever the prefix.
DISALLOWED = ("/admin/", "/*/letters/write/*/", "/*/letters/sent/", "/*/letters/status/")


@require_safe
def root(request):
    """Send a visitor to the first page in the language wished for, among those that are public."""
    public = public_languages(request)
    wishes = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    codes = (wish.split("-")[0] for wish, _weight in wishes)
    response = HttpResponseRedirect(f"/{next((code for code in codes if code in public), SOURCE_LANGUAGE)}/")
    patch_vary_headers(response, ["Accept-Language"])
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in DISALLOWED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request):
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
