"""Which languages a desk translates at the moment is said before anything is written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from letters.choices.desk import DeskRole
from letters.models import DeskMember
from letters.oversight.actions.languages import languages_have_changed, note_languages
from tests.factories.prisoner_pages import PartnerFactory
from tests.letters.conftest import make_member

STEP = "/uk/letters/write/vilnyi/"
WAITS = "зачекає"


def told(client):
    """Return the codes that the first step names, and whether it says that other letters wait."""
    html = client.get(STEP).content.decode()
    said = html.partition('id="letter-languages"')[2].partition("</p>")[0]
    return [part.partition('"')[0] for part in said.split('<span lang="')[1:]], WAITS in said


def seated(partner, name, languages, role=DeskRole.TRANSLATOR, **seat):
    member = make_member(partner, name, role)
    DeskMember.objects.filter(user=member).update(languages=languages, **seat)


def test_first_step_names_the_languages_of_the_desk_that_has_the_letter_and_no_others(client, world):
    yesterday = timezone.localdate() - timedelta(days=1)
    seated(world.partner, "german", "de, en")
    seated(world.partner, "english", "en")
    seated(world.partner, "gone", "fr", until=yesterday)
    seated(world.partner, "reader", "pl", role=DeskRole.READER)
    seated(PartnerFactory(), "elsewhere", "sv")
    assert told(client) == ([], True)

    note_languages()

    assert told(client) == (["en", "de", "ru"], True)
    assert not languages_have_changed()


def test_partner_whose_letters_another_desk_handles_names_the_languages_of_that_desk(client, world):
    other = PartnerFactory()
    seated(world.partner, "own", "fr")
    seated(other, "german", "de")
    note_languages()
    client.get(STEP)

    world.partner.letter_desk = other
    world.partner.save()

    assert told(client)[0] == ["de", "ru"]


@pytest.mark.parametrize("how", ["seat", "account"])
def test_language_is_named_no_longer_than_somebody_translates_it(client, world, how):
    seated(world.partner, "german", "de")
    note_languages()
    assert told(client)[0] == ["de", "ru"]

    member = DeskMember.objects.get()
    if how == "seat":
        member.delete()
    else:
        member.user.is_active = False
        member.user.save()

    assert languages_have_changed()
    note_languages()
    assert told(client) == ([], True)


def test_language_that_no_letter_is_chosen_to_be_in_is_not_named(client, world):
    seated(world.partner, "turkish", "tr")
    note_languages()

    assert told(client) == ([], True)
