"""The story of a letter, as a writer, the desk and the mail live it.

A visitor finds a person, writes in her own language, changes her mind once, sends, and follows the letter by
its code. A screener of the right desk reads it. Nobody else can.
"""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Locale

from letters.choices.desk import DeskRole
from letters.choices.letters import PublicState
from letters.models import Letter
from letters.oversight.actions.desks import create_desk, seat
from prisoner_pages.models import Interest
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.journeys.writer import Writer
from tests.letters.conftest import work
from tests.standing import standing

pytestmark = pytest.mark.both_databases

GERMAN = (
    "Liebe Unbekannte,\n\nhier in Berlin blüht der Flieder. Ich lese ein Buch über das Meer.\n\nBis bald!"
)
CRIMEAN_TATAR = "Selâm aleyküm!\n\nMen sizge Kiyevden yazam.\nBağçamızda güller açtı, qoqusı deñizge benzey."


@standing
def people(db):
    open_locales("uk", "en", "crh")
    person = PrisonerFactory(
        writable=True, slug="serverova", name_uk="Вигадана Серверова", name_en="Invented Serverova"
    )
    ukrainian = Locale.objects.get(language_code="uk")
    person.interests.add(Interest.objects.create(name="поезія", locale=ukrainian))
    person.save()
    return person


@pytest.fixture
def screener(people, django_user_model):
    user = django_user_model.objects.create_user("reader")
    seat(desk=create_desk(partner=people.partner), user=user, role=DeskRole.SCREENER)
    return user


WISHES = {"censor": "ask", "delay": "keep", "consent": "on"}


@pytest.mark.parametrize(
    ("text", "language", "name"), [(GERMAN, "de", "Käthe"), (CRIMEAN_TATAR, "crh", "Ñariman Ğ.")]
)
def test_letter_is_written_sent_followed_and_read(client, people, screener, text, language, name):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        writer = Writer(client).open("/en/letters/write/")
        assert writer.sees("Invented Serverova")

        writer.open("/en/letters/write/serverova/")
        writer.press("Continue: about you", body=text.replace("\n", "\r\n"))
        writer.press("Back to the letter")
        assert writer.sees(text.splitlines()[-1])
        writer.press("Українська")
        assert (
            writer.sees(text.splitlines()[-1]) and writer.sees("Вигадана Серверова") and writer.sees("поезія")
        )
        writer.press("English")
        writer.press("Continue: about you").press(
            "Continue: check and send", name=name, email="kaethe@example.org", **WISHES
        )
        assert writer.sees(text.splitlines()[2]) and writer.sees(name)
        clock.shift(timedelta(minutes=4))
        writer.press("Send the letter")
        code = writer.code

    status = client.post("/en/letters/status/", {"code": code})
    assert status.context["state"] == PublicState.RECEIVED

    letter = Letter.objects.get()
    assert (letter.language_detected, letter.has_email) == (language, True)
    client.force_login(screener)
    desk = client.get("/admin/letters/").content.decode()
    assert "Вигадана Серверова" in desk
    opened = unescape(client.get(f"/admin/letters/{letter.uuid}/").content.decode())
    assert text in opened and name in opened and "kaethe@example.org" not in opened


def test_writer_confirms_the_address_by_the_button_in_the_page_behind_the_link(client, people, mailoutbox):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        writer = (
            Writer(client)
            .open("/en/letters/write/serverova/")
            .press("Continue: about you", body="Hello from the sea.")
        )
        writer.press("Continue: check and send", name="", email="k@example.org", **WISHES)
        clock.shift(timedelta(minutes=1))
        writer.press("Send the letter")
        work()

    link = re.search(r"http://[^/]+(/en/letters/confirm/\S+)", mailoutbox[0].body)[1]
    assert "Was it you?" in client.get(link).content.decode()
    assert "Your confirmation has reached us" in client.post(link).content.decode()
    work()
    assert "Your address is confirmed" in client.get(link).content.decode()
