"""Staff of the trial, each in a browser of their own, who press what is there to be pressed."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from tests.browser.conftest import follow
from tests.factories.login import code_of
from tests.launch.host import STAFF_NAME

PASSWORD = "viter nad stepom 2026"
ADMIN = f"https://{STAFF_NAME}/admin/"


@dataclass
class Person:
    name: str
    page: Page
    secret: str = ""  # of their app

    @classmethod
    def made(cls, name, browser):
        site = f"https://{STAFF_NAME}"
        size = {"width": 1400, "height": 1000}
        page = browser.new_context(base_url=site, locale="uk", viewport=size).new_page()
        page.shown = []  # what the desk showed to them
        return cls(name, page)

    @property
    def address(self):
        return f"{self.name}@letters.example"

    def open(self, path=""):
        """Open a page of the admin, and prove who it is where that is asked."""
        self.page.goto(ADMIN + path)
        self.prove()
        assert self.page.url.startswith(ADMIN + path.partition("?")[0]), self.page.url

    def sees_the_admin(self):
        self.open()
        return self.page.locator("#wagtail-sidebar").count() == 1

    def press(self, what):
        follow(self.page, what)

    def choose_password(self):
        for name in ("password1", "password2"):
            self.page.fill(f"input[name={name}]", PASSWORD)
        self.press("main form button[type=submit]")

    def accept(self, invitation):
        """Make the account behind the link of a mail."""
        self.page.goto(invitation)
        for name, words in {"username": self.name, "password": PASSWORD, "again": PASSWORD}.items():
            self.page.fill(f"input[name={name}]", words)
        self.press("main form button[type=submit]")
        assert self.page.url == f"{ADMIN}login/", self.page.inner_text("main")

    def give_password(self):
        self.page.goto(ADMIN)
        self.page.fill("input[name=login]", self.name)
        self.page.fill("input[name=password]", PASSWORD)
        self.press("main form button[type=submit]")

    def prove(self):
        """Do what is asked before something that counts."""
        if self.page.locator("input[type=password]").count():
            self.page.fill("input[type=password]", PASSWORD)
            self.press("form:has(input[type=password]) button[type=submit]")
        elif self.page.locator("input[name=code]").count():
            self.give_code()

    def give_code(self):
        self.page.fill("input[name=code]", code_of(self.secret))
        self.press("main form button[type=submit]")

    def set_up_app(self):
        self.press("a[href*='/admin/me/app/']")
        self.secret = self.page.inner_text(".login-secret code")
        self.give_code()
        assert self.page.locator(".login-codes li").count() == 10

    def give_passkey(self):
        """Put a key into this browser, which holds passkeys and whose owner always says yes."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    def set_up_passkey(self):
        self.give_passkey()
        self.press("a[href*='/admin/me/passkeys/add/']")
        self.page.fill("input[name=name]", "key on the ring")
        self.page.check("input[name=passwordless]")
        self.press("#passkey-button")
        assert self.page.locator(".login-codes li").count() == 10

    def log_out(self):
        self.open("me/")
        self.press("header button")

    def log_in_by_passkey(self):
        self.page.goto(f"{ADMIN}login/")
        with self.page.expect_navigation(url=re.compile(f"^{ADMIN}$")):
            self.page.click("#passkey-button")

    def invite(self, name, *roles, languages=()):
        self.open("people/invitations/")
        self.page.fill("input[name=email]", f"{name}@letters.example")
        for box in [*roles, *languages]:
            self.page.check(f"input[type=checkbox][value='{box}']")
        self.press(".staff-screen form button.button:not(.button-small)")


@dataclass
class Staff:
    """Everybody, by name; whoever is asked for and not there yet gets a browser."""

    browser: Browser
    people: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, name):
        if name not in self.people:
            self.people[name] = Person.made(name, self.browser)
        return self.people[name]


KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
