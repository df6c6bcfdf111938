"""Every act, part and list x every state x everybody: against the table of `tests.letters.rights`.

The world is built once; each case is rolled back. Who stands outside (another desk, an ended seat, another
language, no seat) is tried in every state too, and is refused everywhere.
"""

from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from itertools import product

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import TestCase
from django.utils import timezone

from home.staff.roles import RoleKind, roles_of
from letters.choices.desk import Act, DeskRole, DeskWork
from letters.choices.letters import BackReason, ClosedReason, LetterPart, LetterState, ReturnReason
from letters.erasure.actions.erase import erase_by_staff
from letters.handling.actions.claims import claim
from letters.handling.actions.current_texts import put_correction
from letters.handling.actions.notes import open_notes, write_note
from letters.handling.actions.opening import open_drawing, open_letter, open_translation
from letters.handling.actions.simple_acts import do_plainly
from letters.handling.actions.transitions import do_by_worker, do_by_writer
from letters.lifecycle import InvalidTransition
from letters.models import Letter, LetterDrawing, LetterLogEntry
from letters.oversight.actions.desks import create_desk, seat
from letters.permissions.letters import acts_open_to, letters_seen_by, require_desk_work, require_read
from letters.screening.actions.decisions import (
    ask_writer,
    hide_parts,
    judge_drawing,
    mark_duplicate,
    set_language,
)
from letters.sealing.sealed_box import seal_bytes
from tests.factories.partners import employ_as, employ_moderator, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.letters.approved import make_approved
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.letters.rights import FINDS, LEADS_TO, MAY_DO, MAY_READ, MAY_WORK, gaps

DONE, REFUSED, NOT_NOW = "done", "refused", "not now"


def _note(*, letter, by, version):
    return write_note(letter=letter, by=by, text="Слово").letter


# Acts with an action of their own, each tried beside the bare road.
OWN_ROADS = {
    Act.ASK: partial(ask_writer, reasons=["photo"], is_needed=True),
    Act.HIDE: partial(hide_parts, spans=[{"start": 0, "end": 3}]),
    Act.JUDGE_DRAWING: partial(judge_drawing, is_accepted=True),
    Act.SET_LANGUAGE: partial(set_language, language="en"),
    Act.ERASE: erase_by_staff,
    Act.NOTE: _note,
}


DETAILS = {Act.COME_BACK: ReturnReason.MOVED, Act.BRING_BACK: BackReason.MISTAKE}
ENDED = {LetterState.REJECTED, LetterState.WITHDRAWN, LetterState.ERASED}
OPENERS = {
    LetterPart.ORIGINAL: open_letter,
    LetterPart.DRAWING: open_drawing,
    LetterPart.TRANSLATION: open_translation,
    LetterPart.NOTES: open_notes,
    LetterPart.SCANS: lambda *, letter, by: require_read(by, LetterPart.SCANS, letter),
}
LOGGED = {LetterPart.ORIGINAL, LetterPart.DRAWING, LetterPart.TRANSLATION}


def everybody(partner):
    """Return {who: account}: one a role at the desk, and people of all kinds with no say in its letters."""
    if partner.editors is None:  # without a workspace its editors and moderators would have no group
        partner = open_partner(partner.slug)
    elsewhere, yesterday = open_partner("elsewhere"), timezone.localdate() - timedelta(days=1)
    people = {role: make_member(partner, f"own-{role}", role, languages="uk") for role in DeskRole}
    people |= {
        f"{role} of another desk": make_member(elsewhere, f"other-{role}", role, languages="uk")
        for role in DeskRole
    }
    people["translator of another language"] = make_member(
        partner, "german", DeskRole.TRANSLATOR, languages="de"
    )
    ended = people["all roles until yesterday"] = make_member(partner, "ended")
    for role in DeskRole:
        seat(desk=create_desk(partner=partner), user=ended, role=role, languages="uk", until=yesterday)
    gone = people["all roles, account closed"] = make_member(partner, "gone", *DeskRole, languages="uk")
    gone.is_active = False
    gone.save()
    return people | without_seat(partner, elsewhere)


def without_seat(partner, elsewhere):
    """Everybody else whom the table of roles knows."""
    others = [role for role in roles_of() if role.kind != RoleKind.DESK]
    people = {f"{role.key}, {role.kind}": employ_as(role, partner=partner) for role in others}
    return people | {"moderator of another partner": employ_moderator(elsewhere, "moderator")}


class World(TestCase):
    @classmethod
    def setUpTestData(cls):
        open_locales("uk")
        cls.prisoner = PrisonerFactory(writable=True, slug="vilnyi", partner=open_partner("zmina"))
        cls.people = everybody(cls.prisoner.partner)
        # A place that reads Ukrainian too: so this one letter may go either way, with its text or as it is.
        cls.prisoner.facility.languages_read = "ru,uk"
        cls.prisoner.facility.save()
        facts = {"has_drawing": True, "needs_translation": True}
        cls.letter, cls.twin = make_approved(cls.prisoner, **facts), make_letter(cls.prisoner)
        sealed = seal_bytes(b"drawing", letter=cls.letter.uuid, field="drawing")
        LetterDrawing.objects.create(letter=cls.letter, format="PNG", sealed=sealed, is_accepted=True)

    def put(self, state):
        why = ClosedReason.CANNOT_GO if state == LetterState.REJECTED else ""
        Letter.objects.filter(pk=self.letter.pk).update(state=state, version=1, closed_because=why)
        self.letter.refresh_from_db()

    def stands(self):
        stored = Letter.objects.get(pk=self.letter.pk)
        return stored.state, stored.version, LetterLogEntry.objects.count()

    @contextmanager
    def taken_back(self):
        mark = transaction.savepoint()
        yield
        transaction.savepoint_rollback(mark)


