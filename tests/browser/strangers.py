"""A site of somebody else's, at two names of this machine: one that a partner named, one that nobody did."""

import mimetypes
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class StrangersSite:
    """Answers with `pages` ({path: text}), always under `policy`."""

    def __init__(self, policy):
        self.policy, self.pages = policy, {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.named = f"http://127.0.0.1:{self.server.server_port}"
        self.unnamed = f"http://localhost:{self.server.server_port}"


def handler_of(site):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = self.path.partition("?")[0]
            kind = mimetypes.guess_type(path)[0] or "text/html"
            self.send_response(200 if path in site.pages else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write(site.pages.get(path, "").encode())

        def log_message(self, *words):
            pass

    return Handler


@contextmanager
def strangers_site(policy):
    site = StrangersSite(policy)
    threading.Thread(target=site.server.serve_forever, daemon=True).start()
    yield site
    site.server.shutdown()
    site.server.server_close()
