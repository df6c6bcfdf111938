"""`manage.py start_site` on an empty database, again, beside a demo, and with answers nobody can use."""

import io
import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import Site

from home.models import HomePage, SiteSettings, StandardPage
from home.site.reference_texts import REFERENCE_PAGES, page_fields
from home.staff.roles import RoleKind, roles_of
from home.translation.models import GlossaryTerm
from prisoner_pages.models import Partner, PartnerPage
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.tiers import WHOLE_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.full(WHOLE_SITE)]

ANSWERS = {
    "url": "https://letters.example.org",
    "languages": "uk,en",
    "contact_email": "letters@example.org",
    "partner_slug": "ours",
    "partner_name_uk": "Наша організація",
    "partner_name_en": "Our organisation",
    "administrator": "olena",
    "administrator_email": "olena@example.org",
}


@pytest.fixture(autouse=True)
def _nobody_at_the_keyboard(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())


def start(**answers):
    out = io.StringIO()
    options = {name: value for name, value in {**ANSWERS, **answers}.items() if value is not None}
    call_command("start_site", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def standing():
    """Return {(kind, language, address): is it public} of all pages that are to be there."""
    kinds = (HomePage, StandardPage, PartnerPage)
    pages = (page for kind in kinds for page in kind.objects.select_related("locale"))
    return {(type(page).__name__, page.locale.language_code, page.slug): page.live for page in pages}


@pytest.mark.both_databases
def test_an_empty_database_becomes_a_site_with_the_texts_that_the_demo_has(client):
    start(public="uk,en")

    for language in ("uk", "en"):
        for slug in REFERENCE_PAGES:
            assert page_fields(slug, language)["title"] in client.get(f"/{language}/{slug}/").content.decode()
        assert client.get(f"/{language}/prisoners/").status_code == 200
        assert client.get(f"/{language}/partners/ours/").status_code == 200
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("letters.example.org", 443)
    assert SiteSettings.load().contact_email == "letters@example.org"
    assert Partner.objects.get().editors and GlossaryTerm.objects.exists()
    assert {role.group for role in roles_of(RoleKind.ACCOUNT)} - {""} <= set(
        Group.objects.values_list("name", flat=True)
    )


def test_what_is_not_said_to_be_public_is_a_draft(client):
    start(public="")

    assert standing() and not any(live for (kind, *_), live in standing().items() if kind != "PartnerPage")
    assert client.get("/uk/").status_code == client.get("/en/").status_code == 404
    assert client.get("/uk/about/").status_code == client.get("/en/about/").status_code == 404


@pytest.mark.both_databases
def test_a_second_run_makes_nothing_anew_and_changes_nothing_that_an_editor_changed():
    start(public="uk")
    about = StandardPage.objects.get(slug="about", locale__language_code="uk")
    about.intro = "Слово редакторки"
    about.save_revision().publish()
    StandardPage.objects.get(slug="contact", locale__language_code="uk").unpublish()
    Site.objects.update(hostname="elsewhere.example.org")
    GlossaryTerm.objects.first().delete()
    before = standing(), GlossaryTerm.objects.count(), get_user_model().objects.count()

    told = start(public="uk,en", contact_email="other@example.org", url="https://third.example.org")

    about.refresh_from_db()
    assert "створено" not in told
    assert (standing(), GlossaryTerm.objects.count(), get_user_model().objects.count()) == before
    assert about.intro == "Слово редакторки"
    assert Site.objects.get().hostname == "elsewhere.example.org"
    assert SiteSettings.load().contact_email == "letters@example.org"


def test_a_language_asked_for_later_is_added():
    start(public="uk")

    start(languages="uk,en,de", public="")

    assert standing()["HomePage", "de", "letters-de"] is False
    assert standing()["HomePage", "uk", "letters"] is True


def test_a_rehearsal_writes_nothing():
    told = start(dry_run=True)

    assert "ours" in told and "olena" in told and "http" not in told
    assert not HomePage.objects.exists() and not get_user_model().objects.exists()


def test_the_first_administrator_sets_a_password_by_a_link_that_holds_once(client):
    link = urlsplit(re.search(r"http\S+", start())[0])

    first = client.get(link.path, follow=True)
    password = {"password1": "a long and good phrase", "password2": "a long and good phrase"}
    client.post(first.redirect_chain[-1][0], password)

    administrator = get_user_model().objects.get(username="olena")
    assert administrator.is_superuser and administrator.check_password("a long and good phrase")
    assert b"password1" not in client.get(link.path, follow=True).content
    assert "http" not in start()


def test_an_account_that_is_there_is_not_made_an_administrator():
    get_user_model().objects.create_user("olena")

    with pytest.raises(CommandError, match="olena"):
        start()

    assert not get_user_model().objects.get().is_superuser
    assert not HomePage.objects.exists()


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"partner_slug": None}, "--partner-slug"),
        ({"partner_kind": "shop"}, "--partner-kind"),
        ({"languages": "uk,ru"}, "--languages: .*ru"),
        ({"url": "letters"}, "--url"),
        ({"administrator_email": "olena"}, "--administrator-email"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named_by_its_option_and_nothing_is_made(answers, named):
    with pytest.raises(CommandError, match=named):
        start(**answers)

    assert not HomePage.objects.exists()


def test_at_a_keyboard_it_asks_until_an_answer_can_be_used(monkeypatch):
    keyboard = io.StringIO()
    keyboard.isatty = lambda: True
    answers = iter(["not an address", "olena@example.org"])
    asked = []
    monkeypatch.setattr("sys.stdin", keyboard)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))

    start(administrator_email=None, public="", security_email="", partner_kind="ngo")

    assert len(asked) == 2
    assert get_user_model().objects.get().email == "olena@example.org"


def test_a_public_host_starts_no_site(settings):
    settings.SITE_ROLE = "public"

    with pytest.raises(CommandError):
        start()


def test_where_the_demo_is_it_says_how_to_take_it_out_and_changes_nothing():
    open_locales("uk")
    PrisonerFactory(invented=True)

    with pytest.raises(CommandError, match="remove_demo"):
        start()

    assert not Partner.objects.filter(slug="ours").exists()


def test_the_demo_is_not_loaded_over_a_started_site():
    start(public="uk")

    with pytest.raises(CommandError, match="VAR_DIR"):
        call_command("load_demo", stdout=io.StringIO())

    assert set(Partner.objects.values_list("slug", flat=True)) == {"ours"}


@pytest.mark.parametrize(
    "command",
    [
        ("create_partner", "--slug=ours", "--kind=ngo", "--name-uk=Наша", "--name-en=Ours"),
        ("import_prisoners", "/nowhere.csv", "--partner=ours"),
    ],
)
def test_without_a_site_other_commands_say_what_comes_first(command):
    with pytest.raises(CommandError, match="start_site"):
        call_command(*command)

    assert not Partner.objects.exists()
