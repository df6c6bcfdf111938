"""What no form of the admin sends is refused with 400 on a readable page: never a fault of ours."""

import json

import pytest
from django.test import Client
from wagtail.models import Page

from home.models import HomePage, StandardPage
from tests.factories.prisoner_pages import open_locales
from tests.factories.site_content import picture
from tests.standing import standing


@standing
def page(db):
    open_locales("uk")
    home = HomePage.objects.get(locale__language_code="uk")
    return home.add_child(instance=StandardPage(title="Приватність", slug="privacy", locale=home.locale))


@pytest.fixture
def admin(page, django_user_model):
    user = django_user_model.objects.create_superuser("admin", password="password")
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


RAW = {"title": "Приватність", "slug": "privacy", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}


def with_text(value):
    return {
        **RAW,
        "body-count": 1,
        "body-0-deleted": "",
        "body-0-order": 0,
        "body-0-type": "paragraph",
        "body-0-id": "",
        "body-0-value": value,
    }


@pytest.mark.parametrize(
    "value",
    ["{", "[]", '"x"', '{"blocks": 1}', "x" * 50]
    + [
        json.dumps(
            {
                "blocks": [
                    {
                        "key": "a",
                        "text": "x",
                        "type": "unstyled",
                        "depth": 0,
                        "inlineStyleRanges": [],
                        "entityRanges": [{"key": 9, "offset": 0, "length": 1}],
                    }
                ],
                "entityMap": {},
            }
        )
    ],
)
def test_rich_text_that_no_editor_wrote_is_refused(admin, page, value):
    answer = admin.post(f"/admin/pages/{page.pk}/edit/", with_text(value))

    assert answer.status_code == 400


@pytest.mark.parametrize("form", [{}, {"title": "x"}, {**RAW}, {**RAW, "body-count": "x"}])
def test_page_form_without_its_counts_is_refused(admin, page, form):
    answer = admin.post(f"/admin/pages/{page.pk}/edit/", form)

    assert answer.status_code == 400
    assert Page.objects.get(pk=page.pk).title == "Приватність"


@pytest.mark.parametrize("address", ["images/", "images/?fields=*", "images/?fields=thumbnail", "images/{}/"])
def test_pictures_in_the_admins_own_api_are_no_fault(admin, address):
    image = picture("Море")

    answer = admin.get(f"/admin/api/main/{address.format(image.pk)}")

    assert answer.status_code == 400
    assert image.file.name not in answer.text
