"""For those who lead the desk: what is public without approval."""

from typing import Any

from django import template
from django.contrib.auth.models import User

from home.translation.desk.read_models.work import unapproved
from home.translation.permissions import leads

register = template.Library()


@register.inclusion_tag("translation/core/unapproved.html")
def unapproved_list(user: User) -> dict[str, Any]:
    return {"translations": unapproved() if leads(user) else []}
