"""Doors of Wagtail and wagtail-localize that no permission of theirs guards, closed before any view runs."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.models import Page
from wagtail.permissions import policy_registry

from home.site.read_models import public_languages
from prisoner_pages.permissions.choosers import images_for, own_pages_of, pages_for
from prisoner_pages.permissions.partners import is_coordinator
from prisoner_pages.syndication.read_models.resolving import MOVED, sent_on


def nobody(request, kwargs):
    return False


def anyone(request, kwargs):
    return True


def coordinators(request, kwargs):
    return is_coordinator(request.user)


def administrators(request, kwargs):
    return request.user.is_superuser


def own_pages(request, kwargs):
    """Every page the address names is one the user may edit; some views name a page before they ask."""
    named = {kwargs[name] for name in PAGE_ARGUMENTS & kwargs.keys()}
    return own_pages_of(request.user).filter(pk__in=named).count() == len(named)


def explored_page(request, kwargs):
    """The explorer opens one's own pages and those above them."""
    policy = policy_registry.get_by_type(Page)
    return policy.explorable_instances(request.user).filter(pk=kwargs["parent_page_id"]).exists()


def explorer_fields(request, kwargs):
    """The explorer menu asks for parents and translations, never for whole pages."""
    return set(request.GET.get("fields", "").split(",")) <= {"", "parent", "translations"}


def chosen_pages(request, kwargs):
    """The page chooser answers for any id it is given; let it answer for what it would list."""
    return offers(pages_for(request.user), request.GET.getlist("id"))


def opened_page(request, kwargs):
    page = Page.objects.filter(pk=kwargs["parent_page_id"])
    return page.filter(depth=1).exists() or page.filter(pk__in=pages_for(request.user)).exists()


def bulk_rows(request, kwargs):
    """Bulk actions name the rows they refuse; let them hear of one's own rows only."""
    offered = BULK_ROWS.get((kwargs["app_label"], kwargs["model_name"], kwargs["action"]))
    return is_coordinator(request.user) or bool(
        offered and offers(offered(request.user), request.GET.getlist("id"))
    )


def with_address(request, kwargs):
    """Wagtail breaks on a link without an address."""
    return request.method != "POST" or bool(request.POST.get("external-link-chooser-url"))


def settings_right(request, kwargs):
    return request.user.has_perm(f"{kwargs['app_name']}.change_{kwargs['model_name']}")


def offers(rows, ids):
    """Tell whether `rows` holds all the ids; "all" and other words are never held."""
    wanted = {word for word in ids if word.isdecimal()}
    return wanted == set(ids) and rows.filter(pk__in=wanted).count() == len(wanted)


PAGE_ARGUMENTS = frozenset({"page_id", "page_to_move_id", "destination_id", "parent_page_id", "pk"})
BULK_ROWS = {
    ("wagtailcore", "page", "delete"): own_pages_of,
    ("wagtailcore", "page", "move"): own_pages_of,
    ("home", "siteimage", "add_to_collection"): images_for,
    ("home", "siteimage", "delete"): images_for,
}
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
    "wagtailadmin_workflows": administrators,
    "wagtailadmin_pages": own_pages,
    "wagtailadmin_explore": explored_page,
    "wagtailadmin_explore_results": explored_page,
    "wagtail_bulk_action": bulk_rows,
    "wagtailsettings": settings_right,  # makes the row before it asks
    "wagtailadmin_error_test": administrators,
    "wagtailadmin_choose_page_chosen_multiple": chosen_pages,
    "wagtailadmin_choose_page_child": opened_page,
    "wagtailadmin_choose_page_external_link": with_address,
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


class Redirects:
    """In place of Wagtail's, which sends on to a page whether or not anybody may open it.

    An address that led to somebody who is hidden now is unknown, like any other.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        sent = _sent_on(request)
        if sent is None:
            return response
        kind = HttpResponsePermanentRedirect if sent.status == MOVED else HttpResponseRedirect
        return kind(sent.location)


def _sent_on(request):
    """An address with a query may be sent on by itself; else the one without it counts."""
    languages, whole = public_languages(request), request.get_full_path()
    path = whole.partition("?")[0]
    return sent_on(whole, languages) or (sent_on(path, languages) if path != whole else None)
