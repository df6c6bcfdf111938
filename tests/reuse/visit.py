"""Run inside another project that has the apps: its commands, then a visit; tells what it saw as JSON.

One process for all of it, since each would read Django and Wagtail anew. It knows the apps that are installed
there, and nothing of this repository but the writer, which is laid beside it.
"""

import json
import shlex
import sys
from contextlib import redirect_stdout
from datetime import timedelta

import django
import time_machine
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.management import call_command
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.utils import timezone

START = "start"  # the tag of all that is asked before a server listens
OURS = ("home.", "prisoner_pages.", "letters.")
PUBLIC = ("/", "/uk/", "/en/prisoners/", "/readyz")
STAFF = ("/admin/", "/admin/pages/", "/admin/desk/")
WISHES = {"censor": "ask", "delay": "keep", "consent": "on"}


def carry_out(text):
    """Do what a block of the guide says."""
    for line in text.splitlines():
        _python, _manage, name, *words = shlex.split(line)
        call_command(name, *words, **({"fail_level": "DEBUG"} if name == "check" else {}))


def send_letter(client, slug):
    """Write and send a letter as its pages ask for it; return what the status page says of it."""
    from writer import Writer

    with time_machine.travel(timezone.now(), tick=False) as clock:
        writer = Writer(client).open(f"/en/letters/write/{slug}/").press("Continue: about you", body="Hello!")
        writer.press("Continue: check and send", name="Olena", email="olena@example.org", **WISHES)
        clock.shift(timedelta(minutes=4))
        writer.press("Send the letter")
    return client.post("/en/letters/status/", {"code": writer.code}).context["state"]


def ids_without(path):
    """Return {id: sentence} of what the checks say when this middleware is left out."""
    with override_settings(MIDDLEWARE=[each for each in settings.MIDDLEWARE if each != path]):
        return {fault.id: fault.msg for fault in checks.run_checks(tags=[START])}


def visit(slug):
    import letters
    from letters.models import Letter

    client, staff = (Client(headers={"host": "localhost"}) for _who in range(2))
    staff.force_login(get_user_model().objects.create_superuser("admin"))
    person = client.get(f"/en/prisoners/{slug}/")
    return {
        "letters_lie_in": letters.__file__,
        "state": send_letter(client, slug),
        "are_sealed": [bool(letter.sealed_body) for letter in Letter.objects.all()],
        "person": person.content.decode(),
        "public": {path: client.get(path).status_code for path in PUBLIC},
        "staff": {path: staff.get(path).status_code for path in STAFF},
        "sheet": client.get(f"/en/prisoners/{slug}/letter.pdf").getvalue()[:4].decode(),
        "font": finders.find("fonts/source-sans-3-latin-wght-normal.woff2"),
        "without": {path: ids_without(path) for path in settings.MIDDLEWARE if path.startswith(OURS)},
    }


if __name__ == "__main__":
    project, steps, slug = sys.argv[1:]
    sys.path.insert(0, project)
    django.setup()
    setup_test_environment()  # what a page was made of can be asked
    with redirect_stdout(sys.stderr):
        for step in json.loads(steps):
            carry_out(step)
        seen = visit(slug)
    print(json.dumps(seen, default=str))
