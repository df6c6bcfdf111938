"""A script for the child: tries the ways out of the confinement, writes the names of those that are open."""

import os
import socket

WAYS = {
    "files": lambda: open(__file__).close(),
    "network": lambda: socket.socket().close(),
    "processes": lambda: os.kill(os.getppid(), 0),
}


def main():
    for name, attempt in WAYS.items():
        try:
            attempt()
        except OSError:
            continue
        print(name)
