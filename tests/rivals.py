"""Several at one moment, and one that is killed: what tests of faults are made of."""

import os
import signal
import threading
import time

from django.db import connections


def at_once(*works):
    """Run the functions in threads that begin together; return what each gave or raised, in their order."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        start.wait()
        try:
            results[place] = work()
        except Exception as fault:
            results[place] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def in_child(work):
    """Run `work` in a child process and return its id; who called waits for it."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def kill_somewhere(work, chance, *, after):
    """Run `work` in a child process and kill it within `after` seconds, when `chance` chooses."""
    child = in_child(work)
    time.sleep(chance.uniform(0, after))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
