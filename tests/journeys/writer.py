"""A writer at the public pages. Imports nothing of ours: other projects with our apps are visited, too."""

import re
from html import unescape


class Writer:
    """A browser without JavaScript: it fills in what is on the page and presses its buttons."""

    def __init__(self, client):
        self.client = client

    def open(self, path):
        self.page = self.client.get(path)
        return self

    def press(self, button, **typed):
        """Press the button with these words; what was typed and what is hidden goes along."""
        html = self.page.content.decode()
        form = re.search(r'<form id="letter-form".*?</form>', html, re.S)[0]
        fields = {
            name: unescape(value)
            for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
        }
        fields |= {
            name: unescape(text)
            for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', form, re.S)
        }
        action = re.search(r'action="([^"]+)"', form)[1]
        found = re.search(rf"<button([^>]*)>{button}</button>", html)[1]
        if own := re.search(r'formaction="([^"]+)"', found):
            action = own[1]
        if name := re.search(r'name="(\w+)"', found):
            fields[name[1]] = "1"
        self.page = self.client.post(action, {**fields, **typed})
        if self.page.status_code == 303:
            self.open(self.page.headers["Location"])
        return self

    def sees(self, words):
        return words in unescape(self.page.content.decode())

    @property
    def code(self):
        return re.search(r">(\d{4}(?: \d{4}){5})<", self.page.content.decode())[1]
