"""Stands around the application: gives what is kept, and keeps what it makes.

    application = KeptPages(get_wsgi_application())

The generations are asked before an answer is given, once for all requests that had come by then, and again
before it is kept: a page begun before a change and finished after it would stand under the number of the
change.
"""

import time
from collections.abc import Callable, Iterable
from contextvars import copy_context
from threading import Event, Lock
from typing import Any

from home.caching.bounded import BoundedCache
from home.caching.kept_whole import MAKING, Making
from home.kept_pages import figures
from home.kept_pages.addresses import (
    API,
    METHODS,
    Environ,
    Key,
    is_for_everybody,
    key_of,
    names_in,
    only,
    query_in_one_order,
)
from home.kept_pages.arrival import when_it_came
from home.kept_pages.bodies import (
    Answer,
    Form,
    Headers,
    forms_of,
    is_same,
    may_be_stored,
    parted,
    plain_form,
    value_of,
)
from home.kept_pages.read_models import Numbers, State
from home.kept_pages.store import Store
from home.settings.defaults import settings

# Who waits longer for somebody else's answer asks for one of their own.
LONGEST_WAIT = 10  # seconds
# What a browser has already, or takes, is no matter to the answer that is kept.
LEFT_OUT = (
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
    *("HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_ACCEPT_ENCODING"),
)
# Of so many pages is remembered which parameters they know.
PAGES_KNOWN = 50_000
Body = Iterable[bytes]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Body]


class BeingMade(Event):
    """Set once the answer is made; `answer` holds what the others may have, too."""

    answer: Answer | None = None


