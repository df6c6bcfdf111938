"""Letters on their way: each goes through the actions that its staff would do, with their rights."""

import time
import tomllib
import uuid
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from docs.screenshots import ROOT
from letters.choices.letters import CensorWish, LetterState
from letters.choices.paper import RunState
from letters.handling.actions.claims import claim
from letters.handling.actions.current_texts import marked_text, text_to_translate
from letters.handling.actions.opening import open_letter, open_translation
from letters.models import DayPack, Letter, LetterDesk, PrintedLetter
from letters.oversight.actions.desks import change_desk
from letters.printing.actions.packs import make_pack
from letters.screening.actions.decisions import accept_letter
from letters.translating.actions.approving import approve
from letters.translating.actions.translating import hand_over, look_over, save_translation
from letters.writing.actions.submit import submit_letter
from letters.writing.content import Content
from prisoner_pages.choices import FacilityMail
from prisoner_pages.facts.actions.mail_status import set_facility_mail
from prisoner_pages.models import Facility

LETTERS = ROOT / "docs" / "screenshots" / "letters.toml"
# A desk whose people are in two invented places, to which letters go in this story.
DESK, PLACES = "zmina", ["Вигадана колонія № 97", "Вигадана колонія № 98"]
RETURN_ADDRESS = "а/я 100\nг. Примерск"
PACK_WITHIN_SECONDS = 300


@dataclass(frozen=True)
class Story:
    """What is there to be seen."""

    screened: Letter
    translated: Letter
    checked: Letter
    pack: DayPack
    numbers: list[str]


def tell():
    """Bring the letters to where they are shown; return the Story."""
    told = tomllib.loads(LETTERS.read_text())
    desk = LetterDesk.objects.get(partner__slug=DESK)
    change_desk(desk=desk, by=person("coordinator"), settings={"return_address_ru": RETURN_ADDRESS})
    for place in Facility.objects.filter(name_uk__in=PLACES):
        set_facility_mail(place, status=FacilityMail.OPEN, by=person("moderator.zmina"))
    for each in told["waiting"]:
        written(each)
    pack = printed([approved(each) for each in told["printed"]], desk)
    rows = PrintedLetter.objects.of(pack).order_by("run__position", "position")
    return Story(
        screened=claim(letter=written(told["screened"]), by=person("screener")),
        translated=begun(told["translated"]),
        checked=claim(letter=handed_over(told["checked"]), by=person("second-reader")),
        pack=pack,
        numbers=list(rows.values_list("number", flat=True)),
    )


def person(username):
    return get_user_model().objects.get(username=username)


def written(told):
    """Store the letter as the form of the site does."""
    content = Content(
        prisoner=told["to"],
        body=told["body"].strip(),
        name=told["name"],
        language=told["language"],
        censor_wish=told.get("censor", CensorWish.DO),
    )
    return submit_letter(content=content, nonce=uuid.uuid4().hex, page_language="en")[0]


def begun(told):
    """Accept the letter and save what is translated of it."""
    letter = written(told)
    letter = accept_letter(letter=letter, by=person("screener"), version=letter.version)
    save_translation(
        letter=letter,
        by=person("letter-translator"),
        version=letter.version,
        text_version=0,
        rows=told["rows"],
    )
    return Letter.objects.get(pk=letter.pk)


def handed_over(told):
    letter, by = begun(told), person("letter-translator")
    text = letter.translation
    found = look_over(letter, text_to_translate(letter), text, marked_text(text))
    reasons = {remark.key: "Так у листі." for remark in found if not remark.blocks}
    sent = {"letter": letter, "by": by, "version": letter.version, "text_version": text.version}
    text = save_translation(**sent, rows=told["rows"], reasons=reasons)
    return hand_over(letter=letter, by=by, version=letter.version, text_version=text.version)


def approved(told):
    """Have the second reader open both texts, as their page does, and approve."""
    letter, by = handed_over(told), person("second-reader")
    open_letter(letter=letter, by=by)
    open_translation(letter=letter, by=by)
    return approve(letter=letter, by=by, version=letter.version)


def printed(letters, desk):
    """Make a pack of the letters and wait until the worker of the site has printed it."""
    pack = make_pack(
        uuid=uuid.uuid4(),
        desk=desk,
        letters=Letter.objects.filter(pk__in=[letter.pk for letter in letters]),
        by=person("dispatcher"),
        envelope_format="dl",
        has_blank_sheets=True,
    )
    deadline = time.monotonic() + PACK_WITHIN_SECONDS
    while pack.state != RunState.READY:
        if pack.state == RunState.FAILED or time.monotonic() > deadline:
            raise RuntimeError(f"the pack is {pack.state}")
        time.sleep(1)
        pack.refresh_from_db()
    left = Letter.objects.filter(pk__in=[letter.pk for letter in letters]).exclude(state=LetterState.PRINTED)
    if left.exists():
        raise RuntimeError("letters were left out of the pack")
    return pack
