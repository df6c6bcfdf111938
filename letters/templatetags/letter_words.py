"""How the letter desk says an age, a language, a reason."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, ngettext

from home.caching.read_models import generations_of
from home.languages.language_names import LANGUAGE_WORDS
from letters.choices.letters import BackReason
from letters.models import Letter
from letters.writing.read_models.recipients import Recipient

register = template.Library()


@register.filter
def age(days: int | None) -> str:
    """Say a number of days in words: today, yesterday, 12 days."""
    if days is None:
        return "—"
    if days < 2:
        return _("yesterday") if days == 1 else _("today")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


@register.filter
def language_word(code: str) -> str | Promise:
    """Say a language by its code; one that is not known says so."""
    return LANGUAGE_WORDS.get(code) or code or _("unknown")


@register.filter
def back_reason(code: str) -> str | Promise:
    """Say why a letter was brought back, by the code in its log."""
    return dict(BackReason.choices).get(code, code)


@register.simple_tag(takes_context=True)
def recipient_of(context: template.Context, letter: Letter) -> Recipient:
    """Return the Recipient of a letter in the words of the screen."""
    return Recipient(letter.prisoner, get_language(), known=generations_of(context["request"]))
