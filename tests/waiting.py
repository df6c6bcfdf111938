"""Waiting for what tells nobody when it is so."""

import time

# Ends a test that hangs, or a process it started; says nothing of how fast anything is.
LONGEST_SECONDS = 600


def wait_until(is_so):
    """Ask again and again until the answer is yes."""
    ends = time.monotonic() + LONGEST_SECONDS
    while not is_so():
        assert time.monotonic() < ends, "what a test waits for has not come"
        time.sleep(0.05)
