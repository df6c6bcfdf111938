"""Doors of Wagtail and wagtail-localize that no permission of theirs guards, closed before any view runs."""

from collections.abc import Callable
from typing import Any, TypeAlias, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import ResolverMatch
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from home.site.read_models import public_languages
from home.site.requests import StaffRequest
from prisoner_pages.permissions.choosers import images_for, own_pages_of, pages_for
from prisoner_pages.permissions.partners import is_coordinator
from prisoner_pages.syndication.read_models.resolving import MOVED, Resolved, sent_on

Gate: TypeAlias = Callable[[StaffRequest, dict[str, Any]], bool]


def nobody(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    return False


def anyone(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    return True


def coordinators(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    return is_coordinator(request.user)


def administrators(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    return request.user.is_superuser


def own_pages(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    """Every page the address names is one the user may edit; some views name a page before they ask."""
    named = {kwargs[name] for name in PAGE_ARGUMENTS & kwargs.keys()}
    return own_pages_of(request.user).filter(pk__in=named).count() == len(named)


def explored_page(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    """The explorer opens one's own pages and those above them."""
    policy = cast(PagePermissionPolicy, policy_registry.get_by_type(Page))
    return policy.explorable_instances(request.user).filter(pk=kwargs["parent_page_id"]).exists()


def explorer_fields(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    """The explorer menu asks for parents and translations, never for whole pages."""
    return set(request.GET.get("fields", "").split(",")) <= {"", "parent", "translations"}


def chosen_pages(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    """The page chooser answers for any id it is given; let it answer for what it would list."""
    return offers(pages_for(request.user), request.GET.getlist("id"))


def opened_page(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    page = Page.objects.filter(pk=kwargs["parent_page_id"])
    return page.filter(depth=1).exists() or page.filter(pk__in=pages_for(request.user)).exists()


def bulk_rows(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    """Bulk actions name the rows they refuse; let them hear of one's own rows only."""
    offered = BULK_ROWS.get((kwargs["app_label"], kwargs["model_name"], kwargs["action"]))
    return is_coordinator(request.user) or bool(
        offered and offers(offered(request.user), request.GET.getlist("id"))
    )


def with_address(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    """Wagtail breaks on a link without an address."""
    return request.method != "POST" or bool(request.POST.get("external-link-chooser-url"))


def settings_right(request: StaffRequest, kwargs: dict[str, Any]) -> bool:
    return request.user.has_perm(f"{kwargs['app_name']}.change_{kwargs['model_name']}")


def offers(rows: QuerySet, ids: list[str]) -> bool:
    """Tell whether `rows` holds all the ids; "all" and other words are never held."""
    wanted = {word for word in ids if word.isdecimal()}
    return wanted == set(ids) and rows.filter(pk__in=wanted).count() == len(wanted)


PAGE_ARGUMENTS = frozenset({"page_id", "page_to_move_id", "destination_id", "parent_page_id", "pk"})
BULK_ROWS: dict[tuple[str, str, str], Callable[[User], QuerySet]] = {
    ("wagtailcore", "page", "delete"): own_pages_of,
    ("wagtailcore", "page", "move"): own_pages_of,
    ("home", "siteimage", "add_to_collection"): images_for,
    ("home", "siteimage", "delete"): images_for,
}
# URL name, or a namespace that holds for all names below it -> who may pass. The longest match decides.
GATES: dict[str, Gate] = {
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
    "wagtailredirects": nobody,  # takes addresses of people, too; ours is `prisoner_pages.frame`
    # They make any size of an original in this process; we have no address that would show one.
    "wagtailimages:preview": nobody,
    "wagtailimages:url_generator": nobody,
    "wagtailimages:url_generator_output": nobody,
    # Nothing of ours shows a document, and one that came in could be opened nowhere.
    "wagtaildocs": nobody,
    "wagtaildocs_chooser": nobody,
    "wagtailembeds": nobody,  # nothing is fetched from elsewhere
}


class PartnerGate:
    """Refuse with 403 what `GATES` keeps closed to this user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: StaffRequest,
        view: Callable[..., HttpResponseBase],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> None:
        gate = gate_of(cast(ResolverMatch, request.resolver_match))
        if gate and request.user.is_authenticated and not gate(request, kwargs):
            raise PermissionDenied


def gate_of(match: ResolverMatch) -> Gate | None:
    parts = [*match.namespaces, match.url_name or ""]
    for length in range(len(parts), 0, -1):
        if gate := GATES.get(":".join(parts[:length])):
            return gate
    return None


class Redirects:
    """In place of Wagtail's, which sends on to a page whether or not anybody may open it.

    An address that led to somebody who is hidden now is unknown, like any other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        sent = _sent_on(request)
        if sent is None:
            return response
        kind = HttpResponsePermanentRedirect if sent.status == MOVED else HttpResponseRedirect
        return kind(sent.location)


def _sent_on(request: HttpRequest) -> Resolved | None:
    """An address with a query may be sent on by itself; else the one without it counts."""
    languages, whole = public_languages(request), request.get_full_path()
    path = whole.partition("?")[0]
    return sent_on(whole, languages) or (sent_on(path, languages) if path != whole else None)
