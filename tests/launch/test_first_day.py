"""First day, as docs/operations.md has it, in its order: each test goes on from the one before."""

import re

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
