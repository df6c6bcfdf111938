"""What the OpenAPI document says, as people read it."""

import json

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()
READ = ("application/json", "text/")


@register.filter
def prose(text):
    """Return paragraphs: lines that belong together joined, what stands between backticks as code."""
    parts = filter(str.strip, (text or "").split("\n\n"))
    return format_html_join("", "<p>{}</p>", ((phrase(part),) for part in parts))


@register.filter
def phrase(text):
    """Return one line, as `prose`, without a paragraph around it."""
    parts = " ".join((text or "").split()).split("`")
    return format_html_join("", "{}", ((_as_code(place, part),) for place, part in enumerate(parts)))


@register.filter
def example_answer(operation):
    """Return what the operation answers in the document's example, "" without one that can be read."""
    successes = (answer for status, answer in operation["responses"].items() if str(status).startswith("2"))
    contents = ((kind, said) for each in successes for kind, said in each.get("content", {}).items())
    for content in (said for kind, said in contents if kind.startswith(READ)):
        if (example := content.get("example")) is not None:
            return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=1)
    return ""


def _as_code(place, part):
    """Every second part stood between backticks."""
    return format_html("<code>{}</code>", part) if place % 2 else part
