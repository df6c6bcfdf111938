"""What is kept and what never is, without a database: an application that says what a view would say."""

from dataclasses import replace
from threading import Barrier, Event, Thread
from time import sleep

import pytest
from django.test import override_settings

from home.caching.kept_whole import LETTERS_COUNTED
from home.kept_pages import wsgi
from home.kept_pages.bodies import encoding_of
from tests.home.kept_pages.application import PERSON, Application, kept_pages, times_asked
from tests.home.kept_pages.asking import MEBIBYTE, ask, environ
from tests.tiers import LONG


def test_a_page_is_made_once_for_all_who_ask():
    assert times_asked(Application(), PERSON, PERSON, PERSON) == 1


@pytest.mark.parametrize(
    "headers",
    [
        [("Set-Cookie", "a=b")],
        [("Cache-Control", "private, max-age=600")],
        [("Cache-Control", "no-store")],
        [("Vary", "Accept-Encoding, Cookie")],
        [("Vary", "*")],
    ],
)
def test_an_answer_for_one_alone_is_never_kept(headers):
    assert times_asked(Application(headers=headers), PERSON, PERSON) == 2


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "301 Moved", "403 Forbidden", "503 Away"])
def test_nothing_but_a_page_is_kept(status):
    assert times_asked(Application(status=status), PERSON, PERSON) == 2


def test_what_no_view_has_named_is_not_kept():
    assert times_asked(Application(parameters=None), PERSON, PERSON) == 2


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/", "/admin/login/", "/documents/1/a.pdf", "/desk-preview/token/", "/api/v1/letters/form"),
        *("/api/v1/preview", "/api/v1/recipients/next", "/api/v1/prisoners.csv", "/api/v2/cases.xlsx"),
        *("/uk/letters/write/", "/crh/letters/status/", "/media/images/a.webp", "/healthz", "/metrics"),
    ],
)
def test_below_these_addresses_nothing_is_kept_whatever_a_view_says(path):
    assert times_asked(Application(), path, path) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=secret"},
        {"cookie": "_ga=1; csrftoken=secret"},
        {"authorization": "Bearer secret"},
        {"x_api_key": "lfc_pk_1"},
        {"transfer_encoding": "chunked"},
        {"origin": "https://partner.example"},
    ],
)
def test_who_asks_as_somebody_gets_an_answer_of_their_own(headers):
    application = Application()

    assert times_asked(application, PERSON, PERSON, **headers) == 2


@pytest.mark.parametrize(
    ("other", "made"),
    [
        ({"CONTENT_LENGTH": "7"}, 3),
        ({"SCRIPT_NAME": "/mounted"}, 3),
        ({"wsgi.url_scheme": "https"}, 2),
        ({"SERVER_PORT": "8443"}, 2),
    ],
)
def test_a_body_or_a_path_before_ours_has_nothing_kept_and_a_scheme_or_port_answers_of_its_own(other, made):
    site = kept_pages(application := Application())
    for more in ({}, other, other):
        list(site({**environ(PERSON), **more}, lambda *said: None))

    assert len(application.asked) == made


def test_cookies_of_others_do_not_count():
    assert times_asked(Application(), PERSON, PERSON, cookie="_ga=GA1.2; consent=yes") == 1


def test_what_holds_for_a_time_is_made_anew_after_it(time_machine):
    time_machine.move_to(1_000, tick=False)
    application = Application()
    application.until = 1_060
    site = kept_pages(application)
    ask(site, PERSON)
    time_machine.move_to(1_059, tick=False)
    ask(site, PERSON)
    assert len(application.asked) == 1

    time_machine.move_to(1_060, tick=False)
    ask(site, PERSON)
    assert len(application.asked) == 2


def test_pages_are_told_apart_by_all_that_they_say():
    asked = [
        (PERSON, {}),
        ("/en/prisoners/person/", {}),
        (f"{PERSON}?page=2", {}),
        (PERSON, {"host": "letters.example"}),
        ("/robots.txt", {"accept_language": "de-DE, en"}),
        ("/robots.txt", {"accept_language": "crh"}),
    ]
    application = Application()
    site = kept_pages(application)
    for path, headers in asked * 2:
        ask(site, path, **headers)

    assert len(application.asked) == len(asked)


