"""What a page tells sites that link to it: a description and absolute addresses."""

from html import unescape

from django import template
from django.template import Context
from django.utils.text import Truncator

from home.languages.table import declared
from home.templatetags.interface import MARKED

register = template.Library()

LONGEST_DESCRIPTION = 200  # characters


@register.simple_block_tag
def described(content: str) -> str:
    """Return what stands inside as one short line of text: `{% described as name %}…{% enddescribed %}`.

    Interface words of another language are left out: nothing could mark them there.
    """
    own = MARKED.sub("", content)
    return Truncator(" ".join(unescape(own).split())).chars(LONGEST_DESCRIPTION)


@register.simple_tag(takes_context=True)
def absolute(context: Context, address: str) -> str:
    return context["request"].build_absolute_uri(address)


@register.filter
def with_territory(language: str) -> str:
    """Return a language as Open Graph writes it: "uk" is "uk_UA"."""
    territory = declared(language).territory
    return f"{language}_{territory}" if territory else language
