"""Several at one moment, and one that is killed: what tests of faults are made of."""

import os
import signal
import sys
import threading

from django.db import connection, connections


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


def in_the_middle(work, other, chance, *, steps):
    """Run `work`, and `other` beside it from one of its first `steps` statements on, which `chance` chooses.

    Returns what each gave or raised.
    """
    counted, reached = iter(range(chance.randrange(steps))), threading.Event()

    def begin():
        try:
            return taking_steps(work, lambda: next(counted, None) is None and reached.set())
        finally:
            reached.set()

    def join():
        reached.wait()
        return other()

    return at_once(begin, join)


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


def kill_somewhere(work, chance, *, steps):
    """Run `work` in a child process and kill it at one of its first `steps` steps, which `chance` chooses.

    Each statement and each process that it starts is a step: there are as many on a busy machine. Work of
    fewer steps may come to its end.
    """
    heard, told = os.pipe()
    child = in_child(lambda: taking_steps(work, lambda: os.write(told, b"."), with_processes=True))
    os.close(told)
    for _step in range(chance.randrange(steps)):
        if not os.read(heard, 1):
            break
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(heard)


def taking_steps(work, tell, *, with_processes=False):
    """Do the work and call `tell` at each of its statements; at the processes, too, where it is a child's."""

    def step(execute, *statement):
        tell()
        return execute(*statement)

    if with_processes:
        # Nobody can take it back.
        sys.addaudithook(lambda event, _arguments: event == "subprocess.Popen" and tell())
    with connection.execute_wrapper(step):
        return work()
