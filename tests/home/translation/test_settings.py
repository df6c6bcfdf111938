import pytest
from django.urls import reverse

from home.translation.choices import Machine, Purpose
from home.translation.models import TranslationSettings
from tests.factories.partners import employ_coordinator, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import open_locales

pytestmark = pytest.mark.django_db


def choose(client, letters="", pages=""):
    address = reverse("wagtailsettings:edit", args=["translation", "translationsettings", settings_row().pk])
    return client.post(address, {"letters_machine": letters, "pages_machine": pages})


def settings_row():
    return TranslationSettings.load()


def chosen():
    return {purpose.value: TranslationSettings.machine_for(purpose).value for purpose in Purpose}


@pytest.mark.both_databases
def test_a_coordinator_turns_a_machine_on_and_off_again():
    coordinator = logged_in(employ_coordinator())

    assert choose(coordinator, pages=Machine.DUMMY).status_code == 302
    assert chosen() == {"letters": "", "pages": "dummy"}
    assert choose(coordinator).status_code == 302
    assert chosen() == {"letters": "", "pages": ""}


def test_a_machine_that_the_host_has_not_set_up_cannot_be_chosen():
    response = choose(logged_in(employ_coordinator()), letters=Machine.DEEPL)

    assert response.status_code == 200
    assert chosen()["letters"] == ""


def test_nobody_in_a_partner_turns_a_machine_on():
    open_locales("uk")
    moderator = logged_in(employ_moderator(open_partner("zmina")))

    assert choose(moderator, letters=Machine.DUMMY).status_code in (302, 403)
    assert chosen()["letters"] == ""
