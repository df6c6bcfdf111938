"""Talking to a machine on another host: one bounded request, every failure as TranslatorError."""

import http.client
import json
import ssl
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from home.translation.machines.base import Reason, Translator, TranslatorError

MOST_BYTES = 4 * 1024 * 1024  # of an answer
PIECE = 64 * 1024
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
REASONS = {
    401: Reason.REFUSED,
    403: Reason.REFUSED,
    413: Reason.TOO_LONG,
    414: Reason.TOO_LONG,
    429: Reason.BUSY,
    456: Reason.QUOTA,  # DeepL
    503: Reason.BUSY,
}


def is_safe(url: str) -> bool:
    """Say whether text may be sent there: over TLS, or to a program on this very machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


class RemoteTranslator(Translator):
    """Sends texts in batches; a subclass names its languages and sends one batch in its protocol."""

    languages: frozenset[str] = frozenset()
    most_texts = 50
    most_characters = 30_000  # of a batch

    def __init__(self, *, url: str, key: str = "", timeout_seconds: float = 20) -> None:
        """Raise ValueError for an address to which no text may be sent."""
        if not is_safe(url):
            raise ValueError("text is sent over https only, or to this machine")
        self.url, self.key, self.timeout_seconds = url.rstrip("/"), key, timeout_seconds
        self.host = urlsplit(url).hostname or ""

    def can_translate(self, source: str, target: str) -> bool:
        return source != target and {source, target} <= self.languages

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        if not self.can_translate(source, target):
            raise TranslatorError(Reason.UNSUPPORTED)
        drafts = list(texts)  # blank ones stay as they are
        for places in self._batches(texts):
            answers = self.translate_batch([texts[place] for place in places], source, target)
            if len(answers) != len(places) or not all(isinstance(answer, str) for answer in answers):
                raise TranslatorError(Reason.MALFORMED)
            for place, answer in zip(places, answers, strict=True):
                drafts[place] = answer
        return drafts

    def translate_batch(self, texts: list[str], source: str, target: str) -> list[str]:
        raise NotImplementedError

    def _batches(self, texts: Sequence[str]) -> list[list[int]]:
        """Return lists of the places of texts that are not blank, each list within the machine's limits."""
        batches: list[list[int]] = [[]]
        size = 0
        for place, text in enumerate(texts):
            if not text.strip():
                continue
            if batches[-1] and (
                len(batches[-1]) == self.most_texts or size + len(text) > self.most_characters
            ):
                batches.append([])
                size = 0
            batches[-1].append(place)
            size += len(text)
        return [batch for batch in batches if batch]

    def post(self, path: str, payload: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
        """Return the machine's answer to `payload`, parsed from JSON. Raises TranslatorError."""
        deadline = time.monotonic() + self.timeout_seconds
        connection = self._connection()
        try:
            connection.request(
                "POST",
                urlsplit(self.url).path + path,
                json.dumps(payload),
                {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})},
            )
            return _read(connection.getresponse(), deadline)
        except (OSError, http.client.HTTPException):
            # None: the error may contain the text, which would reach a log with the traceback.
            raise TranslatorError(Reason.UNREACHABLE) from None
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        if parts.scheme == "https":
            return http.client.HTTPSConnection(
                self.host, parts.port, timeout=self.timeout_seconds, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(self.host, parts.port, timeout=self.timeout_seconds)


def _read(response: http.client.HTTPResponse, deadline: float) -> Any:
    """Return the parsed answer. Redirects are not followed: they would take text and key to another host."""
    if response.status != 200:
        raise TranslatorError(REASONS.get(response.status, Reason.UNREACHABLE))
    body = bytearray()
    while piece := response.read1(PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise TranslatorError(Reason.MALFORMED)
        if time.monotonic() > deadline:
            raise TranslatorError(Reason.UNREACHABLE)
    try:
        return json.loads(body)
    except ValueError:
        raise TranslatorError(Reason.MALFORMED) from None
