"""What of the words behind an address reaches a page, and what tells kept answers apart."""

from home.caching.bounded import LARGEST_SHARE
from home.kept_pages.addresses import in_one_order
from home.kept_pages.store import SHARE_OF_SUGGESTIONS
from tests.home.kept_pages.application import PERSON, Application, kept_pages, times_asked
from tests.home.kept_pages.asking import MEBIBYTE, ask


def test_marks_of_clicks_reach_neither_the_page_nor_what_tells_pages_apart():
    application = Application()
    clicked = f"{PERSON}?fbclid=IwAR0&page=2&utm_source=mail&q=a&mc_cid=1&utm_medium=x"

    assert times_asked(application, clicked, f"{PERSON}?q=a&gclid=7&page=2") == 1
    assert application.asked == ["page=2&q=a"]


def test_of_what_a_page_does_not_know_it_says_nothing_and_learns_nothing_once_it_was_made():
    application = Application()
    site = kept_pages(application)
    application.says_address = True

    told = ask(site, f"{PERSON}?ref=news&page=2").text
    assert told == ask(site, f"{PERSON}?page=2").text == "page=2"
    assert application.asked == ["page=2&ref=news", "page=2"]

    for number in range(3):
        assert ask(site, f"{PERSON}?page=2&s={number}").text == told
    assert ask(site, f"{PERSON}?pag%65=3&ref=x").text == "pag%65=3"  # it is known, however it is written
    assert application.asked[2:] == ["pag%65=3"]


def test_with_any_change_another_page_may_stand_there_and_know_other_things():
    application = Application()
    site = kept_pages(application)
    ask(site, f"{PERSON}?ref=news")
    application.asked.clear()

    site.numbers.bump("content")
    ask(site, f"{PERSON}?ref=news")

    assert application.asked == ["ref=news", ""]


def test_what_is_asked_while_people_type_pushes_out_no_search():
    application, suggestions = Application(), "/uk/search/suggestions/"
    site = kept_pages(application)
    ask(site, f"{PERSON}?q=word")
    for number in range(100):
        ask(site, f"{suggestions}?q={number:01000}")
    application.asked.clear()

    ask(site, f"{PERSON}?q=word")
    ask(site, f"{suggestions}?q={0:01000}")

    assert application.asked == [f"q={0:01000}"]


SHARE = MEBIBYTE // SHARE_OF_SUGGESTIONS  # 32 KiB; an answer without words counts as two


def test_what_was_typed_counts_into_the_share_of_suggestions_however_short_the_answer_is():
    application = Application()
    application.body = b"[]"
    site, words = kept_pages(application), [f"{number:01900}" for number in range(12)]
    for each in words:
        ask(site, f"/uk/search/suggestions/?q={each}")
    application.asked.clear()

    ask(site, f"/uk/search/suggestions/?q={words[-1]}")
    ask(site, f"/uk/search/suggestions/?q={words[0]}")

    assert application.asked == [f"q={words[0]}"]
    assert site.store.of_suggestions.bytes <= SHARE


def test_what_was_typed_too_long_is_answered_and_not_kept():
    application = Application()
    application.body = b"[]"
    longest = f"/uk/search/suggestions/?q={'a' * (SHARE // LARGEST_SHARE)}"

    assert times_asked(application, longest, longest) == 2


def test_what_is_not_kept_gets_all_that_it_was_asked_with():
    application = Application(parameters=None)

    times_asked(application, f"{PERSON}?nobody=1", f"{PERSON}?nobody=1")

    assert application.asked == ["nobody=1"] * 2


def test_the_last_of_two_values_stays_the_last():
    assert in_one_order("q=b&page=1&q=a&&utm_id=3") == "page=1&q=b&q=a"
