"""What a person does with hand and keyboard, counted."""

from tests.browser.conftest import follow


class Finger:
    """Presses what a person presses, and counts."""

    def __init__(self):
        self.clicks = self.keys = 0

    def __str__(self):
        return f"{self.clicks} clicks, {self.keys} keys"

    def press(self, page, what):
        self.clicks += 1
        page.locator(what).first.click()

    def follow(self, page, what):
        self.clicks += 1
        follow(page, what)

    def choose(self, page, field, value):
        """From a list of the browser's own, which is opened and left again."""
        self.clicks += 2
        page.select_option(field, value)

    def type_into(self, page, field, words):
        self.press(page, field)
        self.keys += len(words)
        page.keyboard.type(words)

    def paste_into(self, page, field, words):
        self.press(page, field)
        self.keys += 1
        page.keyboard.insert_text(words)
