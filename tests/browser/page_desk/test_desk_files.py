"""Files of a translation in a real browser: without scripts, on a telephone, and read by a machine's eye."""

import polib
import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from home.translation.choices import Right
from home.translation.exchange.read_models.outgoing import sheet_of
from home.translation.files.formats import FORMATS
from home.translation.team.actions.roles import give_right
from tests.browser.conftest import follow
from tests.factories.desk import block, open_for, source_page, translate, units_of
from tests.factories.partners import employ_coordinator
from tests.standing import standing
from tests.tiers import NO_SCRIPTS, OTHER_SCREEN, later, uk_and

pytestmark = pytest.mark.browser


@standing
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


@pytest.mark.parametrize(("javascript", "width"), [*later((False, 320), why=NO_SCRIPTS), (True, 1400)])
def test_a_file_is_looked_over_and_taken(translation, as_user, javascript, width):
    translate(units_of(translation)[0])
    screen = as_user(translator(), javascript=javascript, width=width)
    screen.goto(f"/admin/desk/{translation.pk}/files/")
    screen.set_input_files("input[type=file]", file_of(translation))
    follow(screen, "form[enctype] button")
    assert screen.locator("input[name=take]:checked").count() == 3
    follow(screen, "form[action$='take/'] button")

    drafts = [unit.draft for unit in units_of(translation)]
    assert drafts[1:] == [None, "English 2", "English 3", "English 4"]


GLOSSARY = "language,term,target_language,verdict,text\nuk,лист,en,preferred,letter\nxx,y,,,\n"


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_files_and_words_of_the_interface_break_no_rule(translation, as_user, look_over, language):
    person, coordinator = translator(), employ_coordinator()
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})
    UserProfile.objects.filter(user=coordinator).update(preferred_language=language)
    glossary = {"name": "a.csv", "mimeType": "text/csv", "buffer": GLOSSARY.encode()}

    screen = as_user(person)
    screen.goto("/admin/desk/interface/")
    look_over(screen, "interface")
    screen.goto("/admin/desk/interface/en/")
    look_over(screen, "words")
    screen.goto(f"/admin/desk/{translation.pk}/files/")
    look_over(screen, "files")
    screen.set_input_files("input[type=file]", file_of(translation))
    follow(screen, "form[enctype] button")
    assert screen.locator("html").get_attribute("lang") == language
    look_over(screen, "a file")

    screen = as_user(coordinator)
    screen.goto("/admin/glossary/files/")
    screen.set_input_files("input[type=file]", glossary)
    follow(screen, "form[enctype] button")
    look_over(screen, "glossary")
    assert screen.locator("input[name=take]").count() == 1
