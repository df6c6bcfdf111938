"""The Content-Security-Policy of the admin, measured: what editors do in Wagtail stays within it."""

import pytest
from django.urls import reverse

from home.models import SiteImage
from home.pictures.reencoding import EncodedPicture, PictureFile
from tests.factories.pictures import picture_bytes

pytestmark = pytest.mark.browser

TELL = """addEventListener('securitypolicyviolation',
    event => tell(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))"""


@pytest.fixture
def violations():
    """What the browser refused to run or load, gathered while a test clicks."""
    return []


@pytest.fixture
def admin_page(public_site, as_user, django_user_model, violations):
    user = django_user_model.objects.create_superuser("admin", "admin@example.org", "x" * 20)
    page = as_user(user, width=1400)
    page.expose_binding("tell", lambda source, words: violations.append(f"{source['frame'].url}: {words}"))
    page.add_init_script(TELL)
    page.on("pageerror", lambda error: violations.append(f"{page.url}: {error}"))
    return page


@pytest.fixture
def picture(public_site):
    data = EncodedPicture(picture_bytes(), "JPEG", 60, 40)
    return SiteImage.objects.create(title="Краєвид", file=PictureFile(data))


def settle(page):
    page.wait_for_load_state("networkidle")


def test_screens_of_the_admin_stay_within_its_policy(admin_page, public_site, picture, violations):
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[public_site.pk]),
        reverse("wagtailadmin_pages:history", args=[public_site.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:edit", args=[picture.pk]),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtailusers_users:index"),
        reverse("wagtailadmin_account"),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailsnippets:index"),
        reverse("wagtailadmin_workflows:index"),
    ]
    for address in addresses:
        response = admin_page.goto(address)
        settle(admin_page)
        assert response.status == 200, address

    assert violations == []


def test_writing_choosing_and_previewing_stay_within_its_policy(admin_page, public_site, picture, violations):
    admin_page.goto(reverse("wagtailadmin_pages:edit", args=[public_site.pk]))
    settle(admin_page)
    # A paragraph with words in bold, then a picture from the chooser, then the preview beside the form.
    for label in ("Текст", "Зображення"):
        admin_page.locator("button.c-sf-add-button").last.click()
        admin_page.get_by_role("option", name=label, exact=False).first.click()
    admin_page.locator(".public-DraftEditor-content").first.click()
    admin_page.keyboard.type("Добрий день")
    admin_page.keyboard.press("Control+B")
    admin_page.locator("[data-chooser-action-choose]").first.click()
    admin_page.get_by_text("Краєвид").first.click()
    settle(admin_page)
    admin_page.locator("button[data-side-panel='preview'], [data-side-panel-toggle='preview']").first.click()
    settle(admin_page)

    assert violations == []
