from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home.site.read_models import Shell, page_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates `shell`: what stands around the page. Lazy, so that the admin never pays for it."""
    return {"shell": SimpleLazyObject(lambda: Shell(request, page_of(request)))}
