"""For who leads the desk: what is public although nobody approved it."""

from django import template

from home.translation.desk.read_models.work import unapproved
from home.translation.permissions import leads

register = template.Library()


@register.inclusion_tag("translation/core/unapproved.html")
def unapproved_list(user):
    return {"translations": unapproved() if leads(user) else []}
