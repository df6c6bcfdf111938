"""What the camera of the scanning page sees, sent by a browser that reads no codes itself."""

from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from letters.choices.desk import DeskRole
from letters.posting.camera_frames import MAX_FRAME_BYTES, FramesBusy
from letters.posting.views import camera_frames
from tests.factories.fake_camera import frame
from tests.letters.conftest import make_member
from tests.standing import standing

FRAME = "/admin/letters/scan/frame/"
NUMBER = "K7F42Q"


@standing
def dispatcher(world):
    return make_member(world.partner, "dispatcher", DeskRole.DISPATCHER)


@pytest.fixture
def show(client, dispatcher):
    """Return a function that sends what a dispatcher's camera sees."""
    client.force_login(dispatcher)

    def send(content, content_type="image/jpeg"):
        return client.post(FRAME, content, content_type=content_type)

    return send


def test_codes_in_view_are_told_and_nothing_is_kept(show, caplog):
    with CaptureQueriesContext(connection) as asked:
        answer = show(frame(NUMBER))

    assert answer.json() == {"codes": [NUMBER]} and "no-store" in answer["Cache-Control"]
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}
    assert NUMBER not in caplog.text
    assert show(frame("")).json() == {"codes": []}


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"\xff\xd8\xff\xe0" + b"\x00\xff" * 2_000, "image/jpeg", 422),
        (frame(NUMBER)[:1_500], "image/jpeg", 422),
        (b"\x00" * (MAX_FRAME_BYTES + 1), "image/jpeg", 413),
        (frame(NUMBER), "image/png", 415),
        (b"K7F42Q", "text/plain", 415),
        (b"{}", "application/json", 415),
        (b"codes=K7F42Q", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_is_no_picture_of_a_camera_is_refused_in_words(show, content, content_type, status):
    answer = show(content, content_type)

    assert answer.status_code == status and "no-store" in answer["Cache-Control"]
    assert set(answer.json()) == {"fault"} and answer.json()["fault"]


def test_busy_server_says_so(show, monkeypatch):
    def busy(_frame):
        raise FramesBusy

    monkeypatch.setattr(camera_frames, "codes_seen", busy)

    assert show(frame(NUMBER)).status_code == 503


def test_one_person_cannot_keep_the_server_busy(show, client, world, monkeypatch):
    monkeypatch.setattr(camera_frames, "MOST_A_MINUTE", 1)
    monkeypatch.setattr(camera_frames, "time", mock.Mock(time=lambda: 0))  # within one minute
    assert [show(frame("")).status_code for _again in range(2)] == [200, 429]

    client.force_login(make_member(world.partner, "second", DeskRole.DISPATCHER))

    assert show(frame("")).status_code == 200


def test_picture_from_another_site_is_refused(dispatcher):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dispatcher)

    assert client.post(FRAME, frame(NUMBER), content_type="image/jpeg").status_code == 403


def test_address_takes_pictures_only_and_only_of_dispatchers(client, show, world):
    assert client.get(FRAME).status_code == 405
    for role in sorted(set(DeskRole) - {DeskRole.DISPATCHER}):
        client.force_login(make_member(world.partner, f"a {role}", role))
        assert show(frame(NUMBER)).status_code in (302, 403), role
    client.logout()
    assert show(frame(NUMBER)).status_code == 302
