"""An application that tells when its server noticed the request, in seconds of the monotonic clock."""

from home.kept_pages.arrival import CAME


def application(_env, start):
    told = str(CAME.get() or "").encode()
    start("200 OK", [("Content-Length", str(len(told)))])
    return [told]
