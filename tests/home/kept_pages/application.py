"""An application that says what a view would say, and the numbers that a database would."""

from dataclasses import replace

from home.caching.kept_whole import LETTERS_COUNTED, hangs_on, holds_until, may_be_kept, tell_each
from home.kept_pages.read_models import State
from home.kept_pages.wsgi import KeptPages
from tests.home.kept_pages.asking import MEBIBYTE, ask

PERSON = "/uk/prisoners/person/"
TEXT = ("Content-Type", "text/html; charset=utf-8")


class Numbers:
    """Stands for the generations of a database."""

    def __init__(self):
        self.state = State(0, {"content": 1, LETTERS_COUNTED: 1}, 0, 0, None)

    def now(self):
        return self.state

    def since(self, came):
        return self.state

    def bump(self, name):
        numbers = {**self.state.numbers, name: self.state.numbers[name] + 1}
        self.state = replace(self.state, total=None, numbers=numbers)


class Application:
    def __init__(self, *, status="200 OK", headers=(), parameters=("page", "q"), meanwhile=lambda: None):
        self.status, self.headers, self.parameters = status, headers, parameters
        self.meanwhile, self.asked, self.apart = meanwhile, [], ()
        self.body, self.until, self.to_each = b"<p>told</p>" * 100, None, None
        self.says_address = False

    def __call__(self, env, start):
        self.asked.append(env["QUERY_STRING"])
        if self.parameters is not None:
            may_be_kept(*self.parameters)
        for name in self.apart:
            hangs_on(name)
        if self.until:
            holds_until(self.until)
        if self.to_each:
            tell_each(self.to_each)
        self.meanwhile()
        start(self.status, [TEXT, *self.headers])
        return [env["QUERY_STRING"].encode() if self.says_address else self.body]


def kept_pages(application, **how):
    site = KeptPages(application, **{"most_bytes": MEBIBYTE, **how})
    site.numbers = Numbers()
    return site


def times_asked(application, *asked, **headers):
    """Return how often the application was asked when these addresses were, one after another."""
    site = kept_pages(application)
    for path in asked:
        ask(site, path, **headers)
    return len(application.asked)