def test_the_browsers_language_is_no_matter_where_the_address_names_one():
    site = kept_pages(application := Application())
    for language in ("de", "fr-CH, de;q=0.5", ""):
        ask(site, PERSON, accept_language=language)

    assert len(application.asked) == 1


def test_a_host_in_capitals_is_not_kept_beside_its_other_spellings():
    assert times_asked(Application(), PERSON, PERSON, host="LETTERS.example") == 2


@pytest.mark.parametrize("header", [None, ("HTTP_X_FORWARDED_PROTO", "https")])
def test_a_proxys_word_for_the_scheme_counts_only_where_the_project_trusts_it(header):
    application = Application()
    with override_settings(SECURE_PROXY_SSL_HEADER=header):
        site = kept_pages(application)
        for told in ("https", "http", "https, http"):
            ask(site, PERSON, x_forwarded_proto=told)

    assert len(application.asked) == (2 if header else 1)


def test_a_change_shows_at_once():
    site = kept_pages(application := Application())
    ask(site, PERSON)
    application.body = b"changed"
    site.numbers.bump("content")

    assert ask(site, PERSON).body == b"changed"


def test_a_new_day_renews_all():
    site = kept_pages(application := Application())
    ask(site, PERSON)
    site.numbers.state = replace(site.numbers.state, begins=86_400, ends=172_800)
    ask(site, PERSON)

    assert len(application.asked) == 2


def test_another_file_of_the_database_renews_all():
    site = kept_pages(application := Application())
    ask(site, PERSON)
    site.numbers.state = replace(site.numbers.state, file=(1, 2))
    ask(site, PERSON)

    assert len(application.asked) == 2


def test_a_counted_letter_renews_what_shows_a_count_and_nothing_else():
    site = kept_pages(application := Application())
    ask(site, PERSON)
    application.apart = [LETTERS_COUNTED]
    ask(site, "/uk/campaigns/winter/")
    site.numbers.bump(LETTERS_COUNTED)

    ask(site, PERSON)
    assert len(application.asked) == 2
    ask(site, "/uk/campaigns/winter/")
    assert len(application.asked) == 3


def test_a_page_begun_before_a_change_and_finished_after_it_is_not_kept():
    application = Application()
    site = kept_pages(application)
    application.meanwhile = lambda: site.numbers.bump("content")
    ask(site, PERSON)
    application.meanwhile, application.body = lambda: None, b"after"

    assert ask(site, PERSON).body == b"after"


def test_without_numbers_everybody_is_answered_by_the_application():
    site = kept_pages(application := Application())
    site.numbers.state = None
    for _time in range(2):
        assert ask(site, PERSON).status == "200 OK"

    assert len(application.asked) == 2


def test_switched_off_nothing_is_kept_and_clicks_are_cut_all_the_same():
    site = kept_pages(application := Application(), most_bytes=0)
    for _time in range(2):
        ask(site, f"{PERSON}?fbclid=1")

    assert application.asked == ["", ""]


@override_settings(SITE_ROLE="staff")
def test_a_host_of_staff_keeps_nothing():
    site = kept_pages(application := Application())
    for _time in range(2):
        ask(site, PERSON)

    assert len(application.asked) == 2


@pytest.mark.full(LONG)
def test_memory_is_bounded_and_invented_queries_push_no_page_out():
    site = kept_pages(application := Application())
    ask(site, PERSON)
    for number in range(2_000):
        ask(site, f"/uk/prisoners/?q=word-{number}")
    asked = len(application.asked)
    ask(site, PERSON)

    assert len(application.asked) == asked
    assert site.store.with_query.bytes <= MEBIBYTE // 8
    for number in range(2_000):
        ask(site, f"/api/v1/prisoners/{number}")
    ask(site, PERSON)
    assert len(application.asked) == asked + 2_000
    assert site.store.of_api.bytes <= MEBIBYTE // 4
    for number in range(2_000):
        ask(site, f"/uk/prisoners/{number}/")
    assert site.store.plain.bytes <= MEBIBYTE * 5 // 8


