"""What pages of the admin say of login."""

from django import template

from home.settings.defaults import settings

register = template.Library()


@register.simple_tag
def second_step_is_off() -> bool:
    return not settings.SECOND_STEP
