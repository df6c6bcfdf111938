from unittest import mock

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.test import Client, RequestFactory, SimpleTestCase, TestCase

from home.caching.read_models import bump
from home.languages.info import CONTENT_LANGUAGES
from home.models import HomePage, SiteSettings, StandardPage
from home.site.read_models import SHELL, remember_surroundings, surroundings
from home.site.views.errors import ERRORS, bad_request, error_response, language_of, server_error
from prisoner_pages.partners.actions.locales import open_locale


def request_for(path="/uk/x/", **headers):
    return RequestFactory().get(path, **headers)


class ErrorPageTests(SimpleTestCase):
    """SimpleTestCase forbids every query: an error page must stand when the database does not."""

    def test_every_error_reads_in_every_language_without_a_query_and_is_never_stored(self):
        for status, (title, text) in ERRORS.items():
            for code, _name in CONTENT_LANGUAGES:
                with self.subTest(f"{status} {code}"):
                    response = error_response(request_for(f"/{code}/x/"), status)

                    self.assertEqual(response.status_code, status)
                    self.assertEqual(response.headers["Cache-Control"], "no-store")
                    self.assertContains(response, f'<html lang="{code}">', status_code=status)
                    self.assertGreater(len(str(title)) + len(str(text)), 40)

    def test_all_errors_the_site_gives_have_a_page(self):
        self.assertEqual(set(ERRORS), {400, 403, 404, 410, 413, 429, 500, 503})

    def test_language_is_the_addresses_then_the_browsers_then_ukrainian(self):
        rows = [
            ("/en/x/", "de", "en"),
            ("/x/", "fr-CH, de;q=0.5", "fr"),
            ("/x/", "ru, zh", "uk"),
            ("/ru/x/", "", "uk"),
            ("/x/", "crh", "crh"),
            ("/", "\x00,,;q=;", "uk"),
        ]
        for path, wish, expected in rows:
            with self.subTest(f"{path} {wish}"):
                self.assertEqual(language_of(request_for(path, headers={"accept-language": wish})), expected)

    def test_a_request_too_large_is_told_apart_from_a_broken_one(self):
        self.assertEqual(bad_request(request_for(), RequestDataTooBig()).status_code, 413)
        self.assertEqual(bad_request(request_for(), ValueError()).status_code, 400)

    def test_a_database_that_is_down_is_answered_503_and_any_other_fault_500(self):
        for fault, status in ((OperationalError("gone"), 503), (ValueError("ours"), 500)):
            with self.subTest(status):
                try:
                    raise fault
                except Exception:
                    response = server_error(request_for())
                self.assertEqual(response.status_code, status)
        self.assertIn("Retry-After", error_response(request_for(), 503).headers)

    def test_a_text_that_could_not_be_taken_is_given_back_as_text(self):
        response = error_response(request_for(), 404, kept_text="<b>Привіт</b>")

        self.assertContains(response, "&lt;b&gt;Привіт&lt;/b&gt;</textarea>", status_code=404)

    def test_the_page_says_nothing_of_the_address_that_was_asked_for(self):
        one, other = (error_response(request_for(f"/uk/prisoners/{slug}/"), 404) for slug in ("a-b", "c-d"))

        self.assertEqual(one.content, other.content)
        self.assertEqual(dict(one.headers), dict(other.headers))


