"""A letter written on a partner's own site, by the recipes of docs/api.md as they stand there."""

import re
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest

from letters.handling.actions.opening import open_drawing, open_letter
from letters.models import Letter
from tests.browser.strangers import strangers_site
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.api.post_world import open_front_end
from tests.letters.conftest import BODY, make_screener
from tests.standing import standing

pytestmark = pytest.mark.browser

GUIDE = Path(__file__).parents[3] / "docs" / "api.md"
PAGE = '<!doctype html><title>Somebody\'s site</title><link rel="icon" href="data:,"><h1>Write</h1>'
WRITE = """async (body) => {
  const { beginLetter, sendLetter } = await import("/letter.mjs");
  const { stateOf } = await import("/state.mjs");
  const form = await beginLetter("vilnyi", "en");
  const typed = { body, name: "Олена", email: "", censor: "do", delay: "keep", consent: true };
  const canvas = new OffscreenCanvas(40, 30);
  canvas.getContext("2d").fillRect(5, 5, 20, 10);
  const drawing = new File([await canvas.convertToBlob()], "sea.png", { type: "image/png" });
  const sent = await sendLetter(form, typed);
  const refused = await sendLetter(form, { ...typed, consent: false }).catch((fault) => fault);
  return {
    to: form.to.name,
    sent,
    again: await sendLetter(form, typed),
    drawn: await sendLetter(form, { ...typed, drawing }),
    refused: refused.errors.map((error) => error.pointer),
    state: await stateOf(sent.code, "en"),
    unknown: await stateOf("0000 0000 0000 0000", "en"),
  };
}"""


@standing
def person(public_site):
    return PrisonerFactory(writable=True, slug="vilnyi", name_en="Invented Free", stories=["uk"])


@pytest.fixture
def site(live_server, person):
    """The partner's site with the recipes on it."""
    policy = f"default-src 'none'; script-src 'self'; img-src data:; connect-src {live_server.url}"
    with strangers_site(policy) as site:
        key = open_front_end(person.partner, site.named).publishable_key
        site.pages["/"] = PAGE
        for name in ("letter", "state"):
            code = re.search(rf"<!-- recipe: {name} -->\n```js\n(.*?)```", GUIDE.read_text(), re.S)[1]
            code = code.replace("https://letters.example.org", live_server.url)
            site.pages[f"/{name}.mjs"] = code.replace("lfc_pk_of_your_site", key)
        yield site


def test_letter_from_a_partners_page_arrives_sealed_and_from_a_strangers_page_not_at_all(
    site, person, visitor
):
    screener = make_screener(person.partner, "screener")
    page, foreign = visitor(), visitor()
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        page.goto(site.named)
        answer = page.evaluate(WRITE, BODY)
        foreign.goto(site.unnamed)
        refused = foreign.evaluate(f"async () => ({WRITE})('x').catch((fault) => fault.name)")

    letter, drawn = Letter.objects.order_by("pk")
    assert (answer["to"], refused) == ("Invented Free", "TypeError")
    assert answer["again"]["code"] == answer["sent"]["code"] != answer["drawn"]["code"]
    assert Letter.objects.with_code(answer["sent"]["code"].replace(" ", "")) == letter
    assert answer["refused"] == ["/consent"]
    assert answer["state"]["state"] == "received"
    assert answer["state"]["sentences"] == ["Your letter is with us. A person will read it soon."]
    assert answer["unknown"]["state"] is None
    assert open_letter(letter=letter, by=screener).body == BODY
    assert open_drawing(letter=drawn, by=screener)[1] == "JPEG"  # made small as it arrives
    assert [told for told in page.told if "the server responded with a status" not in told] == []
