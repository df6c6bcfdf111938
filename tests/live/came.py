"""An application that tells when its server noticed the request, in seconds of the monotonic clock."""

from home.kept_pages.arrival import when_it_came


def application(_env, start):
    told = str(when_it_came() or "").encode()
    start("200 OK", [("Content-Length", str(len(told)))])
    return [told]
