"""Files of a translation in a real browser: without scripts, on a telephone, and read by a machine's eye."""

import polib
import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Locale

from home.translation.actions.roles import give_right
from home.translation.choices import Right
from home.translation.files.formats import FORMATS
from home.translation.sheets import sheet_of
from tests.browser.conftest import follow
from tests.factories.desk import block, open_for, source_page, translate, units_of
from tests.factories.partners import employ_coordinator

pytestmark = pytest.mark.browser


@pytest.fixture
def translation(public_site):
    body = [block("heading", "Розділ УКР"), block("paragraph", "<p>Один УКР</p><p>Два УКР</p>")]
    return open_for(source_page(body), "en")[0]


def translator(language="en"):
    user = get_user_model().objects.create_user(f"translator-{language}")
    give_right(user, Right.TRANSLATE, Locale.objects.get(language_code=language), by=None)
    return user


def file_of(translation):
    file = polib.pofile(FORMATS["po"].write(sheet_of(translation)).decode())
    for number, entry in enumerate(file):
        entry.msgstr = f"English {number}"
    file[1].msgstr = "<script>"
    return {"name": "a.po", "mimeType": "text/plain", "buffer": str(file).encode()}


@pytest.mark.parametrize(("javascript", "width"), [(False, 320), (True, 1400)])
def test_a_file_is_looked_over_and_taken(translation, as_user, axe, javascript, width):
    translate(units_of(translation)[0])
    screen = as_user(translator(), javascript=javascript, width=width)
    screen.goto(f"/admin/desk/{translation.pk}/files/")
    if javascript:
        axe(screen)
    screen.set_input_files("input[type=file]", file_of(translation))
    follow(screen, "form[enctype] button")
    if javascript:
        axe(screen)
    assert screen.evaluate("document.documentElement.scrollWidth") <= width
    assert screen.locator("input[name=take]:checked").count() == 3
    follow(screen, "form[action$='take/'] button")

    drafts = [unit.draft for unit in units_of(translation)]
    assert drafts[1:] == [None, "English 2", "English 3", "English 4"]


@pytest.mark.parametrize("width", [320, 1400])
def test_words_of_the_interface_and_files_of_the_glossary_break_no_rule(public_site, as_user, axe, width):
    screen = as_user(translator("crh"), width=width)
    for path in ("desk/interface/", "desk/interface/crh/"):
        screen.goto(f"/admin/{path}")
        axe(screen)
        assert screen.evaluate("document.documentElement.scrollWidth") <= width, path

    screen = as_user(employ_coordinator(), width=width)
    screen.goto("/admin/glossary/files/")
    csv = "language,term,target_language,verdict,text\nuk,лист,en,preferred,letter\nxx,y,,,\n"
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": csv.encode()}
    screen.set_input_files("input[type=file]", file)
    follow(screen, "form[enctype] button")
    axe(screen)
    assert screen.locator("input[name=take]").count() == 1
    assert screen.evaluate("document.documentElement.scrollWidth") <= width
