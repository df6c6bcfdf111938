"""Whatever refuses a letter gives it back: also the first door, which no view stands behind."""

import re
from html import unescape
from urllib.parse import quote_from_bytes, urlencode

import pytest

from home.site.middleware.input_guard import PUBLIC
from letters.models import Letter
from tests.factories.hostile_files import BUILDERS
from tests.letters.conftest import BODY, filled, hidden_fields

SHORT = "Тримайся!"
URLENCODED = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"


def in_parts(fields, *, name="cat.jpg", drawing=b"", kind="image/jpeg"):
    """Return the form as a browser sends it: the texts first, the picture after them."""
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'.encode()
        for field, text in fields.items()
    ]
    head = f'--b\r\nContent-Disposition: form-data; name="drawing"; filename="{name}"\r\nContent-Type: {kind}'
    return b"".join([*parts, head.encode(), b"\r\n\r\n", drawing, b"\r\n--b--\r\n"])


def picture_over_the_limit(fields):
    return in_parts(fields, drawing=b"\xff" * (PUBLIC.upload_bytes + 1)), PARTS, 413


def picture_with_an_endless_name(fields):
    return in_parts(fields, name="кіт" * 400 + ".jpg", drawing=b"x"), PARTS, 400


def picture_of_an_endless_kind(fields):
    return in_parts(fields, kind="image/" + "x" * 2000), PARTS, 400


def nothing_at_the_end_of_the_text(fields):
    return urlencode({**fields, "body": fields["body"] + "\x00"}).encode(), URLENCODED, 400


def nothing_in_the_parts(fields):
    return in_parts({**fields, "name": "Оле\x00на"}), PARTS, 400


def bytes_that_are_no_text(fields):
    rest = {name: text for name, text in fields.items() if name != "body"}
    body = quote_from_bytes(fields["body"].encode() + b"\xff")
    return f"{urlencode(rest)}&body={body}".encode(), URLENCODED, 400


def raw_bytes_that_are_no_text(fields):
    return urlencode(fields).encode() + b"&campaign=\xff", URLENCODED, 400


def another_charset(fields):
    return urlencode(fields).encode(), f"{URLENCODED}; charset=koi8-r", 400


def fields_without_number(fields):
    return f"{urlencode(fields)}&{'x=1&' * 6000}".encode(), URLENCODED, 400


def files_without_number(fields):
    more = b"".join(
        f'--b\r\nContent-Disposition: form-data; name="f{number}"; filename="x"\r\n\r\nx\r\n'.encode()
        for number in range(12)
    )
    return in_parts(fields).removesuffix(b"--b--\r\n") + more + b"--b--\r\n", PARTS, 413


def book_in_another_field(fields):
    return urlencode({**fields, "campaign": "x" * PUBLIC.form_bytes}).encode(), URLENCODED, 413


REFUSED_AT_THE_DOOR = [
    picture_over_the_limit,
    picture_with_an_endless_name,
    picture_of_an_endless_kind,
    nothing_at_the_end_of_the_text,
    nothing_in_the_parts,
    bytes_that_are_no_text,
    raw_bytes_that_are_no_text,
    another_charset,
    fields_without_number,
    files_without_number,
    book_in_another_field,
]


def text_on(page):
    return unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page.content.decode(), re.S)[1])


@pytest.mark.parametrize("body", [SHORT, BODY], ids=["short", "of some lines"])
@pytest.mark.parametrize("sent", REFUSED_AT_THE_DOOR, ids=lambda sent: sent.__name__)
def test_letter_refused_at_the_door_stands_in_its_form_and_can_be_sent_from_there(
    client, check_url, sent, body
):
    fields = filled(body=body, email="o@example.org", censor="ask")
    content, kind, status = sent(fields)

    page = client.generic("POST", check_url, content, content_type=kind)

    assert page.status_code == status
    assert text_on(page).rstrip("\ufffd").replace("\r\n", "\n") == body
    kept = hidden_fields(page)
    assert {name: kept[name] for name in ("email", "censor", "token")} == {
        name: fields[name] for name in ("email", "censor", "token")
    }
    assert page.headers["Cache-Control"] == "private, max-age=600"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    again = client.post(check_url, {**kept, "body": text_on(page), "send": "1"})
    assert again.status_code == 303
    assert Letter.objects.count() == 1


def test_letter_of_the_second_step_goes_on_from_where_it_was(client, world):
    page = client.post(f"/uk/letters/write/{world.slug}/about-you/", {"body": SHORT, "name": "\x00"})

    assert page.status_code == 400 and text_on(page) == SHORT
    assert f'action="/uk/letters/write/{world.slug}/"' in page.content.decode()


def test_letter_in_a_language_that_was_closed_meanwhile_is_given_back_to_copy(client, world):
    page = client.post(f"/de/letters/write/{world.slug}/check/", filled(body=SHORT))

    assert page.status_code == 404
    assert text_on(page) == SHORT


def test_letter_to_somebody_unknown_is_given_back_at_the_door_like_any_other(client, world):
    content, kind, _status = picture_over_the_limit(filled(body=SHORT))

    known, unknown = (
        client.generic(
            "POST", f"/uk/letters/write/{slug}/check/", content, content_type=kind
        ).content.decode()
        for slug in (world.slug, "nobody")
    )

    assert known.replace(world.slug, "nobody") == unknown


def test_page_without_a_letter_is_the_plain_refusal(client, check_url):
    page = client.post(check_url, {"x": "\x00"})

    assert page.status_code == 400
    assert "<textarea" not in page.content.decode()


def test_hostile_letter_comes_back_as_text(client, check_url):
    body = '</textarea><script>alert("1")</script>'

    page = client.post(check_url, filled(body=body, name='"><script>\x00'))

    assert page.status_code == 400
    assert text_on(page) == body
    assert "<script>" not in page.content.decode()


def test_drawing_is_never_given_back_as_text(client, check_url):
    content = in_parts(filled(body=SHORT, event="\x00"), drawing=BUILDERS["jpeg"]())

    page = client.generic("POST", check_url, content, content_type=PARTS)

    assert page.status_code == 400
    assert b"JFIF" not in page.content and text_on(page) == SHORT
