"""The admin is ours by name, and leads nowhere else."""

import re
from pathlib import Path

import pytest
import wagtail.admin
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model

from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
OURS = Path(__file__).parents[3] / "home" / "templates" / "wagtailadmin"
THEIRS = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin"
NAMES = {"uk": "Листи до вільного Криму", "en": "Letters to Free Crimea"}
FOREIGN_LINK = re.compile(r'(?:href|"url|"href)"?[=:] ?"(https?://(?!testserver|localhost)[^"]+)')


@pytest.fixture
def addresses():
    open_locales("uk", "en")
    story = PrisonerFactory(slug="one").pages.first()
    return [
        "",
        "account/",
        "pages/",
        f"pages/{story.pk}/edit/",
        "images/",
        "reports/locked/",
        "nothing-here/",
    ]


@pytest.fixture
def administrator(client):
    user = get_user_model().objects.create_superuser("admin", password="a long invented password")
    client.force_login(user)
    return client


def read(response):
    """Return what a reader of this page sees or hears, the menu with it."""
    soup = BeautifulSoup(response.content, "html.parser")
    menu = [script.string or "" for script in soup.select("#wagtail-sidebar-props")]
    labels = [label for text in menu for label in re.findall(r'"(?:label|footer_text)": "([^"]*)"', text)]
    spoken = [one[name] for name in ("alt", "aria-label", "title") for one in soup.select(f"[{name}]")]
    for silent in soup(["script", "style"]):
        silent.decompose()
    return " ".join([soup.get_text(" "), *spoken, *labels])


@pytest.mark.parametrize("language", NAMES)
def test_login_names_this_site(client, language):
    page = client.get("/admin/login/", headers={"accept-language": language})

    assert NAMES[language] in page.text.partition("<header")[2].partition("</header>")[0]
    assert f"· {NAMES[language]}</title>" in page.text
    assert "Wagtail" not in read(page)
    assert FOREIGN_LINK.findall(page.text) == []


@pytest.mark.full(LONG)
def test_no_page_of_the_admin_names_the_software_or_leads_to_another_site(administrator, addresses):
    pages = {address: administrator.get(f"/admin/{address}") for address in addresses}

    assert NAMES["uk"] in pages[""].text.partition("<h1")[2].partition("</h1>")[0]
    assert [address for address, page in pages.items() if NAMES["uk"] not in page.text] == []
    assert [address for address, page in pages.items() if "Wagtail" in read(page)] == []
    assert {
        address: links for address, page in pages.items() if (links := FOREIGN_LINK.findall(page.text))
    } == {}


def test_the_copied_frame_has_every_block_of_the_original():
    """Should an upgrade of Wagtail add one, ours must be copied anew."""
    blocks = [re.findall(r"{% block (\w+)", (root / "skeleton.html").read_text()) for root in (OURS, THEIRS)]

    assert blocks[0] == blocks[1]
