"""Visitors who come one after the other while something is done to the host."""

import threading
from collections import Counter


class Visitors:
    """`answers` counts them by status, or by what went wrong."""

    def __init__(self, host, name, path):
        self.answers = Counter()
        self._ask = lambda: host.tried(name, path)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._come)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        self._thread.join()

    def _come(self):
        while not self._is_over.wait(0.2):
            self.answers[self._ask()] += 1
