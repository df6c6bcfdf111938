"""A file of places: each row becomes a proposal or says why not; a coordinator looks through and takes."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError
from django.utils.translation import override

from prisoner_pages.importing.facilities import FACILITY_COLUMNS
from prisoner_pages.models import Facility, PlaceProposal
from prisoner_pages.places.actions import BUSY
from prisoner_pages.places.read_models import ProposedPlace
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import open_locales
from tests.standing import standing
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FILE, PROPOSED = "/admin/places/file/", "/admin/places/proposed/"
UK = {"accept-language": "uk"}
ROW = {
    "facility_name_uk": "ВК-{0}",
    "facility_name_ru": "ИК-{0} (вымышленная)",
    "type": "colony",
    "address": "г. Омск, ул. Мира, д. {0}",
    "postal_index": "64400{0}",
    "region": "Омская область",
    "source_url": "https://example.org/{0}",
}


@standing
def zmina(db):
    open_locales("uk")
    return open_partner("zmina")


def row(number, **changes):
    return {name: value.format(number) for name, value in ROW.items()} | changes


def file_of(*rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, FACILITY_COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def upload(user, partner, data):
    sent = {"file": SimpleUploadedFile("places.csv", data), "partner": partner.pk}
    return logged_in(user).post(FILE, sent, headers=UK)


def take(user, proposals, **changes):
    seen = {f"seen-{each.pk}": ProposedPlace.of(each).seen for each in proposals}
    sent = {"proposals": [each.pk for each in proposals], **seen, **changes}
    return logged_in(user).post(f"{PROPOSED}take/", sent, headers=UK, follow=True)


def test_each_row_waits_or_says_why_not_and_nothing_is_a_place_yet(zmina):
    whole = Facility.objects.create(
        name_ru="ИК-7 (вымышленная)", address_ru="г. Омск, ул. Мира, д. 7", postal_index="644007"
    )
    lacking = Facility.objects.create(name_ru="ИК-8 (вымышленная)", address_ru="г. Омск, ул. Мира, д. 8")
    other = Facility.objects.create(name_ru="ИК-9 (вымышленная)", address_ru="г. Томск, ул. Иная, д. 1")
    rows = [row(1), row(7), row(8), row(9), row(2, source_url=""), row(3, postal_index="12"), row(1)]

    page = upload(employ_editor(zmina), zmina, file_of(*rows))

    waiting = list(PlaceProposal.objects.order_by("pk").values_list("name_ru", "facility"))
    assert waiting == [("ИК-1 (вымышленная)", None), ("ИК-8 (вымышленная)", lacking.pk)]
    assert [bool(each.why) for each in page.context["rows"]] == [False, True, False, *[True] * 4]
    assert "2 місця чекають на координатора." in page.text and "шість цифр" in page.text
    assert set(Facility.objects.values_list("pk", flat=True)) == {whole.pk, lacking.pk, other.pk}


def test_a_coordinator_takes_those_ticked_as_they_were_shown(zmina):
    coordinator = employ_coordinator()
    upload(coordinator, zmina, file_of(row(1), row(2), row(3)))
    one, two, three = PlaceProposal.objects.order_by("pk")
    page = logged_in(coordinator).get(f"{PROPOSED}?all").text
    assert page.count('name="proposals"') == page.count(" checked>") == 3

    said = take(coordinator, [one, two], **{f"seen-{two.pk}": "ИК-2 / г. Омск"}).text

    assert list(Facility.objects.values_list("name_ru", "postal_index")) == [("ИК-1 (вымышленная)", "644001")]
    assert "1 місце взято." in said and "адреса змінилася" in said.lower()
    assert set(PlaceProposal.objects.waiting()) == {two, three}


@pytest.mark.parametrize(
    ("known", "name", "region"),
    [
        (["ИК-7 (Новый, Красноярский край)"], "ИК-7 (Красноярский край)", "Красноярский край"),
        (["Женская колония, Омская область"], "Колония строгого режима, Омская область", "Омская область"),
        (["Колония (Нижний Новгород)"], "Колония (Нижний Тагил)", "Свердловская область"),
        (["ИК-7 (Омск)", "ИК-7, Омская область"], "ИК-7, г. Омск", "Омская область"),
    ],
)
@pytest.mark.parametrize("address", ["", "г. Омск, ул. Иная, д. 5"])
def test_no_address_is_proposed_for_a_place_of_another_name(zmina, known, name, region, address):
    places = [Facility.objects.create(name_ru=each, name_uk=each, address_ru=address) for each in known]

    page = upload(employ_editor(zmina), zmina, file_of(row(1, facility_name_ru=name, region=region)))

    (became,) = page.context["rows"]
    assert not PlaceProposal.objects.exists()
    assert became.why.startswith("Можливо") and all(str(place) in became.why for place in places)


def test_a_place_is_found_by_its_name_however_that_is_spaced(zmina):
    place = Facility.objects.create(name_ru="ИК-7 (Вымышленная)", region_ru="Омская область")
    Facility.objects.create(name_ru="ИК-7, Омская область", region_ru="Омская область")

    upload(employ_editor(zmina), zmina, file_of(row(7, facility_name_ru="ИК-7  (вымышленная)")))

    assert PlaceProposal.objects.get().facility == place


@pytest.mark.parametrize("address", ["г. Омск, ул. Mира, д. 1", "г. Омск, ул. Мира, д. 1, корп. A"])
def test_an_address_with_a_latin_letter_is_refused_not_left_out(zmina, address):
    page = upload(employ_editor(zmina), zmina, file_of(row(1, address=address)))

    assert not PlaceProposal.objects.exists() and "латинські літери" in page.context["rows"][0].why


@pytest.mark.parametrize("fault", [OperationalError("database is locked"), IntegrityError("FOREIGN KEY")])
def test_a_row_at_which_somebody_else_is_says_so_and_loses_none_of_the_others(zmina, monkeypatch, fault):
    save = PlaceProposal.save

    def save_but_two(proposal, *args, **kwargs):
        if proposal.name_uk == "ВК-2":
            raise fault
        save(proposal, *args, **kwargs)

    monkeypatch.setattr(PlaceProposal, "save", save_but_two)
    page = upload(employ_editor(zmina), zmina, file_of(row(1), row(2), row(3)))

    with override("uk"):
        assert [each.why for each in page.context["rows"]] == ["", str(BUSY), ""]
    assert PlaceProposal.objects.count() == 2


def test_what_of_a_file_is_not_read_is_said(zmina):
    book = openpyxl.Workbook()
    book.active.append(list(row(1)))
    book.active.append(list(row(1).values()))
    book.create_sheet("Other")["A1"] = "ИК-2"
    file = io.BytesIO()
    book.save(file)

    page = upload(employ_editor(zmina), zmina, file.getvalue()).text

    assert page.index("лише перший аркуш") < page.index("1 місце чекає")


def test_the_screen_names_as_columns_those_alone_that_are_taken(zmina):
    page = logged_in(employ_editor(zmina)).get(FILE, headers=UK)

    taken, not_taken = page.context["columns"], page.context["not_taken"]
    assert sorted([*taken, *not_taken]) == sorted(FACILITY_COLUMNS)
    assert set(not_taken) == {"facility_name_en", "lat", "lon", "source_date", "note"}
    assert page.text.index("<code>region</code>") < page.text.index("не беремо") < page.text.index(">lat<")


@pytest.mark.parametrize("data", [b"", b"a;b\n1;2\n", b"\xd0\xcf\x11\xe0", "назва".encode("utf-16")])
def test_what_is_no_such_file_is_refused_in_words(zmina, data):
    answer = upload(employ_editor(zmina), zmina, data)

    assert answer.status_code == 422 and answer.context["form"].errors["file"]
    assert not PlaceProposal.objects.exists()


@pytest.mark.full(LONG)
def test_nobody_proposes_for_another_partner_and_editors_take_nothing(zmina):
    editor = employ_editor(open_partner("pen"))
    assert upload(editor, zmina, file_of(row(1))).status_code == 422
    upload(employ_coordinator(), zmina, file_of(row(1)))

    take(editor, list(PlaceProposal.objects.all()))

    assert not Facility.objects.exists() and PlaceProposal.objects.waiting().count() == 1
