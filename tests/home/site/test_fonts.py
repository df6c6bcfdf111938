"""The fonts we serve: unchanged, licensed, and complete for every language of the site."""

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import SimpleTestCase
from fontTools.ttLib import TTFont

from home.languages.info import CONTENT_LANGUAGES, alphabet_of
from home.site.read_models import fonts_of

FOLDER = Path(settings.BASE_DIR) / "vendor" / "fonts"
FAMILIES = ("source-sans-3", "source-serif-4")
PRINTED = "noto-serif-letters-400-normal.woff2"
# Letters of our languages outside the order of their dictionaries, and the signs our texts use.
FURTHER_LETTERS = "âäößéèêëàîïôùûÿœæçáíóúýďťňěůѝİẞ"
SIGNS = "0123456789 .,;:!?«»„“”‘’‚‹›–—…·/()[]%№₴€§&@×°"


def letters():
    small = {letter for code, _name in CONTENT_LANGUAGES for letter in "".join(alphabet_of(code))}
    small |= set(FURTHER_LETTERS)
    return small | {letter.upper() for letter in small if len(letter.upper()) == 1} | set(SIGNS)


def glyphs(family, style):
    return {
        code for path in FOLDER.glob(f"{family}-*-wght-{style}.woff2") for code in TTFont(path).getBestCmap()
    }


def ranges_of(rule):
    for part in re.search(r"unicode-range: ([^;]+);", rule).group(1).split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


class FontTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sheet = Path(finders.find("home/fonts.css")).read_text()
        cls.rules = re.findall(r"@font-face {.*?}", sheet, re.DOTALL)

    def test_every_file_is_the_one_we_took_and_none_is_unlisted(self):
        lines = (FOLDER / "SHA256SUMS").read_text().splitlines()
        listed = {name: digest for digest, name in (line.split() for line in lines)}
        present = {
            path.name: path for path in FOLDER.iterdir() if path.name not in ("SHA256SUMS", "README.md")
        }

        self.assertEqual(set(listed), set(present))
        for name, path in present.items():
            with self.subTest(name):
                self.assertEqual(hashlib.sha256(path.read_bytes()).hexdigest(), listed[name])

    def test_each_family_lies_beside_its_licence(self):
        for family in (*FAMILIES, "noto-serif"):
            with self.subTest(family):
                self.assertIn("SIL OPEN FONT LICENSE", (FOLDER / f"LICENSE-{family}.txt").read_text())

    def test_every_letter_of_every_language_is_in_every_font(self):
        for family in FAMILIES:
            for style in ("normal", "italic"):
                with self.subTest(f"{family} {style}"):
                    have = glyphs(family, style)
                    signs = set() if style == "normal" else {"₴"}  # no italic of the rare Cyrillic subset
                    lacking = [letter for letter in letters() - signs if ord(letter) not in have]
                    self.assertEqual(lacking, [])

    def test_every_letter_is_in_what_shows_the_sheet_of_the_print(self):
        have = TTFont(FOLDER / PRINTED).getBestCmap()
        lacking = [letter for letter in letters() if ord(letter) not in have]
        self.assertEqual(lacking, [])
        self.assertIn(PRINTED, Path(finders.find("letters/writing/letters.css")).read_text())

    def test_style_sheet_asks_for_the_file_that_has_the_letter(self):
        for rule in self.rules:
            name = re.search(r'url\("\.\./fonts/([^"]+)"\)', rule).group(1)
            with self.subTest(name):
                self.assertIsNotNone(finders.find(f"fonts/{name}"))
                have = TTFont(FOLDER / name).getBestCmap()
                promised = set(ranges_of(rule)) & {ord(letter) for letter in letters()}
                self.assertEqual([chr(code) for code in promised if code not in have], [])
                self.assertIn("font-display: swap", rule)

    def test_every_letter_is_promised_by_the_style_sheet(self):
        promised = {code for rule in self.rules for code in ranges_of(rule)}

        self.assertEqual([letter for letter in letters() if ord(letter) not in promised], [])

    def test_a_page_preloads_only_files_that_exist(self):
        for name in {name for code, _name in CONTENT_LANGUAGES for name in fonts_of(code)}:
            with self.subTest(name):
                self.assertIsNotNone(finders.find(name))

    def test_a_page_preloads_what_holds_its_alphabet(self):
        for code, _name in CONTENT_LANGUAGES:
            with self.subTest(code):
                files = [FOLDER / Path(name).name for name in fonts_of(code)]
                held = {letter for file in files for letter in TTFont(file).getBestCmap()}
                self.assertLessEqual({ord(letter) for letter in "".join(alphabet_of(code))}, held)
        self.assertLess(len(fonts_of("en")), len(fonts_of("pl")))
