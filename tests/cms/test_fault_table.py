"""Each row of the table of what people see when something is away, in both languages, is told by tests."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AWAY = "tests/letters/writing/test_something_away.py"
LETTER = f"{AWAY}::test_letter_sent_meanwhile_is_taken_or_given_back_whole_and_there_once_in_the_end"
PAGES = f"{AWAY}::test_page_and_admin_answer_in_words_and_the_doctor_names_it"
WATCHING, CLOCK = "tests/home/health/test_watching.py", "tests/home/jobs/test_clock.py"
FILES = "tests/prisoner_pages/pictures/test_files_away.py"
READY = "tests/home/site/test_readiness.py"
BACKED = {
    ("database", "база даних"): [
        *(LETTER, PAGES, "tests/home/site/test_database_down.py::test_form_of_staff_is_answered_in_words"),
        "tests/letters/writing/test_sending_faults.py::test_f03_text_comes_back_whenever_the_database_goes_away",
        f"{READY}::test_site_is_not_ready_without_a_database",
    ],
    ("Redis", "Redis"): [
        *(LETTER, PAGES),
        "tests/home/caching/test_shared_cache.py::test_each_process_goes_on_by_itself_and_counts",
    ],
    ("S3", "S3"): [
        *(LETTER, PAGES),
        f"{FILES}::test_pages_answer_with_their_pictures_addresses_and_a_plate_for_those_not_made",
        f"{FILES}::test_a_picture_that_cannot_be_stored_is_told_and_the_form_keeps_what_was_typed",
        f"{FILES}::test_public_copies_of_somebody_paused_meanwhile_are_deleted_when_it_is_back",
        f"{FILES}::test_doctor_says_so",
    ],
    ("mail server", "поштовий сервер"): [
        *(LETTER, PAGES),
        "tests/home/jobs/test_outbox_faults.py::test_f10_server_is_down_for_a_day_and_a_night",
        f"{WATCHING}::test_mail_that_waits_or_was_given_up_and_not_one_that_is_to_wait",
    ],
    ("disk", "диск"): [*(LETTER, PAGES), f"{READY}::test_site_is_not_ready_on_a_full_disk"],
    ("worker", "виконавець завдань"): [
        *(LETTER, PAGES),
        f"{WATCHING}::test_dead_worker_is_mailed_about_by_the_doctor_itself",
        f"{READY}::test_site_is_not_ready_when_the_worker_has_been_silent_for_long",
        f"{READY}::test_public_host_takes_letters_without_a_worker",
    ],
    ("clock", "годинник"): [
        *(LETTER, PAGES),
        f"{CLOCK}::test_nothing_that_is_due_by_a_wrong_day_is_done_before_its_true_day",
        f"{CLOCK}::test_a_session_ends_when_the_clock_leaps_and_a_new_login_is_whole",
        f"{CLOCK}::test_codes_of_apps_are_refused_by_a_wrong_clock_and_a_recovery_code_is_taken",
    ],
    ("certificate", "сертифікат"): [
        f"{WATCHING}::test_browsers_refuse_one_that_is_over",
        f"{WATCHING}::test_administrators_are_mailed_the_days_beforehand_and_again_once_it_is_over",
    ],
}


def rows_below(heading):
    """Return the first cells of the table below this heading of the manual."""
    text = (ROOT / "docs" / "operations.md").read_text()
    section = text.split(f"### {heading}\n")[1].split("\n### ")[0]
    return re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)[1:]


@pytest.mark.parametrize(("heading", "column"), [("When something is away", 0), ("Коли щось недоступне", 1)])
def test_every_row_is_backed_and_in_both_languages(heading, column):
    assert rows_below(heading) == [names[column] for names in BACKED]


@pytest.mark.parametrize("named", sorted({test for tests in BACKED.values() for test in tests}))
def test_every_test_that_is_named_is_there(named):
    path, name = named.split("::")
    tree = ast.parse((ROOT / path).read_text())
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
