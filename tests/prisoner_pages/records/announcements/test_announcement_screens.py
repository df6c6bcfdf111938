"""The screens of announcements: what is shown and offered to whom, and what is refused."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from home.models import Invitation
from prisoner_pages.choices import Status
from prisoner_pages.models import Announcement, Claim, Occupation, Prisoner, Proposal
from prisoner_pages.records.views import announcements
from tests.factories.partners import employ, employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.site_content import word_in
from tests.prisoner_pages.records.announcements.screens_world import (
    FACTS,
    LIST,
    NEW,
    editor,
    find,
    moderator,
    people,
    prepare,
    said,
    text,
    theirs,
    ticks,
    zmina,
)
from tests.tiers import LONG, first_of

__all__ = ["editor", "moderator", "people", "theirs", "zmina"]
pytestmark = pytest.mark.django_db
PEOPLE = "/admin/prisoners/"


def test_box_above_a_refused_form_leads_to_each_marked_field(editor, people):
    answer = prepare(editor, "Енвер Небувалий", people[2:], status="", on="колись", source_url="x")
    page = html.fromstring(answer.content)
    links = page.xpath("//*[contains(@class, 'refused')]//a/@href")

    assert answer.status_code == 422 and len(links) == 3
    assert all(page.get_element_by_id(link[1:]) is not None for link in links)


# --- Preparing and confirming ----------------------------------------------------------------------
@pytest.mark.full(LONG)
def test_two_people_announce_an_exchange(editor, moderator, people):
    names = "Енвер Небувалий\nРемзі Вигаданко, 1985"
    assert prepare(editor, names, [people[2], people[0]]).url == LIST
    announcement = Announcement.objects.get()
    own, others = (
        client.get(reverse("announcement", args=[announcement.pk])) for client in (editor, moderator)
    )
    assert (own.context["may_confirm"], others.context["may_confirm"]) == (False, True)

    done = moderator.post(
        reverse("confirm_announcement", args=[announcement.pk]), {"seen": announcement.seen}, follow=True
    )

    assert done.status_code == 200
    assert list(Prisoner.objects.order_by("pk").values_list("status", flat=True)) == [
        "exchanged",
        "sentenced",
        "exchanged",
    ]


def test_an_invited_account_reads_why_another_person_confirms(people):
    preparer, invited = employ_coordinator("preparer"), employ_coordinator("invited")
    now = timezone.now()
    Invitation.objects.create(by=preparer, account=invited, sent_at=now, used_at=now)
    prepare(logged_in(preparer), "Енвер Небувалий", [people[2]])
    shown = logged_in(invited).get(reverse("announcement", args=[Announcement.objects.get().pk]))

    assert not shown.context["may_confirm"]
    assert shown.context["has_preparer"]
    assert "/confirm/" not in shown.content.decode()


def test_an_announcement_outlives_the_accounts_that_made_it(editor, moderator, people):
    prepare(editor, "Енвер Небувалий", [people[2]])
    made = Announcement.objects.get()
    Announcement.objects.update(prepared_by=None)
    for over in ({}, {"ended_at": timezone.now()}, {"ended_at": None, "confirmed_at": timezone.now()}):
        Announcement.objects.update(**over)
        for address in (LIST, reverse("announcement", args=[made.pk])):
            shown = moderator.get(address)
            assert (shown.status_code, "None" in text(shown)) == (200, False)


def test_one_more_person_costs_the_page_no_query(moderator, editor, people, django_assert_num_queries):
    prepare(editor, "Енвер Небувалий", [people[2]])
    prepare(editor, "Ремзі Вигаданко", people[:2])
    one, two = Announcement.objects.order_by("pk")
    moderator.get(reverse("announcement", args=[one.pk]))
    with CaptureQueriesContext(connection) as few:
        moderator.get(reverse("announcement", args=[one.pk]))
    with django_assert_num_queries(len(few)):
        moderator.get(reverse("announcement", args=[two.pk]))


def test_one_more_announcement_costs_the_list_no_query(moderator, editor, people, django_assert_num_queries):
    prepare(editor, "Енвер Небувалий", [people[2]])
    moderator.get(LIST)
    with CaptureQueriesContext(connection) as few:
        moderator.get(LIST)
    asked = len(few)
    prepare(editor, "Ремзі Вигаданко", people[:2])
    with django_assert_num_queries(asked):
        assert "можете підтвердити" in text(moderator.get(LIST))


def test_whoever_prepared_it_is_refused_also_at_the_address(editor, people):
    prepare(editor, "Енвер Небувалий", [people[2]])
    announcement = Announcement.objects.get()

    editor.post(reverse("confirm_announcement", args=[announcement.pk]), {"seen": announcement.seen})

    assert Announcement.objects.get().is_waiting


def test_nothing_is_confirmed_before_somebody_says_that_the_families_know(editor, moderator, people):
    prepare(editor, "Енвер Небувалий", [people[2]], family_knows="")
    announcement = Announcement.objects.get()
    address = reverse("confirm_announcement", args=[announcement.pk])

    assert moderator.post(address, {"seen": announcement.seen}).status_code == 422
    moderator.post(address, {"seen": announcement.seen, "family_knows": "on"})

    assert Announcement.objects.get().confirmed_at


def test_what_changed_meanwhile_is_shown_before_it_is_confirmed(editor, moderator, people):
    prepare(editor, "Енвер Небувалий\nРемзі Вигаданко, 1985", [people[2], people[0]])
    announcement = Announcement.objects.get()
    seen = announcement.seen
    editor.post(reverse("leave_out_of_announcement", args=[announcement.pk, people[0].pk]))

    late = moderator.post(reverse("confirm_announcement", args=[announcement.pk]), {"seen": seen})

    assert late.status_code == 409
    assert late.context["form"]["seen"].value() != seen


def test_an_announcement_that_is_over_is_confirmed_and_ended_no_more(editor, moderator, people):
    prepare(editor, "Енвер Небувалий", [people[2]])
    announcement = Announcement.objects.get()
    editor.post(reverse("end_announcement", args=[announcement.pk]))

    late = moderator.post(
        reverse("confirm_announcement", args=[announcement.pk]), {"seen": announcement.seen}
    )

    assert late.status_code == 409
    assert moderator.post(reverse("end_announcement", args=[announcement.pk])).status_code == 302
    assert Prisoner.objects.get(pk=people[2].pk).status == Status.SENTENCED


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("on", ""),
        ("on", "31.02.2026"),
        ("on", "01.01.2999"),
        ("status", "detained"),
        ("source_url", ""),
        ("source_url", "javascript:alert(1)"),
        ("source_kind", "rumour"),
    ],
)
def test_bad_facts_are_refused_beside_their_field_and_nothing_is_lost(field, sent, editor, people):
    refused = prepare(editor, "Енвер Небувалий", [people[2]], **{field: sent})

    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {field}
    assert ticks(refused) == {people[2].pk: True}
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("names", ["\0", "x" * 30_000, "\n" * 5_000, "1\n2\n3", "%00", "'; --\n" * 200])
def test_hostile_lists_of_names_break_nothing(names, editor, people):
    assert find(editor, names).status_code in (200, 400)


@pytest.mark.parametrize("pk", ["0", "-1", "x", "9" * 30, "٣"])
def test_keys_that_are_none_are_refused(pk, editor, people):
    answer = editor.post(NEW, {"names": "", "people": pk, **FACTS, "prepare": ""})

    assert answer.status_code == 422
    assert editor.get(f"{NEW}?person={pk}&claim={pk}").status_code == 200
    assert not Announcement.objects.exists()


# --- From elsewhere, and from strangers --------------------------------------------------------------
def test_a_record_and_a_claim_lead_to_the_form_already_filled(editor, people):
    claim = Claim.objects.create(
        prisoner=people[2],
        field="status",
        value="released",
        source_url="https://example.org/says",
        needs_decision=True,
    )
    (link,) = [
        each.get("href")
        for each in html.fromstring(editor.get("/admin/claims/").content).xpath("//a[@href]")
        if each.get("href").startswith(NEW)
    ]

    form = editor.get(link)

    assert ticks(form) == {people[2].pk: True}
    assert form.context["form"]["status"].value() == "released"
    assert form.context["form"]["source_url"].value() == claim.source_url
    assert form.context["form"]["on"].value() is None


def test_the_list_of_records_takes_who_is_ticked_to_the_form(editor, people):
    assert ticks(editor.get(f"{NEW}?id={people[0].pk}&id={people[2].pk}")) == {
        people[0].pk: True,
        people[2].pk: True,
    }


def test_all_whom_the_list_shows_are_taken_to_the_form(editor, people, theirs):
    assert ticks(editor.get(f"{NEW}?q=Vyhadanko&id=all")) == {people[0].pk: True, people[1].pk: True}


@pytest.mark.parametrize(
    "asked",
    first_of(["q=бджоляр&id=all", "q=Nobody&id=all", "status=nonsense&id=all", "id="]),
)
def test_where_nobody_is_chosen_the_list_says_so_and_stays_as_narrowed_as_it_was(editor, people, asked):
    people[0].occupations.add(word_in(["uk"], Occupation, "бджоляр", ""))
    people[0].save()
    assert people[0].name_uk in text(editor.get(f"{PEOPLE}?q=бджоляр"))

    answer = editor.get(f"{NEW}?{asked}")
    shown = editor.get(answer.url)

    assert parse_qs(urlsplit(answer.url).query) == {
        name: values for name, values in parse_qs(asked).items() if name != "id"
    }
    assert "Нікого не вибрано: позначте людей у списку." in text(shown)


def test_more_people_than_an_announcement_holds_are_not_taken_and_that_is_said(editor, people, monkeypatch):
    monkeypatch.setattr(announcements, "MOST_PEOPLE", 2)
    answer = editor.get(f"{NEW}?id=all")

    assert ticks(answer) == {}
    assert said(answer, "warning")


def test_nobody_posts_or_opens_what_is_another_partners(editor, theirs, zmina):
    prepare(logged_in(employ_editor(theirs.partner)), "Тимур Чужий", [theirs])
    announcement = Announcement.objects.get()

    assert ticks(prepare(editor, "Тимур Чужий", [theirs])) == {}
    assert ticks(editor.get(f"{NEW}?person={theirs.pk}")) == {}
    assert str(theirs) not in text(editor.get(LIST))
    for name in ("announcement", "confirm_announcement", "end_announcement"):
        address = reverse(name, args=[announcement.pk])
        assert (editor.get if name == "announcement" else editor.post)(address).status_code in (302, 403, 404)
    assert Announcement.objects.count() == 1 and Announcement.objects.get().is_waiting


def test_who_keeps_no_records_finds_no_announcements(zmina):
    nobody = logged_in(employ("nobody"))
    for address in (LIST, NEW):
        assert nobody.get(address).status_code in (302, 403)


def test_a_coordinator_finds_everybody(people, theirs):
    assert ticks(find(logged_in(employ_coordinator()), "Тимур Чужий")) == {theirs.pk: True}


# --- Another partner's person: its keeper is told --------------------------------------------------
@pytest.fixture
def of_two(zmina, theirs):
    """Who edits for two partners, while a third one keeps the person."""
    own = open_partner("crimeasos")
    theirs.refresh_from_db()
    return own, logged_in(employ("of-two", zmina.editors, own.editors))


def tell(client, person, **fields):
    return prepare(client, str(person.name_uk), [], tell=person.pk, **fields)


def test_who_works_for_two_partners_is_asked_for_which_of_them_the_keeper_is_told(of_two, theirs):
    own, client = of_two

    unanswered = tell(client, theirs)
    assert unanswered.status_code == 422 and unanswered.context["form"].errors.keys() == {"partner"}
    assert 'name="partner"' in unanswered.content.decode()
    assert not Proposal.objects.exists()

    assert tell(client, theirs, partner=own.pk).status_code == 302
    assert Proposal.objects.get().partner == own


def test_the_keeper_is_told_in_the_name_of_nobody_elses_partner(of_two, theirs):
    _own, client = of_two

    assert tell(client, theirs, partner=theirs.partner_id).status_code == 422
    assert not Proposal.objects.exists()


def test_who_works_for_one_partner_is_not_asked_which(editor, zmina, theirs):
    assert 'name="partner"' not in find(editor, theirs.name_uk).content.decode()
    assert tell(editor, theirs).status_code == 302
    assert Proposal.objects.get().partner == zmina
