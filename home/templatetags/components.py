"""Small drawings and phrases that the shared components print."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from home.plates import plate_for
from home.templatetags.interface import t

register = template.Library()


@register.inclusion_tag("components/person_plate.html")
def person_plate(slug, name):
    return {"plate": plate_for(slug=slug, name=name)}


# By precision. Words around a date are whole msgids, since their order differs.
DATE_FORMS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
DATE_WORDS = {"before": "before %(date)s", "after": "after %(date)s"}


@register.inclusion_tag("components/date.html")
def dated(value, precision="day"):
    """Print a day as exactly as it is known: "3 May 2022", "May 2022", "2022", "before 3 May 2022"."""
    shown = date_format(value, {"month": "YEAR_MONTH_FORMAT", "year": "Y"}.get(precision, "DATE_FORMAT"))
    words = DATE_WORDS.get(precision)
    machine = value.strftime(DATE_FORMS.get(precision, "%Y-%m-%d"))
    return {"machine": machine, "shown": t(words, date=shown) if words else shown}


@register.simple_tag
def url_below(path):
    """Return the address of `path` in the page's language: `{% url_below "letters/write" %}`."""
    return f"/{get_language()}/{path}/"