def test_what_is_too_long_is_given_and_not_kept():
    application = Application()
    application.body = b"x" * MEBIBYTE
    site = kept_pages(application)

    assert [len(ask(site, PERSON).body) for _time in range(2)] == [MEBIBYTE] * 2
    assert len(application.asked) == 2


def at_once(site, count):
    """Let so many ask at once; return their bodies."""
    bodies, ready = [], Barrier(count)

    def reader():
        ready.wait()
        bodies.append(site(PERSON).body)

    readers = [Thread(target=reader) for _number in range(count)]
    for each in readers:
        each.start()
    return readers, bodies


def test_many_who_ask_at_once_fill_it_once():
    begun, go_on = Event(), Event()

    def meanwhile():
        begun.set()
        go_on.wait()

    application = Application(meanwhile=meanwhile)
    kept = kept_pages(application)
    readers, bodies = at_once(lambda path: ask_in_thread(kept, path), 8)
    begun.wait()
    go_on.set()
    for each in readers:
        each.join()

    assert bodies == [application.body] * 8
    assert len(application.asked) == 1


def ask_in_thread(site, path):
    return ask(site, path, connected=False)


def test_many_who_come_by_one_link_with_an_unknown_mark_fill_it_once():
    begun, go_on = Event(), Event()

    def meanwhile():
        begun.set()
        go_on.wait()

    application = Application(meanwhile=meanwhile)
    kept = kept_pages(application)
    readers, bodies = at_once(lambda path: ask_in_thread(kept, f"{path}?ref=news"), 8)
    begun.wait()
    go_on.set()
    for each in readers:
        each.join()

    assert bodies == [application.body] * 8
    assert application.asked == ["ref=news", ""]


def test_who_waits_for_an_answer_that_is_not_kept_asks_for_one():
    begun, go_on = Event(), Event()

    def meanwhile():
        begun.set()
        go_on.wait()

    application = Application(status="404 Not Found", meanwhile=meanwhile)
    kept = kept_pages(application)
    readers, bodies = at_once(lambda path: ask_in_thread(kept, path), 4)
    begun.wait()
    go_on.set()
    for each in readers:
        each.join()

    assert len(bodies) == len(application.asked) == 4


def test_who_waited_before_a_change_takes_the_answer_begun_before_it_too(monkeypatch):
    begun, go_on, waiting = Event(), Event(), []

    class Counted(wsgi.BeingMade):
        def wait(self, timeout=None):
            waiting.append(self)
            return super().wait(timeout)

    def meanwhile():
        begun.set()
        go_on.wait()

    monkeypatch.setattr(wsgi, "BeingMade", Counted)
    application = Application(meanwhile=meanwhile)
    kept = kept_pages(application)
    readers, bodies = at_once(lambda path: ask_in_thread(kept, path), 8)
    begun.wait()
    while len(waiting) < 7:
        sleep(0.001)
    kept.numbers.bump("content")
    late = Thread(target=lambda: ask_in_thread(kept, PERSON))
    late.start()
    while len(waiting) < 8:
        sleep(0.001)
    go_on.set()
    for each in [*readers, late]:
        each.join()

    assert bodies == [application.body] * 8
    assert len(application.asked) == 2  # who came after the change has an answer that knows of it


def test_an_application_that_breaks_keeps_nobody_waiting():
    def breaks():
        raise ZeroDivisionError

    application = Application(meanwhile=breaks)
    site = kept_pages(application)
    with pytest.raises(ZeroDivisionError):
        ask(site, PERSON)
    application.meanwhile = lambda: None

    assert ask(site, PERSON).status == "200 OK"


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.000", "identity"),
        ("", "identity"),
        ("*", "identity"),
        ("GZIP", "gzip"),
    ],
)
def test_the_shortest_form_that_a_browser_takes_is_given(accepted, given):
    assert encoding_of(accepted) == given
