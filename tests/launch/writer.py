"""A visitor of the public host: writes a letter, and asks what became of it."""

from tests.browser.conftest import follow
from tests.launch.host import PUBLIC_NAME

PERSON = "Узеїр Вигадли"  # of the invented list; his place is known, with its address
SLOWER_THAN_A_MACHINE = 5_000  # milliseconds: who sends sooner after the form came is asked to look again


def write(page, body, *, name, language="uk", email=""):
    """Find the person, write, and return the code of the letter."""
    find_person(page)
    follow(page, "main a[href*='/letters/write/']")
    page.fill("[name=body]", body)
    page.select_option("[name=language]", language)
    follow(page, "main form .button")
    page.fill("input[name=name]", name)
    page.fill("input[name=email]", email)
    page.check("[name=censor][value=do]")
    page.check("[name=delay][value=keep]")
    page.check("[name=consent]")
    follow(page, "main form .button")
    page.wait_for_timeout(SLOWER_THAN_A_MACHINE)
    follow(page, "[name=send]")
    return page.inner_text(".code")


def find_person(page):
    """Ask the list by name: it has more people than fit on its first page."""
    page.goto(f"https://{PUBLIC_NAME}/uk/prisoners/")
    page.fill("header [name=q]", PERSON)
    follow(page, "header [role=search] button")
    follow(page, f"main a:has-text('{PERSON}')")


def state_of(page, code):
    """Return the state that a code tells."""
    page.goto(f"https://{PUBLIC_NAME}/uk/letters/status/")
    page.fill("[name=code]", code)
    follow(page, "main form button")
    return page.inner_text(".notice__title")
