"""No act is offered that will be refused: each button of a record, for each status, with its choices."""

import pytest
from django.db import transaction
from django.urls import reverse
from lxml import html

from prisoner_pages.choices import Status
from prisoner_pages.models import Prisoner, Source, Verification
from prisoner_pages.records.actions.acts import ACTS
from prisoner_pages.records.panels.acts import acts_for
from tests.factories.partners import employ_coordinator, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import SCREENS

pytestmark = [pytest.mark.django_db, pytest.mark.full(SCREENS)]
SOURCE = {"url": "https://example.org/list", "kind": "media", "on": "01.11.2026"}
# What is typed, and the field of which each choice is tried.
TYPED = {
    "pause": ({}, "form"),
    "transfer": (SOURCE | {"precision": "day"}, "facility"),
    "status": ({"precision": "day"}, "status"),
    "place": ({}, "facility"),
    "assign": ({}, "to"),
    "translation": ({}, "language"),
    "letters": (SOURCE, "status"),
    "post": ({"on": "10.2026", "told_by": "lawyer"}, "answer"),
    "verify": (SOURCE, "group"),
    "dead-link": ({"on": "01.11.2026"}, "source"),
    "hand-over": ({}, "to"),
}
PLAIN = {"resume", "hold", "release", "refuse-answers", "allow-answers", "story"}


@standing
def zmina(db):
    open_locales("uk", "en", "crh")
    open_partner("pen")
    FacilityFactory(name_ru="ФКУ 5 (вымышленная)")
    return open_partner("zmina")


RECORDS = {
    "whole": {},
    "hidden and held": {"paused_at": "2026-01-01T00:00Z", "held_at": "2026-01-01T00:00Z"},
    "punished for answers": {"answers_refused_at": "2026-01-01T00:00Z"},
    "nowhere and untold": {"facility": None, "stories": [], "mail_status": "unknown"},
    "not public": {"live": False},
}


@pytest.mark.parametrize(
    ("status", "kind"),
    [*((status, "whole") for status in Status), *((Status.SENTENCED, kind) for kind in RECORDS)],
)
def test_each_act_that_is_offered_is_done(status, kind, zmina):
    place = None if "facility" in RECORDS[kind] else FacilityFactory()
    facts = {"facility": place, "mail_status": "can", **RECORDS[kind]}
    record = PrisonerFactory(partner=zmina, status=status, **facts)
    Source.objects.create(prisoner=record, url="https://example.org/old", date="2026-09")
    Verification.objects.all().delete()
    offered = {
        name: (address, user)
        for user in (employ_moderator(zmina), employ_coordinator())
        for name, _act, address in acts_for(Prisoner.objects.get(pk=record.pk), user)
    }

    refused = [
        fault
        for name, (address, user) in offered.items()
        for fault in refusals(logged_in(user), name, address)
    ]

    assert refused == []
    assert offered.keys() >= {"letters", "verify", "dead-link", "hand-over"}


def refusals(client, name, address):
    """Yield what a press is answered, for each choice of the form, unless the act is done."""
    typed, field = TYPED.get(name, ({}, ""))
    for choice in choices(client, address, field) if field else [""]:
        with transaction.atomic():
            answer = client.post(address, {**typed, field: choice})
            transaction.set_rollback(True)
        if answer.status_code != 302:
            yield name, choice, answer.context["form"].errors.as_text()


def choices(client, address, field):
    page = html.fromstring(client.get(address).content)
    found = page.xpath(f"//select[@name='{field}']/option/@value | //input[@name='{field}']/@value")
    assert found, (address, field)
    values = [value for value in found if value]
    return dict.fromkeys([values[0], values[-1]])


def test_the_table_knows_every_act():
    assert TYPED.keys() | PLAIN | {"submit"} == ACTS.keys()  # which the form of the record does itself


@pytest.mark.parametrize(
    ("facts", "group", "is_offered"),
    [
        ({}, "place", True),
        ({"facility": None}, "place", False),
        ({}, "verdict", False),
        ({}, "identity", True),
    ],
)
def test_still_true_is_offered_of_what_the_record_tells(facts, group, is_offered, zmina):
    record = PrisonerFactory(partner=zmina, writable=True, **facts)
    Source.objects.create(prisoner=record, url="https://example.org/old", date="2026-09")
    client = logged_in(employ_moderator(zmina))
    address = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk])

    page = html.fromstring(client.get(address).content)

    assert bool(page.xpath(f"//button[@form='still-true'][@value='{group}']")) == is_offered


def test_a_translation_is_offered_where_a_public_story_waits_for_it_alone(zmina):
    draft = PrisonerFactory(partner=zmina, stories=[])
    told = PrisonerFactory(partner=zmina)
    moderator = employ_moderator(zmina)
    ask = reverse("record_act", args=[told.pk, "translation"])

    def offers(record):
        return "translation" in {name for name, *_ in acts_for(record, moderator)}

    client = logged_in(moderator)
    client.post(reverse("record_act", args=[draft.pk, "story"]))
    assert (offers(draft), offers(told)) == (False, True)
    for language in ("en", "crh"):
        client.post(ask, {"language": language})
    assert not offers(told)


def test_a_check_as_of_a_month_is_nowhere_shown_as_of_a_day(zmina):
    record = PrisonerFactory(partner=zmina, writable=True)
    september = {"verified_on": "2026-09-01", "precision": "month"}
    Verification.objects.filter(prisoner=record).update(**september)
    client = logged_in(employ_moderator(zmina))
    people = "wagtailsnippets_prisoner_pages_prisoner"
    screens = {
        reverse(f"{people}:edit", args=[record.pk]): "вересень 2026",
        reverse(f"{people}:inspect", args=[record.pk]): "вересень 2026",
        reverse(f"{people}:list") + "?columns=place_verified_on": "09.2026",
        reverse("letter_sheet") + "?show=held": "вересень 2026",
    }

    shown = {address: client.get(address).text for address in screens}

    assert {address for address, words in screens.items() if words not in shown[address]} == set()
    assert {
        address for address in screens if "1 вересня" in shown[address] or "01.09.2026" in shown[address]
    } == set()


def test_an_unknown_year_of_birth_stands_on_the_checklist_and_leads_to_its_field(zmina):
    client, facts = logged_in(employ_moderator(zmina)), {"partner": zmina, "writable": True}
    unknown, known = PrisonerFactory(**facts), PrisonerFactory(**facts, birth_date="1980-01-01")

    def links(record):
        address = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk])
        return html.fromstring(client.get(address).content).xpath("//a[@href='#id_birth_date']")

    assert links(unknown) and not links(known)


def test_where_the_group_asked_for_is_not_told_no_other_is_taken_for_it(zmina):
    record = PrisonerFactory(partner=zmina, stories=[], facility=None)
    client = logged_in(employ_moderator(zmina))

    page = html.fromstring(
        client.get(f"{reverse('record_act', args=[record.pk, 'verify'])}?group=place").content
    )

    first, *others = page.xpath("//select[@name='group']/option")
    assert first.get("value") == "" and others
    assert not page.xpath("//select[@name='group']/option[@selected][@value!='']")
