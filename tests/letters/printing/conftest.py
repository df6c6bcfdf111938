import pytest

from letters.printing.actions.build_pack import build_pack
from tests.factories.prisoner_pages import PartnerFactory
from tests.letters.pack_world import approve, make_dispatcher, make_person, pack_of
from tests.standing import standing


@standing
def person(db):
    return make_person()


@standing
def dispatcher(person):
    return make_dispatcher(person.partner)


@standing
def other_desk(db):
    return make_person(9, partner=PartnerFactory(slug="pen"))


@standing
def letters(person):
    return [approve(person, f"Здравствуйте! Письмо {number}.") for number in range(3)]


@pytest.fixture
def built(dispatcher):
    """Return a function that makes a pack of the letters and builds it to the end."""

    def build(letters, **how):
        pack = pack_of(letters, dispatcher, **how)
        build_pack(pack.pk)
        pack.refresh_from_db()
        return pack

    return build
