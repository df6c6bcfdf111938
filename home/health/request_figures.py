"""How many requests were answered, how, and how fast: kept by the process, nothing of who asked or for what.

Where several processes serve one site, they write to files that each of them reads (cms/gunicorn.py).
"""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess

METHODS = ("GET", "HEAD", "POST")
OWN = CollectorRegistry()
ANSWERED = Counter(
    "letters_site_requests", "Requests by method and class of answer", ["method", "answer"], registry=OWN
)
SECONDS = Histogram(
    "letters_site_request_seconds",
    "Time from a request to its answer",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=OWN,
)


def note(*, method: str, status: int, seconds: float) -> None:
    ANSWERED.labels(method if method in METHODS else "other", f"{status // 100}xx").inc()
    SECONDS.observe(seconds)


def of_all_processes() -> CollectorRegistry:
    """Return a registry that holds what all processes of this site have noted."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return OWN
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return registry
