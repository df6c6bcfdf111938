"""First day, as docs/operations.md has it, in its order: each test goes on from the one before."""

import re
import time
from pathlib import Path

from tests.browser.conftest import follow
from tests.factories.login import code_of
from tests.launch.host import PUBLIC_NAME, STAFF_NAME


def test_one_command_installs_everything(host):
    said = host.install()

    assert "Stopped here" not in said
    assert re.search(r"^Done\.", said, re.MULTILINE)


def test_a_second_run_changes_nothing(host):
    said = host.install()

    assert not re.findall(
        r"^    (?:write|make folder|apt-get|useradd|\[postgres\] create).*", said, re.MULTILINE
    )


def test_no_side_reads_the_files_of_the_other(host):
    for own, other in (("public", "staff"), ("staff", "public")):
        for path in (f"/var/lib/letters-{other}", f"/etc/letters/{other}.env"):
            seen = host.run(
                "setpriv",
                f"--reuid=letters_{own}",
                f"--regid=letters_{own}",
                "--clear-groups",
                "cat",
                path,
                check=False,
            )
            assert "Permission denied" in seen.stderr, path


def test_the_public_side_holds_no_key_that_opens_anything(host):
    keys = {path.name for path in (host.root / "var/lib/letters-public/keys").iterdir()}

    assert "letters_public" in keys
    assert not keys & {"letters_private", "mail_index", "private_records"}


def test_every_unit_starts_under_its_user_and_limits(host):
    host.start_counters()
    for name in ("letters-public", "letters-staff", "letters-worker"):
        host.start(name)
    host.start_proxy()

    host.wait_for(PUBLIC_NAME)
    host.wait_for(STAFF_NAME)
    assert host.processes["letters-worker"].poll() is None, host.log_of("letters-worker")


def test_the_public_host_has_no_admin(host):
    assert host.get(PUBLIC_NAME, "/admin/").status == 404
    assert host.get(STAFF_NAME, "/admin/").status == 302


def test_a_site_is_started_by_one_command(host):
    said = host.manage("staff", "start_site", *SITE).stdout

    assert f"https://{STAFF_NAME}/admin/password_reset/" in said
    host.kept["first link"] = re.search(r"https://\S+", said)[0]
    assert host.get(PUBLIC_NAME, "/uk/").status == 200
    assert "made:" not in host.manage("staff", "start_site", *SITE).stdout


def test_the_administrator_sets_a_password_and_an_app_before_any_screen(host, page):
    page.goto(host.kept["first link"])
    for name in ("password1", "password2"):
        page.fill(f"input[name={name}]", PASSWORD)
    follow(page, "main form button[type=submit]")
    page.goto(f"https://{STAFF_NAME}/admin/")
    page.fill("input[name=login]", "olena")
    page.fill("input[name=password]", PASSWORD)
    follow(page, "main form button[type=submit]")
    follow(page, "a[href*='/admin/me/app/']")
    page.fill("input[name=code]", code_of(page.inner_text(".login-secret code")))
    follow(page, "main form button[type=submit]")
    assert page.locator(".login-codes li").count() == 10

    page.goto(f"https://{STAFF_NAME}/admin/")
    assert page.url == f"https://{STAFF_NAME}/admin/"
    assert page.locator("#wagtail-sidebar").count() == 1


def test_people_come_in_by_a_list_and_are_seen_at_once_on_the_public_host(host):
    host.give(LIST, INVENTED.read_bytes())
    host.manage("staff", "import_prisoners", str(LIST), "--partner", "zmina", "--publish")

    listed = host.get(PUBLIC_NAME, "/uk/prisoners/").text
    assert "Узеїр Вигадли" in listed
    assert host.get(PUBLIC_NAME, "/en/prisoners/").status == 404
    host.manage("staff", "open_language", "en")
    assert "Uzeir Vyhadly" in host.get(PUBLIC_NAME, "/en/prisoners/").text


def test_a_letter_is_written_on_the_public_host_and_its_state_is_told_there(host, page):
    page.goto(f"https://{PUBLIC_NAME}/uk/letters/write/")
    follow(page, "main a[href*='/uk/letters/write/']")
    page.fill("[name=body]", LETTER)
    follow(page, "main form .button")
    page.fill("input[name=name]", "Оля")
    page.check("[name=censor][value=do]")
    page.check("[name=delay][value=keep]")
    page.check("[name=consent]")
    follow(page, "main form .button")
    page.wait_for_timeout(SLOWER_THAN_A_MACHINE)
    follow(page, "[name=send]")
    host.kept["code"] = page.inner_text(".code")

    assert state_of(host, page) in ("Отримано", "Чекає")  # held at once where a place was looked at long ago
    assert letters_in(host, "staff") == [LETTER]


def test_who_has_the_public_host_opens_no_letter_and_reads_no_secret(host):
    assert letters_in(host, "public") == []
    for table in ("auth_user", "letters_writeraddress", "wagtailcore_revision", "home_outbox"):
        seen = host.manage("public", "shell", "-c", READ.format(table=table), check=False)
        assert "permission denied" in seen.stdout + seen.stderr, table


