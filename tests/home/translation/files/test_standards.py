"""What we write as XLIFF 2.1 holds to the standard, as an independent reading of it says."""

import re
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from home.translation.choices import UnitState
from home.translation.files import xliff21
from home.translation.files.formats import FORMATS
from tests.home.translation.files.test_formats import LINKED, PLAIN, row, sheet, strings_of

STANDARD = etree.RelaxNG(etree.parse(Path(__file__).with_name("xliff21.rng")))
NAMESPACE = {"x": xliff21.NAMESPACE}
MARKED = 'Один <b>два <i>три</i></b> <strong>чотири</strong><br/><em>п’ять</em> <a id="a1">шість</a>'


def written(*rows, **more):
    return etree.fromstring(FORMATS["xliff21"].write(sheet(*rows, **more)))


def assert_valid(root):
    STANDARD.assertValid(root)
    for unit in root.iterfind(".//x:unit", NAMESPACE):
        for name in ("source", "target"):
            ids = Counter(unit.xpath(f".//x:{name}//@id | ./x:segment/@id", namespaces=NAMESPACE))
            assert max(ids.values()) == 1, "an id names one thing in its unit"


@pytest.mark.parametrize("state", UnitState)
@pytest.mark.parametrize("text", ["", "Words", MARKED])
def test_every_state_with_and_without_a_text_and_an_older_one(state, text):
    rows = row(MARKED, text, state), row(LINKED, text, state, number=2, older_source="Було", older_text="Was")

    assert_valid(written(*rows))


def numbered(text):
    """Return the string with its links numbered as those of a page are: each once."""
    numbers = count(1)
    return re.sub(r'id="a\d+"', lambda _found: f'id="a{next(numbers)}"', text)


@given(source=strings_of(PLAIN).map(numbered), text=strings_of(PLAIN).map(numbered))
def test_any_string(source, text):
    assert_valid(written(row(source, text)))


def test_units_have_ids_of_their_own_in_a_file():
    root = written(row(number=1), row(number=2), row("Інше", number=3))

    ids = root.xpath("//x:unit/@id", namespaces=NAMESPACE)
    assert len(set(ids)) == 3


def test_tags_of_a_translation_bear_the_ids_of_the_original():
    root = written(row(MARKED, MARKED.replace("Один", "One")))

    ids = [root.xpath(f"//x:{name}//@id", namespaces=NAMESPACE) for name in ("source", "target")]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    "broken",
    [
        lambda unit: unit.find("x:notes", NAMESPACE).clear(),
        lambda unit: unit.set("id", "two words"),
        lambda unit: unit.find("x:segment", NAMESPACE).set("state", "signed-off"),
        lambda unit: unit.find("x:segment", NAMESPACE).insert(0, unit.find(".//x:target", NAMESPACE)),
        lambda unit: unit.find(".//x:pc", NAMESPACE).set("type", "italic"),
    ],
)
def test_a_fault_would_be_seen(broken):
    root = written(row(MARKED, MARKED))
    broken(root.find(".//x:unit", NAMESPACE))

    assert not STANDARD.validate(root)
