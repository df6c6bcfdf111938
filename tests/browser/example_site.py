"""The example in docs/examples/astro: installed, built and run as its README says."""

import hashlib
import os
import subprocess
from pathlib import Path

from tests import npm
from tests.live.server import answering_at
from tests.private_parts import node_of_playwright
from tests.waiting import LONGEST_SECONDS

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "astro"
BUILT_FROM = EXAMPLE / "dist" / "built-from"
NODE = node_of_playwright()


def run(*command):
    done = subprocess.run(
        [NODE, *command],
        cwd=EXAMPLE,
        env={**os.environ, "ASTRO_TELEMETRY_DISABLED": "1"},
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def build():
    with npm.alone_in(EXAMPLE):
        npm.install(EXAMPLE)
        state = state_of_sources()
        if not BUILT_FROM.exists() or BUILT_FROM.read_text() != state:
            run("node_modules/astro/bin/astro.mjs", "build")
            BUILT_FROM.write_text(state)


def state_of_sources():
    sources = sorted(path for path in (EXAMPLE / "src").rglob("*") if path.is_file())
    found = hashlib.sha256()
    for path in [*sources, EXAMPLE / "astro.config.mjs", EXAMPLE / "package-lock.json"]:
        found.update(f"{path} ".encode() + path.read_bytes())
    return found.hexdigest()


def running_example(port, **environment):
    """Run the site that was built; its environment is that of the README."""
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), **environment}
    return answering_at(port, [NODE, "dist/server/entry.mjs"], cwd=EXAMPLE, env=environment)
