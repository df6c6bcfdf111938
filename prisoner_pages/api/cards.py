"""People as an answer gives them: by the same rules as the cards of the public list."""

from home.headless.api import Translation
from prisoner_pages.api.shapes import PersonCard, Picture, Writing
from prisoner_pages.call_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.showing.cards import CARD_PHOTO, home_of, shown_name, stories_of
from prisoner_pages.showing.languages import nearest
from prisoner_pages.showing.photos import photos_of


def cards_of(people, *, asked, lexicon, words, root):
    """Return the PersonCards of these people (`.for_cards()`), in their order; `root` is scheme and host.

    Five queries at most, however many people.
    """
    told = stories_of(people, asked.public)
    photos = photos_of(people, CARD_PHOTO)
    return [
        _card(person, told.get(person.pk, set()), photos.get(person.pk), asked, lexicon, words, root)
        for person in people
    ]


def _card(person, told, photo, asked, lexicon, words, root):
    call, name = person.call_to_action, shown_name(person, asked.served)
    shows_facts = call.shows_facts
    return PersonCard.model_construct(
        slug=person.slug,
        url=address(root, nearest(told, asked.served), person.slug),
        name=name,
        invented=person.invented,
        name_only=not shows_facts,
        translations=[translation(root, code, person.slug) for code in asked.public if code in told],
        writing=writing(person, asked, words, root),
        work=[words.text(name) for name in lexicon.named("occupations", person.facts.occupations)]
        if shows_facts
        else None,
        home=words.text(home_of(person, lexicon)) if shows_facts else None,
        photo=_picture(photo, name, words, root),
    )


def address(root, language, slug):
    return f"{root}/{language}/prisoners/{slug}/"


def translation(root, language, slug):
    return Translation.model_construct(
        locale=language, slug=slug, url=address(root, language, slug), complete=True
    )


def writing(person, asked, words, root):
    call = person.call_to_action
    reason = words.labelled(call.reason, REASON_WORDS[call.reason]) if call.reason else None
    return Writing.model_construct(
        call=words.labelled(call.call, CALL_WORDS[call.call]),
        reason=reason,
        takes_letters=call.takes_letters,
        url=f"{root}/{asked.served}/letters/write/{person.slug}/" if call.takes_letters else None,
    )


def _picture(photo, name, words, root):
    if photo is None:
        return None
    url = photo.url if "//" in photo.url else root + photo.url
    return Picture.model_construct(url=url, width=photo.width, height=photo.height, alt=words.text(name))
