"""What endangers prisoners on a page that asks for letters stops it until a second person answers for it."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from prisoner_pages.fund_raising import fund_raising_in, said_by
from prisoner_pages.models import CampaignPage, CaseGroup, Charge
from prisoner_pages.models.workflow import OVERRULE
from tests.factories.partners import employ_editor, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event, word_in
from tests.standing import standing
from tests.tiers import LONG, first_of

RAISES = [
    "Пишемо листи й збираємо донати на дрони.",
    "Реквізити для листів. Виручку передамо на потреби армії.",
    "Прийде розвідник. Під час вечора збір коштів.",
    "Благодійний збір для ГУР",
    '<p>Підтримайте: <a href="https://savelife.in.ua/donate/">тут</a></p>',
    'Наша <a linktype="x" href="https://send.monobank.ua/jar/1">банка</a>: на бронежилети.',
    "Write a letter, then donate: all of it goes to the armed forces.",
    "Proceeds go to military intelligence.",
    "Wir sammeln Spenden für Drohnen.",
    "Zbiórka na drony dla brygady",
    "Collecte de fonds pour les soldats",
    "Výtěžek večera půjde armádě",
    "Събираме средства за армията",
    "Insamling till Ukrainas armé",
    "Собираем на дроны для ВСУ",
    "Bağış: ordu içün",
]
HARMLESS = [
    "Збір листів у бібліотеці.",
    "Йому закидають зберігання зброї й участь у батальйоні.",
    "Зібрані на вечорі кошти підуть на передачі: ліки, книжки, марки.",
    "Він донатив бібліотеці книжки, а суд назвав це державною зрадою.",
    "Засуджений за «дискредитацію армії» чекає на листи.",
    "Лист — це розвідка серця, а збірка віршів вийшла торік.",
    "Donations pay for stamps and parcels.",
    "A military court sentenced her to twelve years.",
    "She was charged with collecting intelligence and now waits for letters.",
    "Spenden gehen an die Familien.",
    "La collecte de fonds aide les familles.",
    "Dary na poštovné vítáme.",
    "Insamling av brev på biblioteket.",
]


@pytest.mark.parametrize("said", RAISES)
def test_money_for_arms_army_or_intelligence_is_found(said):
    assert fund_raising_in(said_by([said]))


@pytest.mark.parametrize("said", HARMLESS)
def test_what_merely_sounds_like_it_is_left_alone(said):
    assert fund_raising_in(said_by([said])) == []


def test_it_is_found_across_blocks_and_wherever_a_block_keeps_it():
    blocks = [
        {"type": "heading", "id": "1", "value": "Як долучитися: донат"},
        {"type": "picture", "id": "2", "value": {"image": 3, "caption": "Дрони для фронту"}},
    ]
    assert fund_raising_in(said_by(["Вечір листів", blocks])) == ["донат … дрони", "донат … фронту"]


# --- Approving --------------------------------------------------------------------------------------
db = pytest.mark.django_db


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def pages(zmina):
    campaign = a_campaign([], languages=("uk", "en"))
    return {"campaign": campaign, "event": an_event(campaign, languages=("uk", "en"))}


def submitted(page, by, said="", **more):
    """Send the form of the page with one paragraph, and ask for approval."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "body": streamfield([("paragraph", rich_text(f"<p>{said}</p>"))]),
        "start_precision": "day",
        "date_precision": "day",
        "participations": inline_formset([]),
        "action-submit": "1",
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return logged_in(by).post(address, nested_form_data(data) | more)


def approval_of(page):
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])


def told(answer):
    return {each.level_tag for each in answer.context["messages"]}


def is_public(page, words):
    return words in str(type(page).objects.get(pk=page.pk).body)