class SurroundingsTests(TestCase):
    """Where an error leaves a visitor, the way on stands around it: menu, languages, whom to ask."""

    @classmethod
    def setUpTestData(cls):
        for language in ("uk", "en"):
            open_locale(language, title=language, intro="", by=None, live=True)
        home = HomePage.objects.get(locale__language_code="uk")
        contact = StandardPage(title="Як з нами зв’язатися", slug="contact", locale=home.locale)
        home.add_child(instance=contact)
        SiteSettings.objects.update_or_create(defaults={"contact_email": "write@letters.example"})
        bump(SHELL)

    def setUp(self):
        self.client.get("/uk/")  # a process knows its surroundings from its first page, or from its start

    def test_errors_of_every_kind_carry_menu_languages_and_contact(self):
        for path, status in (("/uk/nothing/", 404), ("/uk/?q=%00", 400), ("/uk/nothing/?page=2", 404)):
            with self.subTest(path):
                page = self.client.get(path)
                self.assertEqual(page.status_code, status)
                self.assertContains(page, 'href="/uk/letters/write/"', status_code=status)
                self.assertContains(page, 'href="/uk/letters/status/"', status_code=status)
                self.assertContains(page, 'href="/en/" lang="en"', status_code=status)
                self.assertContains(page, "mailto:write@letters.example", status_code=status)
                self.assertContains(page, 'href="/uk/contact/"', status_code=status)

    def test_error_in_a_language_that_is_not_public_leads_to_pages_that_are(self):
        page = self.client.get("/de/prisoners/")

        self.assertContains(page, '<html lang="de">', status_code=404)
        self.assertContains(page, 'href="/en/letters/write/"', status_code=404)
        self.assertContains(page, '<summary><span class="visually-hidden">', status_code=404)
        self.assertNotIn('href="/de/', page.content.decode())

    def test_the_way_on_asks_no_database(self):
        request = request_for("/uk/nothing/")
        with self.assertNumQueries(0):
            response = error_response(request, 500)

        self.assertContains(response, 'href="/en/" lang="en"', status_code=500)

    def test_a_page_that_closes_leaves_the_errors_with_the_next_request(self):
        HomePage.objects.get(locale__language_code="en").unpublish()

        self.assertNotIn('href="/en/', self.client.get("/uk/nothing/").content.decode())

    def test_a_fresh_process_knows_them_from_its_start(self):
        surroundings.forget()
        self.assertNotContains(error_response(request_for(), 400), "/uk/letters/write/", status_code=400)

        remember_surroundings()

        self.assertContains(error_response(request_for(), 400), "/uk/letters/write/", status_code=400)

    def test_a_process_that_starts_without_a_database_starts(self):
        surroundings.forget()
        with mock.patch("home.site.read_models.current", side_effect=OperationalError):
            remember_surroundings()

        self.assertEqual(error_response(request_for(), 400).status_code, 400)

    def test_a_form_that_is_not_ours_any_more_is_refused_on_our_page(self):
        page = Client(enforce_csrf_checks=True).post("/admin/login/", {"login": "x"})

        self.assertContains(page, str(ERRORS[403][0]), status_code=403)
        self.assertContains(page, "mailto:write@letters.example", status_code=403)


class AddressTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        open_locale("uk", title="Листи", intro="", by=None, live=True)
        open_locale("en", title="Letters", intro="", by=None, live=False)

    def test_an_address_below_a_language_that_is_not_public_is_404(self):
        for path in ("/en/", "/de/", "/en/letters/write/", "/ru/", "/ru/prisoners/", "/xx/", "/uk/nothing/"):
            with self.subTest(path):
                response = self.client.get(path)
                self.assertEqual(response.status_code, 404)
                self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_root_leads_to_the_wished_language_among_public_ones(self):
        for wish, target in (("en-GB,en", "/uk/"), ("uk", "/uk/"), ("", "/uk/")):
            with self.subTest(wish):
                response = self.client.get("/", headers={"accept-language": wish})
                self.assertRedirects(response, target, fetch_redirect_response=False)
                self.assertIn("Accept-Language", response.headers["Vary"])

    def test_root_leads_to_the_nearest_language_where_none_that_is_wished_is_public(self):
        HomePage.objects.update(live=True)
        bump(SHELL)
        wishes = {
            "": "uk",
            "de": "en",
            "de-AT,fr;q=0.5": "en",
            "de,uk;q=0.5": "uk",
            "crh": "uk",
            "ru": "uk",
            "*": "uk",
        }
        for wish, language in wishes.items():
            with self.subTest(wish):
                response = self.client.get("/", headers={"accept-language": wish})
                self.assertRedirects(response, f"/{language}/", fetch_redirect_response=False)

    def test_a_language_cookie_changes_nothing(self):
        self.client.cookies["django_language"] = "en"

        self.assertContains(self.client.get("/uk/"), '<html lang="uk">')

    def test_a_view_without_a_database_is_still_asked(self):
        with mock.patch("home.site.middleware.language.public_languages", side_effect=OperationalError):
            response = self.client.get("/robots.txt")
            below = self.client.get("/uk/")

        self.assertEqual(response.status_code, 200)
        self.assertEqual(below.status_code, 200)

    def test_robots_names_the_sitemap_and_keeps_robots_from_letters(self):
        response = self.client.get("/robots.txt")

        self.assertContains(response, "Sitemap: http://testserver/sitemap.xml")
        self.assertContains(response, "Disallow: /*/letters/status/")

    def test_robots_may_read_that_steps_of_a_letter_are_not_to_be_listed(self):
        self.assertNotContains(self.client.get("/robots.txt"), "/letters/write/")

    def test_security_txt_answers_once_its_address_is_set(self):
        self.assertEqual(self.client.get("/.well-known/security.txt").status_code, 404)

        from_settings = SiteSettings.load()
        from_settings.security_email = "security@example.org"
        from_settings.save()

        response = self.client.get("/.well-known/security.txt")
        self.assertContains(response, "Contact: mailto:security@example.org")
        self.assertContains(response, "Expires: ")
        self.assertTrue(response.headers["Content-Type"].startswith("text/plain"))
