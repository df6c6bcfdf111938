import re

import pytest
from django.test import TestCase

from home.models import StandardPage
from home.site.read_models import REFERENCE_SLUGS
from home.site.reference_texts import REFERENCE_PAGES, body_of, languages_of, page_fields
from home.translation.core.actions.reference_pages import create_reference_pages
from prisoner_pages.partners.actions.locales import open_locale
from tests.tiers import WHOLE_SITE

pytestmark = pytest.mark.full(WHOLE_SITE)


class TextTests(TestCase):
    def test_every_reference_page_has_a_text_in_ukrainian_and_english(self):
        for slug in REFERENCE_PAGES:
            with self.subTest(slug):
                self.assertEqual(languages_of(slug), ["en", "uk"])

    def test_footer_links_only_to_pages_that_have_a_text(self):
        self.assertLessEqual(set(REFERENCE_SLUGS), set(REFERENCE_PAGES))

    def test_a_text_has_the_same_headings_in_both_languages(self):
        for slug in REFERENCE_PAGES:
            with self.subTest(slug):
                uk, en = (page_fields(slug, language)["body"] for language in ("uk", "en"))
                self.assertEqual([kind for kind, _value in uk], [kind for kind, _value in en])

    def test_no_text_promises_anonymity(self):
        for slug in REFERENCE_PAGES:
            for language in languages_of(slug):
                with self.subTest(f"{slug}.{language}"):
                    text = str(page_fields(slug, language)).lower()
                    self.assertNotIn("anonym", text)
                    self.assertNotIn("анонім", text)

    def test_markup_in_a_text_is_text(self):
        self.assertEqual(body_of("<i>a</i> & b"), [("paragraph", "<p>&lt;i&gt;a&lt;/i&gt; &amp; b</p>")])

    def test_list_and_paragraph_between_two_headings_are_one_block(self):
        blocks = body_of("## One\nTwo **three**\n\n- [four](/uk/four/)\n- five\n\n## Six")

        self.assertEqual(blocks[0], ("heading", "One"))
        self.assertEqual(
            blocks[1],
            (
                "paragraph",
                '<p>Two <b>three</b></p><ul><li><a href="/uk/four/">four</a></li><li>five</li></ul>',
            ),
        )
        self.assertEqual(blocks[2], ("heading", "Six"))


@pytest.mark.both_databases
class CreateReferencePagesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for language, title in (("uk", "Листи"), ("en", "Letters"), ("crh", "Mektüpler")):
            open_locale(language, title=title, intro="", by=None, live=True)

    def test_pages_are_public_at_the_same_address_in_each_language_that_has_a_text(self):
        create_reference_pages(by=None)

        for slug in REFERENCE_PAGES:
            for language in ("uk", "en"):
                with self.subTest(f"/{language}/{slug}/"):
                    self.assertContains(
                        self.client.get(f"/{language}/{slug}/"), page_fields(slug, language)["title"]
                    )
            self.assertEqual(self.client.get(f"/crh/{slug}/").status_code, 404)

    def test_a_second_call_leaves_what_editors_wrote(self):
        create_reference_pages(by=None)
        page = StandardPage.objects.get(slug="privacy", locale__language_code="uk")
        page.intro = "Слово редакторки"
        page.save_revision().publish()

        self.assertEqual(create_reference_pages(by=None), [])
        page.refresh_from_db()
        self.assertEqual(page.intro, "Слово редакторки")

    def test_every_link_in_a_text_leads_somewhere(self):
        create_reference_pages(by=None)
        texts = [str(page_fields(slug, code)["body"]) for slug in REFERENCE_PAGES for code in ("uk", "en")]
        linked = {path for text in texts for path in re.findall(r'href="([^"]+)"', text)}

        for path in sorted(linked - {"/.well-known/security.txt"}):  # answers once its address is set
            with self.subTest(path):
                self.assertEqual(self.client.get(path).status_code, 200)