@pytest.mark.full(LONG)
@db
@pytest.mark.parametrize("kind", first_of(["campaign", "event"]))
def test_a_stopped_page_is_published_only_by_somebody_who_answers_for_it(kind, pages, zmina):
    page, said = pages[kind], "Листи й донати на дрони"
    submitted(page, employ_editor(zmina), said)
    moderator = logged_in(employ_moderator(zmina))
    address = approval_of(page)

    window = moderator.get(address).json()["html"]
    assert "донати … дрони" in window
    for answer in ({}, {"comment": "Так треба"}, {"is_stopped": "on", "overrules": "on", "comment": " "}):
        assert "error" in told(moderator.post(address, answer, follow=True))
        assert not is_public(page, said)
    approving = {"is_stopped": "on", "overrules": "on", "comment": "Цитата зі старого допису"}
    approved = moderator.post(address, approving, follow=True)

    assert told(approved) == {"success"}
    assert is_public(page, said)
    entry = PageLogEntry.objects.get(page=page.pk, action=OVERRULE)
    assert entry.user.username == "moderator.zmina"
    assert entry.data == {"words": ["донати … дрони"], "people": []}


@pytest.mark.full(LONG)
@db
def test_what_a_second_person_let_pass_stops_no_later_edit_but_more_of_it_does(pages, zmina):
    page, moderator = pages["event"], logged_in(employ_moderator(zmina))
    author = employ_editor(zmina)
    submitted(page, author, "Донати на дрони")
    moderator.post(approval_of(page), {"overrules": "on", "comment": "Цитата"})

    submitted(page, author, "Донати на дрони. Новий рядок")
    moderator.post(approval_of(page))
    assert is_public(page, "Новий рядок")

    submitted(page, author, "Донати на дрони. Збір коштів для ГУР")
    moderator.post(approval_of(page))
    assert not is_public(page, "ГУР")


@db
@pytest.mark.parametrize(("article", "stops"), first_of([("275", True), ("276", True), ("205.5", False)]))
def test_people_charged_with_treason_stop_the_campaign_that_names_them(article, stops, pages, zmina):
    person = PrisonerFactory(partner=zmina, stories=[])
    Charge.objects.create(prisoner=person, code=article)
    page = pages["campaign"]
    submitted(page, employ_editor(zmina), "Пишіть", recipients=[person.pk])
    moderator, address = logged_in(employ_moderator(zmina)), approval_of(page)

    shown = moderator.get(address).json()["html"]
    moderator.post(address)

    assert (person.name_uk in shown) is stops
    assert CampaignPage.objects.get(pk=page.pk).recipients.exists() is not stops


@pytest.mark.full(LONG)
@db
def test_the_button_of_the_editor_says_why_it_refuses(pages, zmina):
    page = pages["event"]
    submitted(page, employ_editor(zmina), "Донати на дрони")
    moderator = employ_moderator(zmina)
    approving = {"action-workflow-action": "true", "workflow-action-name": "approve", "action-submit": ""}

    for extra in ("", "[]", "{", '{"overrules": "on"}'):
        more = {**approving, "workflow-action-extra-data": extra}
        answer = submitted(page, moderator, "Донати на дрони", **more)
        assert "загрожує" in answer.content.decode()
    assert not is_public(page, "дрони")


# --- What became dangerous after it was approved ------------------------------------------------------
@pytest.mark.full(LONG)
@db
@pytest.mark.both_databases
@pytest.mark.parametrize("how", first_of(["chosen", "by the case"]))
def test_a_public_campaign_that_became_dangerous_is_in_my_day_until_somebody_answers(how, pages, zmina):
    editor, moderator, stranger = (
        employ_editor(zmina),
        employ_moderator(zmina),
        employ_editor(open_partner("pen")),
    )
    case = word_in(["uk"], CaseGroup, "Справа", "")
    person = PrisonerFactory(partner=zmina, stories=[], cases=[case])
    asked = {"recipients": [person.pk]} if how == "chosen" else {"recipient_rule_case": case.pk}
    submitted(pages["campaign"], editor, "Пишіть", **asked)
    moderator_client = logged_in(moderator)
    moderator_client.post(approval_of(pages["campaign"]))

    def is_shown(user):
        address = reverse("my_day_list", args=["endangering-campaigns"])
        return person.name_uk in logged_in(user).get(address).content.decode()

    assert not is_shown(editor)
    Charge.objects.create(prisoner=person, code="275")
    assert is_shown(editor) and is_shown(moderator) and not is_shown(stranger)

    submitted(pages["campaign"], editor, "Пишіть листи", **asked)
    answer = {"is_stopped": "on", "overrules": "on", "comment": "Родина просить"}
    moderator_client.post(approval_of(pages["campaign"]), answer)
    assert not is_shown(editor)