def outcome_of(do, **about):
    try:
        do(**about)
    except PermissionDenied:
        return REFUSED
    except InvalidTransition:
        return NOT_NOW
    return DONE


def expected(act, state, who):
    """The table's word; who has no seat in their own name at the letter's desk is in none of its cells."""
    if not any(who in cell for cell in MAY_DO[act].values()):
        return REFUSED
    return DONE if who in MAY_DO[act][state] else NOT_NOW


def sweep(test, act, do):
    """Try the act in every state by everybody; what is not in the table changes nothing and logs nothing."""
    for state in LetterState:
        test.put(state)
        before = test.stands()
        for who, user in test.people.items():
            wanted = expected(act, state, who)
            with test.taken_back():
                found = outcome_of(do, letter=test.letter, by=user, version=1)
                if wanted == DONE:
                    after = LEADS_TO[act] if LEADS_TO[act] != "=" else state
                    assert (test.stands()[0], test.stands()[2] - before[2]) == (after, 1), (act, state, who)
            assert found == wanted, (act, state, who)
        assert test.stands() == before, (act, state)


def add_acts(roads):
    """Give a class one test for each act, by the road given for it."""

    def add(cls):
        for act, do in roads.items():
            setattr(cls, f"test_{act}", lambda self, act=act, do=do: sweep(self, act, do))
        return cls

    return add


@add_acts({act: partial(do_plainly, act, detail=DETAILS.get(act, "")) for act in Act})
class BareRoadTests(World):
    """As a button of the page or an act for many takes it."""


@add_acts(OWN_ROADS)
class OwnRoadTests(World):
    """Acts that bring something along."""

    def test_mark_duplicate(self):
        sweep(self, Act.MARK_DUPLICATE, partial(mark_duplicate, of=self.twin))


class OthersTests(World):
    """The writer and the installation itself: their acts in their states, and none of the staff's."""

    def test_writer_and_worker(self):
        for (who, do), act in product({"writer": do_by_writer, "worker": do_by_worker}.items(), Act):
            for state in LetterState:
                self.put(state)
                with self.taken_back():
                    if not any(who in cell for cell in MAY_DO[act].values()):
                        self.assertRaises(ValueError, do, act, letter=self.letter)
                        continue
                    found = outcome_of(partial(do, act), letter=self.letter)
                    assert found == (DONE if who in MAY_DO[act][state] else NOT_NOW), (act, state, who)


class ReadingTests(World):
    """Which part is opened by whom, through the actions that open it; each opening is in the log."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        translation = cls.letter.translation
        put_correction(translation, "Здравствуйте!", cls.people[DeskRole.READER])
        translation.save()

    def opened(self, user):
        """Return the parts that the user is given."""
        parts = set()
        for part, opener in OPENERS.items():
            with suppress(PermissionDenied):
                found = opener(letter=self.letter, by=user)
                parts.add(part)
                if part == LetterPart.ORIGINAL:
                    parts |= {LetterPart.SIGNATURE} if found.name is not None else set()
                    parts |= {LetterPart.WISHES} if found.wishes is not None else set()
                if part == LetterPart.TRANSLATION:
                    parts |= {LetterPart.CORRECTION} if found.correction else set()
        return parts

    def test_parts(self):
        for state in LetterState:
            self.put(state)
            for who, user in self.people.items():
                with self.taken_back():
                    may = {part for part in LetterPart if who in MAY_READ[part][state]}
                    assert self.opened(user) == may, (state, who)
                    logged = LetterLogEntry.objects.filter(by=user).count()
                    assert logged == len(may & LOGGED), (state, who)

    def test_lists_and_leases(self):
        for state in LetterState:
            self.put(state)
            for who, user in self.people.items():
                finds = who in FINDS[state]
                assert letters_seen_by(user).filter(pk=self.letter.pk).exists() == finds, (state, who)
                # A lease on a closed letter could only keep others from bringing it back.
                works = any(who in MAY_DO[act][state] for act in Act if act != Act.NOTE)
                works = works and state not in ENDED
                with self.taken_back():
                    found = outcome_of(claim, letter=self.letter, by=user)
                    assert found == (DONE if finds and works else REFUSED), (state, who)

    def test_offered_acts(self):
        """What the page offers is what the table allows, to the last act."""
        for state in LetterState:
            self.put(state)
            for who, user in self.people.items():
                allowed = {act for act in Act if who in MAY_DO[act][state]}
                assert set(acts_open_to(user, self.letter)) == allowed, (state, who)


# Of the work of translators no language is asked; of each reply it is (posting/test_reply_translations.py).
AT_THE_DESK = {"translator of another language": DeskRole.TRANSLATOR}


class DeskWorkTests(World):
    def test_work_at_the_desk(self):
        for (who, user), work in product(self.people.items(), DeskWork):
            found = outcome_of(
                require_desk_work, user=user, work=work, desk_partner_id=self.prisoner.partner_id
            )
            role = AT_THE_DESK.get(who, who)
            assert found == (DONE if role in MAY_WORK[work] else REFUSED), (work, who)


def test_no_act_part_state_or_role_is_without_its_row():
    assert gaps() == set()
