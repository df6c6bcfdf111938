import pytest

from letters.page_groups import ASIDE, group_of

RULES = {
    "first page of a file": ((False, None, None), 5),
    "page after another": ((False, None, (3, None)), 3),
    "blank page": ((True, None, (3, None)), ASIDE),
    "blank first page": ((True, None, None), ASIDE),
    "page after a blank one": ((False, None, (ASIDE, None)), 5),
    "front of a sheet": ((False, 8, (3, None)), 5),
    "front of another sheet": ((False, 8, (3, 7)), 5),
    "back of a sheet": ((False, None, (3, 7)), 3),
    "same sheet once more": ((False, 7, (3, 7)), 3),
}


@pytest.mark.parametrize("rule", RULES)
def test_pages_part_by_blanks_and_by_sheets(rule):
    (is_blank, sheet, before), expected = RULES[rule]

    assert group_of(is_blank=is_blank, sheet=sheet, before=before, newest=4) == expected
