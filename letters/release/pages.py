"""Letters for somebody who is free again, as a page to read and to print: whole in itself, loads nothing."""

from collections.abc import Iterable
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from home.languages.info import SOURCE_LANGUAGE

PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def page_of(letters: Iterable[tuple[int, dict[str, str]]]) -> str:
    """Return the page of these (number, parts) pairs; parts as `actions.copies` has sealed them."""
    with translation.override(SOURCE_LANGUAGE):
        return render_to_string("letters/release/letters.html", {"letters": list(map(_shown, letters))})


def _shown(numbered: tuple[int, dict[str, str]]) -> dict[str, object]:
    number, parts = numbered
    kind = PICTURES.get(parts.get("drawing_format", ""))
    return {
        **parts,
        "number": number,
        "received_on": _day(parts.get("received_on", "")),
        "picture": kind and f"data:{kind};base64,{parts['drawing']}",
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
