"""What an editor is told of pictures: why one on a page does not show, and whom a record's photo names."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from home.languages.ordering import by_alphabet
from home.models import SiteImage
from home.site.requests import StaffRequest
from prisoner_pages.models import Prisoner
from prisoner_pages.pictures.actions import name_owner_of_photo
from prisoner_pages.pictures.read_models.photos import why_hidden
from prisoner_pages.records.forms.own_files import references_of


def tell_on_opening(request: StaffRequest, page: Any) -> None:
    """Above the form: which pictures of this draft the site does not show."""
    if request.method == "GET":
        tell_of_hidden_pictures(request, page)


def tell_on_leaving(request: StaffRequest, page: Any) -> None:
    """After a submission or an approval; a saved draft opens again, and says it there."""
    if request.method == "POST" and any(name.startswith("action-") for name in request.POST):
        tell_of_hidden_pictures(request, page)


def tell_of_hidden_pictures(request: StaffRequest, page: Any) -> None:
    reasons = why_hidden(images_of(page))
    if not reasons:
        return
    told = "; ".join(f"«{image.title}» — {reason}" for image, reason in reasons.items())
    words = _("Pictures on this page that the site does not show: %(pictures)s.") % {"pictures": told}
    messages.warning(request, words, buttons=_buttons(request.user, reasons))


def images_of(page: Any) -> list[SiteImage]:
    """Return the images a page points at, in fields and in its text."""
    model = get_image_model()
    ids = {object_id for kind, object_id in references_of(page) if kind is model}
    return list(model.objects.filter(pk__in=ids).order_by(*by_alphabet("title")))


def _buttons(user: User, images: Iterable[SiteImage]) -> list[str]:
    policy = policy_registry.get_by_type(get_image_model())
    return [
        messages.button(reverse("wagtailimages:edit", args=[image.pk]), image.title)
        for image in images
        if policy.user_has_permission_for_instance(user, "change", image)
    ]


def name_owner(request: StaffRequest, record: Model) -> None:
    if isinstance(record, Prisoner):
        name_owner_of_photo(record, by=request.user)
