"""What work costs in seconds of the processor: waiting for one on a busy machine is no part of it."""

from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage


def effort_of(work):
    """Do the work; return what it gave, and the seconds that it and the children it ended took."""
    before = seconds_so_far()
    given = work()
    return given, seconds_so_far() - before


def seconds_so_far():
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
