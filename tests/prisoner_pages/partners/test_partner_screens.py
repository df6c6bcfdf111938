"""A coordinator adds a partner, gives its people away, closes it and opens it again."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from home.headless.choices import EventType
from home.headless.models import Endpoint
from home.models import Invitation
from home.staff.actions.invitations import invite
from home.staff.given_roles import offered_by
from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.models import DayPack, DeskMember, Letter, LetterDesk, Reply, ScanBatch, ScanFile
from letters.oversight.actions.desks import create_desk, seat
from prisoner_pages.choices import SourceKind, Status
from prisoner_pages.models import FrontEnd, Partner, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.partners.actions.closing import close_partner, reopen_partner
from prisoner_pages.partners.actions.workspaces import add_partner, create_partner
from prisoner_pages.partners.read_models.closing import reasons_against_closing
from prisoner_pages.records.actions.announcements import prepare_announcement
from prisoner_pages.records.actions.transfers import hand_over
from prisoner_pages.roles import AUDITOR
from tests.factories.partners import (
    employ,
    employ_as,
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.letters.desk_world import make_letter
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
NEW = {"name_uk": "Нова спілка", "name_en": "New Union", "kind": "ngo", "slug": "new-union"}


@pytest.mark.full(LONG)
def test_menu_leads_to_partners_once(office):
    page = logged_in(office.coordinator).get("/admin/").content.decode()

    assert f'"{reverse("partners")}"' in page and f'"{reverse("wagtailsnippets:index")}"' not in page
    assert "#avatar-section" not in page


@standing
def office():
    """Two partners; at the first two people, an editor, somebody who also works at the other, and a desk."""
    open_locales("uk", "en")
    zmina, pen = open_partner("zmina"), open_partner("pen")
    world = SimpleNamespace(zmina=zmina, pen=pen, coordinator=employ_coordinator())
    world.people = [PrisonerFactory(partner=zmina) for _number in range(2)]
    world.editor = employ_editor(zmina)
    world.both = employ("both", zmina.moderators, pen.editors)
    world.away = employ("away", zmina.editors)
    world.screener = employ("screener")
    seat(desk=create_desk(partner=zmina), user=world.screener, role=DeskRole.SCREENER)
    seat(desk=LetterDesk.objects.get(partner=zmina), user=world.away, role=DeskRole.DISPATCHER)
    User.objects.filter(pk=world.away.pk).update(is_active=False)
    seat(desk=create_desk(partner=pen), user=employ("reader"), role=DeskRole.SCREENER)
    return world


@pytest.fixture
def desk(office):
    return logged_in(office.coordinator)


def close(desk, partner, **said):
    return desk.post(reverse("close_partner", args=[partner.pk]), said, follow=True)


# --- Opening --------------------------------------------------------------------------------------
@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_coordinator_opens_a_partner_without_a_command_line(office, desk):
    answer = desk.post(reverse("new_partner"), {**NEW, "has_workspace": "on"}, follow=True)

    partner = Partner.objects.get(slug="new-union")
    assert answer.redirect_chain == [(reverse("partner", args=[partner.pk]), 302)]
    assert PartnerPage.objects.live().filter(partner=partner).count() == 2
    assert {given.place for given in offered_by(office.coordinator)} >= {"new-union"}


def test_a_partner_that_is_only_named_keeps_people_once_that_is_asked(office, desk):
    desk.post(reverse("new_partner"), NEW)
    partner = Partner.objects.get(slug="new-union")
    assert partner.editors is None and not partner.pages.exists()

    desk.post(reverse("open_workspace", args=[partner.pk]))

    assert Partner.objects.get(pk=partner.pk).editors and partner.pages.count() == 2


def test_what_cannot_be_a_partner_is_said_and_nothing_typed_is_lost(office, desk):
    for said in ({"slug": "zmina"}, {"slug": "нова спілка"}, {"slug": "a" * 51}, {"name_uk": ""}):
        answer = desk.post(reverse("new_partner"), {**NEW, **said})
        assert answer.status_code == 422 and answer.context["form"].errors.keys() == said.keys()
        assert NEW["name_en"] in answer.text
    assert not Partner.objects.filter(kind="ngo", name_en="New Union").exists()


def test_one_address_belongs_to_one_partner_though_two_ask_for_it_at_once(office, desk):
    """The forms of both were valid: the action looks again."""
    add_partner(**NEW, by=office.coordinator)
    for act, slug in ((add_partner, "new-union"), (add_partner, "zmina"), (create_partner, "zmina")):
        with pytest.raises(ValidationError):
            act(**{**NEW, "slug": slug}, by=office.coordinator)
    typed = PartnerFactory(slug="typed", added_by=office.zmina)
    desk.post(reverse("new_partner"), {**NEW, "slug": "typed", "has_workspace": "on"})
    assert Partner.objects.get(pk=typed.pk).editors


def test_a_closed_partner_is_given_nothing_to_keep_people_with(office, desk):
    named = PartnerFactory(slug="named", closed_on=date(2026, 1, 2))
    answer = desk.post(reverse("open_workspace", args=[named.pk]), follow=True)
    assert answer.status_code == 200 and Partner.objects.get(pk=named.pk).editors is None


# --- The list -------------------------------------------------------------------------------------
@pytest.mark.full(LONG)
def test_the_list_tells_what_each_partner_keeps_and_costs_the_same_for_many(office, desk):
    PrisonerFactory(partner=office.zmina, live=False, stories=[])
    with CaptureQueriesContext(connection) as few:
        answer = desk.get(reverse("partners"))
    [row] = [row for row in answer.context["groups"][0][1] if row.partner == office.zmina]
    assert (row.partner.people_count, row.partner.shown_count, row.partner.story_count) == (3, 2, 2)
    assert (row.staff_count, row.desk_is_staffed) == (2, True)

    for number in range(4):
        open_partner(f"more-{number}")
        PartnerFactory()
    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("partners"))

    assert len(many) == len(few) <= 25


def test_an_auditor_looks_at_partners_and_changes_none(office):
    auditor = logged_in(employ_as(AUDITOR, partner=office.zmina))

    assert auditor.get(reverse("partners")).status_code == 200
    page = auditor.get(reverse("partner", args=[office.zmina.pk]))
    assert page.status_code == 200 and "<button" not in page.text.partition("<main")[2]
    assert auditor.get(reverse("close_partner", args=[office.zmina.pk])).status_code in (302, 403)


def test_nobody_else_opens_closes_or_reopens_a_partner(office):
    for act in (
        lambda: create_partner(**NEW, by=office.editor),
        lambda: add_partner(**NEW, by=office.editor),
        lambda: close_partner(office.pen, by=office.editor),
        lambda: reopen_partner(office.pen, by=office.editor),
    ):
        with pytest.raises(PermissionDenied):
            act()


# --- Closing --------------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_a_closed_partner_has_nobody_and_its_people_stay_shown(office, desk, client):
    front_end = FrontEnd.objects.create(partner=office.zmina, name="сайт", origins="https://zmina.example")
    webhook = Endpoint.objects.create(owner="zmina", url="https://zmina.example/", events=[EventType.GONE])
    invite(by=office.coordinator, email="new@example.org", roles=["partner:editor:zmina"])
    letter = make_letter(office.people[0])
    page = desk.get(reverse("close_partner", args=[office.zmina.pk]))
    assert "editor.zmina" in page.text and len(page.context["endings"]) == 6

    answer = close(desk, office.zmina, letter_desk=office.pen.pk)

    assert answer.redirect_chain == [(reverse("partner", args=[office.zmina.pk]), 302)]
    for thing in (office.editor, office.both, office.screener, office.away, front_end, webhook):
        thing.refresh_from_db()
    assert not office.editor.is_active and not office.screener.is_active
    assert office.both.is_active and list(office.both.groups.all()) == [office.pen.editors]
    assert not office.away.groups.exists() and not office.away.desk_seats.exists()
    assert not front_end.active and not webhook.is_active and not Invitation.objects.waiting().exists()
    assert not DeskMember.objects.filter(desk__partner=office.zmina).exists()
    assert list(Letter.objects.at_desks([office.pen.pk])) == [letter]
    assert client.get(f"/uk/prisoners/{office.people[0].slug}/").status_code == 200
    assert not {given.place for given in offered_by(office.coordinator)} & {"zmina"}


def test_letters_are_never_left_where_nobody_sits(office, desk):
    answer = close(desk, office.zmina)
    assert answer.status_code == 422 and answer.context["form"].errors.keys() == {"letter_desk"}

    with pytest.raises(ValidationError):
        close_partner(office.zmina, by=office.coordinator)
    assert Partner.objects.get(pk=office.zmina.pk).closed_on is None


@pytest.mark.full(LONG)
def test_only_a_partner_at_whose_desk_somebody_sits_goes_on_with_people_and_letters(office):
    """The form may have been open since before: the action looks by itself."""
    empty, closed, named = open_partner("empty"), open_partner("closed"), PartnerFactory(slug="named")
    create_desk(partner=empty)
    Partner.objects.filter(pk=closed.pk).update(closed_on=date(2026, 1, 2))
    for said in [{name: each} for name in ("successor", "letter_desk") for each in (empty, closed, named)]:
        with pytest.raises(ValidationError):
            close_partner(office.zmina, by=office.coordinator, **said)
    assert (
        Partner.objects.get(pk=office.zmina.pk).closed_on is None and office.zmina.editors.user_set.exists()
    )


def test_letters_go_to_who_goes_on_at_once_whatever_becomes_of_the_people(office):
    letter = make_letter(office.people[0])

    close_partner(office.zmina, by=office.coordinator, successor=office.pen)

    assert Prisoner.objects.get(pk=office.people[0].pk).partner == office.zmina
    assert list(Letter.objects.at_desks([office.pen.pk])) == [letter]


def test_letters_to_people_of_a_closed_partner_keep_a_desk(office, desk):
    close(desk, office.zmina, letter_desk=office.pen.pk)
    assert "zmina" in " ".join(reasons_against_closing(office.pen, by=office.coordinator))
    address = reverse("wagtailsnippets_prisoner_pages_partner:edit", args=[office.zmina.pk])
    names = {"name_uk": "Зміна", "name_en": "Zmina", "kind": "ngo", "website": ""}

    assert desk.post(address, {**names, "letter_desk": ""}).context["form"].errors.keys() == {"letter_desk"}
    assert desk.post(address, {**names, "letter_desk": office.pen.pk}).status_code == 302
    other = address.replace(str(office.zmina.pk), str(office.pen.pk))
    refused = desk.post(other, {**names, "letter_desk": office.zmina.pk})
    assert refused.context["form"].errors.keys() == {"letter_desk"}
    assert office.zmina not in refused.context["form"].fields["letter_desk"].queryset


def test_packs_and_scans_at_the_desk_are_done_first_though_letters_go_elsewhere_by_now(office):
    own = LetterDesk.objects.get(partner=office.zmina)
    Partner.objects.filter(pk=office.zmina.pk).update(letter_desk=office.pen)
    DayPack.objects.create(desk=own, envelope_format="C5")
    ScanFile.objects.create(batch=ScanBatch.objects.create(desk=own), position=1, sealed=b"x")

    partner = Partner.objects.get(pk=office.zmina.pk)
    assert len([*reasons_against_closing(partner, by=office.coordinator)]) == 2


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_people_of_a_closed_partner_go_to_the_one_who_goes_on_with_them(office, desk):
    answer = close(desk, office.zmina, successor=office.pen.pk)

    assert answer.context["change"].results.done().count() == 2
    assert set(Prisoner.objects.values_list("partner", flat=True)) == {office.pen.pk}
    section = PartnerPage.objects.get(partner=office.pen, locale__language_code="uk")
    assert PrisonerPage.objects.child_of(section).count() == 2


def test_what_has_to_be_done_before_is_said_and_closes_nothing(office):
    office.pen.letter_desk = office.zmina
    office.pen.save()
    Letter.objects.filter(pk=make_letter(office.people[0]).pk).update(state=LetterState.PRINTED)
    said = {"status": Status.RELEASED, "source_kind": SourceKind.FAMILY, "source_url": ""}
    prepare_announcement(office.people[:1], by=office.editor, on=date(2026, 1, 2), **said)
    office.coordinator.groups.add(office.zmina.editors)
    desk = logged_in(office.coordinator)

    page = desk.get(reverse("close_partner", args=[office.zmina.pk]))
    answer = close(desk, office.zmina, letter_desk=office.pen.pk)

    assert len(page.context["reasons"]) == 4 and 'class="button no"' not in page.text
    assert answer.status_code == 422 and Partner.objects.get(pk=office.zmina.pk).closed_on is None


def test_a_partner_opened_again_can_be_worked_for_and_nobody_returns_by_themselves(office, desk):
    close(desk, office.zmina, letter_desk=office.pen.pk)
    desk.post(reverse("reopen_partner", args=[office.zmina.pk]))

    office.editor.refresh_from_db()
    assert {given.place for given in offered_by(office.coordinator)} >= {"zmina"}
    assert not office.editor.is_active


# --- Giving people away ---------------------------------------------------------------------------
@pytest.mark.both_databases
def test_replies_go_to_the_desk_that_takes_over_and_paper_is_posted_first(office):
    desks = {name: LetterDesk.objects.get(partner__slug=name) for name in ("zmina", "pen")}
    own = [Reply.objects.create(prisoner=each, desk=desks["zmina"]) for each in office.people]
    printed = make_letter(office.people[0], state=LetterState.PRINTED)
    with pytest.raises(ValidationError, match="1 letter"), override("en"):
        hand_over(office.people[0], to=office.pen, by=office.coordinator)
    assert Prisoner.objects.get(pk=office.people[0].pk).partner == office.zmina

    Letter.objects.filter(pk=printed.pk).update(state=LetterState.POSTED)
    hand_over(office.people[0], to=office.pen, by=office.coordinator)
    assert Reply.objects.get(pk=own[0].pk).desk == desks["pen"]
    assert Reply.objects.get(pk=own[1].pk).desk == desks["zmina"]

    close_partner(office.zmina, by=office.coordinator, letter_desk=office.pen)
    assert set(Reply.objects.values_list("desk", flat=True)) == {desks["pen"].pk}
    for reply in own:
        assert list(reply.log.values_list("action", "by")) == [("moved", office.coordinator.pk)]


@pytest.mark.full(LONG)
def test_all_or_some_people_of_a_partner_are_given_to_another(office, desk):
    third = PrisonerFactory(partner=office.zmina)
    address = reverse("do_to_many", args=["hand-over"])
    for query, expected in ((f"id={third.pk}", [third]), ("id=all&partner=zmina", office.people)):
        page = desk.get(f"{address}?{query}")
        assert page.context["people"]["count"] == len(expected)
        meant = {field.name: field.value() for field in page.context["meant"]}
        done = desk.post(f"{address}?{query}", {**meant, "to": office.pen.pk}, follow=True)
        assert done.context["done"] == len(expected)
    assert Prisoner.objects.filter(partner=office.pen).count() == 3


def test_a_record_is_not_given_to_a_closed_partner_nor_to_its_own(office, desk):
    change = close_partner(office.pen, by=office.coordinator)
    assert change is None
    address = reverse("record_act", args=[office.people[0].pk, "hand-over"])

    for partner in (office.pen, office.zmina):
        assert desk.post(address, {"to": partner.pk}).context["form"].errors


def test_only_coordinators_give_people_to_another_partner(office):
    moderator = logged_in(employ_moderator(office.zmina))
    query = {"id": office.people[0].pk}

    assert moderator.get(reverse("do_to_many", args=["hand-over"]), query).status_code in (302, 403)
