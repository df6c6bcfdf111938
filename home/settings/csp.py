"""What a browser may load: on public pages only our own files, in the admin what Wagtail needs."""

from collections.abc import Mapping

from csp.constants import NONE, SELF

Directives = dict[str, list[str]]


def media_hosts(environ: Mapping[str, str]) -> list[str]:
    """Return the host that pictures come from when it isn't ours."""
    if host := environ.get("AWS_S3_CUSTOM_DOMAIN"):
        return [f"https://{host}"]
    if environ.get("AWS_STORAGE_BUCKET_NAME"):
        return [environ.get("AWS_S3_ENDPOINT_URL") or "https://*.amazonaws.com"]
    return []


def public_directives(environ: Mapping[str, str]) -> Directives:
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *media_hosts(environ)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "require-trusted-types-for": ["'script'"],
    }


def staff_directives(environ: Mapping[str, str]) -> Directives:
    """Return what Wagtail 8.0.1 was measured to need (tests/browser/test_admin_policy.py)."""
    wider = {
        # Listings and Draftail carry scripts and styles in the page, without a nonce.
        "script-src": [SELF, "'unsafe-inline'"],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:", *media_hosts(environ)],
        "frame-src": [SELF],  # the preview panel
        "frame-ancestors": [SELF],
    }
    kept = {
        name: value for name, value in public_directives(environ).items() if not name.startswith("require")
    }
    return {**kept, **wider}


def preview_directives(environ: Mapping[str, str]) -> Directives:
    """Return what the page in the panel beside a form needs: to stand in our frame, with the checks in it."""
    return {**staff_directives(environ), "script-src": [SELF]}
