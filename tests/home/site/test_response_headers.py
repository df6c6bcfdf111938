import pytest
from django.urls import reverse

from tests.factories.prisoner_pages import open_locales
from tests.standing import standing

pytestmark = pytest.mark.django_db

PUBLIC_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
}
# One address for each kind of answer: page, redirect, error, file, refusal.
PUBLIC_ADDRESSES = [
    "/uk/",
    "/",
    "/uk/nowhere/",
    "/robots.txt",
    "/uk/?q=%00",
    "/uk/?in_preview_panel=true",
    "/media/nothing.jpg",
]


@standing(autouse=True)
def site(db):
    open_locales("uk", "en")


def policy(response) -> set:
    return set(response["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_every_public_answer_carries_the_strict_policy(client, address):
    response = client.get(address)

    assert policy(response) == PUBLIC_POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_no_public_answer_sets_a_cookie(client, address):
    response = client.get(address)

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_letters_send_no_referrer(client):
    assert client.get("/uk/letters/status/")["Referrer-Policy"] == "no-referrer"


def test_admin_tells_its_own_site_alone_so_that_one_can_log_in(client):
    assert client.get("/admin/login/")["Referrer-Policy"] == "same-origin"


def test_admin_has_a_policy_of_its_own(admin_client):
    directives = policy(admin_client.get(reverse("wagtailadmin_home")))

    assert "default-src 'none'" in directives
    assert "frame-ancestors 'self'" in directives
    assert not any("http" in directive or "*" in directive for directive in directives)


def test_pictures_may_be_shown_on_partners_sites(client):
    assert client.get("/media/x.jpg")["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/uk/")["Cross-Origin-Resource-Policy"] == "same-origin"


def test_page_is_asked_for_anew_and_answered_by_its_etag(client):
    first = client.get("/uk/")
    again = client.get("/uk/", headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_head_answers_like_get_without_content(client):
    response = client.head("/uk/")

    assert (response.status_code, response.content) == (200, b"")


def test_page_takes_no_post(client):
    assert client.post("/uk/", {"a": "b"}).status_code in (403, 405)


def test_admin_is_free_of_what_its_own_scripts_cannot_keep(admin_client):
    policy_of_admin = policy(admin_client.get(reverse("wagtailadmin_home")))
    assert "require-trusted-types-for 'script'" not in policy_of_admin


def test_the_way_in_has_the_policy_of_visitors_and_passkeys(client):
    page = client.get(reverse("account_login"))

    assert {"default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"} <= policy(page)
    assert "publickey-credentials-get=(self)" in page["Permissions-Policy"]
    assert "publickey-credentials-get=()" in client.get("/uk/")["Permissions-Policy"]
    assert "no-store" in page["Cache-Control"]
