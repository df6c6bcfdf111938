"""What the libraries say to staff has Ukrainian words: their own, or those of `locale/libraries`."""

import json
import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext, override
from django.views.i18n import JavaScriptCatalog

ITS_NAME = "Wagtail API v3"
BETTER = Path(settings.BASE_DIR, "locale/libraries/wagtail_better.uk.po")
FOLDERS = [*(Path(app.path) / "locale" for app in apps.get_app_configs()), *map(Path, settings.LOCALE_PATHS)]


def words_of(path, read):
    """Return (context, words, whether they follow a number) of a file."""
    return {
        (entry.msgctxt or "", entry.msgid, bool(entry.msgid_plural))
        for entry in (read(str(path)) if path.exists() else ())
        if not entry.obsolete
    }


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_library_speaks_english_to_ukrainian_staff(domain):
    asked, known = set(), set()
    for folder in FOLDERS:
        asked |= words_of(folder / "en" / "LC_MESSAGES" / f"{domain}.po", polib.pofile)
        known |= words_of(folder / "uk" / "LC_MESSAGES" / f"{domain}.mo", polib.mofile)

    assert len(asked) > 100
    assert {words for _context, words, _is_counted in asked - known} <= {ITS_NAME}


def test_what_we_say_better_than_a_library_puts_no_name_in_straight_quotes_or_into_a_case_of_its_own():
    said = {entry.msgid: entry.msgstr for entry in polib.pofile(str(BETTER))}

    assert [words for words in said.values() if re.search(r"""['"]%\(""", words)] == []
    with override("uk"):
        assert gettext("Editing %(page_type)s") % {"page_type": "Кампанія"} == "Кампанія: редагування"
        assert gettext("More options for '%(title)s'") == said["More options for '%(title)s'"]


def test_scripts_are_given_our_words_in_each_form_of_a_number(rf):
    with override("uk"):
        answer = JavaScriptCatalog.as_view(packages=["wagtail.admin"])(rf.get("/"))
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", answer.content.decode(), re.DOTALL)[1])

    assert catalogue["Are you sure?"] == "Ви впевнені?"
    assert catalogue["%(num)s error"] == ["%(num)s помилка", "%(num)s помилки", "%(num)s помилок"]
