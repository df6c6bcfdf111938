"""Talking to a machine on another host: one bounded request, every failure as TranslatorError."""

import http.client
import json
import ssl
import time
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


def is_safe(url):
    """Say whether text may be sent there: over TLS, or to a program on this very machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


class RemoteTranslator(Translator):
    """Sends texts in batches; a subclass names its languages and puts one batch into its protocol's words."""

    languages = frozenset()
    most_texts = 50
    most_characters = 30_000  # of a batch

    def __init__(self, *, url, key="", timeout_seconds=20):
        """Raises ValueError for an address to which no text may be sent."""
        if not is_safe(url):
            raise ValueError("text is sent over https only, or to this machine")
        self.url, self.key, self.timeout_seconds = url.rstrip("/"), key, timeout_seconds
        self.host = urlsplit(url).hostname

    def can_translate(self, source, target):
        return source != target and {source, target} <= self.languages

    def translate(self, texts, source, target):
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

    def translate_batch(self, texts, source, target):
        raise NotImplementedError

    def _batches(self, texts):
        """Return lists of places of texts that hold something, each within the machine's limits."""
        batches, size = [[]], 0
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

    def post(self, path, payload, headers=None):
        """Return what the machine answers to `payload`, read from JSON. Raises TranslatorError."""
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
            # None: what went wrong may hold the text, and it would reach a log with the trace.
            raise TranslatorError(Reason.UNREACHABLE) from None
        finally:
            connection.close()

    def _connection(self):
        parts = urlsplit(self.url)
        if parts.scheme == "https":
            return http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=self.timeout_seconds, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=self.timeout_seconds)


def _read(response, deadline):
    """Redirects are not followed: they would carry text and key to a host that nobody chose."""
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
