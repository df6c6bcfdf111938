"""Doors of Wagtail and wagtail-localize that no permission of theirs guards, closed before any view runs."""

from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from prisoner_pages.permissions import is_coordinator
from prisoner_pages.pickers import pages_for


def nobody(request, kwargs):
    return False


def coordinators(request, kwargs):
    return is_coordinator(request.user)


def anyone(request, kwargs):
    return True


def explorer_fields(request, kwargs):
    """The explorer menu asks for parents and translations, never for whole pages."""
    asked = request.GET.get("fields", "").split(",")
    return set(asked) <= {"", "parent", "translations"}


def chosen_pages(request, kwargs):
    """The page chooser answers for any id it is given; let it answer for what it would list."""
    wanted = [number for number in request.GET.getlist("id") if number.isdecimal()]
    return pages_for(request.user).filter(pk__in=wanted).count() == len(set(wanted))


def opened_page(request, kwargs):
    page = Page.objects.filter(pk=kwargs["parent_page_id"])
    return page.filter(depth=1).exists() or page.filter(pk__in=pages_for(request.user)).exists()


# URL name, or a namespace that holds for all names below it -> who may pass. The longest match decides.
GATES = {
    # Text in another language comes by `place_story` alone; these views publish and alias past approval.
    "wagtail_localize": nobody,
    "wagtail_localize:javascript_catalog": anyone,
    "wagtailadmin_reports": coordinators,  # titles of every partner's drafts
    "wagtailadmin_api": coordinators,
    "wagtailadmin_api:pages:listing": explorer_fields,
    "wagtailadmin_api:pages:detail": explorer_fields,
    "wagtailadmin_api:pages:action": nobody,
    "wagtailadmin_choose_page_chosen_multiple": chosen_pages,
    "wagtailadmin_choose_page_child": opened_page,
    "wagtailadmin_tag_autocomplete": coordinators,  # words of every partner's images
    "wagtailadmin_tag_model_autocomplete": coordinators,
    "wagtailembeds": nobody,  # nothing is fetched from elsewhere
}


class PartnerGate:
    """Refuse with 403 what `GATES` keeps closed to this user."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        gate = gate_of(request.resolver_match)
        if gate and request.user.is_authenticated and not gate(request, kwargs):
            raise PermissionDenied


def gate_of(match):
    parts = [*match.namespaces, match.url_name or ""]
    for length in range(len(parts), 0, -1):
        if gate := GATES.get(":".join(parts[:length])):
            return gate
    return None
