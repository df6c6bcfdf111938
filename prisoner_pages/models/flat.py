"""Pages found at one address whatever partner's section they lie in: `/<locale>/<address_root>/<slug>/`."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from home.private_parts import root_path_of
from prisoner_pages.models.section import InSection


class FlatAddressMixin(InSection):
    """A page that lies in its partner's section and is found at `/<locale>/<address_root>/<slug>/`.

    The address never changes when the page is handed to another partner.
    """

    address_root = None

    def get_url_parts(self, request=None):
        parts = super().get_url_parts(request)
        if not parts or not parts[2]:
            return parts
        site_id, root_url, path = parts
        home = path.removesuffix(self.url_path[len(root_path_of(self, site_id, request)) :])
        return site_id, root_url, f"{home}{self.address_root}/{self.slug}/"

    def serve(self, request, *args, **kwargs):
        """Answer the nested path with 301 to the flat one, keeping the query."""
        address = self.get_url(request)
        if not getattr(request, "is_preview", False) and request.path != address:
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{address}?{query}" if query else address, permanent=True)
        return super().serve(request, *args, **kwargs)

    def clean(self):
        super().clean()
        self._check_address()

    def minimal_clean(self):
        """Wagtail saves drafts without clean(): the rule must hold for them too."""
        super().minimal_clean()
        self._check_address()

    def _check_address(self):
        taken = type(self).objects.filter(locale_id=self.locale_id, slug=self.slug).exclude(pk=self.pk)
        if taken.exists():
            raise ValidationError({"slug": _("This address is taken, perhaps in another partner’s section.")})


class FlatIndexMixin:
    """A leaf under the home page that answers for all pages of `serves` in its locale."""

    serves = None
    address_root = None

    def route(self, request, path_components):
        if not path_components:
            return super().route(request, path_components)
        pages = apps.get_model(self.serves).objects
        page = pages.filter(locale_id=self.locale_id, slug=path_components[0]).first()
        if page is None:
            raise Http404
        return page.route(request, path_components[1:])  # a draft answers 404

    def full_clean(self, *args, **kwargs):
        self.slug = self.address_root  # renaming the index would take every address under it down
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self.slug = self.address_root
        super().minimal_clean()
