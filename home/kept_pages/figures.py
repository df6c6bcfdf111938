"""How often answers were kept, given and passed by; told with the other figures of requests."""

from prometheus_client import Counter

from home.health.request_figures import OWN

KEPT = Counter(
    "letters_site_kept_pages",
    "Requests for public pages by where their answer came from",
    ["answer"],
    registry=OWN,
)
# Given as it was kept; told to be the same still; made and kept; made for one alone.
GIVEN, UNCHANGED, MADE, PASSED = (KEPT.labels(name) for name in ("given", "unchanged", "made", "passed"))
