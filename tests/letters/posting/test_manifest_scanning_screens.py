"""The scanning page without a camera: numbers typed or pasted, each answered in a line."""

import uuid

import pytest

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.models import BulkAct, Letter
from letters.paper.manifest_codes import pack_code, run_code
from prisoner_pages.models import Prisoner
from tests.letters.conftest import make_member
from tests.letters.post_world import make_pack, posted_letter, printed_of, state_of
from tests.standing import standing
from tests.tiers import LONG

SCAN, ONE = "/admin/letters/scan/", "/admin/letters/scan/one/"
POSTED, PRINTED = LetterState.POSTED, LetterState.PRINTED


@standing
def pack(world):
    return make_pack([world], each=3)


@pytest.fixture
def desk(client, world):
    """Return a function that sends numbers as a dispatcher and returns the answer."""
    client.force_login(make_member(world.partner, "dispatcher", DeskRole.DISPATCHER))

    def send(*lines, address=SCAN, **values):
        form = {"codes": "\n".join(lines), "nonce": uuid.uuid4(), **values}
        return client.post(address, form, HTTP_ACCEPT_LANGUAGE="en")

    return send


def states(pack):
    return [state_of(printed.letter) for printed in printed_of(pack)]


@pytest.mark.parametrize("address", [SCAN, ONE])
def test_typed_numbers_are_posted_and_each_line_says_what_became_of_it(desk, pack, address):
    first, second, _third = (printed.number for printed in printed_of(pack))

    html = desk(f"  {first} ", "", second.lower(), "ZZZZ99", address=address).content.decode()

    assert states(pack) == [POSTED, POSTED, PRINTED]
    assert html.count("scan-line--done") == 2 and html.count("scan-line--unknown") == 1
    assert "ZZZZ99: no letter of your desk has this number" in html


def test_line_can_be_taken_back(desk, client, pack):
    number = printed_of(pack)[0].number
    answer = desk(number)
    line = answer.context["lines"][0]

    client.post(
        f"/admin/letters/bulk/{BulkAct.objects.get().uuid}/undo/", {"outcome": line.result.outcome.pk}
    )

    assert states(pack) == [PRINTED] * 3
    assert "scan-line--done" in desk(number).content.decode()


def test_number_sent_twice_is_answered_as_done_before(desk, pack):
    number = printed_of(pack)[0].number
    desk(number)

    assert "was done before" in desk(number).content.decode()


def test_held_letter_is_refused_with_the_reason_of_its_hold(desk, pack, world):
    Prisoner.objects.filter(pk=world.pk).update(status="in_transfer")

    assert "not done: the person is being moved" in desk(printed_of(pack)[0].number).content.decode()
    assert states(pack) == [PRINTED] * 3


def test_code_of_a_pack_or_run_asks_first_and_posts_all_then(desk, client, pack):
    for code, kind, address in [
        (run_code(pack.runs.get().uuid), "run", f"/admin/letters/runs/{pack.runs.get().uuid}/post/"),
        (pack_code(pack.uuid), "pack", f"/admin/letters/packs/{pack.uuid}/post/"),
    ]:
        html = desk(code).content.decode()
        assert "3 letters in hand" in html and address in html, kind
        assert states(pack) == [PRINTED] * 3

    nonce = uuid.uuid4()
    for _again in range(2):
        answer = client.post(address, {"nonce": nonce}, follow=True, HTTP_ACCEPT_LANGUAGE="en")
        assert "3 done" in answer.content.decode()
    assert states(pack) == [POSTED] * 3


def test_numbers_that_came_back_need_a_reason_and_keep_what_was_typed(desk, world):
    letter = posted_letter(world)
    number = letter.printings.get().number

    refused = desk(number, address=f"{SCAN}?mode=return")
    assert refused.status_code == 422 and number in refused.content.decode()
    assert state_of(letter) == POSTED

    desk(number, address=f"{SCAN}?mode=return", reason="refused")
    assert state_of(letter) == LetterState.RETURNED
    assert letter.post_returns.get().reason == "refused"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"codes": ""}, 422),
        ({"codes": "K7F4\x002Q"}, 400),
        ({"codes": "A" * 30_000}, 422),
        ({"codes": "\n".join(f"N{number:05}" for number in range(301))}, 422),
        ({"nonce": "nope"}, 422),
        ({"nonce": ""}, 422),
        ({"codes": "<script>alert(1)</script>"}, 200),
        ({"codes": "٣٤٥٦٧"}, 200),
        ({"codes": "9" * 500}, 200),
    ],
)
def test_bad_input_is_answered_in_words_and_posts_nothing(desk, pack, values, status):
    answer = (
        desk(**{"address": SCAN, **values}) if "codes" not in values else desk(values.pop("codes"), **values)
    )

    assert answer.status_code == status
    assert "<script>alert" not in answer.content.decode()
    assert states(pack) == [PRINTED] * 3


def test_another_persons_nonce_posts_nothing(desk, pack, world):
    other = make_member(world.partner, "second", DeskRole.DISPATCHER)
    bulk = BulkAct.objects.create(act="post", by=other)

    assert desk(printed_of(pack)[0].number, nonce=bulk.uuid).status_code in (302, 403)
    assert states(pack) == [PRINTED] * 3


@pytest.mark.parametrize("role", sorted(set(DeskRole) - {DeskRole.DISPATCHER}))
def test_page_is_for_dispatchers(client, pack, world, role):
    client.force_login(make_member(world.partner, "somebody", role))
    number = printed_of(pack)[0].number

    for address in (SCAN, ONE, f"/admin/letters/packs/{pack.uuid}/post/"):
        answer = client.post(address, {"codes": number, "nonce": uuid.uuid4()})
        assert answer.status_code in (302, 403), address
    assert client.get(SCAN).status_code in (302, 403)
    assert states(pack) == [PRINTED] * 3


def test_another_desk_finds_neither_numbers_nor_packs(client, pack, other_partner):
    client.force_login(make_member(other_partner, "stranger", DeskRole.DISPATCHER))
    form = {"codes": printed_of(pack)[0].number, "nonce": uuid.uuid4()}

    assert "scan-line--unknown" in client.post(SCAN, form).content.decode()
    assert client.post(f"/admin/letters/packs/{pack.uuid}/post/", form).status_code == 404
    assert client.post(f"/admin/letters/runs/{pack.runs.get().uuid}/post/", form).status_code == 404
    assert Letter.objects.filter(state=POSTED).count() == 0


def test_camera_is_allowed_on_this_page_alone(desk, client):
    assert "camera=(self)" in client.get(SCAN)["Permissions-Policy"]
    assert "microphone=()" in client.get(SCAN)["Permissions-Policy"]
    assert "camera=()" in client.get("/admin/letters/")["Permissions-Policy"]
    assert client.get(SCAN)["Cache-Control"] == client.get("/admin/letters/")["Cache-Control"]


@pytest.mark.full(LONG)
def test_forty_numbers_at_once_are_all_posted(desk, world):
    pack = make_pack([world], each=40)

    desk(*(printed.number for printed in printed_of(pack)))

    pack.refresh_from_db()
    assert set(states(pack)) == {POSTED} and pack.state == "posted"
