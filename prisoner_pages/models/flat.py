"""Pages found at one address whatever partner's section they lie in: `/<locale>/<address_root>/<slug>/`."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult

from home.private_parts import root_path_of
from home.written_once import Asked, written_once
from prisoner_pages.models.section import InSection, OnPage


class FlatAddressMixin(InSection):
    """A page that lies in its partner's section and is found at `/<locale>/<address_root>/<slug>/`.

    The address never changes when the page is handed to another partner.
    """

    address_root: str

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str | None, str | None] | None:
        parts = super().get_url_parts(request)
        if not parts or not parts[2]:
            return parts
        site_id, root_url, path = parts
        home = path.removesuffix(self.url_path[len(root_path_of(self, site_id, request)) :])
        return site_id, root_url, f"{home}{self.address_root}/{self.slug}/"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the nested path with 301 to the flat one, keeping the query."""
        address = self.get_url(request)
        if not getattr(request, "is_preview", False) and request.path != address:
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{address}?{query}" if query else address, permanent=True)
        return super().serve(request, *args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self._check_address()

    def minimal_clean(self) -> None:
        """Wagtail saves drafts without clean(): the rule must hold for them too."""
        super().minimal_clean()
        self._check_address()

    def _check_address(self) -> None:
        if _others_at(type(self)).ask(locale=self.locale_id, slug=self.slug, own=self.pk or 0):
            raise ValidationError({"slug": _("This address is taken, perhaps in another partner’s section.")})


@written_once
def _others_at(model: type[FlatAddressMixin]) -> QuerySet[Any, tuple[int]]:
    there = model.objects.filter(locale_id=Asked("locale"), slug=Asked("slug")).exclude(pk=Asked("own"))
    return there.order_by().values_list("pk")[:1]


class FlatIndexMixin(OnPage):
    """A leaf under the home page that answers for all pages of `serves` in its locale."""

    serves: str
    address_root: str

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not path_components:
            return super().route(request, path_components)
        pages = apps.get_model(self.serves).objects
        page = pages.filter(locale_id=self.locale_id, slug=path_components[0]).first()
        if page is None:
            raise Http404
        return page.route(request, path_components[1:])  # a draft answers 404

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.address_root  # renaming the index would take every address under it down
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.slug = self.address_root
        super().minimal_clean()
