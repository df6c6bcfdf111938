"""Letters on paper as a test needs them: in a pack, each with its number."""

from letters.choices.letters import LetterState
from letters.choices.paper import RunState
from letters.models import DayPack, Letter, PrintedLetter, PrintRun
from letters.oversight.actions.desks import create_desk
from tests.letters.desk_world import make_letter, make_letters


def make_pack(people, *, each=1, state=RunState.READY):
    """Return a pack of the first person's desk: a run for each person, with so many printed letters in it."""
    desk = create_desk(partner=people[0].partner)
    pack = DayPack.objects.create(desk=desk, envelope_format="dl", state=state)
    for position, person in enumerate(people):
        run = PrintRun.objects.create(pack=pack, facility=person.facility, position=position, state=state)
        letters = make_letters(person, each, state=LetterState.PRINTED)
        PrintedLetter.objects.bulk_create(
            printing(run, letter, place) for place, letter in enumerate(letters)
        )
    return pack


def printing(run, letter, position=0, **facts):
    number = facts.pop("number", None) or f"N{letter.pk:05}{position % 10}"
    return PrintedLetter(run=run, letter=letter, position=position, letter_version=1, number=number, **facts)


def printed_of(pack):
    return list(PrintedLetter.objects.filter(run__pack=pack).order_by("run__position", "position"))


def posted_letter(person, **facts):
    """Return a letter, with something in it, that went to the person's place and was not heard of since."""
    letter = make_letter(person, state=LetterState.POSTED, **facts)
    pack = DayPack.objects.create(
        desk=create_desk(partner=person.partner), envelope_format="dl", state=RunState.POSTED
    )
    run = PrintRun.objects.create(pack=pack, facility=person.facility, position=0, state=RunState.POSTED)
    printing(run, letter, is_open=False).save()
    return letter


def state_of(letter):
    return Letter.objects.get(pk=letter.pk).state
