"""An answer in the forms in which it is given: plain, by gzip, by Brotli, each with its own headers."""

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import brotli
from django.utils.http import quote_etag

from home.caching.kept_whole import Making, ToldToEach

Headers = list[tuple[str, str]]
# Quickly made, and a tenth smaller than gzip's; 11 would take a hundred times as long.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
WORTH_COMPRESSING = 200  # bytes
TEXTS = ("text/", "application/xml", "application/atom+xml", "application/json", "image/svg+xml")
# What is said of a body, and left out where the browser has it already.
OF_A_BODY = {"content-length", "content-type", "content-encoding"}
OVERHEAD_BYTES = 2_048  # of an answer's headers and names, about
PLAIN, GZIP, BROTLI = "identity", "gzip", "br"


@dataclass(frozen=True, slots=True)
class Form:
    etag: str  # without quotes and without a mark of weakness
    headers: Headers
    body: bytes
    unchanged: Headers  # for whoever has it already


@dataclass(slots=True)
class Answer:
    status: str
    forms: dict[str, Form]
    apart: frozenset[str]  # generations besides those that all hang on
    hangs_on: Any  # what held when it was made
    checked: Any  # the last state of things under which it was found to hold
    until: float  # seconds since 1970
    to_each: ToldToEach | None

    @property
    def size(self) -> int:
        return OVERHEAD_BYTES + sum(len(form.body) for form in self.forms.values())

    def form_for(self, accepted: str) -> Form:
        return self.forms.get(encoding_of(accepted)) or self.forms[PLAIN]


def value_of(headers: Headers, name: str) -> str:
    return ", ".join(value for each, value in headers if each.lower() == name)


def forms_of(headers: Headers, body: bytes) -> dict[str, Form]:
    """Return each form that is smaller than the plain one, and that."""
    if len(body) < WORTH_COMPRESSING or not value_of(headers, "content-type").startswith(TEXTS):
        return {PLAIN: plain_form(headers, body)}
    headers = with_vary(headers, "Accept-Encoding")
    plain = plain_form(headers, body)
    found = {PLAIN: plain}
    packed = {
        GZIP: gzip.compress(body, GZIP_LEVEL, mtime=0),
        BROTLI: brotli.compress(body, quality=BROTLI_QUALITY),
    }
    for encoding, shorter in packed.items():
        if len(shorter) < len(body):
            found[encoding] = _form(
                [*headers, ("Content-Encoding", encoding)], shorter, f'W/"{plain.etag}"', plain.etag
            )
    return found


def plain_form(headers: Headers, body: bytes) -> Form:
    said = value_of(headers, "etag") or quote_etag(hashlib.md5(body, usedforsecurity=False).hexdigest())
    return _form(headers, body, said, said.removeprefix("W/").strip('"'))


def _form(headers: Headers, body: bytes, said: str, etag: str) -> Form:
    kept = [pair for pair in headers if pair[0].lower() not in ("etag", "content-length")]
    whole = [*kept, ("ETag", said), ("Content-Length", str(len(body)))]
    return Form(etag, whole, body, [pair for pair in whole if pair[0].lower() not in OF_A_BODY])


def with_vary(headers: Headers, name: str) -> Headers:
    others = [pair for pair in headers if pair[0].lower() != "vary"]
    said = value_of(headers, "vary")
    if name in said.split(", "):
        return headers
    return [*others, ("Vary", f"{said}, {name}" if said else name)]


@lru_cache(maxsize=256)
def encoding_of(accepted: str) -> str:
    """Return the best encoding that a browser takes, by its Accept-Encoding.

    >>> encoding_of("gzip, deflate, br;q=0")
    'gzip'
    """
    taken = [_name_of(offer) for offer in accepted.lower().split(",") if not _is_refused(offer)]
    return next((encoding for encoding in (BROTLI, GZIP) if encoding in taken), PLAIN)


def _name_of(offer: str) -> str:
    return offer.partition(";")[0].strip()


def _is_refused(offer: str) -> bool:
    weight = offer.partition("q=")[2].strip()
    return bool(weight) and not weight.strip("0.")


def is_same(form: Form, wanted: str | None) -> bool:
    """Say whether a browser has this form already: `wanted` is its If-None-Match."""
    return bool(wanted) and (wanted == "*" or f'"{form.etag}"' in str(wanted))


def parted(headers: Headers, to_each: ToldToEach | None) -> tuple[Headers, Headers]:
    """Return (what all are told, what this one is told alone)."""
    names = {name.lower() for name in to_each.names} if to_each else set()
    own = [pair for pair in headers if pair[0].lower() in names]
    return [pair for pair in headers if pair not in own], own


def may_be_stored(making: Making, status: str, headers: Sequence[tuple[str, str]]) -> bool:
    """Say whether an answer is for everybody, by its view and by what it says itself."""
    names = {name.lower() for name, _value in headers}
    told = value_of(list(headers), "cache-control")
    varies = value_of(list(headers), "vary").lower()
    return (
        making.parameters is not None
        and status == "200 OK"
        and "set-cookie" not in names
        and not any(word in told for word in ("private", "no-store"))
        and "cookie" not in varies
        and "*" not in varies
    )
