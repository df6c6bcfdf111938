"""The OpenAPI document for human readers."""

import json
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
READ = ("application/json", "text/")


@register.filter
def prose(text: str | None) -> SafeString:
    """Return paragraphs: adjacent lines joined, what is between backticks as code."""
    parts = filter(str.strip, (text or "").split("\n\n"))
    return format_html_join("", "<p>{}</p>", ((phrase(part),) for part in parts))


@register.filter
def phrase(text: str | None) -> SafeString:
    """Return one line, as `prose`, without a paragraph around it."""
    parts = " ".join((text or "").split()).split("`")
    return format_html_join("", "{}", ((_as_code(place, part),) for place, part in enumerate(parts)))


@register.filter
def example_answer(operation: dict[str, Any]) -> str:
    """Return the operation's example answer in the document, "" if there is none as text."""
    successes = (answer for status, answer in operation["responses"].items() if str(status).startswith("2"))
    contents = ((kind, said) for each in successes for kind, said in each.get("content", {}).items())
    for content in (said for kind, said in contents if kind.startswith(READ)):
        if (example := content.get("example")) is not None:
            return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=1)
    return ""


def _as_code(place: int, part: str) -> str:
    """Return the part as code if it was between backticks, as every second one was."""
    return format_html("<code>{}</code>", part) if place % 2 else part
