"""The buttons of a letter and the decisions of its first reader: by everybody, in every state, as requests.

What may be done at all is tried action by action in `actions/test_matrix.py`; here the answers matter:
404 for a letter the person does not find, 403 for an act of others, 409 where it is too late, and never 5xx.
"""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.choices.words import ChipKind
from letters.lifecycle import BUTTONS
from letters.models import ReasonChip, ReasonText
from letters.screening.views.screening import DECISIONS
from tests.letters.handling.test_matrix import World
from tests.letters.rights import FINDS, LEADS_TO, MAY_DO
from tests.tiers import LONG

NO_DOOR, UNKNOWN, FORBIDDEN, CONFLICT, DONE = {302, 403}, {404}, {403}, {409}, {302}


class ViewTests(World):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for kind in (ChipKind.ASK, ChipKind.RETURN):
            chip = ReasonChip.objects.create(slug=f"{kind}-why", kind=kind)
            ReasonText.objects.create(chip=chip, language="uk", label="Чому", text="Тому")
        cls.clients = {}
        for who, user in cls.people.items():
            cls.clients[who] = Client(raise_request_exception=False)
            cls.clients[who].force_login(user)

    def has_a_door(self, who):
        return who in DeskRole or "another" in who and "moderator" not in who

    def doers(self, act):
        return set().union(*MAY_DO[act].values())

    def wanted(self, act, state, who, *, is_button=True):
        """A button pressed too late is answered also where the letter has left the person's lists."""
        if not self.has_a_door(who):
            return NO_DOOR
        if who not in FINDS[state] and not (who in self.doers(act) and is_button):
            return UNKNOWN
        if who not in self.doers(act):
            return FORBIDDEN
        return DONE if who in MAY_DO[act][state] else CONFLICT

    def cases(self, act):
        """Everybody where the act can be done; elsewhere those who may do it there."""
        for state in LetterState:
            self.put(state)
            for who in self.people:
                if MAY_DO[act][state] or who in self.doers(act):
                    yield state, who

    @pytest.mark.full(LONG)
    def test_buttons(self):
        address = reverse("letter_desk:act", args=[self.letter.uuid])
        for act in BUTTONS:
            for state, who in self.cases(act):
                wanted, before = self.wanted(act, state, who), self.stands()
                with self.taken_back():
                    answer = self.clients[who].post(address, {"act": act, "version": 1})
                    assert answer.status_code in wanted, (act, state, who, answer.status_code)
                    if wanted is DONE:
                        assert self.stands()[0] == LEADS_TO[act], (act, state, who)
                assert wanted is DONE or self.stands() == before, (act, state, who)

    def test_decisions(self):
        """Of the desk's own people, where the act can be done, and on a letter long gone."""
        for name, decision in DECISIONS.items():
            address = reverse("letter_desk:screen_act", args=[self.letter.uuid, name])
            states = [state for state in LetterState if MAY_DO[decision.act][state]]
            for state, role in product([*states, LetterState.POSTED], DeskRole):
                self.put(state)
                before, wanted = self.stands(), self.wanted(decision.act, state, role, is_button=False)
                with self.taken_back():
                    answer = self.clients[role].post(address, {**self.filled(name), "version": 1})
                    about = (name, state, role, answer.status_code)
                    assert answer.status_code in (NO_DOOR if wanted is FORBIDDEN else wanted), about
                    if wanted is DONE:
                        assert self.stands()[0] in (LEADS_TO[decision.act], state), about
                        continue
                    assert self.stands()[:2] == before[:2], about

    def filled(self, name):
        return {
            "ask": {"reasons": "ask-why", "is_needed": "on"},
            "return": {"reasons": "return-why"},
            "hide": {"words": "Доброго"},
            "duplicate": {"of": self.twin.uuid},
        }.get(name, {"language": "uk"})
