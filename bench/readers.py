"""Readers of a server on this machine: processes with connections that stay open; what came, how long each took."""

import multiprocessing
import os
import socket
import time
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE_SECONDS = 120
TICK = os.sysconf("SC_CLK_TCK")
NETWORKS = 1_000  # the API counts by network, and refuses whoever asks more often than a person


def request_for(path, number=0):
    network = f"X-Forwarded-For: 10.{number // 250 % 250}.{number % 250}.1"
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip, deflate, br", network, "", ""]
    return "\r\n".join(lines).encode()


class Talk:
    """One connection; opened anew where the server closes it after an answer."""

    def __init__(self, port):
        self.port, self.socket, self.left = port, None, b""

    def ask(self, asked):
        """Return (head, body)."""
        if self.socket is None:
            self.socket = socket.create_connection((HOST, self.port), timeout=PATIENCE_SECONDS)
        self.socket.sendall(asked)
        head = self.until(b"\r\n\r\n")
        low = head.lower()
        body = self.chunks() if b"transfer-encoding: chunked" in low else self.take(length_in(low))
        if b"connection: close" in low:
            self.close()
        return head, body

    def more(self):
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionError("the server hung up")
        self.left += got

    def until(self, mark):
        while mark not in self.left:
            self.more()
        found, _mark, self.left = self.left.partition(mark)
        return found

    def take(self, length):
        while len(self.left) < length:
            self.more()
        found, self.left = self.left[:length], self.left[length:]
        return found

    def chunks(self):
        whole = []
        while length := int(self.until(b"\r\n"), 16):
            whole.append(self.take(length))
            self.take(2)
        self.take(2)
        return b"".join(whole)

    def close(self):
        self.socket.close()
        self.socket, self.left = None, b""


def length_in(head):
    return next((int(line.partition(b":")[2]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0)


def _read(port, path, until, first, told):
    asked = [request_for(path, first + number) for number in range(NETWORKS)]
    talk, times, wrong = Talk(port), [], 0
    while not times or time.monotonic() < until:
        began = time.perf_counter()
        head, _body = talk.ask(asked[len(times) % NETWORKS])
        times.append(time.perf_counter() - began)
        wrong += not head.startswith(b"HTTP/1.1 200")
    told.put((times, wrong))


def load(port, path, *, seconds, readers):
    """Return (answers a second, sorted seconds of each, how many were not 200)."""
    told, began = multiprocessing.Queue(), time.monotonic()
    asked = [(port, path, began + seconds, number * NETWORKS, told) for number in range(readers)]
    processes = [multiprocessing.Process(target=_read, args=each) for each in asked]
    for each in processes:
        each.start()
    found = [told.get(timeout=seconds + PATIENCE_SECONDS) for _process in processes]
    lasted = time.monotonic() - began
    for each in processes:
        each.join()
    times = sorted(took for each, _wrong in found for took in each)
    return len(times) / lasted, times, sum(wrong for _each, wrong in found)


def cpu_of(pid):
    """Return seconds of processor of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK + sum(cpu_of(child) for child in children)
