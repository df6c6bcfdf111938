"""The screens of announcements: whom a pasted list means, and what is offered to whom."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from home.models import Invitation
from prisoner_pages.choices import Status
from prisoner_pages.models import Announcement, Claim, Prisoner, Proposal
from prisoner_pages.records.read_models.announcing import _named, own_people
from prisoner_pages.records.views import announcements
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

pytestmark = pytest.mark.django_db
LIST, NEW = "/admin/announcements/", "/admin/announcements/new/"
FACTS = {
    "status": "exchanged",
    "on": "14.09.2026",
    "precision": "day",
    "source_kind": "official",
    "source_url": "https://example.org/exchange",
    "family_knows": "on",
}


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def people(zmina):
    """Two of one name, born in different years, and one of another."""
    return [
        PrisonerFactory(
            partner=zmina,
            writable=True,
            name_uk=name,
            name_en=english,
            patronymic_uk=patronymic,
            birth_date=born,
        )
        for name, english, patronymic, born in (
            ("Ремзі Вигаданко", "Remzi Vyhadanko", "Рустемович", date(1985, 1, 2)),
            ("Ремзі Вигаданко", "Remzi Vyhadanko", "Акимович", date(1990, 1, 2)),
            ("Енвер Небувалий", "Enver Nebuvalyi", "", date(1979, 1, 2)),
        )
    ]


@standing
def theirs(people):
    """Somebody public and somebody in draft, of another partner."""
    pen = open_partner("pen")
    shown = PrisonerFactory(partner=pen, writable=True, name_uk="Тимур Чужий", name_en="Tymur Chuzhyi")
    PrisonerFactory(partner=pen, writable=True, live=False, name_uk="Сервер Прихований", name_en="Hidden")
    return shown


@pytest.fixture
def editor(zmina):
    return logged_in(employ_editor(zmina))


@pytest.fixture
def moderator(zmina):
    return logged_in(employ_moderator(zmina))


def find(client, names, **fields):
    return client.post(NEW, {"names": names, "find": "", **fields})


def prepare(client, names, people, **fields):
    sent = {"names": names, "looked_up": names, "people": [person.pk for person in people]}
    return client.post(NEW, {**sent, **FACTS, "prepare": "", **fields})


def ticks(response):
    """Return {key of a person: whether the box is ticked}."""
    boxes = html.fromstring(response.content).xpath("//input[@name='people']")
    return {int(box.get("value")): box.get("checked") is not None for box in boxes}


def said(response, kind):
    """Return the sentences of this kind above the page."""
    return html.fromstring(response.content).xpath(f"//*[@class='messages']//li[@class='{kind}']")


def text(response):
    return " ".join(html.fromstring(response.content).text_content().split())


def test_box_above_a_refused_form_leads_to_each_marked_field(editor, people):
    answer = prepare(editor, "Енвер Небувалий", people[2:], status="", on="колись", source_url="x")
    page = html.fromstring(answer.content)
    links = page.xpath("//*[contains(@class, 'refused')]//a/@href")

    assert answer.status_code == 422 and len(links) == 3
    assert all(page.get_element_by_id(link[1:]) is not None for link in links)


# --- Whom a line means ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "line",
    [
        "Енвер Небувалий",
        "Небувалий Енвер",
        "Enver Nebuvalyi",
        "3. Небувалий Енвер, 1979",
        "17\tНебувалий Енвер\t02.01.1979",
    ],
)
def test_one_person_is_found_by_name_in_any_language_and_order_and_ticked(line, editor, people):
    assert ticks(find(editor, line)) == {people[2].pk: True}


@pytest.mark.parametrize("line", ["Небувалий;Іван", "Небувалий\tсин\tІван", "Енвер Небувалий, 1988"])
def test_who_bears_a_part_of_the_name_or_was_born_in_another_year_is_offered_and_not_ticked(
    line, editor, people
):
    assert ticks(find(editor, line)) == {people[2].pk: False}


def test_a_row_that_names_another_partners_person_says_so_beside_a_namesake(editor, theirs, zmina):
    namesake = PrisonerFactory(partner=zmina, writable=True, name_uk="Енвер Чужий", name_en="Enver Chuzhyi")
    found = find(editor, "Чужий;Тимур")

    assert ticks(found) == {namesake.pk: False}
    assert str(theirs.partner) in text(found)


@pytest.mark.parametrize("names", ["Небувалий;Іван\nНебувалий Енвер", "Небувалий Енвер\nНебувалий;Іван"])
def test_a_person_stands_beside_the_line_that_surely_means_them(names, editor, people):
    found = find(editor, names)

    assert ticks(found) == {people[2].pk: True}
    assert {line.text for line in found.context["chosen"].lines if line.people} == {"Небувалий Енвер"}
    assert not any(line.is_repeated for line in found.context["chosen"].lines)


def test_a_row_of_many_cells_costs_few_queries(editor, people, django_assert_max_num_queries):
    row = ";".join(["я", "нема", "нема", *(f"нікого{chr(1072 + number)}" for number in range(32))])
    own = own_people(employ_coordinator("counting"))
    with django_assert_max_num_queries(5):
        assert _named(own, row).people == []


@pytest.mark.parametrize("button", ["find", "prepare"])
def test_more_lines_than_an_announcement_holds_are_refused_and_kept(button, editor, people):
    names = "\n".join(["Енвер Небувалий", *("я" * number for number in range(2, 102))])
    refused = editor.post(NEW, {"names": names, "looked_up": "Енвер Небувалий", **FACTS, button: ""})

    assert refused.status_code == 422
    assert "100" in text(refused)
    assert refused.context["form"]["names"].value() == names
    assert ticks(refused) == {people[2].pk: False}  # as it stood: looked up before, and not ticked
    assert not Announcement.objects.exists()


def test_of_two_who_bear_a_name_nobody_is_ticked(editor, people):
    found = find(editor, "Ремзі Вигаданко")

    assert ticks(found) == {people[0].pk: False, people[1].pk: False}
    assert "Рустемович, 1985" in text(found) and "Акимович, 1990" in text(found)


@pytest.mark.parametrize("line", ["Вигаданко Ремзі Акимович", "Ремзі Вигаданко, 1990"])
def test_patronymic_or_year_of_birth_tells_namesakes_apart(line, editor, people):
    assert ticks(find(editor, line)) == {people[1].pk: True}


def test_who_is_meant_must_be_said_before_anything_is_prepared(editor, people):
    refused = prepare(editor, "Ремзі Вигаданко", [])

    assert refused.status_code == 422
    assert not Announcement.objects.exists()
    assert refused.context["form"]["source_url"].value() == FACTS["source_url"]


def test_a_person_in_two_lines_stands_in_the_list_once(editor, people):
    found = find(editor, "Енвер Небувалий\nEnver Nebuvalyi")

    assert list(ticks(found)) == [people[2].pk]
    assert found.context["chosen"].lines[1].is_repeated


def test_names_of_other_partners_are_told_only_as_far_as_they_are_public(editor, theirs):
    found = text(find(editor, "Тимур Чужий\nСервер Прихований"))

    assert f"{theirs} " in found and str(theirs.partner) in found
    assert found.count("Сервер Прихований") == 2  # as typed: in the field and above what was found
    assert ticks(find(editor, "Тимур Чужий")) == {}


def test_names_that_were_not_looked_up_are_looked_up_first(editor, people):
    answer = editor.post(NEW, {"names": "Енвер Небувалий", **FACTS, "prepare": ""})

    assert ticks(answer) == {people[2].pk: True}
    assert not Announcement.objects.exists()


def test_what_was_unticked_stays_so_when_more_names_are_added(editor, people):
    more = find(editor, "Енвер Небувалий\nРемзі Вигаданко, 1990", looked_up="Енвер Небувалий")

    assert ticks(more) == {people[2].pk: False, people[1].pk: True}


def test_somebody_dead_or_being_announced_is_not_offered(editor, people):
    Prisoner.objects.filter(pk=people[2].pk).update(status=Status.DIED)
    prepare(editor, "Ремзі Вигаданко, 1990", [people[1]])

    assert ticks(find(editor, "Енвер Небувалий\nРемзі Вигаданко, 1990")) == {}


def test_who_was_handed_over_meanwhile_is_dropped_and_nothing_typed_is_lost(editor, people, theirs):
    Prisoner.objects.filter(pk=people[0].pk).update(partner=theirs.partner)
    refused = prepare(editor, "Енвер Небувалий", [people[0], people[2]])

    assert refused.status_code == 422
    assert ticks(refused) == {people[2].pk: True}
    assert refused.context["form"]["source_url"].value() == FACTS["source_url"]
    assert said(refused, "error")
    assert not Announcement.objects.exists()


# --- Preparing and confirming ----------------------------------------------------------------------
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
