"""A Redis of a test's own, which it may stop."""

import shutil
import socket
import subprocess
import time

import pytest


class OwnRedis:
    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        program = shutil.which("redis-server")
        if program is None:
            pytest.fail("redis-server is not installed: apt-get install redis-server")
        quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), *quiet], stdout=subprocess.DEVNULL
        )
        for _wait in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        pytest.fail("redis-server does not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait()
