"""First day, as docs/operations.md has it, up to people on the site: each goes on from the one before."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.launch.host import PUBLIC_NAME, STAFF_NAME
from tests.real_list import REAL_LIST, real_rows


def test_one_command_installs_everything(host):
    said = host.install()

    assert "Stopped here" not in said
    assert re.search(r"^Done\.", said, re.MULTILINE)


def test_a_second_run_keeps_settings_of_ones_own_and_changes_nothing(host, buckets):
    host.add_settings("public", buckets.names)
    host.add_settings("staff", buckets.names | buckets.keys)

    said = host.install()

    assert not re.findall(
        r"^    (?:write|make folder|apt-get|useradd|\[postgres\] create).*", said, re.MULTILINE
    )
    assert f"AWS_STORAGE_BUCKET_NAME={buckets.public}" in host.lines("/etc/letters/public.env")


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
    host.start_proxy()
    host.start_services()

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


def test_rings_are_locked_and_unlocked_and_the_check_finds_no_issues_on_either_side(host):
    host.manage("staff", "load_words")
    host.give(PASSPHRASE, "шість слів, яких ніхто ніде не вгадає\n".encode())
    for act in ("lock", "unlock"):
        host.manage("staff", "letters_keys", act, f"--passphrase-file={PASSPHRASE}")

    for role in ("public", "staff"):
        said = host.manage(role, "check", "--deploy")
        assert "System check identified no issues" in said.stdout + said.stderr, role


def test_the_doctor_finds_nothing_but_the_missing_key_of_backups_and_buckets_open_to_every_key(host):
    """This server of buckets asks nobody for rights; the doctor says so of either side."""
    amiss = {role: amiss_on(host, role) for role in ("public", "staff")}

    assert amiss == {"public": ["buckets"], "staff": ["buckets", "backups"]}


def test_the_administrator_sets_a_password_and_an_app_before_any_screen(host, staff):
    olena = staff["olena"]
    olena.page.goto(host.kept["first link"])
    olena.choose_password()
    olena.give_password()
    olena.set_up_app()

    assert olena.sees_the_admin()


def test_people_come_in_by_a_list_and_are_seen_at_once_on_the_public_host(host):
    host.give(LIST, INVENTED.read_bytes())
    host.manage("staff", "import_prisoners", LIST.name, "--partner", "zmina", "--publish")

    listed = host.get(PUBLIC_NAME, "/uk/prisoners/").text
    assert "Узеїр Вигадли" in listed
    assert host.get(PUBLIC_NAME, "/en/prisoners/").status == 404
    host.manage("staff", "open_language", "en")
    assert "Uzeir Vyhadly" in host.get(PUBLIC_NAME, "/en/prisoners/").text


def test_the_real_list_comes_in_whole(host):
    if not (rows := real_rows()):
        pytest.skip("the partners' list is not on this machine")
    real = LIST.with_name("real.csv")
    host.give(real, REAL_LIST.read_bytes())
    asked = ("--partner", "zmina", "--publish", "--report", "report.json")
    host.manage("staff", "import_prisoners", real.name, *asked)

    told = json.loads(host.run("cat", str(LIST.with_name("report.json"))).stdout)
    assert (told["created"], told["errors"]) == (len(rows), [])
    assert "Емір-Усеїн Куку" in host.get(PUBLIC_NAME, f"/uk/prisoners/?q={quote('Куку')}").text


def amiss_on(host, role):
    said = host.manage(role, "doctor", check=False).stdout.splitlines()
    lines = [line for line in said if line[:1].strip() and not line.startswith("version")]
    return [line[:22].strip() for line in lines if not line.endswith(" ok")]


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
PASSPHRASE = Path("/srv/passphrase")
LIST = Path("/var/lib/letters-staff/list.csv")
INVENTED = Path(__file__).parents[1] / "data" / "invented_list.csv"
