#!/usr/bin/env python3
"""Letters under load, over the real four steps: W writers at once, K letters each, every letter with a marker of its own.

Counts what was acknowledged (the page with the code was read), refused (any other answer), lost (acknowledged, not
stored) and doubled (stored more than once). A connection that is cut is tried again with the same form, as a person
would press the button again. Loopback only, bounded. With --proof every letter comes with its proof of work, which
takes half a second of a core; where the site names CLIENT_ADDRESS_HEADER=X-Forwarded-For, each from a network of its own.

  bench/writing/letters.py --base http://127.0.0.1:8000 --slug SLUG --writers 50 --each 100 \
      --stored-cmd '.venv/bin/python manage.py count_letters {run}'
"""

import argparse
import copy
import html
import http.client
import json
import re
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid

from altcha import Challenge, Payload, solve_challenge

LONGEST_RUN = 20_000  # letters
# The form refuses what is sent within four seconds of opening it; a writer opens several, then fills them.
FORMS_AT_ONCE = 10
PATIENCE_SECONDS = 120
SOLVING = threading.Lock()
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
CHALLENGE = re.compile(r'data-challenge="([^"]+)"')
HEADER = "X-Forwarded-For"
CODE = re.compile(r">(\d{4}(?: \d{4}){5})<")


class Run:
    """What all writers share: the address, the marker, the results."""

    def __init__(self, options):
        self.options = options
        self.host = urllib.parse.urlsplit(options.base)
        self.marker = uuid.uuid4().hex[:10]
        self.lock = threading.Lock()
        self.start_together = threading.Barrier(options.writers)
        self.codes, self.seconds, self.statuses, self.cuts = [], [], {}, []
        self.headers = {"Host": options.host}

    def ask(self, method, path, fields=None, timed=False):
        """Return (status, Location, text); tries again while the connection is cut."""
        body = urllib.parse.urlencode(fields).encode() if fields is not None else None
        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            began = time.monotonic()
            talk = http.client.HTTPConnection(self.host.hostname, self.host.port, timeout=60)
            try:
                talk.request(method, path, body, headers)
                answer = talk.getresponse()
                text = answer.read().decode()
                if timed:
                    with self.lock:
                        self.seconds.append(time.monotonic() - began)
                return answer.status, answer.getheader("Location"), text
            except (OSError, http.client.HTTPException):
                with self.lock:
                    self.cuts.append(path)
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            finally:
                talk.close()

    def note(self, status, code=None):
        with self.lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if code:
                self.codes.append(code)


def hidden(text):
    return {name: html.unescape(value) for name, value in FIELD.findall(text)}


def proof(text):
    """Return the solution of the puzzle on a page: one after the other, since all writers here share a core."""
    challenge = Challenge.from_dict(json.loads(html.unescape(CHALLENGE.search(text)[1])))
    with SOLVING:
        return Payload(challenge, solve_challenge(challenge)).to_base64()


def visitor(run, number):
    """Return the run as one writer of it sees it, who comes from a network of its own."""
    one = copy.copy(run)
    one.headers = {**run.headers, HEADER: f"10.{number // 250 % 250}.{number % 250}.1"}
    return one


def write(run, writer):
    run.start_together.wait()
    steps = f"/{run.options.language}/letters/write/{run.options.slug}/"
    for first in range(0, run.options.each, FORMS_AT_ONCE):
        numbers = range(first, min(first + FORMS_AT_ONCE, run.options.each))
        opened = [(number, run.ask("GET", steps)[2], time.monotonic()) for number in numbers]
        ready = [(number, fill(run, steps, text, f"[{run.marker}:{writer}:{number}]"), at) for number, text, at in opened]
        for number, fields, at in ready:
            time.sleep(max(0, at + 4.2 - time.monotonic()))
            send(visitor(run, writer * run.options.each + number), steps, fields)


def fill(run, steps, text, marker, words="Ми з котом читаємо про море."):
    letter = {**hidden(text), "body": f"{marker} Привіт!\n{words}", "language": ""}
    about = {**hidden(run.ask("POST", f"{steps}about-you/", letter)[2])}
    about |= {"name": "Олена", "email": "", "censor": "do", "delay": "keep", "consent": "on"}
    page = run.ask("POST", f"{steps}check/", about)[2]
    return {**hidden(page), "proof": proof(page) if run.options.proof else ""}


def send(run, steps, fields):
    status, location, _text = run.ask("POST", f"{steps}check/", {**fields, "send": "1"}, timed=True)
    if status != 303:
        return run.note(status)
    code = CODE.search(run.ask("GET", location)[2])
    run.note(status if code else "no code", code and code[1])


def report(run, elapsed):
    run.seconds.sort()
    at = lambda share: round(run.seconds[int((len(run.seconds) - 1) * share)] * 1000)
    sent, acknowledged = run.options.writers * run.options.each, len(run.codes)
    out = {
        "run": run.marker,
        "writers": run.options.writers,
        "sent": sent,
        "acknowledged": acknowledged,
        "refused": sent - acknowledged,
        "by_status": run.statuses,
        "connections_cut": len(run.cuts),
        "different_codes": len(set(run.codes)),
        "letters_per_s": round(acknowledged / elapsed, 1),
        "send_p50_ms": at(0.5),
        "send_p99_ms": at(0.99),
        "send_max_ms": at(1),
    }
    if run.options.stored_cmd:
        command = run.options.stored_cmd.replace("{run}", run.marker)
        printed = subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout
        counted = json.loads(printed.strip().splitlines()[-1])
        out |= {
            "stored": counted["stored"],
            "lost": acknowledged - counted["distinct"],
            "doubled": counted["stored"] - counted["distinct"],
        }
    print(json.dumps(out, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--slug", required=True)
    parser.add_argument("--language", default="uk")
    parser.add_argument("--host", default="localhost")
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--proof", action="store_true")
    parser.add_argument("--stored-cmd")
    run = Run(parser.parse_args())
    if run.host.hostname not in ("127.0.0.1", "localhost", "::1"):
        sys.exit("loopback only")
    if run.options.writers * run.options.each > LONGEST_RUN:
        sys.exit(f"bounded to {LONGEST_RUN} letters")
    began = time.monotonic()
    writers = [threading.Thread(target=write, args=(run, number)) for number in range(run.options.writers)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    report(run, time.monotonic() - began)


if __name__ == "__main__":
    main()
