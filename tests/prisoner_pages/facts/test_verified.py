"""A date stands as "verified" only beside something that it verifies."""

import datetime

import pytest

from prisoner_pages.choices import FacilityKind, FactGroup, MailStatus, Status
from prisoner_pages.models import Charge, Facility, Sentence, Verification
from prisoner_pages.policies import groups_told
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

pytestmark = pytest.mark.django_db
DAY = datetime.date(2019, 11, 12)


@standing
def trees():
    return open_locales("uk", "en")


def verified(**values):
    """Return a person of whom every group is noted as verified."""
    person = PrisonerFactory(**{"facility": None, "bases": ["name", "letters"], **values})
    Verification.objects.filter(prisoner=person).delete()
    Verification.objects.bulk_create(
        Verification(prisoner=person, group=group, verified_on=DAY) for group in FactGroup
    )
    return person


def groups_said(client, person):
    """Return the codes that page and API show as verified, which have to be the same."""
    answer = client.get(f"/api/v1/prisoners/{person.slug}?locale=en").json()
    page = client.get(f"/en/prisoners/{person.slug}/").text.partition("How we know")[2]
    said = {check["facts"]["code"] for check in answer["item"]["verified"]}
    assert page.count("12 November 2019") == len(said)
    return said


@pytest.mark.usefixtures("trees")
class TestEmptyGroup:
    def test_nothing_is_said_to_be_verified_of_an_empty_group(self, client):
        person = verified(status=Status.SENTENCED, mail_status=MailStatus.UNKNOWN)

        assert groups_said(client, person) == {"identity"}

    def test_what_the_page_tells_is_verified(self, client):
        person = verified(
            status=Status.SENTENCED,
            mail_status=MailStatus.CAN,
            facility=Facility.objects.create(name_uk="ВК-7", name_en="IK-7", kind=FacilityKind.COLONY),
            charges=[Charge(code="275")],
        )

        assert groups_said(client, person) == {"identity", "place", "verdict", "mail"}

    def test_place_of_somebody_free_is_no_place_any_more(self, client):
        person = verified(
            status=Status.EXCHANGED,
            mail_status=MailStatus.UNKNOWN,
            facility=Facility.objects.create(name_uk="ВК-7", name_en="IK-7", kind=FacilityKind.COLONY),
            sentences=[Sentence(years=12)],
        )

        assert groups_said(client, person) == {"identity", "verdict"}

    @pytest.mark.parametrize(("bases", "said"), [(["name", "health"], True), (["name"], False)])
    def test_health_is_verified_where_the_page_tells_of_it(self, client, bases, said):
        person = verified(status=Status.HOSPITAL, mail_status=MailStatus.UNKNOWN, bases=bases)

        assert ("health" in groups_said(client, person)) is said


def test_regime_without_a_term_is_no_verdict():
    nothing = {"place": None, "charges": [], "mail_status": MailStatus.UNKNOWN, "tells_health": False}

    assert groups_told(sentences=[Sentence(regime="strict")], **nothing) == {FactGroup.IDENTITY}
    assert FactGroup.VERDICT in groups_told(sentences=[Sentence(months=10)], **nothing)
