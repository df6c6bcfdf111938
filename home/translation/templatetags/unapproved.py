"""For who leads the desk: what is public although nobody approved it."""

from django import template

from home.translation.permissions import leads
from home.translation.work import unapproved

register = template.Library()


@register.inclusion_tag("translation/staff/unapproved.html")
def unapproved_list(user):
    return {"translations": unapproved() if leads(user) else []}
