"""A backup, the loss of everything, and its return."""

from pathlib import Path
from urllib.parse import quote

from tests.launch.host import PUBLIC_NAME
from tests.launch.writer import PERSON, state_of


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


def test_what_is_destroyed_comes_back_whole(host, page, buckets):
    before, originals = host.counts(), buckets.originals
    host.stop_services()
    host.drop_database()
    buckets.empty()
    host.install()

    host.manage("staff", "restore", host.kept["backup"], "--key", STICK)
    host.install()
    host.start_services()

    after = host.counts()
    assert {table: after[table] for table in WHOLE} == {table: before[table] for table in WHOLE}
    assert originals and buckets.originals == originals
    assert [state_of(page, host.kept[code]) for code in ("sent", "withdrawn")] == ["Відправлено", "Закрито"]
    assert PERSON in host.get(PUBLIC_NAME, f"/uk/prisoners/?q={quote(PERSON)}").text


STICK = "/media/stick/key"
AWAY = "/media/key"  # where the staff side reads nothing
WHOLE = (
    "letters_letter",
    "letters_letterlogentry",
    "prisoner_pages_prisoner",
    "wagtailcore_page",
    "auth_user",
)
