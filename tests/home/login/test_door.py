"""Nobody gets past the door with a password alone: no address of the staff, whatever it is called."""

from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as running
from django.urls import URLPattern, URLResolver, get_resolver

from home.login.rules import AGAIN, ENROLMENT, OPEN, STAFF_PATHS
from tests.factories.login import code_of, enter_password, give_app, give_codes, led_to, log_in_fully
from tests.factories.prisoner_pages import open_locales
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db

# What stands in the place of arguments, by their converters; the door looks at none of it.
NOBODY = str(UUID(int=0))
FILLED = {"int": "1", "slug": "one", "str": "one", "path": "one/two", "uuid": NOBODY}


def all_patterns(resolver, before=""):
    """Yield (route, pattern) of everything that is answered."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from all_patterns(each, route)
        elif isinstance(each, URLPattern):
            yield route, each


def staff_addresses():
    """Return {address: name} of all below the paths of the staff, with arguments filled in."""
    found = {}
    for route, pattern in all_patterns(get_resolver()):
        if f"/{route}".startswith(STAFF_PATHS):
            found.setdefault(address_of(route, pattern), pattern.name or "")  # the first one answers
    return found


def address_of(route, pattern):
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for written in (f"<{kind}:{name}>", f"<{name}>"):
            route = route.replace(written, FILLED.get(kind, "one"))
    return "/" + route


def test_there_are_hundreds_of_addresses_to_be_kept():
    assert len(staff_addresses()) > 400


def entered(answer):
    """Is this more than being sent to the way in?"""
    return not (answer.status_code == 302 and led_to(answer) in WAY_IN)


WAY_IN = {
    "/admin/login/",
    "/admin/me/",
    "/admin/me/confirm/code/",
}


@pytest.mark.full(LONG)
@pytest.mark.parametrize("method", first_of(["get", "post"]))
@pytest.mark.parametrize(
    "has_app", first_of([None, False, True]), ids=["nobody", "password alone", "app unused"]
)
def test_no_address_of_the_staff_opens_before_the_second_step(method, has_app, client, anna):
    open_names = OPEN | (AGAIN if has_app else ENROLMENT if has_app is False else frozenset())
    if has_app is not None:
        client.force_login(anna)
    if has_app:
        give_app(anna)

    got_in = [
        address
        for address, name in staff_addresses().items()
        if name not in open_names and "(" not in address and entered(getattr(client, method)(address))
    ]

    assert got_in == []


def test_an_address_that_does_not_exist_asks_for_login_as_well(client):
    assert led_to(client.get("/documents/nothing/of/ours")) == "/admin/login/"
    assert client.get("/nothing-of-ours").status_code == 404


@pytest.mark.full(LONG)
def test_both_steps_open_the_desk(client, anna):
    log_in_fully(client, anna)

    assert client.get("/admin/").status_code == 200


def test_a_step_that_was_taken_away_sends_an_open_session_to_enrolment(client, anna):
    log_in_fully(client, anna)
    Authenticator.objects.filter(user=anna).delete()

    assert led_to(client.get("/admin/")) == "/admin/me/"


def test_recovery_codes_alone_are_no_second_step(client, anna):
    client.force_login(anna)
    give_codes(anna)

    assert led_to(client.get("/admin/")) == "/admin/me/"


def test_somebody_who_set_a_step_up_elsewhere_is_asked_for_it(client, anna):
    client.force_login(anna)
    give_app(anna)

    answer = client.get("/admin/letters/?step=all")

    assert answer["Location"] == "/admin/me/confirm/code/?next=%2Fadmin%2Fletters%2F%3Fstep%3Dall"
    assert client.post(answer["Location"], {"code": code_of()})["Location"] == "/admin/letters/?step=all"
    assert client.get("/admin/").status_code == 200


def test_a_script_is_refused_instead_of_being_sent_to_a_page(client):
    assert client.get("/admin/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


@pytest.mark.parametrize("path", ["/uk/", "/", "/api/v1/openapi.json", "/media/x.jpg", "/nothing"])
def test_a_host_of_the_staff_asks_for_login_on_every_page(path, client, settings, anna):
    settings.SITE_ROLE = "staff"
    open_locales("uk")

    assert led_to(client.get(path)) == "/admin/login/"
    log_in_fully(client, anna)
    assert led_to(client.get(path)) != "/admin/login/"


def test_a_host_of_the_staff_answers_machines(client, settings):
    settings.SITE_ROLE = "staff"

    assert client.get("/healthz").status_code == 200
    assert client.get("/robots.txt").status_code == 200


def test_public_pages_of_one_machine_stay_open(client):
    assert client.get("/healthz").status_code == 200
    assert led_to(client.get("/uk/prisoners/")) != "/admin/login/"


def test_the_door_looks_at_the_database_for_staff_addresses_alone(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


@pytest.mark.full(LONG)
def test_the_demo_says_that_no_second_step_is_asked_for(client, settings, anna):
    words = "Це демонстрація: другого кроку"
    settings.SECOND_STEP = False
    client.force_login(anna)
    assert words in client.get("/admin/").text
    settings.SECOND_STEP = True
    log_in_fully(client, anna)
    assert words not in client.get("/admin/").text


def test_logging_in_without_a_second_step_leads_to_its_setting_up(client, anna):
    assert led_to(enter_password(client)) == "/admin/"
    assert led_to(client.get("/admin/")) == "/admin/me/"
    page = client.get("/admin/me/")
    assert page.status_code == 200 and "/admin/me/app/" in page.text


def test_the_settings_of_a_host_that_the_world_sees_have_it_on():
    assert "home.login.middleware.SecondStep" in running.MIDDLEWARE


def test_a_partners_own_site_fetches_a_draft_from_a_staff_host_by_its_token_and_nothing_else(
    client, settings
):
    settings.SITE_ROLE = "staff"
    open_locales("uk")

    draft = client.get("/api/v1/preview?token=over&locale=uk")

    assert draft.status_code == 403 and "пів години" in draft.json()["detail"]
    assert led_to(client.get("/api/v1/prisoners?locale=uk")) == "/admin/login/"
