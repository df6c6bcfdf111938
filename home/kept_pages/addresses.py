"""Which requests may be answered with what is kept, and what tells one kept answer from another."""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from home.languages.info import CONTENT_LANGUAGES, language_asked_for
from home.settings.defaults import settings

Environ = dict[str, Any]


class Key(NamedTuple):
    """What tells one kept answer from another."""

    host: str
    is_secure: bool
    port: str
    path: str
    query: str
    language: str  # the reader's, where the address has none
    origin: str  # of the page that asks the API


METHODS = ("GET", "HEAD")
# Staff, letters and their tokens, pictures behind a gate, answers that differ by asker or by the moment.
NEVER_BELOW = (
    *("/admin/", "/documents/", "/desk-preview/", "/media/", "/static/", "/.well-known/"),
    *("/healthz", "/readyz", "/metrics"),
)
NEVER_BELOW_LANGUAGE = ("letters/",)
API, SUGGESTIONS = "/api/", "/search/suggestions/"
# Letters, drafts, what is drawn anew for each, and tables, which are sent while they are read.
NEVER_OF_API = re.compile(r"/api/v\d+/(?:(?:letters|preview|recipients)|.*\.(?:csv|xlsx)$)")
# Who sends one of these asks for themselves; from a page of another site, which the API alone answers.
OF_ONESELF = ("HTTP_AUTHORIZATION", "HTTP_X_API_KEY", "HTTP_TRANSFER_ENCODING")
ORIGIN = "HTTP_ORIGIN"
# What the API promises to heed; pages tell of no date.
CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
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
        and env.keys().isdisjoint(OF_ONESELF)
        and not ("HTTP_COOKIE" in env and _has_own_cookie(env["HTTP_COOKIE"]))
        and (_is_same_for_all_of_api(env) if path.startswith(API) else ORIGIN not in env)
    )


def _is_same_for_all_of_api(env: Environ) -> bool:
    has_date_alone = "HTTP_IF_MODIFIED_SINCE" in env and "HTTP_IF_NONE_MATCH" not in env
    return (
        not NEVER_OF_API.match(env["PATH_INFO"])
        and not has_date_alone
        and env.keys().isdisjoint(CONDITIONS)
        and "key" not in names_in(env.get("QUERY_STRING", ""))
    )


def _has_own_cookie(cookies: str) -> bool:
    """Others' do not count: our host may lie below a domain that sets some."""
    own = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
    return not own.isdisjoint(pair.partition("=")[0].strip() for pair in cookies.split(";"))


def query_in_one_order(env: Environ) -> str:
    """Return the query as pages get it; the API refuses what it does not know, and gets all of it."""
    query = env.get("QUERY_STRING", "")
    return query if env.get("PATH_INFO", "").startswith(API) else in_one_order(query)


def in_one_order(query: str) -> str:
    """Return the query without marks of clicks, its parameters sorted by name."""
    pairs = [pair for pair in query.split("&") if pair and not CLICK_MARK.fullmatch(name_of(pair))]
    return "&".join(sorted(pairs, key=name_of))


def only(query: str, names: Collection[str]) -> str:
    """Return the query without parameters of other names."""
    return "&".join(pair for pair in query.split("&") if unquote_plus(name_of(pair)) in names)


def name_of(pair: str) -> str:
    return pair.partition("=")[0]


def names_in(query: str) -> set[str]:
    return {name_of(pair) for pair in query.split("&")} if query else set()


def key_of(env: Environ) -> Key:
    path = env["PATH_INFO"]
    has_language = path[1:].partition("/")[0] in LANGUAGES
    return Key(
        env.get("HTTP_HOST", ""),
        is_secure(env),
        env.get("SERVER_PORT", ""),
        path,
        env.get("QUERY_STRING", ""),
        "" if has_language else language_asked_for(path, env.get("HTTP_ACCEPT_LANGUAGE", "")),
        env.get(ORIGIN, ""),
    )


def is_secure(env: Mapping[str, Any]) -> bool:
    """As Django tells it: by a proxy's header where the project trusts one, else by the connection."""
    header, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    told = env.get(header)
    if told is None:
        return bool(env["wsgi.url_scheme"] == "https")
    return bool(told.partition(",")[0].strip() == secure)
