import pytest
from django.test import RequestFactory, SimpleTestCase, TestCase
from django.utils import translation
from wagtail.models import Page

from home.models import HomePage, SiteSettings, StandardPage
from home.registry import provided
from home.site.read_models import BareShell, Link, Shell, partners_in
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.partners.actions.locales import open_locale
from tests.tiers import LONG


def shell_at(path, page=None, language="uk"):
    with translation.override(language):
        shell = Shell(RequestFactory().get(path), page)
        list(shell.alternates)
    return shell


class ShellTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for language in ("uk", "en", "crh"):
            open_locale(language, title=language, intro="", by=None, live=True)
        cls.home = HomePage.objects.get(locale__language_code="uk")
        cls.page = StandardPage(title="Приватність", slug="privacy", locale=cls.home.locale)
        cls.home.add_child(instance=cls.page)

    def say_in_english(self):
        return place_story(self.page, locale="en", fields={"title": "Privacy"}, by=None, live=True)

    def test_warm_it_costs_one_query_and_one_more_for_the_alternates_of_a_page_further_down(self):
        section = self.home.get_children().get(slug="partners")
        deep = section.add_child(instance=Page(title="Z", slug="z", locale=self.home.locale))
        self.read_all(shell_at("/uk/privacy/", self.page))

        for path, page, queries in (
            ("/uk/letters/write/", None, 1),
            ("/uk/privacy/", self.page, 1),
            ("/uk/partners/z/", deep, 2),
        ):
            with self.subTest(path), self.assertNumQueries(queries):
                self.read_all(shell_at(path, page))

    def read_all(self, shell):
        return (
            shell.menu,
            shell.reference,
            shell.partners,
            shell.languages,
            shell.contact_email,
            shell.alternates,
        )

    def test_only_languages_whose_first_page_is_live_are_offered(self):
        HomePage.objects.get(locale__language_code="crh").unpublish()

        codes = [alternate["code"] for alternate in shell_at("/uk/").alternates]

        self.assertEqual(codes, ["uk", "en"])

    def test_a_language_opens_with_the_next_request(self):
        crh = HomePage.objects.get(locale__language_code="crh")
        crh.unpublish()
        self.assertEqual(self.client.get("/crh/").status_code, 404)

        place_story(self.home, locale="crh", fields={"title": "crh"}, by=None, live=True)

        self.assertEqual(self.client.get("/crh/").status_code, 200)
        self.assertContains(self.client.get("/uk/"), 'hreflang="crh"')

    def test_switcher_keeps_the_place_where_it_is_translated_and_goes_home_where_not(self):
        self.say_in_english()

        urls = {one["code"]: one["url"] for one in shell_at("/uk/privacy/?page=2", self.page).alternates}

        self.assertEqual(urls, {"uk": "/uk/privacy/?page=2", "en": "/en/privacy/?page=2", "crh": "/crh/"})

    def test_a_translation_that_is_not_public_is_no_alternate(self):
        self.say_in_english().unpublish()

        here = {one["code"]: one["here"] for one in shell_at("/uk/privacy/", self.page).alternates}

        self.assertEqual(here, {"uk": True, "en": False, "crh": False})

    def test_reference_page_missing_in_a_language_is_linked_in_the_next_one_and_marked(self):
        self.assertEqual(
            shell_at("/crh/", language="crh").reference, [Link("Приватність", "/uk/privacy/", "uk")]
        )
        self.assertEqual(
            shell_at("/en/", language="en").reference, [Link("Приватність", "/uk/privacy/", "uk")]
        )

        self.say_in_english()

        self.assertEqual(shell_at("/en/", language="en").reference, [Link("Privacy", "/en/privacy/")])
        self.assertEqual(
            shell_at("/crh/", language="crh").reference, [Link("Приватність", "/uk/privacy/", "uk")]
        )

    def test_menu_leaves_out_a_list_that_is_not_public(self):
        self.assertIn("/uk/campaigns/", [link.url for link in shell_at("/uk/").menu])

        self.home.get_children().get(slug="campaigns").unpublish()

        self.assertNotIn("/uk/campaigns/", [link.url for link in shell_at("/uk/").menu])

    @pytest.mark.full(LONG)
    def test_a_changed_contact_shows_at_once(self):
        self.client.get("/uk/")
        settings = SiteSettings.load()
        settings.contact_email = "team@example.org"
        settings.save()

        self.assertContains(self.client.get("/uk/"), "mailto:team@example.org")

    def test_a_higher_app_names_the_partners(self):
        provided("partner_links").append(lambda language: [Link("ZMINA", f"/{language}/partners/zmina/")])
        self.addCleanup(provided("partner_links").pop)
        self.addCleanup(partners_in.forget)
        partners_in.forget()

        self.assertContains(self.client.get("/uk/"), 'href="/uk/partners/zmina/"')


class BareShellTests(SimpleTestCase):
    """SimpleTestCase forbids every query."""

    def test_it_asks_no_database(self):
        shell = BareShell("uk")

        self.assertEqual((shell.menu, shell.alternates, shell.partners, shell.reference), ((), (), (), ()))
        self.assertEqual(shell.home_url, "/")
