"""Places and addresses that editors propose: nothing of them is a place until a coordinator takes it."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from home.site.statuses import UNFILLED
from prisoner_pages.models import Facility, PlaceProposal
from prisoner_pages.places.actions import refuse_proposal, take_proposal
from prisoner_pages.places.read_models import ProposedPlace, proposals
from tests.factories.partners import (
    employ,
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PROPOSE, PROPOSED = "/admin/places/propose/", "/admin/places/proposed/"
NEW = {
    "name_uk": "СІЗО-9",
    "name_ru": "СИЗО-9 (вымышленный)",
    "kind": "remand",
    "address_ru": "ул. Мира, д. 9, г. Омск",
    "postal_index": "644009",
    "region_ru": "Омская область",
    "source_url": "https://example.org/sizo-9",
}
UK = {"accept-language": "uk"}
ADDRESS = {"postal_index": "644001", "source_url": "https://example.org/ik-1"}


@standing
def bare(db):
    """A place without its index, where a person of ZMINA is held."""
    open_locales("uk")
    found = Facility.objects.create(name_ru="ИК-1", name_uk="ВК-1", address_ru="ул. Мира, д. 1, г. Омск")
    PrisonerFactory(partner=open_partner("zmina"), facility=found)
    return found


@standing
def editor(bare):
    return employ_editor(open_partner("zmina"))


@standing
def coordinator(bare):
    return employ_coordinator()


def act(user, proposal, name, **sent):
    """Press a button of the list, as it stood when it was opened."""
    sent = {"seen": ProposedPlace.of(PlaceProposal.objects.get(pk=proposal.pk)).seen} | sent
    return logged_in(user).post(reverse(f"{name}_place", args=[proposal.pk]), sent)


def test_a_place_that_an_editor_proposes_is_none_until_a_coordinator_takes_it(editor, coordinator):
    assert logged_in(editor).post(PROPOSE, NEW).status_code == 302
    proposal = PlaceProposal.objects.get()
    assert (proposal.by, proposal.partner.slug) == (editor, "zmina")
    assert not Facility.objects.filter(name_ru=NEW["name_ru"]).exists()
    assert NEW["name_uk"] in logged_in(coordinator).get(PROPOSED).text

    answer = act(coordinator, proposal, "take")

    place = Facility.objects.get(name_ru=NEW["name_ru"])
    assert {name: getattr(place, name) for name in NEW} == NEW
    assert answer["Location"] == reverse("wagtailsnippets_prisoner_pages_facility:edit", args=[place.pk])
    assert proposals().count() == 0
    assert "взято" in logged_in(editor).get(PROPOSE, headers={"accept-language": "uk"}).text


def test_an_address_that_is_taken_fills_what_was_missing_and_changes_nothing_else(bare, editor, coordinator):
    client = logged_in(editor)
    address = f"{PROPOSE}?place={bare.pk}"
    assert set(client.get(address).context["form"].fields) == {"postal_index", "source_url"}
    client.post(address, {**ADDRESS, "address_ru": "ул. Чужая, 5", "name_ru": "ИК-5"})

    act(coordinator, PlaceProposal.objects.get(), "take")

    bare.refresh_from_db()
    assert (bare.name_ru, bare.address_ru) == ("ИК-1", "ул. Мира, д. 1, г. Омск")
    assert (bare.postal_index, bare.source_url) == ("644001", ADDRESS["source_url"])


def test_nothing_is_proposed_without_a_source_nor_twice_nor_what_is_known(bare, editor, coordinator):
    client = logged_in(editor)
    assert client.post(PROPOSE, {**NEW, "source_url": ""}).status_code == UNFILLED
    assert client.post(PROPOSE, {**NEW, "name_ru": "ИК-1"}).status_code == UNFILLED
    empty = client.post(f"{PROPOSE}?place={bare.pk}", {**ADDRESS, "postal_index": ""}, headers=UK)
    assert empty.status_code == UNFILLED and "Напишіть, чого бракує в адресі: індекс." in empty.text
    assert not PlaceProposal.objects.exists()

    client.post(PROPOSE, NEW)
    assert client.post(PROPOSE, NEW).status_code == UNFILLED
    assert PlaceProposal.objects.count() == 1


def test_what_is_known_by_now_or_was_decided_is_not_taken_again(bare, editor, coordinator):
    logged_in(editor).post(f"{PROPOSE}?place={bare.pk}", ADDRESS)
    proposal = PlaceProposal.objects.get()
    Facility.objects.filter(pk=bare.pk).update(postal_index="1")

    act(coordinator, proposal, "take")
    bare.refresh_from_db()
    assert bare.postal_index == "1" and proposals().count() == 1

    act(coordinator, proposal, "refuse")
    act(coordinator, proposal, "take")
    proposal.refresh_from_db()
    assert proposals().count() == 0 and not proposal.is_taken


def test_editors_take_nothing_and_see_of_other_partners_nothing(editor, coordinator):
    pen = open_partner("pen")
    logged_in(editor).post(PROPOSE, NEW)
    proposal = PlaceProposal.objects.get()
    strangers = [employ_editor(pen), employ_moderator(pen), editor]

    for user in strangers:
        assert logged_in(user).get(PROPOSED).status_code in (302, 403)
        assert act(user, proposal, "take").status_code in (302, 403)
        for decide in (partial(take_proposal, seen=""), refuse_proposal):
            with pytest.raises(PermissionDenied):
                decide(proposal, by=user)
    assert NEW["name_uk"] not in logged_in(strangers[0]).get(PROPOSE).text
    assert logged_in(coordinator).get(PROPOSE).status_code in (302, 403)
    assert proposals().count() == 1


def test_who_works_for_two_partners_says_for_which_and_for_no_other(editor, bare):
    zmina, own, pen = (open_partner(slug) for slug in ("zmina", "crimeasos", "pen"))
    client = logged_in(employ("of-two", zmina.editors, own.editors))

    for partner in ("", pen.pk):
        assert client.post(PROPOSE, {**NEW, "partner": partner}).status_code == UNFILLED
    assert client.post(PROPOSE, {**NEW, "partner": own.pk}).status_code == 302
    assert PlaceProposal.objects.get().partner == own


def test_where_an_address_is_incomplete_an_editor_is_led_to_propose_it(bare, editor, coordinator):
    link = f"{PROPOSE}?place={bare.pk}"

    assert link in logged_in(editor).get(reverse("places")).text
    assert PROPOSE not in logged_in(coordinator).get(reverse("places")).text
    for lost in ("0", "x", "9" * 30):
        assert logged_in(editor).get(PROPOSE, {"place": lost}).status_code == 404


# --- One address, not parts of two ------------------------------------------------------------------
def rows_of(coordinator):
    return logged_in(coordinator).get(PROPOSED, headers=UK).text


def test_a_coordinator_sees_the_whole_block_and_takes_no_other(bare, editor, coordinator):
    Facility.objects.update(source_url="https://example.org/old", source_date="2024")
    logged_in(editor).post(f"{PROPOSE}?place={bare.pk}", ADDRESS)
    proposal = PlaceProposal.objects.get()
    assert ProposedPlace.of(proposal).seen == "ИК-1 / ул. Мира, д. 1, г. Омск / 644001"
    assert "<ins>644001</ins>" in rows_of(coordinator)

    act(coordinator, proposal, "take", seen="ИК-1 / ул. Мира, д. 1 / 644001")
    assert proposals().count() == 1

    act(coordinator, proposal, "take")
    bare.refresh_from_db()
    assert (bare.source_url, bare.source_date) == (ADDRESS["source_url"], "")
    assert bare.note == "https://example.org/old 2024"


def test_an_index_is_not_joined_to_another_street_than_it_was_proposed_for(bare, editor, coordinator):
    logged_in(editor).post(f"{PROPOSE}?place={bare.pk}", ADDRESS)
    Facility.objects.update(address_ru="ул. Ленина, д. 7, г. Томск")
    proposal = PlaceProposal.objects.get()
    shown = rows_of(coordinator)
    assert "інша адреса (місто й вулиця)" in shown
    assert reverse("take_place", args=[proposal.pk]) not in shown

    act(coordinator, proposal, "take")

    bare.refresh_from_db()
    assert bare.postal_index == "" and proposals().count() == 1


def test_what_others_proposed_too_is_closed_as_already_in_the_list(bare, editor, coordinator):
    pen = employ_editor(open_partner("pen"))
    for user in (editor, pen):
        logged_in(user).post(PROPOSE, {**NEW, "postal_index": ""} if user == editor else NEW)
        logged_in(user).post(f"{PROPOSE}?place={bare.pk}", ADDRESS)
    place, address = PlaceProposal.objects.of_partners([open_partner("zmina")]).order_by("pk")

    act(coordinator, address, "take")
    assert "уже є в списку" in logged_in(pen).get(PROPOSE, headers=UK).text

    act(coordinator, place, "take")  # PEN knows its index, too: that waits, beside the place
    left = proposals().get()
    assert ProposedPlace.of(left).adds == ["postal_index"]
    act(coordinator, left, "take")
    assert Facility.objects.get(name_ru=NEW["name_ru"]).postal_index == NEW["postal_index"]


def test_refusing_what_somebody_has_entered_meanwhile_says_that_it_is_known(bare, editor, coordinator):
    logged_in(editor).post(PROPOSE, NEW)
    Facility.objects.create(**NEW)
    assert "Уже є в списку." in rows_of(coordinator)

    act(coordinator, PlaceProposal.objects.get(), "refuse")

    proposal = PlaceProposal.objects.get()
    assert (proposal.was_known, proposal.is_taken) == (True, False)


def test_each_step_of_a_proposal_is_logged(bare, editor, coordinator):
    for name in ("ИК-2", "ИК-3"):
        logged_in(editor).post(PROPOSE, {**NEW, "name_ru": name})
    taken, refused = PlaceProposal.objects.order_by("pk")
    act(coordinator, taken, "take")
    act(coordinator, refused, "refuse")

    steps = ModelLogEntry.objects.filter(action__endswith="_place").values_list("action", "user")
    proposed, took, said_no = (f"prisoner_pages.{each}_place" for each in ("propose", "take", "refuse"))
    assert sorted(steps) == sorted(
        [(proposed, editor.pk)] * 2 + [(took, coordinator.pk), (said_no, coordinator.pk)]
    )


@pytest.mark.parametrize(("name", "said"), first_of([("take", "взяли"), ("refuse", "відхилили")]))
def test_a_second_press_by_the_same_person_says_that_it_is_done(bare, editor, coordinator, name, said):
    logged_in(editor).post(PROPOSE, NEW)
    proposal = PlaceProposal.objects.get()
    sent = {"seen": ProposedPlace.of(proposal).seen}
    users = (coordinator, coordinator, employ("other-keeper", *coordinator.groups.all()))
    address = reverse(f"{name}_place", args=[proposal.pk])
    answers = [logged_in(user).post(address, sent, headers=UK, follow=True).text for user in users]

    assert f"Готово: ви вже {said} це." in answers[1] and "інша людина" not in answers[1]
    assert "вже розглянула інша людина" in answers[2]
    assert Facility.objects.filter(name_ru=NEW["name_ru"]).count() == (name == "take")


def test_many_proposals_take_no_more_queries_than_two(bare, editor, coordinator):
    zmina, desk = open_partner("zmina"), logged_in(coordinator)
    asked = []
    for numbers in (range(2), range(2, 9)):
        PlaceProposal.objects.bulk_create(
            PlaceProposal(**{**NEW, "name_ru": f"ик-{number}"}, partner=zmina) for number in numbers
        )
        desk.get(PROPOSED)
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(PROPOSED)
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert [row.proposal.pk for row in page.context["rows"] if row.place == bare] == [
        PlaceProposal.objects.get(name_ru="ик-1").pk
    ]


def test_who_meets_another_at_the_same_is_told_so(bare, editor, coordinator, monkeypatch):
    logged_in(editor).post(PROPOSE, NEW)

    def at_the_same(*_given, **_named):
        raise OperationalError("deadlock detected")

    monkeypatch.setattr(Facility, "save", at_the_same)
    answer = act(coordinator, PlaceProposal.objects.get(), "take")

    assert answer["Location"] == PROPOSED and proposals().count() == 1
