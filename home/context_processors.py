from django.utils.functional import SimpleLazyObject

from home.site.read_models import Shell, page_of


def shell(request):
    """`shell`: what stands around the page. Lazy, so that the admin and plain answers never pay for it."""
    return {"shell": SimpleLazyObject(lambda: Shell(request, page_of(request)))}
