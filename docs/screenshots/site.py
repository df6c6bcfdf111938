"""The demo site as `make run` starts it, for as long as the pictures take."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from docs.screenshots import ROOT

READY_WITHIN_SECONDS = 600
# Of the one who calls us: none of it may lead to their own database, mail or keys.
KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "PLAYWRIGHT_BROWSERS_PATH")


def environment_of(folder):
    """Return the environment of a site that keeps everything in `folder`."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "VAR_DIR": folder,
        "HOST": "127.0.0.1",
        "PORT": free_port(),
        "DEMO_PASSWORD": "demo",
    }


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def manage(*words, environment):
    """Run `manage.py` with these words. Raises CalledProcessError."""
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True)  # noqa: S603


@contextmanager
def running_site(environment):
    """Yield the address of a site with the demo on it; it ends with the block."""
    address = f"http://{environment['HOST']}:{environment['PORT']}"
    site = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
    try:
        _wait_for(site, f"{address}/readyz")
        yield address
    finally:
        site.terminate()
        site.wait()


def _wait_for(site, url):
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if site.poll() is not None:
            raise RuntimeError("the site ended before it was ready; see the lines above")
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError("the site was not ready in time")
