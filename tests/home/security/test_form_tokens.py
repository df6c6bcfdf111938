from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from home.security import form_tokens
from home.security.form_tokens import InvalidFormToken
from home.site.permissions import from_another_site


def test_token_comes_back_with_its_age():
    token = form_tokens.issue("letter", at=timezone.now() - timedelta(minutes=5))

    read = form_tokens.read(token, "letter")

    assert timedelta(minutes=4, seconds=58) < read.age < timedelta(minutes=5, seconds=5)
    assert read.text == token


def test_two_tokens_have_two_nonces():
    nonces = {form_tokens.read(form_tokens.issue("letter"), "letter").nonce for _ in range(50)}

    assert len(nonces) == 50


def test_token_of_another_form_is_refused():
    with pytest.raises(InvalidFormToken):
        form_tokens.read(form_tokens.issue("letter"), "tell-us")


@pytest.mark.parametrize("position", range(4))
def test_token_changed_anywhere_is_refused(position):
    parts = form_tokens.issue("letter").split(".")
    swapped = {"0": "1", "A": "B"}.get(parts[position][0], "0" if position in (0, 2) else "A")
    parts[position] = swapped + parts[position][1:]

    with pytest.raises(InvalidFormToken):
        form_tokens.read(".".join(parts), "letter")


@pytest.mark.parametrize("token", ["", None, "x", "k" * 5000, "١٢٣.a.b.c", "\x00"])
def test_anything_else_is_refused(token):
    with pytest.raises(InvalidFormToken):
        form_tokens.read(token, "letter")


def test_token_from_the_future_is_refused():
    with pytest.raises(InvalidFormToken):
        form_tokens.read(form_tokens.issue("letter", at=timezone.now() + timedelta(days=1)), "letter")


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": "http://testserver"}, False),
        ({"HTTP_ORIGIN": "https://evil.example"}, True),
        ({"HTTP_ORIGIN": "http://testserver.evil.example"}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"}, False),
        ({"HTTP_SEC_FETCH_SITE": "none"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, True),
    ],
)
def test_form_from_another_site_is_told(headers, foreign):
    assert from_another_site(RequestFactory().post("/", **headers)) is foreign
