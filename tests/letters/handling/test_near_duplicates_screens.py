"""Near-identical letters read together: the first whole, of the others what differs; then decided at once."""

import uuid
from html import unescape

import pytest

from letters.choices.desk import Act, DeskRole, LogAction, Refusal
from letters.choices.letters import LetterState
from letters.handling.actions.opening import OPENINGS, open_letter
from letters.models import BulkAct, Letter, LetterDesk
from letters.sealing.sealed_box import seal_text
from tests.letters.conftest import make_member, make_screener
from tests.letters.desk_world import make_letter, tick
from tests.standing import standing

DESK, BULK = "/admin/letters/", "/admin/letters/bulk/"
GROUP = "ab12"


@standing
def alike(world):
    """Four letters of a group; the third says something more and is signed with an office."""
    bodies = ["Доброго дня! Ми з котом читаємо про море."] * 4
    bodies[2] += " Скажи адвокатові про CANARY."
    letters = [make_letter(world, body=body, flood_group=GROUP) for body in bodies]
    letters[2].sealed_name = seal_text("Посол Олена", letter=letters[2].uuid, field="name")
    letters[2].save()
    return letters


@pytest.fixture
def desk(client, screener):
    client.force_login(screener)
    return client


def words(answer):
    return unescape(answer.content.decode())


def compare(client, page=1):
    return client.get(f"{DESK}similar/{GROUP}/?p={page}", HTTP_ACCEPT_LANGUAGE="en")


def accept(client, ticks):
    form = {"act": "accept", "nonce": uuid.uuid4(), "letter": ticks}
    return client.post(BULK, form, follow=True, HTTP_ACCEPT_LANGUAGE="en")


def group_tick(letters):
    return f"group:{GROUP}:{letters[-1].pk}"


def states(letters):
    return [Letter.objects.get(pk=letter.pk).state for letter in letters]


def refusals():
    outcomes = BulkAct.objects.latest("pk").outcomes.order_by("letter")
    return [outcome.refusal for outcome in outcomes]


def test_letter_that_nobody_has_opened_is_not_accepted_among_many(desk, world, screener):
    read, unread = make_letter(world), make_letter(world)
    desk.get(f"{DESK}{read.uuid}/")

    answer = accept(desk, [tick(read), tick(unread)])

    assert states([read, unread]) == [LetterState.ACCEPTED, LetterState.RECEIVED]
    assert refusals() == ["", Refusal.UNREAD] and "open it first" in words(answer)


def test_what_a_colleague_has_opened_is_not_read_by_who_accepts(desk, world):
    letter = make_letter(world)
    open_letter(letter=letter, by=make_screener(world.partner, "iryna"))

    accept(desk, [tick(letter)])

    assert states([letter]) == [LetterState.RECEIVED]


def test_group_is_not_accepted_for_its_first_letter_alone(desk, alike):
    desk.get(f"{DESK}{alike[0].uuid}/")

    accept(desk, [group_tick(alike)])

    assert states(alike) == [LetterState.ACCEPTED, *[LetterState.RECEIVED] * 3]
    assert refusals() == ["", *[Refusal.UNREAD] * 3]


def test_line_of_a_group_leads_to_what_differs_and_from_there_all_are_accepted(desk, alike):
    listed = words(desk.get(f"{DESK}?step=inbox", HTTP_ACCEPT_LANGUAGE="en"))
    assert f'href="{DESK}similar/{GROUP}/"' in listed

    shown = words(compare(desk))
    assert shown.count("Ми з котом читаємо про море") >= 2
    assert "<ins> Скажи адвокатові про CANARY.</ins>" in shown and "Посол Олена" in shown
    ticks = [tick(letter) for letter in alike]
    assert all(f'value="{each}"' in shown for each in ticks), "the form stands on the page"

    accept(desk, ticks)
    assert states(alike) == [LetterState.ACCEPTED] * 4


def test_group_ticked_in_the_list_is_accepted_once_its_differences_were_shown(desk, alike):
    compare(desk)

    accept(desk, [group_tick(alike)])

    assert states(alike) == [LetterState.ACCEPTED] * 4


def test_letter_that_joined_the_group_after_it_was_shown_stays(desk, world, alike):
    compare(desk)
    late = make_letter(world, flood_group=GROUP)

    accept(desk, [group_tick([*alike, late])])

    assert states([late]) == [LetterState.RECEIVED] and refusals()[-1] == Refusal.UNREAD


def test_letter_changed_after_it_was_shown_is_read_anew(desk, alike, screener, world):
    compare(desk)
    desk.force_login(make_screener(world.partner, "iryna"))
    desk.post(f"{DESK}{alike[1].uuid}/screen/hide/", {"version": 1, "words": "котом"})
    desk.force_login(screener)

    accept(desk, [group_tick(alike)])
    assert refusals() == ["", Refusal.UNREAD, "", ""]

    compare(desk)
    accept(desk, [tick(Letter.objects.get(pk=alike[1].pk))])
    assert states(alike) == [LetterState.ACCEPTED] * 4


def test_each_letter_shown_is_logged_and_counts_for_the_day(desk, alike, screener, world):
    compare(desk)

    assert [each.log.filter(action=LogAction.COMPARED, by=screener).count() for each in alike] == [1] * 4
    assert LogAction.COMPARED in OPENINGS

    LetterDesk.objects.update(openings_a_day=5)
    more = [make_letter(world, flood_group=GROUP) for _letter in range(2)]
    answer = compare(desk)
    assert len(more) == 2 and answer.status_code == 403 and "as many letters today" in words(answer)
    assert not more[0].log.exists(), "nothing of a page is opened when not all of it may be"


def test_many_are_shown_a_page_at_a_time_with_the_first_on_each(
    desk, world, alike, django_assert_max_num_queries
):
    for _letter in range(40):
        make_letter(world, flood_group=GROUP)
    with django_assert_max_num_queries(45):
        first = compare(desk)
    second = compare(desk, page=2)

    assert len(first.context["compared"]) == 21 and "Page 1 of 3" in words(first)
    assert first.context["compared"][0].letter == second.context["compared"][0].letter == alike[0]
    assert alike[1].pk not in {each.letter.pk for each in second.context["compared"]}


@pytest.mark.parametrize("role", [role for role in DeskRole if role != DeskRole.SCREENER])
def test_no_other_role_is_shown_a_word(client, alike, world, role):
    client.force_login(make_member(world.partner, "other", role))

    answer = compare(client)

    assert answer.status_code in (302, 403, 404) and "CANARY" not in words(answer)
    assert not alike[0].log.exists()


def test_other_desk_finds_no_such_group(client, alike, other_partner):
    client.force_login(make_screener(other_partner, "stranger"))

    assert compare(client).status_code == 404


def test_letter_alone_or_decided_is_no_group(desk, world):
    make_letter(world, flood_group=GROUP, state=LetterState.ACCEPTED)

    assert compare(desk).status_code == 404


def test_returning_many_needs_no_reading(desk, alike):
    form = {"act": Act.REJECT, "nonce": uuid.uuid4(), "letter": [group_tick(alike)]}
    desk.post(BULK, form)

    assert states(alike) == [LetterState.REJECTED] * 4
