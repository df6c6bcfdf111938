"""Which requests may be answered with what is kept, and what tells one kept answer from another."""

import re
from collections.abc import Mapping
from typing import Any

from home.languages.info import CONTENT_LANGUAGES, language_asked_for
from home.settings.defaults import settings

Environ = dict[str, Any]
# Host, scheme, port, path, query, and the reader's language where the address has none.
Key = tuple[str, bool, str, str, str, str]

METHODS = ("GET", "HEAD")
# Staff, letters and their tokens, pictures behind a gate, answers that differ by asker or by the moment.
NEVER_BELOW = (
    *("/admin/", "/documents/", "/desk-preview/", "/api/", "/media/", "/static/", "/.well-known/"),
    *("/healthz", "/readyz", "/metrics"),
)
NEVER_BELOW_LANGUAGE = ("letters/",)
# Who sends one of these asks for themselves, or for another site.
OF_ONESELF = ("HTTP_AUTHORIZATION", "HTTP_X_API_KEY", "HTTP_ORIGIN", "HTTP_TRANSFER_ENCODING")
# What networks, senders of mail and counters hang on each link that somebody clicks: nothing of it is ours.
CLICK_MARK = re.compile(
    r"(?:utm_|mc_|_hs)\w*|_ga|_gl|(?:fb|g|dc|y|ys|ms|tw|tt)clid|[gw]braid|igshid|igsh|li_fat_id|mkt_tok"
)
LANGUAGES = {code for code, _name in CONTENT_LANGUAGES}


def is_for_everybody(env: Environ) -> bool:
    """Say whether the answer can be the same for everybody: nothing in the request tells who asks."""
    path = env.get("PATH_INFO", "")
    return (
        not path.startswith(NEVER_BELOW)
        and not path[1:].partition("/")[2].startswith(NEVER_BELOW_LANGUAGE)
        and not env.get("SCRIPT_NAME")
        and env.get("CONTENT_LENGTH", "") in ("", "0")
        and not any(name in env for name in OF_ONESELF)
        and not _has_own_cookie(env.get("HTTP_COOKIE", ""))
    )


def _has_own_cookie(cookies: str) -> bool:
    """Others' do not count: our host may lie below a domain that sets some."""
    own = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
    return bool(cookies) and not own.isdisjoint(pair.partition("=")[0].strip() for pair in cookies.split(";"))


def in_one_order(query: str) -> str:
    """Return the query without marks of clicks, its parameters sorted by name."""
    pairs = [pair for pair in query.split("&") if pair and not CLICK_MARK.fullmatch(name_of(pair))]
    return "&".join(sorted(pairs, key=name_of))


def name_of(pair: str) -> str:
    return pair.partition("=")[0]


def names_in(query: str) -> set[str]:
    return {name_of(pair) for pair in query.split("&")} if query else set()


def key_of(env: Environ) -> Key:
    path = env["PATH_INFO"]
    has_language = path[1:].partition("/")[0] in LANGUAGES
    return (
        env.get("HTTP_HOST", ""),
        is_secure(env),
        env.get("SERVER_PORT", ""),
        path,
        env.get("QUERY_STRING", ""),
        "" if has_language else language_asked_for(path, env.get("HTTP_ACCEPT_LANGUAGE", "")),
    )


def is_secure(env: Mapping[str, Any]) -> bool:
    """As Django tells it: by a proxy's header where the project trusts one, else by the connection."""
    header, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    told = env.get(header)
    if told is None:
        return bool(env["wsgi.url_scheme"] == "https")
    return bool(told.partition(",")[0].strip() == secure)