class KeptPages:
    def __init__(self, app: Application, *, most_bytes: int | None = None) -> None:
        self.app = app
        most_bytes = settings.KEPT_PAGES_MIB * 1024 * 1024 if most_bytes is None else most_bytes
        # On a host of staff every page asks for a login.
        self.is_public, self.keeps = settings.SITE_ROLE != "staff", most_bytes > 0
        self.store, self.numbers = Store(most_bytes), Numbers()
        self.known: BoundedCache[str, frozenset[str]] = BoundedCache(PAGES_KNOWN)
        self._common: Any = None
        self._being_made: dict[Key, BeingMade] = {}
        self._lock = Lock()

    def __call__(self, env: Environ, start: Start) -> Body:
        if not self.is_public or env["REQUEST_METHOD"] not in METHODS or not is_for_everybody(env):
            return self.app(env, start)
        if env.get("QUERY_STRING"):
            env["QUERY_STRING"] = query_in_one_order(env)
        state = self._state(when_it_came()) if self.keeps else None
        key = key_of(env)
        if state is None or key.host != key.host.lower():
            return self._pass(env, start)
        if key.query and self._leave_out_unknown(env):
            key = key._replace(query=env["QUERY_STRING"])
        if answer := self._kept(key, state):
            return self._give_kept(answer, env, start)
        return self._make(key, state, env, start)

    def _leave_out_unknown(self, env: Environ) -> bool:
        """Leave out what this page does not know, once it was made; say whether there was anything."""
        known, query = self.known.get(env["PATH_INFO"]), env.get("QUERY_STRING", "")
        if known is None or names_in(query) <= known:
            return False
        env["QUERY_STRING"] = only(query, known)
        return bool(env["QUERY_STRING"] != query)

    def _give_kept(self, answer: Answer, env: Environ, start: Start) -> Body:
        own = answer.to_each.headers(env) if answer.to_each else {}
        if own is None:
            return self._pass(env, start)
        return _give(_form_for(answer, env), env, start, figures.GIVEN, list(own.items()))

    def _pass(self, env: Environ, start: Start) -> Body:
        figures.note(figures.PASSED)
        return self.app(env, start)

    def _state(self, came: float | None = None) -> State | None:
        """Return what held once the request had come, or now; with a change goes what hung on the last."""
        state = self.numbers.since(came)
        if state and state.common is not self._common and state.common != self._common:
            self._common = state.common
            self.store.clear()
            self.known.clear()  # another page may stand there now
        return state

    def _kept(self, key: Key, state: State) -> Answer | None:
        answer = self.store.part_of(key).get(key)
        if answer is None or answer.until <= time.time():
            return None
        if answer.checked is state:
            return answer
        if answer.hangs_on != state.of(answer.apart):
            return None
        answer.checked = state
        return answer

    def _make(self, key: Key, state: State, env: Environ, start: Start) -> Body:
        """Let one make it; whoever comes meanwhile waits for that one."""
        with self._lock:
            is_first = key not in self._being_made
            made = self._being_made.setdefault(key, BeingMade())
        if not is_first:
            return self._wait(made, key, state, env, start)
        try:
            return self._answer(made, key, state, env, start)
        finally:
            with self._lock:
                del self._being_made[key]
            made.set()

    def _wait(self, made: BeingMade, key: Key, state: State, env: Environ, start: Start) -> Body:
        """Take what the other made if nothing had changed since it was begun when this one came.

        Else all who wait would make it at once whenever something changes meanwhile.
        """
        made.wait(LONGEST_WAIT)
        if self._leave_out_unknown(env):
            return self(env, start)
        answer = made.answer
        if answer is None or answer.hangs_on != state.of(answer.apart):
            now = self._state()
            answer = self._kept(key, now) if now else None
        return self._give_kept(answer, env, start) if answer else self._pass(env, start)

    def _answer(self, made: BeingMade, key: Key, state: State, env: Environ, start: Start) -> Body:
        making = Making()
        status, headers, body, after = copy_context().run(self._ask, making, env)
        if not status.startswith("200 "):
            figures.note(figures.PASSED)
            start(status, headers)
            return () if env["REQUEST_METHOD"] == "HEAD" else (body,)
        headers, own = parted(headers, making.to_each)
        if not may_be_stored(making, status, headers):
            return _give(plain_form(headers, body), env, start, figures.PASSED, own)
        is_so_still = bool(after and after.common == state.common)
        if is_so_still and self._was_asked_with_more(making, key.path, env):
            return self(env, start)  # without it: a page prints its address
        answer = _answer_of(making, status, headers, body, state)
        if not _is_for_all_who_ask_so(making, key, headers):
            return _give(_form_for(answer, env), env, start, figures.PASSED, own)
        made.answer = answer
        if after and after.of(answer.apart) == answer.hangs_on:
            self.store.part_of(key).put(key, answer, answer.size + len(key.query))
        return _give(_form_for(answer, env), env, start, figures.MADE, own)

    def _was_asked_with_more(self, making: Making, path: str, env: Environ) -> bool:
        """Remember what a page knows, and leave out the rest, which the API refuses by name."""
        if path.startswith(API):
            return False
        self.known.put(path, making.parameters or frozenset(), 1)
        return self._leave_out_unknown(env)

    def _ask(self, making: Making, env: Environ) -> tuple[str, Headers, bytes, State | None]:
        """Return (status, headers, body) of Django's answer, and what holds once it is made."""
        MAKING.set(making)
        said: list[Any] = []
        asked = {name: value for name, value in env.items() if name not in LEFT_OUT}
        answer = self.app({**asked, "REQUEST_METHOD": "GET"}, lambda *about: said.append(about))
        try:
            body = b"".join(answer)
            return said[-1][0], list(said[-1][1]), body, self.numbers.now()
        finally:
            if close := getattr(answer, "close", None):
                close()


def _answer_of(making: Making, status: str, headers: Headers, body: bytes, state: State) -> Answer:
    apart = frozenset(making.apart)
    forms = forms_of(headers, body)
    return Answer(status, forms, apart, state.of(apart), state, making.until, making.to_each)


def _is_for_all_who_ask_so(making: Making, key: Key, headers: Headers) -> bool:
    """Say whether all parameters are known, and the site that asks: others anybody can invent."""
    opened_to = value_of(headers, "access-control-allow-origin")
    is_open = opened_to == key.origin or (opened_to == "*" and not key.origin)
    return is_open and names_in(key.query) <= (making.parameters or frozenset())


def _form_for(answer: Answer, env: Environ) -> Form:
    return answer.form_for(env.get("HTTP_ACCEPT_ENCODING", ""))


def _give(form: Form, env: Environ, start: Start, kind: str, own: Headers) -> Body:
    if is_same(form, env.get("HTTP_IF_NONE_MATCH")):
        figures.note(figures.UNCHANGED)
        start("304 Not Modified", [*form.unchanged, *own])
        return ()
    figures.note(kind)
    start("200 OK", [*form.headers, *own])
    return () if env["REQUEST_METHOD"] == "HEAD" else (form.body,)
