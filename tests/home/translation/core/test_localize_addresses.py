"""No address of wagtail-localize answers, but those that lead to the desk."""

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.models import StandardPage
from prisoner_pages.models import Occupation
from tests.factories.desk import open_for, open_site, source_page
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
OPEN = {"javascript_catalog"}
TO_THE_DESK = {"submit_page_translation", "submit_snippet_translation", "update_translations"}


def localize_names():
    """Return {name: [addresses]} of the whole namespace, with arguments that lead to something."""
    resolver = _localize(get_resolver())
    names = {key for key in resolver.reverse_dict if isinstance(key, str)}
    return {name: list(_addresses(name, resolver)) for name in names}


def _localize(resolver):
    for found in getattr(resolver, "url_patterns", []):
        if getattr(found, "namespace", None) == "wagtail_localize":
            return found
        if inner := _localize(found):
            return inner
    return None


def _addresses(name, resolver):
    page, word = StandardPage.objects.get(slug="long-text", locale__language_code="uk"), "prisoner_pages"
    known = {
        "page_id": page.pk,
        "app_label": word,
        "model_name": "occupation",
        "pk": 1,
        "mode": "body",
        "translation_source_id": Translation.objects.get().source_id,
        "translation_id": Translation.objects.get().pk,
        "string_segment_id": 1,
        "overridable_segment_id": 1,
    }
    for possibilities in resolver.reverse_dict.getlist(name):
        for _pattern, arguments in possibilities[0]:
            try:
                yield reverse(f"wagtail_localize:{name}", kwargs={each: known[each] for each in arguments})
            except NoReverseMatch:
                continue


@pytest.mark.full(LONG)
def test_no_address_of_wagtail_localize_answers_but_those_that_lead_to_the_desk(admin_client):
    open_site("en", "crh")
    open_for(source_page([]), "en")
    Occupation.objects.create(name="Тесля УКР", locale=Locale.objects.get(language_code="uk"))
    names = localize_names()
    assert len(names) > 12
    assert apps.is_installed("wagtail_localize")

    for name, addresses in names.items():
        for address in addresses:
            got, sent = admin_client.get(address), admin_client.post(address)
            if name in TO_THE_DESK:
                assert got.status_code in (302, 404), name
                assert got.status_code == 404 or got.url.startswith(reverse("translation_desk:index")), name
                assert sent.status_code == 403, name
            elif name not in OPEN:
                assert (got.status_code, sent.status_code) in {(403, 403), (302, 302)}, name
