"""A relative asks, staff do all of it; no word stands in clear, in a log, a mail or on another's page."""

import logging

import pytest

from home.site.middleware.request_log import OUR_LOGGERS
from letters.models import FamilyRequest
from prisoner_pages.models import Facility
from tests.factories.leaks import cached, found_in
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.stored import everything_stored
from tests.letters.conftest import work
from tests.letters.family.family_world import the_request, told

pytestmark = pytest.mark.django_db
WORD, REACH, WHO = WORDS = ("kanarkaword", "kanarkareach", "kanarkawho")


@pytest.fixture
def logged(caplog):
    for name in OUR_LOGGERS:
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: "\n".join(f"{each.getMessage()} {each.__dict__}" for each in caplog.records)


def test_no_word_of_a_relative_stands_anywhere_in_clear(client, logged, mailoutbox):
    open_locales("uk", "en")
    person = PrisonerFactory(partner=open_partner("zmina"), slug="vilnyi", writable=True)
    person.facility = Facility.objects.create(name_ru="ИК-1", name_uk="ВК-1")
    person.save()
    editor = logged_in(employ_editor(person.partner))
    told(client, wish="post", words=WORD, reach=REACH, arrives="arrive", heard=WORD)
    place = f"/admin/letters/family/{the_request().uuid}/"
    assert WORD in editor.post(place).text and REACH in editor.post(place).text
    editor.post(f"{place}note/", {"answer": "arrive", "on": "10.2026"})
    editor.post(f"{place}pause/")
    editor.post(f"{place}answer/", {"answer": "done", "close": ""})
    told(client, "", wish="hide", words=WORD, who=WHO)
    unknown = FamilyRequest.objects.get(slug="")
    coordinator = logged_in(employ_coordinator())
    assert WHO in coordinator.post(f"/admin/letters/family/{unknown.uuid}/").text
    work()

    record = f"/admin/snippets/prisoner_pages/prisoner/edit/{person.pk}/"
    history = f"/admin/snippets/prisoner_pages/prisoner/history/{person.pk}/"
    shown = "".join(
        visitor.get(address, follow=True).text
        for visitor in (editor, coordinator)
        for address in ("/admin/", "/admin/letters/family/", record, history, "/admin/reports/site-history/")
    )
    mails = "".join(str(mail.message()) for mail in mailoutbox)
    kept = "\n".join([shown, logged(), everything_stored(), cached(), mails])
    assert found_in(kept, WORDS) == []
