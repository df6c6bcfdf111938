#!/usr/bin/env python3
"""Everything at once: 50 writers x 100 letters while a list of 10,000 people is imported and workers are killed.

Starts the whole site as `make run` does, on an empty database (a fresh SQLite file, or DATABASE_URL's), imports an
invented list with --publish, kills a worker of the site (one that answers requests, or the one that does the jobs)
with -9 every few seconds, and has bench/writing/letters.py write. Prints what became of letters and rows; asserts nothing.

  bench/writing/together.py --rows 10000
  DATABASE_URL=postgres://... bench/writing/together.py --rows 10000      # a database of its own, empty
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 600
LONGEST_SECONDS = 3600


def environment(folder, port):
    kept = {name: value for name, value in os.environ.items() if name not in ("SITE_ROLE", "DEBUG")}
    kept.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
    return {**kept, "VAR_DIR": str(folder / "var"), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}


def manage(*words, env, **how):
    return subprocess.Popen([sys.executable, "manage.py", *map(str, words)], cwd=ROOT, env=env, **how)


def wait_until_ready(site, port):
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until and site.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("the site does not answer")


def children(pid):
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Killer(threading.Thread):
    """Kills one worker after the other, seeded: of those that answer requests and the one that does the jobs."""

    def __init__(self, site, every, seed):
        super().__init__(daemon=True)
        self.site, self.every, self.chance = site, every, random.Random(seed)
        self.killed, self.over = 0, threading.Event()

    def run(self):
        while not self.over.wait(self.every):
            # Gunicorn's own process is spared, as systemd spares it: what it started is not.
            started = children(self.site.pid)
            workers = [each for parent in started for each in children(parent)]
            jobs = [pid for pid in started if not children(pid)]
            if found := workers + jobs:
                os.kill(self.chance.choice(found), signal.SIGKILL)
                self.killed += 1


def write_list(folder, rows):
    made = f"from import_rows import invented_list; import sys; sys.stdout.buffer.write(invented_list({rows}))"
    path = folder / "list.csv"
    with path.open("wb") as file:
        subprocess.run([sys.executable, "-c", made], cwd=ROOT / "bench", stdout=file, check=True)
    return path


def letters(options, port, env):
    count = f"{sys.executable} manage.py count_letters {{run}}"
    command = [sys.executable, "bench/writing/letters.py", "--base", f"http://127.0.0.1:{port}", "--slug", options.slug]
    command += ["--writers", str(options.writers), "--each", str(options.each), "--stored-cmd", count]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--slug", default="ediie-karasubashly", help="a person of the demo who gets letters")
    parser.add_argument("--partner", default="zmina")
    parser.add_argument("--port", type=int, default=8177)
    parser.add_argument("--kill-every", type=float, default=20, help="seconds")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="together-") as folder:
        measure(options, Path(folder))


def measure(options, folder):
    env = environment(folder, options.port)
    manage("letters_keys", "make", env=env, stdout=subprocess.DEVNULL).wait(timeout=120)
    path = write_list(folder, options.rows)
    site = manage("serve", env=env, stdout=subprocess.DEVNULL)
    try:
        wait_until_ready(site, options.port)
        print(json.dumps(run(options, folder, path, site, env), ensure_ascii=False, indent=1))
    finally:
        site.terminate()
        site.wait(timeout=60)


def run(options, folder, path, site, env):
    killer = Killer(site, options.kill_every, options.seed)
    report = folder / "report.json"
    began = time.monotonic()
    words = ["import_prisoners", path, "--partner", options.partner, "--publish", "--report", report]
    importing = manage(*words, env=env, stdout=subprocess.DEVNULL)
    writing = letters(options, options.port, env)
    killer.start()
    ended = {}
    for name, process in (("letters", writing), ("import", importing)):
        threading.Thread(target=lambda p=process, n=name: ended.update({n: (p.wait(), time.monotonic() - began)})).start()
    told = writing.communicate(timeout=LONGEST_SECONDS)[0]
    importing.wait(timeout=LONGEST_SECONDS)
    killer.over.set()
    killer.join()
    time.sleep(0.2)
    counts = json.loads(report.read_text()) if report.exists() else {}
    return {
        "letters": json.loads(told),
        "import": {name: len(value) if isinstance(value, list) else value for name, value in counts.items()},
        "import_seconds": round(ended["import"][1]),
        "letters_seconds": round(ended["letters"][1]),
        "killed": killer.killed,
    }


if __name__ == "__main__":
    main()
