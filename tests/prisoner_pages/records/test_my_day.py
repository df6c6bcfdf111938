"""Which people wait for an editor: each line at its edge, and a search by any spelling from everywhere."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from lxml import html

from home.pages.actions.publishing import add_revision
from prisoner_pages.choices import Basis, FacilityKind, FacilityMail, FactGroup, MailStatus, Scope, Status
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.facts.actions.verification import set_verification, verify_facts
from prisoner_pages.models import Charge, Prisoner, Sentence, Verification
from prisoner_pages.policies import GROWING_OLD
from prisoner_pages.records.actions.digests import due_at
from prisoner_pages.records.panels.tabs import checks_of
from prisoner_pages.records.read_models.day import DAY_ENTRIES
from prisoner_pages.stories.actions.drafts import create_story
from tests.factories.consents import GIVEN
from tests.factories.facts import stated_on
from tests.factories.partners import employ_editor, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LIST = "/admin/prisoners/"
TODAY = date(2026, 12, 20)
OF_DRAFTS = ("sent-back", "own-drafts", "others-drafts", "submitted")


@standing
def partner(db):
    return open_partner("zmina")


def person(partner, **facts):
    return PrisonerFactory(partner=partner, stories=[], **facts)


@pytest.mark.parametrize(
    ("born", "is_near"),
    [("1990-12-20", True), ("1990-12-19", False), ("1990-01-19", True), ("1990-01-20", False), (None, False)],
)
def test_a_birthday_within_thirty_days_also_beyond_the_new_year(partner, born, is_near):
    someone = person(partner, birth_date=born)

    assert Prisoner.objects.born_within(30, TODAY).filter(pk=someone.pk).exists() == is_near


def test_a_birthday_is_near_only_where_the_day_is_known(partner):
    person(partner, birth_date="1990-12-25", birth_precision="month")

    assert not Prisoner.objects.born_within(30, TODAY).exists()


def test_facts_are_verified_anew_a_day_after_their_time(partner):
    someone = person(partner, writable=True, place_verified_on=TODAY - timedelta(days=90))
    verify_facts(someone, group=FactGroup.PLACE, by=None, source=stated_on(TODAY - timedelta(days=60)))

    def waits(on):
        return Prisoner.objects.to_verify_anew(FactGroup.PLACE, on).filter(pk=someone.pk).exists()

    assert not waits(TODAY)
    assert waits(TODAY + timedelta(days=1))


# What a record says, and the groups that are to be verified anew while none ever was.
TOLD = [
    ({}, set()),
    ({"charges": [Charge(code="275")]}, {FactGroup.VERDICT}),
    ({"sentences": [Sentence(months=10)]}, {FactGroup.VERDICT}),
    ({"sentences": [Sentence(regime="strict")]}, set()),
    ({"mail_status": MailStatus.CANNOT}, {FactGroup.MAIL}),
    ({"status": Status.HOSPITAL, "bases": ["name", "health"]}, {FactGroup.HEALTH}),
    ({"status": Status.HOSPITAL}, set()),
    ({"facility": FacilityKind.COLONY}, {FactGroup.PLACE}),
    ({"facility": FacilityKind.HOSPITAL}, {FactGroup.PLACE}),
    ({"facility": FacilityKind.HOSPITAL, "bases": ["health"]}, {FactGroup.PLACE, FactGroup.HEALTH}),
    ({"mail_status": MailStatus.CANNOT, "status": Status.EXCHANGED}, set()),
    ({"mail_status": MailStatus.CANNOT, "live": False}, set()),
]


@pytest.mark.parametrize("place", first_of(range(len(TOLD))))
def test_what_a_record_says_and_nobody_verified_is_asked_by_my_day_and_the_tab_alike(partner, place):
    said, groups = TOLD[place]
    kind = said.get("facility")
    held_at = {"facility": FacilityFactory(kind=kind)} if kind else {}
    someone = person(partner, **said | held_at)
    Verification.objects.all().delete()

    found = {group for group in GROWING_OLD if Prisoner.objects.to_verify_anew(group).exists()}
    shown = {check.group for check in checks_of(Prisoner.objects.get(pk=someone.pk)) if check.is_due}

    assert found == shown == groups
    keeper = employ_editor(partner)
    lines = {entry.name for entry in DAY_ENTRIES if "verify" in entry.name and entry.rows(keeper).exists()}
    assert lines == {f"verify-{group}" for group in groups}
    assert {group for group, due, _soon in due_at(partner) if due} == groups


def test_nothing_is_asked_again_of_what_nobody_tells(partner):
    untold = person(partner)
    set_verification(untold, FactGroup.HEALTH, on=TODAY - timedelta(days=91), by=None)

    assert not Prisoner.objects.to_verify_anew(FactGroup.HEALTH, TODAY).exists()
    assert {check.group for check in checks_of(untold)} == {FactGroup.IDENTITY}


def test_those_whose_letters_are_held_are_found_by_reason(partner):
    held = person(partner, writable=True, held_at=timezone.now())
    moved = person(partner, writable=True, status=Status.IN_TRANSFER)
    place = FacilityFactory(name_ru="ИК-96 (вымышленная)", mail_status=FacilityMail.CLOSED)
    closed = person(partner, writable=True, facility=place)
    person(partner, writable=True)
    keeper = employ_editor(partner)

    lines = [entry for entry in DAY_ENTRIES if entry.name.startswith("letters-held-")]
    found = {entry.name.removeprefix("letters-held-"): list(entry.rows(keeper)) for entry in lines}

    waiting = {"by-staff": [held], "in_transfer": [moved], "facility_closed": [closed]}
    assert found == {"no_censor": [], "facility_blocked": [], **waiting}


def test_a_basis_ends_unless_another_holds_in_its_place(partner):
    lone, covered = person(partner), person(partner)
    today = timezone.localdate()
    for someone in (lone, covered):
        give_consent(someone, scope=Scope.FAMILY, by=None, expires_on=today + timedelta(days=9), **GIVEN)
    give_consent(covered, scope=Scope.FAMILY, by=None, **GIVEN)

    def ends_within(days):
        return set(Prisoner.objects.with_basis_ending(today + timedelta(days=days)))

    assert ends_within(10) == {lone}
    assert ends_within(9) == set()


def test_a_basis_waits_for_another_moderator_than_the_one_who_recorded_it(partner):
    someone, first = person(partner), employ_moderator(partner)
    second = employ_moderator(partner, "second")
    said = {"basis": Basis.PUBLISHED, "source_url": "https://example.org/"}
    give_consent(someone, scope=Scope.HOME, by=first, **said)

    assert someone not in Prisoner.objects.with_basis_to_confirm(first)
    assert someone in Prisoner.objects.with_basis_to_confirm(second)


@pytest.mark.parametrize(
    ("facts", "is_unknown"),
    [
        ({"birth_date": None}, True),
        ({"birth_date": "1990-01-01", "birth_precision": "before"}, True),
        ({"birth_date": "1990-01-01", "birth_precision": "year"}, False),
    ],
)
def test_a_year_of_birth_is_known_or_not(partner, facts, is_unknown):
    person(partner, **facts)

    assert Prisoner.objects.without_year_of_birth().exists() == is_unknown


@pytest.mark.full(LONG)
def test_the_search_of_the_menu_finds_people_by_any_spelling(partner):
    person(partner, name_uk="Сервер Вигадаєв", name_en="Server Vyhadayev")
    client = logged_in(employ_editor(partner))

    assert f'"{LIST}"' in client.get("/admin/").text  # where the menu's search leads
    assert "Сервер Вигадаєв" in client.get(f"{LIST}?q=vyhadaev").text


def test_a_line_of_a_draft_tells_the_record_from_the_story_of_the_same_name(db):
    open_locales("uk")
    partner = open_partner("pen")
    editor = employ_editor(partner)
    record = person(partner, name_uk="Емінє Вигадаєва")
    create_story(record, by=editor)
    add_revision(record, by=editor, is_public=False)
    told = html.fromstring(logged_in(editor).get("/admin/my-day/own-drafts/").content)

    notes = [note.text for note in told.xpath("//span[@class='my-day__hint']")]
    assert {note.split(", ")[0] for note in notes} == {"історія", "людина"}


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_what_a_moderator_sends_back_stands_apart_until_it_is_submitted_anew(db):
    open_locales("uk")
    partner = open_partner("pen")
    editor, colleague, moderator = (
        employ_editor(partner),
        employ_editor(partner, "colleague"),
        employ_moderator(partner),
    )
    record = person(partner, name_uk="Емінє Вигадаєва")
    add_revision(record, by=editor, is_public=False)

    def lines_of(user):
        return [name for name in OF_DRAFTS if next(e for e in DAY_ENTRIES if e.name == name).rows(user)]

    assert lines_of(editor) == ["own-drafts"]
    state = record.get_workflow().start(record, editor)
    assert lines_of(editor) == ["submitted"]
    state.current_task_state.reject(user=moderator, comment="Звідки це ім’я?")
    assert (lines_of(editor), lines_of(colleague)) == (["sent-back"], ["others-drafts"])
    told = html.fromstring(logged_in(editor).get("/admin/my-day/sent-back/").content)
    assert told.xpath("//li/a[. = 'Емінє Вигадаєва']/@href") == [f"{LIST}edit/{record.pk}/"]
    assert told.xpath("//span[@class='my-day__hint']")[0].text.endswith(": Звідки це ім’я?")
    state.refresh_from_db()
    state.resume(user=editor)
    assert lines_of(editor) == ["submitted"]


def test_a_made_up_line_of_my_day_is_as_unknown_as_one_of_others(partner):
    client = logged_in(employ_editor(partner))

    # An editor approves nothing.
    answers = [client.get(f"/admin/my-day/{name}/", follow=False) for name in ("to-approve", "nothing")]
    assert {answer.status_code for answer in answers} <= {302, 404}
    assert client.get(f"{LIST}?my_day=bases-to-confirm").context["page_obj"].paginator.count == 0
