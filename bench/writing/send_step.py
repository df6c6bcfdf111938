#!/usr/bin/env python3
"""What sending one letter costs: processor time of our send step against wagtail.contrib.forms, in one run.

Ours with every check on: the signed form, the proof of work, the brakes, sealing, the key of the answer, the log.
Either side runs in a process and on a database of its own, through Django's whole handler; the rounds take turns.
What a visitor's device does (solving the puzzle) and the steps before are not counted.

  bench/writing/send_step.py --rounds 5 --each 20
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from html import unescape
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
SECONDS_A_PERSON_NEEDS = 4.2
BODY = "Привіт!\nМи з котом читаємо про море, а на вулиці перший сніг.\n" * 12


def ours(each):
    """Yield the processor time in ms of `each` letters sent, round after round."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from altcha import Challenge, Payload, solve_challenge
    from django.core.management import call_command
    from django.db import reset_queries
    from django.test import Client

    from letters.models import Letter
    from tests.factories.prisoner_pages import PrisonerFactory, open_locales

    def proof(page):
        challenge = Challenge.from_dict(json.loads(unescape(re.search(r'data-challenge="([^"]+)"', page)[1])))
        return Payload(challenge, solve_challenge(challenge)).to_base64()

    def filled(client, number):
        hidden = lambda page: {
            n: unescape(v) for n, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
        }
        letter = {**hidden(client.get(STEP).content.decode()), "body": f"{BODY}{number}", "language": ""}
        about = hidden(client.post(f"{STEP}about-you/", letter).content.decode())
        about |= {"name": "Олена", "email": "", "censor": "do", "delay": "keep", "consent": "on"}
        page = client.post(f"{STEP}check/", about).content.decode()
        return {**hidden(page), "send": "1", "proof": proof(page)}

    call_command("letters_keys", "make", stdout=sys.stderr)
    call_command("migrate", verbosity=0)
    open_locales("uk")
    PrisonerFactory(writable=True, slug="vilnyi", stories=["uk"])
    STEP, sent = "/uk/letters/write/vilnyi/", 0
    while True:
        # A network of its own for every letter: the brakes count each, and none is a flood.
        clients = [
            Client(REMOTE_ADDR=f"10.{number // 256}.{number % 256}.1") for number in range(sent, sent + each)
        ]
        forms = [filled(client, sent + number) for number, client in enumerate(clients)]
        time.sleep(SECONDS_A_PERSON_NEEDS)
        began = time.process_time()
        answers = [client.post(f"{STEP}check/", form) for client, form in zip(clients, forms, strict=True)]
        spent, sent = time.process_time() - began, sent + each
        reset_queries()
        assert {answer.status_code for answer in answers} == {303} and Letter.objects.count() == sent
        assert not Letter.objects.filter(is_unproven=True).exists()
        yield spent * 1000 / each


def stock(each):
    """Yield the same of a form page of the stock project."""
    sys.path.insert(0, str(ROOT / "bench" / "stock"))
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from wagtail.contrib.forms.models import FormSubmission

    call_command("migrate", verbosity=0)
    with contextlib.redirect_stdout(sys.stderr):
        call_command("gen", "20")
    form, sent = {"name": "Олена", "email": "olena@example.org", "message": BODY}, 0
    while True:
        clients = [Client() for _number in range(each)]
        began = time.process_time()
        answers = [client.post("/en/write/", form) for client in clients]
        spent, sent = time.process_time() - began, sent + each
        assert {answer.status_code for answer in answers} == {200} and FormSubmission.objects.count() == sent
        yield spent * 1000 / each


SIDES = {"ours": (ours, "cms.settings.test"), "stock": (stock, "config.settings")}


def child(side, each, folder):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SIDES[side][1],
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/ours.sqlite3"),
        "VAR_DIR": folder,
        "BENCH_DB": os.environ.get("BENCH_DB", f"sqlite:{folder}/stock.sqlite3"),
        "BENCH_SQLITE": "wal",
        "BENCH_DATA": folder,
    }
    command = [sys.executable, __file__, "--side", side, "--each", str(each)]
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def serve(side, each):
    for spent in SIDES[side][0](each):
        print(spent, flush=True)
        if not sys.stdin.readline():
            return


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--side", choices=SIDES)
    options = parser.parse_args()
    if options.side:
        return serve(options.side, options.each)
    with tempfile.TemporaryDirectory(prefix="send-step-") as folder:
        children = {side: child(side, options.each, folder) for side in SIDES}
        spent = {side: [] for side in SIDES}
        for _round in range(options.rounds + 1):
            for side, process in children.items():
                spent[side].append(float(process.stdout.readline()))
                process.stdin.write("on\n")
                process.stdin.flush()
        for process in children.values():
            process.stdin.close()
            process.kill()
            process.wait()
    ms = {side: round(median(rounds[1:]), 2) for side, rounds in spent.items()}  # the first round warms up
    print(
        json.dumps(
            {
                **{f"{side}_ms": value for side, value in ms.items()},
                "ratio": round(ms["ours"] / ms["stock"], 2),
            }
        )
    )


if __name__ == "__main__":
    main()
