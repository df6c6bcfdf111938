"""The desk, from the first invitation to the letter that is sent: by those who work there, by its buttons."""

import re
from datetime import date
from urllib.parse import urljoin

from tests.browser.conftest import follow
from tests.browser.letter_desk.test_whole_way import (
    CRIMEAN_TATAR,
    ON_PAPER,
    RUSSIAN,
    approve,
    press,
    save_file,
    screen,
    text_of,
    translate,
)
from tests.launch.host import PUBLIC_NAME, wait_until
from tests.launch.writer import state_of, write


def test_the_administrator_opens_a_desk_and_invites_who_runs_it(staff, mailbox):
    olena = staff["olena"]
    olena.open("letters/desks/")
    olena.page.select_option("select[name=partner]", label="ZMINA")
    olena.press(".letter-desk form button")
    olena.invite("ruta", "desk:coordinator:zmina")
    olena.invite("mykola", "partner:moderator:zmina")

    for name in ("ruta", "mykola"):
        join(staff[name], mailbox)


def test_who_runs_the_desk_invites_all_who_work_at_it(staff, mailbox):
    ruta = staff["ruta"]
    for name, role in HANDS.items():
        ruta.invite(name, f"desk:{role}:zmina", languages=["uk", "crh"] if role == "translator" else [])
    for name in HANDS:
        join(staff[name], mailbox, by_passkey=name == "inna")


def test_who_runs_the_desk_says_where_answers_go(staff):
    ruta = staff["ruta"]
    ruta.open("letters/desks/")
    ruta.press(".letter-desks a")
    ruta.page.fill("[name=return_address_ru]", RETURN_ADDRESS)
    ruta.press("form:has([name=return_address_ru]) button[type=submit]")

    ruta.open("letters/desks/")
    assert "Зворотної адреси немає" not in ruta.page.content()


def test_a_passkey_opens_the_admin_without_a_password(staff):
    inna = staff["inna"]
    inna.log_out()
    inna.log_in_by_passkey()

    assert inna.sees_the_admin()


def test_the_partner_says_that_the_place_is_still_right(staff):
    """A list verifies as of its source's date; what is old is held, and the place's screen says of whom."""
    mykola = staff["mykola"]
    mykola.open()
    mykola.press("#wagtail-sidebar a:has-text('Перевірити')")
    place = where_somebody_is_due(mykola, "Узеїр Вигадли")
    row = mykola.page.locator("tr:has-text('Узеїр Вигадли')")
    row.locator("input[name=people]").check()
    mykola.page.fill("input[name=url]", "https://source.example/recipients")
    mykola.page.fill("input[name=on]", date.today().isoformat())
    mykola.press("main form button.button:has-text('Досі правильно')")

    mykola.page.goto(place)
    assert row.count() == 1 and row.locator(".w-status").count() == 0


def test_a_letter_goes_from_the_public_host_through_the_desk_to_the_post(host, staff, page, mailbox):
    code = host.kept["sent"] = write(page, CRIMEAN_TATAR, name="Ediye", language="crh", email=WRITER)
    assert state_of(page, code) == "Отримано"

    screen(staff["inna"].page)
    assert state_of(page, code) == "Готуємо"
    translate(staff["taras"].page)
    approve(staff["rima"].page)
    files = print_all(staff["danylo"])
    assert state_of(page, code) == "Готуємо"
    press(staff["danylo"].page, "form[action$='/post/'] button")
    assert state_of(page, code) == "Відправлено"

    letters = text_of(files["letters"])
    assert [line for line in [*RUSSIAN["crh"], ON_PAPER["Эдие"]] if line not in letters] == []
    envelope = text_of(files["envelopes"])
    assert "100020" in envelope and "Вымыслов" in envelope
    assert mailbox.link_to(WRITER).startswith(f"https://{PUBLIC_NAME}/")


def test_nobody_of_the_staff_saw_who_wrote(staff):
    assert [name for name, each in staff.people.items() if WRITER in "".join(each.page.shown)] == []


def test_another_letter_waits_and_is_opened_by_the_staff_side_alone(host, page):
    host.kept["withdrawn"] = write(page, LETTER, name="Оля")

    assert state_of(page, host.kept["withdrawn"]) == "Отримано"
    assert LETTER in letters_in(host, "staff")
    assert letters_in(host, "public") == []


def test_who_has_the_public_host_reads_no_secret(host):
    said = host.manage("public", "shell", "-c", READ_SECRETS).stdout

    assert said.count("permission denied") == 4 and "read:" not in said


def test_what_a_writer_asks_for_is_carried_out_by_the_staff_side(host, page):
    state_of(page, host.kept["withdrawn"])
    page.check("#sure")
    follow(page, "[value=withdraw]")

    wait_until(lambda: state_of(page, host.kept["withdrawn"]) == "Закрито", seconds=120)


# --- What the tests do -----------------------------------------------------------------------------
def join(person, mailbox, *, by_passkey=False):
    """Follow the mail, make the account, log in, set up the second step."""
    person.accept(mailbox.link_to(person.address, "/admin/invitation/"))
    person.give_password()
    person.set_up_passkey() if by_passkey else person.set_up_app()
    assert person.sees_the_admin()


def where_somebody_is_due(person, name):
    """Open the places to verify until one holds somebody of that name who is due; return its address."""
    here = person.page.url
    for link in [each.get_attribute("href") for each in person.page.locator(PLACES).all()]:
        person.page.goto(urljoin(here, link))
        if person.page.locator(f"tr:has-text('{name}') .w-status").count():
            return person.page.url
    raise AssertionError(f"{name} is due nowhere")


def print_all(person):
    """Make the pack of all that wait, and save its files: to whoever has just proved who they are."""
    person.open("letters/packs/")
    press(person.page, "button[name=which][value=all]")
    wait_until(lambda: is_ready(person.page), seconds=60)
    if (proof := person.page.locator("a[href*='/me/confirm/']")).count():
        press(person.page, proof)
        person.prove()
    return {kind: save_file(person.page, kind) for kind in ("letters", "envelopes", "manifest")}


def is_ready(page):
    page.reload()
    return page.locator("form[action$='/files/letters/']").count() == 1


def letters_in(host, role):
    """Return the texts of the letters that a side's user can open with all that is theirs."""
    said = host.manage(role, "shell", "-c", OPEN, check=False)
    return re.findall(r"^opened: (.+)$", said.stdout, re.MULTILINE)


PLACES = "main td a[href*='/verification/place/']"
WRITER = "ediye@writer.example"
RETURN_ADDRESS = "Вымыслов И. И.\nа/я 7\nВымышленск\n100001"
HANDS = {"inna": "screener", "taras": "translator", "rima": "reader", "danylo": "dispatcher"}


LETTER = "Привіт! Пишу з Києва, у нас перший сніг."
READ_SECRETS = """
from django.db import DatabaseError, connection
for table in ("auth_user", "letters_writeraddress", "wagtailcore_revision", "home_outbox"):
    try:
        connection.cursor().execute(f"SELECT * FROM {table}")
        print("read:", table)
    except DatabaseError as error:
        print(error)
"""
OPEN = """
from letters.models import Letter
from letters.sealing.sealed_box import UnsealError, unseal_text
for letter in Letter.objects.defer(None):
    try:
        print("opened:", unseal_text(letter.sealed_body, letter=letter.uuid, field="body"))
    except UnsealError:
        print("stays sealed")
"""
