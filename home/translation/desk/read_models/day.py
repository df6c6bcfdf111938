"""What waits at the desk for page translation, in the languages of whoever asks."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import Translation, TranslationSource

from home.day.entries import DayEntry, DaySubject
from home.languages.info import SOURCE_LANGUAGE
from home.translation.choices import Right, Whose, WorkState
from home.translation.core.read_models.sources import is_readable
from home.translation.desk.read_models.questions import may_answer_here, waiting_for
from home.translation.desk.read_models.work import in_state
from home.translation.models import Question
from home.translation.permissions import knows_the_way, leads, roles_today

# Who does the next step, and what it is called here.
STEPS = {
    WorkState.RETURNED: (Right.TRANSLATE, _("Texts with returned strings")),
    WorkState.TRANSLATE: (Right.TRANSLATE, _("Texts to translate")),
    WorkState.REVIEW: (Right.REVIEW, _("Texts to review")),
    WorkState.PUBLISH: (Right.PUBLISH, _("Texts to publish")),
}


def open_to(user: User) -> QuerySet[Translation]:
    """Return what the person may open (`work.translations_of`), without a query of its own."""
    found = Translation.objects.filter(is_readable("source__"), desk__is_detached=False)
    found = found.exclude(target_locale__language_code=SOURCE_LANGUAGE)
    if leads(user):
        return found
    return found.filter(target_locale__in=roles_today().filter(user=user).values("locale"))


def texts_of(translations: QuerySet[Translation]) -> QuerySet[TranslationSource]:
    """Return the texts of these: the desk lists each once, whatever the languages."""
    return TranslationSource.objects.filter(Exists(translations.filter(source=OuterRef("pk"))))


def in_step(state: WorkState, right: Right) -> Callable[[User], QuerySet[TranslationSource]]:
    """Return how the texts at a step are found, by those who do the step in one language at least."""

    def rows(user: User) -> QuerySet[TranslationSource]:
        found = texts_of(in_state(open_to(user), state))
        does_it = roles_today().filter(user=user, right=right)
        return found if leads(user) else found.filter(Exists(does_it))

    return rows


def taken(user: User) -> QuerySet[TranslationSource]:
    return texts_of(open_to(user).filter(Q(desk__assignee=user) | Q(desk__reviewer=user)))


def asked(user: User) -> QuerySet[Question]:
    return waiting_for(user)


def at_desk(query: str) -> Callable[[], str]:
    return lambda: f"{reverse('translation_desk:index')}?{query}"


DAY_ENTRIES = (
    DayEntry(
        "texts-taken",
        DaySubject.TRANSLATIONS,
        _("Texts you have taken"),
        knows_the_way,
        taken,
        at_desk(f"whose={Whose.MINE}"),
    ),
    *(
        DayEntry(
            f"texts-{state}",
            DaySubject.TRANSLATIONS,
            title,
            knows_the_way,
            in_step(state, right),
            at_desk(f"state={state}"),
        )
        for state, (right, title) in STEPS.items()
    ),
    DayEntry(
        "questions",
        DaySubject.TRANSLATIONS,
        _("Questions of translators"),
        may_answer_here,
        asked,
        lambda: reverse("translation_desk:questions"),
    ),
)
