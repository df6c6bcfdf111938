"""An answer goes from a scanned page to the writer's screen: pressed at the desk, opened by the code."""

import re

import pytest

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.choices.paper import RunState
from letters.models import DayPack, Letter, PrintRun, Reply
from letters.oversight.actions.desks import create_desk
from letters.posting.actions.answers import seal_for_writer
from letters.posting.actions.replies import add_reply
from tests.browser.conftest import follow, language_of, shoot
from tests.browser.letter_desk.test_after_posting import dispatcher, person
from tests.browser.public.test_letter_drafts import reload_is_asked_about
from tests.letters.conftest import filled, make_member
from tests.letters.post_world import printing
from tests.letters.posting.kept_world import picture
from tests.tiers import BESIDE_A_JOURNEY, NO_SCRIPTS, OTHER_SCREEN, later, uk_and

__all__ = ["dispatcher", "person"]

pytestmark = pytest.mark.browser
TEXT, TRANSLATION = "Спасибо за письмо!", "Дякую за листа!"
SEEN = "() => document.images[0].complete && document.images[0].naturalWidth"


@pytest.fixture
def code(client, person):
    """Return the code of a letter that was sent on our page, printed and handed over."""
    sent = client.post(f"/uk/letters/write/{person.slug}/check/", filled())
    code = client.get(sent.headers["Location"]).context["code"]
    Letter.objects.update(state=LetterState.POSTED)
    desk = create_desk(partner=person.partner)
    pack = DayPack.objects.create(desk=desk, envelope_format="dl", state=RunState.POSTED)
    run = PrintRun.objects.create(pack=pack, facility=person.facility, position=0, state=RunState.POSTED)
    printing(run, Letter.objects.get(), is_open=False).save()
    return code


def type_code(page, code, language="uk"):
    page.goto(f"/{language}/letters/status/")
    page.fill("[name=code]", code)
    follow(page, "form:has([name=code]) button")


@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_dispatcher_brings_a_scan_in_and_the_writer_reads_it_by_the_code(
    as_user, browser_page, dispatcher, code, javascript
):
    desk = as_user(dispatcher, javascript=javascript)
    desk.goto(f"/admin/letters/{Letter.objects.get().uuid}/")
    follow(desk, "a[href*='replies/add/']")
    desk.fill("[name=text]", TEXT)
    scan = {"name": "scan.png", "mimeType": "image/png", "buffer": picture("navy").bytes}
    desk.set_input_files("[name=pages]", scan)
    follow(desk, "form[enctype] button[type=submit]")
    desk.fill("[name=translation]", TRANSLATION)
    follow(desk, "form[action$='/for-writer/'] button")
    follow(desk, "form[action$='/close/'] button")  # without the tick nothing is deleted
    assert Reply.objects.get().sealed_text
    desk.check("[name=sure]")
    follow(desk, "form[action$='/close/'] button")
    assert not Reply.objects.get().sealed_text and TEXT not in desk.content()

    writer = browser_page(width=320, javascript=javascript)
    type_code(writer, code)
    assert TEXT in writer.inner_text("main") and TRANSLATION in writer.inner_text("main")
    with writer.expect_popup() as opened:
        writer.click("button[value=picture]")
    shown = opened.value
    shown.wait_for_load_state()
    assert not re.search(r"\d{4}", shown.url.partition("/uk/")[2])
    assert shown.locator("img").bounding_box()["width"] == 8
    assert writer.context.cookies() == []


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, *later(False, why=NO_SCRIPTS)])
def test_translator_whom_the_dispatcher_asks_gives_the_writer_the_words(
    as_user, browser_page, dispatcher, person, code, look_over, javascript
):
    translator = make_member(person.partner, "translator", DeskRole.TRANSLATOR)
    look = look_over if javascript else (lambda page: None)
    reply = brought_in(person, dispatcher)
    address = f"/admin/letters/replies/{reply.uuid}/"
    desk = as_user(dispatcher, javascript=javascript, width=320)
    desk.goto(address)
    desk.click("summary:has-text('Попросити перекладача')")
    look(desk)
    desk.select_option("[name=whom]", label="translator: німецька")
    desk.fill("form[action$='/ask/'] [name=text]", "Спасибо!")
    follow(desk, "form[action$='/ask/'] button")
    assert desk.locator("form[action$='/for-writer/']").count() == 0

    home = as_user(translator, javascript=javascript, width=320)
    home.goto("/admin/")
    follow(home, "a[href$='/replies-to-translate/']")
    follow(home, f"a[href='{address}translation/']")
    assert "Спасибо!" in home.inner_text("main") and TEXT not in home.content()
    look(home)
    shoot(home, "reply-to-translate")
    home.click("[name=text]")
    home.keyboard.type("Danke für den Brief!")
    if javascript:
        assert reload_is_asked_about(home)
        assert home.input_value("[name=text]") == "Danke für den Brief!"
    follow(home, "form:has([name=text]) button[type=submit]")
    assert home.goto(f"{address}translation/").status == 404

    desk.goto(address)
    assert desk.input_value("[name=translation]") == "Danke für den Brief!"
    look(desk)
    desk.fill("[name=translation]", "Danke für Deinen Brief!")
    follow(desk, "form[action$='/for-writer/'] button")
    desk.check("[name=sure]")
    follow(desk, "form[action$='/close/'] button")
    writer = browser_page(javascript=javascript)
    type_code(writer, code)
    assert "Danke für Deinen Brief!" in writer.inner_text("main")


def brought_in(person, dispatcher):
    letter = Letter.objects.get()
    about = {"prisoner": person, "letter": letter, "by": dispatcher, "received_on": letter.received_on}
    return add_reply(text=TEXT, pictures=[picture()], **about)


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_answer_and_its_form_at_the_desk_break_no_rule_of_access(
    as_user, browser_page, dispatcher, person, code, look_over, language
):
    reply = brought_in(person, dispatcher)
    seal_for_writer(reply=reply, by=dispatcher, version=1, translation=TRANSLATION, language="uk")

    for width in (320, 1400):
        writer = browser_page(width=width)
        type_code(writer, code, language)
        look_over(writer)
        shoot(writer, f"answer-{language}-{width}")
        assert language_of(writer) == language
    desk = as_user(dispatcher, width=320, language="en" if language == "en" else "uk")
    desk.goto(f"/admin/letters/replies/{reply.uuid}/")
    look_over(desk)
    shoot(desk, f"answer-desk-{language}")
