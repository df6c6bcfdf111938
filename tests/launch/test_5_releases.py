"""From the release before to the next one, back and forward again, with letters at every step."""

import json

from tests.launch.host import PUBLIC_NAME, wait_until
from tests.launch.test_1_first_day import LIST, SITE
from tests.launch.visitors import Visitors
from tests.launch.writer import state_of, write


def test_the_release_before_takes_a_letter(host, page):
    host.stop_services()
    host.drop_database()
    host.kept["commit"] = host.git("rev-parse", "HEAD")
    host.git("checkout", "-q", host.release_before())
    host.install()
    host.start_services()
    host.manage("staff", "start_site", *SITE)
    host.manage("staff", "import_prisoners", str(LIST), "--partner", "zmina", "--publish")
    wait_until(lambda: "/letters/write/" in host.get(PUBLIC_NAME, "/uk/").text, seconds=120)

    host.kept["old"] = host.current
    host.kept["letters"] = [write(page, "Листа написано до оновлення.", name="Оля")]


def test_old_code_serves_and_takes_letters_while_the_next_release_is_installed_and_after(host, page):
    host.git("checkout", "-q", host.kept["commit"])
    host.add_release(NEXT)
    with Visitors(host, PUBLIC_NAME, "/uk/prisoners/") as visitors:
        host.install()

    assert {*visitors.answers} == {200}
    assert host.current != host.kept["old"]
    host.psql("SELECT trial FROM home_heartbeat")
    host.kept["new"] = host.current
    host.kept["letters"] += [write(page, "Таблиці вже нові, а код іще старий.", name="Оля")]


def test_one_goes_forward_and_back_and_forward_and_no_letter_is_lost(host, page):
    for release in ("new", "old", "new"):
        host.run("ln", "-sfn", host.kept[release], "/srv/letters/current")
        host.restart_services()
        assert (version_of(host) == NEXT) == (release == "new")
        host.kept["letters"] += [write(page, f"Пишу на версії {version_of(host)}.", name="Оля")]

    assert {state_of(page, code) for code in host.kept["letters"]} == {"Чекає"}


def version_of(host):
    """Return what the code that answers visitors calls itself."""
    return json.loads(host.get(PUBLIC_NAME, "/api/v1/openapi.json").text)["info"]["x-software-version"]


NEXT = "99.0.0"
