"""Verifying place by place: who is shown, as of which day, and what others find on the page."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from home.languages.dates import DAY
from home.languages.written_dates import PartialDate
from home.models import Outbox
from prisoner_pages.choices import FactGroup, Scope
from prisoner_pages.facts.actions.changes import change_record
from prisoner_pages.facts.actions.sources import StatedSource, cite
from prisoner_pages.facts.actions.verification import verify_each, verify_facts
from prisoner_pages.models import Facility, Prisoner, Source, Verification
from prisoner_pages.records.actions import digests
from prisoner_pages.records.actions.transfers import transfer_place
from prisoner_pages.records.views import verification as views
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
LONG_AGO, LATELY, LATER = (timezone.localdate() - timedelta(days=days) for days in (90, 3, 1))
LIST = "https://example.org/list"


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def people(zmina):
    """Three in one place, the last of them verified lately, and one in another."""
    first = [PrisonerFactory(partner=zmina, writable=True, place_verified_on=LONG_AGO) for _ in range(2)]
    fresh = PrisonerFactory(partner=zmina, writable=True, place_verified_on=LATER)
    second = Facility.objects.create(name_ru="ИК-2", name_uk="ВК-2")
    other = PrisonerFactory(partner=zmina, writable=True, facility=second, place_verified_on=LONG_AGO)
    return [*first, fresh, other]


@pytest.fixture
def editor(zmina):
    return logged_in(employ_editor(zmina))


def screen(facility, group="place"):
    return reverse("verify_place", args=[group, facility.pk if facility else 0])


def verify(client, people, facility=None, **said):
    sent = {"url": LIST, "kind": "human_rights", "on": LATELY.isoformat(), **said}
    at = facility or people[0].facility
    return client.post(screen(at), {**sent, "people": [each.pk for each in people]}, follow=True)


def checked(person, group=FactGroup.PLACE):
    return Verification.objects.get(prisoner=person, group=group)


def said(response):
    return [str(each) for each in response.context["messages"]]


@pytest.mark.full(LONG)
def test_the_source_is_carried_from_page_to_page(editor, people, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)

    page = html.fromstring(editor.get(f"{screen(people[0].facility)}?source=7&p=2").content)

    assert page.xpath("//main//a[contains(@href, 'p=1')]/@href") == ["?source=7&p=1"]


def test_who_is_ticked_is_verified_as_of_the_sources_day_and_the_page_says_so_at_once(editor, people, client):
    address = f"/uk/prisoners/{people[0].slug}/"
    before = client.get(address).content.decode()

    answer = verify(editor, people[:2])

    assert {checked(each).verified_on for each in people[:2]} == {LATELY}
    page = client.get(address).content.decode()
    assert f'datetime="{LATELY}"' in page and f'datetime="{LATELY}"' not in before
    assert LIST in page
    assert answer.request["PATH_INFO"] == screen(people[3].facility)  # where somebody waits next
    chosen = html.fromstring(answer.content).xpath("//select[@name='known']/option[@selected]/@value")
    assert [Source.objects.get(pk=pk).url for pk in chosen] == [LIST]


def test_a_source_that_names_a_year_verifies_no_day_after_its_first(editor, people):
    Verification.objects.all().delete()

    verify(editor, people[:1], on="2026")

    assert (str(checked(people[0]).verified_on), checked(people[0]).precision) == ("2026-01-01", "year")


def test_box_above_a_refused_form_leads_to_each_marked_field(editor, people):
    page = html.fromstring(editor.post(screen(people[0].facility), {"on": "колись", "url": "x"}).content)
    links = page.xpath("//*[contains(@class, 'refused')]//a/@href")

    assert len(links) >= 3 and all(page.get_element_by_id(link[1:]) is not None for link in links)
    assert not page.xpath("//form[@data-controller='w-bulk' and not(@novalidate)]")


def test_ticking_everybody_without_scripts_finds_no_fault_and_loses_nothing_typed(editor, people):
    sent = {"all": "", "url": LIST, "kind": "human_rights", "on": "", "is_private": "on"}
    answer = editor.post(screen(people[0].facility), sent)
    page = html.fromstring(answer.content)

    assert answer.status_code == 200
    assert not page.xpath("//*[@role='alert' and contains(@class, 'refused')] | //*[@aria-invalid='true']")
    assert len(page.xpath("//input[@name='people' and @checked]")) == 3
    assert page.xpath("//input[@name='url']/@value") == [LIST]
    assert page.xpath("//select[@name='kind']/option[@selected]/@value") == ["human_rights"]
    assert page.xpath("//input[@name='is_private']/@checked")
    assert not Verification.objects.filter(verified_on=LATELY).exists()


def test_a_later_check_stays_and_is_counted(editor, people):
    answer = verify(editor, people[:3])

    assert checked(people[2]).verified_on == LATER
    assert not Source.objects.filter(prisoner=people[2]).exists()
    assert len(said(answer)) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": "31.12.2999"}, "on"),
        ({"on": ""}, "on"),
        ({"on": "колись"}, "on"),
        ({"url": "", "title": ""}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"known": "999"}, "known"),
        ({"kind": "nobody"}, "kind"),
    ],
)
def test_what_is_no_source_is_refused_beside_its_field_and_nothing_typed_is_lost(
    editor, people, wrong, field
):
    answer = verify(editor, people[:2], **{"title": "Список", **wrong})

    assert answer.status_code == 422 and field in answer.context["form"].errors
    page = html.fromstring(answer.content)
    assert len(page.xpath("//input[@name='people'][@checked]")) == 2
    assert checked(people[0]).verified_on == LONG_AGO


@pytest.mark.full(LONG)
def test_nobody_of_another_partner_or_place_is_verified(editor, people):
    foreign = PrisonerFactory(partner=open_partner("pen"), writable=True, place_verified_on=LONG_AGO)

    for stranger in (foreign, people[3]):
        assert verify(editor, [stranger], facility=people[0].facility).status_code == 422
        assert checked(stranger).verified_on == LONG_AGO
    assert str(foreign) not in editor.get(screen(people[0].facility)).content.decode()


def test_a_source_of_another_partners_record_is_not_offered(editor, people):
    foreign = PrisonerFactory(partner=open_partner("pen"), writable=True)
    source = Source.objects.create(prisoner=foreign, title="Таємниця", kind="family", date="2026-10-01")

    page = editor.get(f"{screen(people[0].facility)}?source={source.pk}")
    answer = verify(editor, people[:1], known=source.pk)

    assert "Таємниця" not in page.content.decode()
    assert answer.status_code == 422


@pytest.mark.full(LONG)
def test_what_a_family_says_verifies_and_reaches_no_page(editor, people, client):
    verify(editor, people[:1], kind="family", url="https://example.org/secret", title="Дзвінок матері")

    assert checked(people[0]).verified_on == LATELY and checked(people[0]).source_url == ""
    page = client.get(f"/uk/prisoners/{people[0].slug}/").content.decode()
    assert f'datetime="{LATELY}"' in page
    assert "Дзвінок" not in page and "secret" not in page


def test_a_source_about_health_alone_is_told_only_with_a_basis(people, client):
    person = people[0]
    source = StatedSource(PartialDate(LATELY, DAY), url="https://example.org/ill", title="Хвороба в колонії")
    change_record(person, change=lambda facts: cite(facts, source, FactGroup.HEALTH), by=None)
    address = f"/uk/prisoners/{person.slug}/"
    assert "Хвороба" not in client.get(address).content.decode()

    person.consents.create(scope=Scope.HEALTH, basis="given")

    assert "Хвороба" in client.get(address).content.decode()


def test_nobody_who_was_moved_meanwhile_is_verified_at_the_old_place(people):
    result = verify_each(
        people[:1],
        group=FactGroup.PLACE,
        source=StatedSource(PartialDate(LATELY, DAY), url=LIST),
        by=None,
        held_at=people[3].facility_id,
    )

    assert [person for person, _why in result.refused] == people[:1]
    assert checked(people[0]).verified_on == LONG_AGO


@pytest.mark.parametrize("group", [FactGroup.VERDICT, FactGroup.HEALTH])
def test_of_what_the_record_does_not_tell_nothing_is_verified(people, group):
    source = StatedSource(PartialDate(LATELY, DAY), url=LIST)

    result = verify_each(people[:1], group=group, source=source, by=None)

    assert [person for person, _why in result.refused] == people[:1] and result.refused[0][1]
    assert not people[0].verifications.filter(group=group).exists()
    assert not people[0].sources.exists()


def test_places_count_whom_my_day_counts(editor, people):
    answer = editor.get(reverse("places_to_verify", args=["place"]))

    assert sorted((place.due, place.people) for place in answer.context["places"]) == [(1, 1), (2, 3)]
    assert answer.context["due"] == Prisoner.objects.to_verify_anew(FactGroup.PLACE).count() == 3


def test_where_the_place_is_not_known_nobody_can_be_ticked(editor, people):
    Prisoner.objects.update(facility=None)

    assert b'name="people"' not in editor.get(screen(None)).content


@pytest.mark.full(LONG)
def test_the_screens_ask_no_more_for_more_people(editor, people, zmina):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            editor.get(screen(people[0].facility))
        return len(queries)

    asked()
    few = asked()
    for _ in range(5):
        PrisonerFactory(partner=zmina, writable=True, place_verified_on=LONG_AGO)
    assert asked() == few


# --- One click in the record ----------------------------------------------------------------------
@pytest.mark.full(LONG)
def test_one_press_in_the_record_verifies_with_a_source_that_stands_there(editor, people):
    person = people[0]
    source = Source.objects.create(prisoner=person, url=LIST, kind="media", date=str(LATELY))
    record = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[person.pk])
    page = html.fromstring(editor.get(record).content)
    form = page.xpath("//form[@id='still-true']")[0]
    (button,) = page.xpath("//button[@form='still-true'][@value='place']")
    (chosen,) = page.xpath("//select[@form='still-true']")

    answer = editor.post(
        form.get("action"), {chosen.get("name"): str(source.pk), button.get("name"): button.get("value")}
    )

    assert answer.status_code == 302 and answer.url == record
    assert not form.xpath("ancestor::form")
    assert checked(person).verified_on == LATELY


def place_shown(editor, person):
    record = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[person.pk])
    page = html.fromstring(editor.get(record).content)
    (shown,) = page.xpath("//input[@form='still-true'][@name='held_at']/@value")
    return shown


@pytest.mark.full(LONG)
def test_the_press_verifies_the_place_of_the_record_and_not_that_of_its_draft(editor, people):
    person, stored = people[0], people[0].facility
    source = Source.objects.create(prisoner=person, url=LIST, kind="media", date=str(LATELY))
    person.facility = people[3].facility
    person.save_revision()

    sent = {"known": source.pk, "group": "place", "held_at": place_shown(editor, person)}
    answer = editor.post(reverse("record_act", args=[person.pk, "verify"]), sent)

    assert sent["held_at"] == str(stored.pk) and answer.status_code == 302
    assert checked(person).verified_on == LATELY


@pytest.mark.full(LONG)
def test_the_press_verifies_nobody_who_was_moved_since_the_record_was_opened(editor, people):
    person, elsewhere = people[0], people[3].facility
    source = Source.objects.create(prisoner=person, url=LIST, kind="media", date=str(LATELY))
    sent = {"known": source.pk, "group": "place", "held_at": place_shown(editor, person)}
    transfer_place(person, facility=elsewhere, by=None, on=LONG_AGO)

    answer = editor.post(reverse("record_act", args=[person.pk, "verify"]), sent)

    assert answer.status_code != 302
    assert not Verification.objects.filter(prisoner=person, group=FactGroup.PLACE, verified_on=LATELY)


def test_a_page_read_anew_for_one_group_says_nothing_new_of_another(people):
    person = people[0]
    Source.objects.create(prisoner=person, url=LIST, kind="media", date=str(LONG_AGO), groups=["verdict"])

    for _again in range(2):
        said = StatedSource(PartialDate(LATELY, DAY), url=LIST)
        verify_facts(person, group=FactGroup.MAIL, source=said, by=None)

    cited = {tuple(each.groups): each.date for each in person.sources.all()}
    assert cited == {("verdict",): str(LONG_AGO), ("mail",): str(LATELY)}


# --- Once a week ----------------------------------------------------------------------------------
def test_once_a_week_whoever_keeps_records_is_told_how_many_grow_old_and_not_who(people, zmina):
    reader = employ_editor(zmina)
    employ_editor(open_partner("pen"))
    soon = timezone.localdate() - timedelta(days=57)
    Verification.objects.filter(prisoner=people[2], group=FactGroup.PLACE).update(verified_on=soon)

    for days in (0, 1, 7):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            digests.send_digests()

    mails = list(Outbox.objects.filter(template=digests.VERIFY_DIGEST))
    assert len(mails) == 2  # of two weeks, on whatever day the first of the three falls
    mail = digests.render_digest(mails[0].reference, "uk")
    assert mail.to == reader.email
    assert "3" in mail.body and "1" in mail.body and "/admin/verification/place/" in mail.body
    assert not any(person.name_uk in mail.body for person in people)
