"""Onion service and certificate, as far as they go on a machine that the world does not see."""

from deploy import layout
from deploy.answers import Answers
from tests.launch.host import PUBLIC_NAME, STAFF_NAME


def test_tor_reads_what_is_written_for_it_and_names_the_service(host):
    host.install("--onion")
    host.start_tor()
    host.install("--onion")
    host.restart_services()
    host.reload_proxy()

    name = host.lines("/var/lib/tor/letters/hostname")[0]
    assert host.get(PUBLIC_NAME, "/uk/").headers["Onion-Location"] == f"http://{name}/uk/"
    assert host.get_over_tor(name, "/uk/").status == 200
    assert host.get_over_tor(name, "/readyz").status == 404


def test_nginx_answers_for_certbot_which_understands_what_it_is_asked(host):
    challenge = host.root / "var/www/letters-acme/.well-known/acme-challenge/proof"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("ours")
    assert host.get_over_http(PUBLIC_NAME, "/.well-known/acme-challenge/proof").text == "ours"

    host.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "certbot")
    answers = Answers(public_name=PUBLIC_NAME, staff_name=STAFF_NAME, certbot=f"olena@{PUBLIC_NAME}")
    nobody = "https://127.0.0.1:9/directory"
    said = host.run(*layout.certbot(answers), "--server", nobody, check=False).stderr
    assert "Connection refused" in said, said
