"""What was closed lately: the list, the way back for one letter and for many, and the cap in words."""

import uuid

import pytest
from django.urls import reverse

from letters.choices.desk import DeskRole, Refusal
from letters.choices.letters import BackReason, LetterState
from letters.models import Letter, LetterDesk, LetterLogEntry, ReasonChip, ReasonText
from letters.screening.actions.decisions import reject_letter, return_letter
from tests.factories.crowd import gather_crowd
from tests.letters.conftest import make_member, make_screener
from tests.letters.desk_world import make_letter, tick
from tests.standing import standing
from tests.tiers import LONG

LIST = "/admin/letters/closed/"


@standing
def second(client, world, screener):
    """Another screener of the desk, logged in."""
    user = make_screener(world.partner, "second")
    client.force_login(user)
    return user


def rejected(prisoner, by, **facts):
    letter = make_letter(prisoner, body="CANARY-BODY", **facts)
    return reject_letter(letter=letter, by=by, version=1)


def english(client, path=LIST):
    return client.get(path, HTTP_ACCEPT_LANGUAGE="en")


def test_list_says_who_closed_what_when_and_why_and_nothing_that_was_written(client, world, screener, second):
    letter = rejected(world, screener)
    at = letter.log.get(action="rejected").at

    page = english(client)

    html = page.content.decode()
    assert "screener" in html and "refused" in html
    assert [(each.closer_name, each.closed_at) for each, _until, _others in page.context["rows"]] == [
        ("screener", at)
    ]
    assert "CANARY-BODY" not in html and "Олена" not in html
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.both_databases
def test_list_counts_by_account_and_shows_one_account_alone(client, world, screener, second):
    for _turn in range(3):
        rejected(world, screener)
    rejected(world, second)

    page = english(client)
    counts = [(each["closer_name"], each["today"], each["count"]) for each in page.context["accounts"]]
    assert counts == [("screener", 3, 3), ("second", 1, 1)]
    assert len(page.context["rows"]) == 4

    alone = english(client, f"{LIST}?by={screener.pk}")
    assert {each.closer_name for each, _until, _others in alone.context["rows"]} == {"screener"}
    assert len(alone.context["accounts"]) == 2
    assert alone.content.decode().count(" checked") == 3 and " checked" not in page.content.decode()


@pytest.mark.both_databases
@pytest.mark.parametrize("query", ["by=x", "by=-1", "by=" + "9" * 40, "p=x", "p=99", "by=1&p=0", "by=%00"])
def test_nonsense_in_the_address_is_no_fault(client, world, screener, second, query):
    rejected(world, screener)

    assert client.get(f"{LIST}?{query}").status_code in (200, 400)


def test_list_is_for_screeners_and_coordinators_of_the_desk(client, world, screener, other_partner):
    rejected(world, screener)
    for role in DeskRole:
        client.force_login(make_member(world.partner, f"own-{role}", role))
        allowed = role in (DeskRole.SCREENER, DeskRole.COORDINATOR)
        assert (client.get(LIST).status_code == 200) == allowed, role

    client.force_login(make_screener(other_partner, "stranger"))
    assert english(client).context["rows"] == []


def test_what_is_erased_or_was_ended_by_nobody_here_is_not_listed(client, world, screener, second):
    Letter.objects.filter(pk=rejected(world, screener).pk).update(sealed_body="")
    make_letter(world, state=LetterState.REJECTED, closed_because="unanswered")
    make_letter(world, state=LetterState.WITHDRAWN, closed_because="withdrawn")

    assert english(client).context["rows"] == []


@pytest.mark.full(LONG)
def test_list_costs_as_much_for_many(client, world, screener, second, django_assert_max_num_queries):
    people = gather_crowd(51, partner=world.partner, languages=[], facility=world.facility)
    for person in people:
        rejected(person, screener)
    client.get(LIST)

    with django_assert_max_num_queries(14):
        page = client.get(LIST)
    assert len(page.context["rows"]) == 50


