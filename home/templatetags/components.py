"""Small drawings and phrases of the shared components."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from home.languages.dates import date_in_words, period_of, since_in_words
from home.models import SiteImage
from home.pictures.placeholders import plate_for
from home.pictures.renditions import CHOICES
from home.shown_pictures import made_of, srcset_of

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=2_000)  # a kilobyte each; nothing else goes into it
def person_plate(slug: str, name: str) -> SafeString:
    return render_to_string("components/person_plate.html", {"plate": plate_for(slug=slug, name=name)})


@register.simple_tag
def picture_sources(image: SiteImage, place: str) -> SafeString:
    """Print the `<source>` elements of a picture that may be shown: those sizes that the worker has made."""
    choice = CHOICES[place]
    made = ((kind, made_of(image, choice.specs_in(kind))) for kind in choice.formats)
    return format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        (
            (kind, srcset_of((rendition.url, rendition.width) for rendition in renditions), choice.stands)
            for kind, renditions in made
            if renditions
        ),
    )


# The machine-readable form, by precision.
DATE_FORMS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


@register.simple_tag
def dated(value: date | None, precision: str = "day") -> str:
    """Print a date as precisely as it is known: "3 May 2022", "May 2022", "2022", "before 3 May 2022"."""
    return _in_words(value, precision, date_in_words)


@register.simple_tag
def since(value: date | None, precision: str = "day") -> str:
    """Print since when something is so: "since 3 May 2022", "since May 2022", "before 3 May 2022"."""
    return _in_words(value, precision, since_in_words)


def _in_words(value: date | None, precision: str, words: Callable[[date, str], str]) -> str:
    if value is None:
        return ""
    machine = value.strftime(DATE_FORMS.get(precision, "%Y-%m-%d"))
    return format_html('<time datetime="{}">{}</time>', machine, words(value, precision))


@register.inclusion_tag("components/period.html")
def period(start: date | None, precision: str, end: date | None) -> dict[str, Any]:
    """Print a period: "30 May 2024 – 2 June 2024", "2024", "since May 2024"."""
    once, start, end = period_of(start, precision, end)
    return {"once": once, "start": start, "precision": precision, "end": end}


@register.simple_tag
def url_below(path: str) -> str:
    """Return the address of `path` in the page's language: `{% url_below "letters/write" %}`."""
    return f"/{get_language()}/{path}/"