def test_what_a_writer_asks_for_is_carried_out_by_the_staff_side(host, page):
    state_of(host, page)
    page.check("#sure")
    follow(page, "[value=withdraw]")

    wait_until(lambda: state_of(host, page) == "Закрито", seconds=120)


def test_a_backup_is_made_by_its_unit_and_opened_by_a_drill_beside_the_live_site(host):
    host.run("install", "-d", "-o", "letters_staff", str(Path(STICK).parent))
    host.manage("staff", "letters_keys", "backup", STICK)
    host.run("mv", STICK, AWAY)
    assert host.once("letters-backup") == 0

    [made] = [path.name for path in (host.root / "var/backups/letters").glob("*.backup")]
    host.kept["backup"] = f"/var/backups/letters/{made}"
    host.lend(AWAY, STICK)
    drilled = host.manage("staff", "restore", host.kept["backup"], "--key", STICK, "--drill").stdout
    assert "all that were backed up" in drilled and "nothing is left of it" in drilled


def test_what_is_destroyed_comes_back_whole(host, page):
    before = host.counts()
    for name in ("letters-public", "letters-staff", "letters-worker"):
        host.end(name)
    host.run("runuser", "-u", "postgres", "--", "dropdb", "--force", "letters")
    host.install()

    host.manage("staff", "restore", host.kept["backup"], "--key", STICK)
    host.install()
    for name in ("letters-public", "letters-staff", "letters-worker"):
        host.start(name)
    host.wait_for(PUBLIC_NAME)
    host.wait_for(STAFF_NAME)

    after = host.counts()
    assert {table: after[table] for table in WHOLE} == {table: before[table] for table in WHOLE}
    assert state_of(host, page) == "Закрито"
    assert "Узеїр Вигадли" in host.get(PUBLIC_NAME, "/uk/prisoners/").text


def test_another_release_is_built_beside_and_an_old_one_is_gone_back_to_by_a_link(host):
    old = host.run("readlink", "/srv/letters/current").stdout.strip()
    host.run("git", "-C", "/checkout", *NOBODY, "commit", "-q", "--allow-empty", "-m", "Another release")

    assert "switch" in host.install().lower()

    new = host.run("readlink", "/srv/letters/current").stdout.strip()
    assert new != old and (host.root / old.lstrip("/") / ".complete").exists()
    for at in (new, old):
        host.run("ln", "-sfn", at, "/srv/letters/current")
        host.end("letters-public")
        host.start("letters-public")
        host.wait_for(PUBLIC_NAME)
        assert "Узеїр Вигадли" in host.get(PUBLIC_NAME, "/uk/prisoners/").text


# --- What the tests ask ----------------------------------------------------------------------------
SITE = [
    *(
        f"--url=https://{PUBLIC_NAME}",
        "--languages=uk,en",
        "--public=uk",
        "--contact-email=pysh@letters.example",
    ),
    *("--partner-slug=zmina", "--partner-kind=ngo", "--partner-name-uk=ZMINA", "--partner-name-en=ZMINA"),
    *("--administrator=olena", "--administrator-email=olena@letters.example"),
]
PASSWORD = "viter nad stepom 2026"
LETTER = "Привіт! Пишу з Києва, у нас перший сніг."
SLOWER_THAN_A_MACHINE = 5_000  # milliseconds: who sends sooner after the form came is asked to look again
STICK = "/media/stick/key"
AWAY = "/media/key"  # where the staff side reads nothing
WHOLE = (
    "letters_letter",
    "letters_letterlogentry",
    "prisoner_pages_prisoner",
    "wagtailcore_page",
    "auth_user",
)
NOBODY = ("-c", "safe.directory=*", "-c", "user.name=Olena", "-c", "user.email=olena@letters.example")
LIST = Path("/srv/list.csv")
INVENTED = Path(__file__).parents[1] / "data" / "invented_list.csv"
READ = "from django.db import connection as c; c.cursor().execute('SELECT * FROM {table}')"
OPEN = """
from letters.models import Letter
from letters.sealing.sealed_box import UnsealError, unseal_text
for letter in Letter.objects.defer(None):
    try:
        print("opened:", unseal_text(letter.sealed_body, letter=letter.uuid, field="body"))
    except UnsealError:
        print("stays sealed")
"""


def letters_in(host, role):
    """Return the texts of the letters that a side's user can open with all that is theirs."""
    said = host.manage(role, "shell", "-c", OPEN, check=False)
    return re.findall(r"^opened: (.+)$", said.stdout, re.MULTILINE)


def state_of(host, page):
    page.goto(f"https://{PUBLIC_NAME}/uk/letters/status/")
    page.fill("[name=code]", host.kept["code"])
    follow(page, "main form button")
    return page.inner_text(".notice__title")


def wait_until(happens, *, seconds):
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(2)