def test_page_of_a_closed_letter_says_what_the_writer_was_told_and_offers_the_way_back(
    client, world, screener, second
):
    chip = ReasonChip.objects.create(slug="why", kind="return")
    ReasonText.objects.create(chip=chip, language="en", label="Why", text="Because of this.")
    letter = return_letter(letter=make_letter(world), by=screener, version=1, reasons=["why"])
    path = reverse("letter_desk:detail", args=[letter.uuid])

    html = english(client, path).content.decode()
    assert "Because of this." in html and 'value="no_cause"' in html

    client.force_login(screener)
    html = english(client, path).content.decode()
    assert "You closed this letter" in html and 'value="no_cause"' not in html


def test_one_letter_is_brought_back_with_a_reason_that_the_log_says(client, world, screener, second):
    letter = rejected(world, screener)
    form = {"version": letter.version, "reason": BackReason.CAN_GO}

    answer = client.post(f"/admin/letters/{letter.uuid}/bring-back/", form, follow=True)

    assert answer.status_code == 200 and Letter.objects.get().state == LetterState.RECEIVED
    html = english(client, reverse("letter_desk:detail", args=[letter.uuid])).content.decode()
    assert "brought back to the inbox: can go after all (second)" in html


@pytest.mark.parametrize(
    "form", [{}, {"reason": "x", "version": 2}, {"reason": "mistake"}, {"reason": "mistake", "version": "x"}]
)
def test_without_a_reason_or_a_version_nothing_is_done(client, world, screener, second, form):
    letter = rejected(world, screener)

    answer = client.post(f"/admin/letters/{letter.uuid}/bring-back/", form)

    assert answer.status_code == 422 and Letter.objects.get().state == LetterState.REJECTED


@pytest.mark.parametrize(("by", "version", "status"), [("screener", 2, 403), ("second", 1, 409)])
def test_refusal_says_why(client, world, screener, second, by, version, status):
    letter = rejected(world, screener)
    client.force_login({"screener": screener, "second": second}[by])

    answer = client.post(
        f"/admin/letters/{letter.uuid}/bring-back/", {"reason": "mistake", "version": version}
    )

    assert answer.status_code == status and Letter.objects.get().state == LetterState.REJECTED


def test_many_come_back_at_once_after_the_reason_is_given(client, world, screener, second):
    letters = [rejected(world, screener) for _turn in range(3)] + [rejected(world, second)]
    form = {"act": "bring_back", "nonce": uuid.uuid4(), "letter": [tick(letter) for letter in letters]}

    asked = client.post("/admin/letters/bulk/", form, HTTP_ACCEPT_LANGUAGE="en")
    assert "Why do these letters come back?" in asked.content.decode()
    assert Letter.objects.filter(state=LetterState.REJECTED).count() == 4

    done = client.post("/admin/letters/bulk/", {**form, "reason": "no_cause"}, follow=True)
    assert [outcome.refusal for outcome in done.context["refused"]] == [Refusal.FOUR_EYES]
    assert Letter.objects.filter(state=LetterState.RECEIVED).count() == 3
    assert done.context["back_url"] == LIST and not done.context["can_undo"]
    details = LetterLogEntry.objects.filter(action="brought_back").values_list("detail", flat=True)
    assert set(details) == {"no_cause"}


def test_nothing_ticked_leads_back_to_the_list(client, second):
    answer = client.post("/admin/letters/bulk/", {"act": "bring_back", "nonce": uuid.uuid4()})

    assert answer.headers["Location"] == LIST


def test_cap_is_said_in_words_and_what_was_chosen_stands(client, world, screener, second):
    LetterDesk.objects.update(closings_a_day=1)
    chip = ReasonChip.objects.create(slug="why", kind="return")
    ReasonText.objects.create(chip=chip, language="en", label="Why", text="Because of this.")
    rejected(world, second)
    letter = make_letter(world)

    answer = client.post(
        f"/admin/letters/{letter.uuid}/screen/return/",
        {"version": 1, "reasons": ["why"]},
        HTTP_ACCEPT_LANGUAGE="en",
    )
    html = answer.content.decode()
    assert answer.status_code == 403 and "You can still accept" in html
    assert 'value="why"' in html and "checked" in html

    answer = client.post(
        f"/admin/letters/{letter.uuid}/do/", {"act": "reject", "version": 1}, HTTP_ACCEPT_LANGUAGE="en"
    )
    assert answer.status_code == 403 and "You can still accept" in answer.content.decode()
    assert Letter.objects.get(pk=letter.pk).state == LetterState.RECEIVED
