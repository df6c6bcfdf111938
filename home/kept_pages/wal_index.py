"""The index of SQLite's write-ahead log: tells without a question whether anything was committed meanwhile.

It begins with two copies of a header that each commit rewrites before it returns
(https://www.sqlite.org/walformat.html, 2.1). Looked at in shared memory they cost no system call; the
cheapest question costs several, and lets other threads in at each.
"""

import os
import sqlite3
from mmap import PROT_READ, mmap
from threading import Lock
from urllib.parse import quote

from home.backup.replaced_file import file_at

COPY_BYTES = 48
# Whoever closes one descriptor of a file lets go of all locks of the process on it, SQLite's own, too.
NEVER_CLOSED: list[mmap] = []


class WalIndex:
    def __init__(self, path: str) -> None:
        """Raise OSError or sqlite3.Error where the database at this path has none."""
        self.file = file_at(path)
        self._lock = Lock()  # threads that ask one connection at once get each other's rows
        # Stays open: with its last reader the index is deleted.
        self.reader = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, check_same_thread=False)
        if self.reader.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            raise FileNotFoundError(path)
        self.reader.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
        # The descriptor is never closed, either.
        self.memory = mmap(os.open(f"{path}-shm", os.O_RDONLY), 2 * COPY_BYTES, prot=PROT_READ)
        NEVER_CLOSED.append(self.memory)
        if file_at(path) != self.file:
            raise FileNotFoundError(path)

    def number(self, question: str) -> int | None:
        """Ask here, where no reading goes on: a connection with one sees what was before it."""
        with self._lock:
            found: int | None = self.reader.execute(question).fetchone()[0]
        return found

    def header(self) -> bytes:
        """Return what tells this state of the database from each other; nothing in the midst of a commit."""
        one, other = self.memory[:COPY_BYTES], self.memory[COPY_BYTES:]
        return one if one == other else b""
