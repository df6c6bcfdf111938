"""A receiver of webhooks on this machine: answers as it is told, and remembers what it was sent."""

import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SLOW, DRIP, ENDLESS, NONSENSE, HANG_UP = "slow", "drip", "endless", "nonsense", "hang up"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.got.append((self.path, headers, body))
        self.server.asked.set()
        answer = self.server.answers.pop(0) if self.server.answers else self.server.answer
        getattr(self, f"answer_{answer}".replace(" ", "_"), lambda: self.answer(answer))()

    do_GET = do_POST

    def answer(self, answer):
        status, headers, text = answer if isinstance(answer, tuple) else (answer, {}, b"")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def answer_slow(self):
        """Say nothing until the test is over, or hangs."""
        self.server.gone.wait(600)

    def answer_drip(self):
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000:
            if self.server.gone.wait(0.05):
                return
            self.wfile.write(bytes([byte]))

    def answer_endless(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while not self.server.gone.is_set():
            self.wfile.write(b"x" * 65536)

    def answer_nonsense(self):
        self.wfile.write(b"SSH-2.0-something\r\n")
        self.close_connection = True

    def answer_hang_up(self):
        self.close_connection = True
        self.connection.close()

    def log_message(self, *arguments):
        pass

    def handle(self):
        with suppress(OSError):  # the sender hung up, as it should
            super().handle()


class Receiver(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.got, self.answers, self.answer = [], [], 200
        self.asked, self.gone = threading.Event(), threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/hook?of=us"


@contextmanager
def receiver(answer=200):
    server = Receiver()
    server.answer = answer
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()
