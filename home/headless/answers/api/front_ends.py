"""The front ends that may ask from a browser, and their keys, as provided by a higher app."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.caching.read_models import generations_of
from home.headless.answers.api.problems import Problem
from home.registry import provided
from home.site.permissions import from_another_site

FRONT_ENDS = "front_ends"  # generation of what the provider returns
PUBLISHABLE, SECRET = "lfc_pk_", "lfc_sk_"
UNKNOWN_KEY = _("This key is not known here, or it was switched off. Without one you can read all the same.")


KEY_HEADER, KEY_PARAMETER = "X-Api-Key", "key"
NAMES_PARTNER = (
    "`lfc_pk_…`: names the site of a partner and gives no right. It may stand in the source of a page."
)
# How `key_of` accepts a key, in OpenAPI's terms.
KEY_SCHEMES = {
    "publishableKey": {
        "type": "apiKey",
        "in": "header",
        "name": KEY_HEADER,
        "description": NAMES_PARTNER,
    },
    "publishableKeyInAddress": {
        "type": "apiKey",
        "in": "query",
        "name": KEY_PARAMETER,
        "description": NAMES_PARTNER,
    },
    "secretKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "`lfc_sk_…`: lets a server ask more often. It stays on that server.",
    },
}


@dataclass(frozen=True)
class Key:
    """What a key says about its user. A publishable one names a partner and gives no privileges."""

    pk: int  # of the front end
    partner: str  # slug
    origins: frozenset[str]
    is_secret: bool = False


@dataclass(frozen=True)
class Known:
    publishable: dict[str, Key]
    secret: dict[str, Key]  # by the digest
    origins: frozenset[str]  # of all of them


class KeyedRequest(HttpRequest):
    """A request whose key was looked up."""

    api_key: Key | None


NOBODY = Known({}, {}, frozenset())


def known_to(request: HttpRequest) -> Known:
    """Return the Known front ends: what an app provides as `front_ends`, function(generations=...)."""
    known = [front_ends(generations=generations_of(request)) for front_ends in provided("front_ends")]
    return known[0] if known else NOBODY


def digest_of(secret: str) -> str:
    """Return a plain digest: a secret key has 32 random bytes, which nobody can guess from it."""
    return sha256(secret.encode()).hexdigest()


def key_of(request: HttpRequest) -> Key | None:
    """Return the Key of this request, None for none. Raises a Problem (401) for an unknown one.

    A secret key stands in `Authorization: Bearer`, a publishable one in `X-Api-Key` or `?key=` (KEY_SCHEMES).
    """
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _found(known_to(request).secret, digest_of(secret.strip()))
    publishable = request.headers.get(KEY_HEADER) or request.GET.get(KEY_PARAMETER, "")
    return _found(known_to(request).publishable, publishable) if publishable else None


def is_from_stranger(request: KeyedRequest) -> bool:
    """Say whether a browser sends this from a page that is neither ours nor of the partner of its key.

    Without a publishable key, any partner's page is accepted. So is what no browser sends.
    """
    if not from_another_site(request):
        return False
    key = request.api_key
    ours = key.origins if key is not None and not key.is_secret else known_to(request).origins
    return request.headers.get("Origin") not in ours


def _found(keys: Mapping[str, Key], name: str) -> Key:
    if name not in keys:
        raise Problem(401, UNKNOWN_KEY)
    return keys[name]
