#!/usr/bin/env python3
"""Guessing at codes: does any guess find a letter, and is the page of a letter's state slower meanwhile?

Guesses come as forms of as many networks, so that the limit of each network refuses none, and then by the look-up
alone, where a hundred thousand take minutes. Between the forms a writer looks at a letter of their own: processor
time before and meanwhile, in one process.

  bench/writing/guesses.py --forms 2000 --guesses 100000
"""

import argparse
import json
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
UNKNOWN = "Листа з таким кодом не знайдено"
STATUS, LETTERS, CALM, EVERY = "/uk/letters/status/", 200, 200, 10


def network(number):
    return f"10.{number // 65_536 % 256}.{number // 256 % 256}.{number % 256}"


def guess():
    """Return a code as somebody makes one up: as long as those of now, or as those of before."""
    return f"{secrets.randbelow(10**24):024d}" if secrets.randbelow(2) else f"{secrets.randbelow(10**16):016d}"


def written():
    """Write some letters; return their codes."""
    from django.core.management import call_command

    from letters.writing.actions.submit import submit_letter
    from letters.writing.content import Content
    from tests.factories.prisoner_pages import PrisonerFactory, open_locales

    call_command("letters_keys", "make", stdout=sys.stderr)
    call_command("migrate", verbosity=0)
    open_locales("uk")
    slug = PrisonerFactory(writable=True, slug="vilnyi", stories=["uk"]).slug
    letters = (Content(prisoner=slug, body=f"Привіт! {number}") for number in range(LETTERS))
    return [submit_letter(content=each, nonce=secrets.token_hex(8), page_language="uk")[1] for each in letters]


def measured(forms, guesses):
    from django.test import Client

    from letters.following.read_models.status import letter_of

    codes, client, asked = written(), Client(), iter(range(1, 10**9))

    def look(code):
        """Return (whether a letter was shown, milliseconds of processor time)."""
        place, began = network(256 * next(asked)), time.process_time()
        answer = client.post(STATUS, {"code": code}, REMOTE_ADDR=place)
        spent = time.process_time() - began
        assert answer.status_code == 200
        return UNKNOWN not in answer.text, spent * 1000

    own = [look(secrets.choice(codes)) for _number in range(2 * CALM)][CALM:]
    meanwhile, found, guessed = [], 0, []
    for number in range(forms):
        was_found, spent = look(guess())
        found += was_found
        guessed.append(spent)
        if number % EVERY == 0:
            meanwhile.append(look(secrets.choice(codes)))
    assert all(was_found for was_found, _spent in own + meanwhile)
    began = time.process_time()
    found += sum(letter_of(guess()) is not None for _number in range(guesses))
    calm, busy = (median(spent for _found, spent in looks) for looks in (own, meanwhile))
    return {
        "guesses": forms + guesses,
        "found": found,
        "own_calm_ms": round(calm, 2),
        "own_meanwhile_ms": round(busy, 2),
        "ratio": round(busy / calm, 2),
        "guess_form_ms": round(median(guessed), 2),
        "guess_look_up_ms": round((time.process_time() - began) * 1000 / guesses, 3),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--forms", type=int, default=2_000)
    parser.add_argument("--guesses", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="guesses-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/guesses.sqlite3")
        os.environ |= {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "VAR_DIR": folder}
        import django

        django.setup()
        print(json.dumps(measured(options.forms, options.guesses)))


if __name__ == "__main__":
    main()
