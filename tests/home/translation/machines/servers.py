"""Servers on this machine that speak the protocols of DeepL and LibreTranslate as these document them."""

import json
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "a key of the tests alone:fx"


class Machine(BaseHTTPRequestHandler):
    """Answers by `respond`, which subclasses write, and keeps what it was asked in `server.asked`."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), body.decode()))
        self.server.answer(self, json.loads(body))

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers), ""))
        self.say(200, {})

    def say(self, status, answer, headers=()):
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in (("Content-Type", "application/json"), ("Content-Length", len(body)), *headers):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


def deepl(handler, asked):
    """Answer as DeepL does (https://developers.deepl.com/api-reference/translate)."""
    if handler.path != "/v2/translate":
        handler.say(404, {"message": "Not found"})
    elif handler.headers["Authorization"] != f"DeepL-Auth-Key {KEY}":
        handler.say(403, {"message": "Forbidden"})
    elif not 1 <= len(asked["text"]) <= 50 or asked["target_lang"] in ("EN", "CRH"):
        handler.say(400, {"message": "Bad request"})
    else:
        texts = [f"{asked['source_lang']}>{asked['target_lang']} {text}" for text in asked["text"]]
        found = [{"detected_source_language": asked["source_lang"], "text": text} for text in texts]
        handler.say(200, {"translations": found})


def libretranslate(handler, asked):
    """Answer as https://docs.libretranslate.com/guides/api_usage/ says: a list for a list."""
    if handler.path != "/translate":
        handler.say(404, {"error": "Not found"})
    elif asked.get("api_key") != KEY:
        handler.say(403, {"error": "Invalid API key"})
    elif asked["format"] != "text":
        handler.say(400, {"error": "format is not supported"})
    else:
        texts = [f"{asked['source']}>{asked['target']} {text}" for text in asked["q"]]
        handler.say(200, {"translatedText": texts})


def always(status, answer, headers=()):
    return lambda handler, asked: handler.say(status, answer, headers)


@contextmanager
def serving(answer, *, certificate=None):
    """Run a server while the block lasts; yields it, with `url` and `asked`: [(path, headers, body)].

    `certificate` (files of certificate and key) makes it speak TLS.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), Machine)
    server.daemon_threads, server.block_on_close = True, False
    server.answer, server.asked = answer, []
    server.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
