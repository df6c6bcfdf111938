import pytest
from django.http import HttpResponse

from tests.security.hostile import bad_inputs


def test_catalogue_holds_all_its_cases():
    assert len(bad_inputs._catalogue()) == 404
    assert len({case.id for case in bad_inputs._catalogue()}) == 404


def test_changed_expectations_name_cases_that_exist():
    known = {case.id for case in bad_inputs._catalogue()}

    assert set(bad_inputs.CHANGED) <= known


def test_case_refuses_a_server_error_another_status_and_a_stored_row():
    case = next(case for case in bad_inputs.cases("tracking_code") if case.id == "TR-03")

    case.assert_met(HttpResponse(status=200), stored=0)
    for status, stored in [(500, 0), (201, 0), (200, 1)]:
        with pytest.raises(AssertionError):
            case.assert_met(HttpResponse(status=status), stored=stored)


def test_unknown_id_to_leave_out_is_an_error():
    with pytest.raises(KeyError):
        bad_inputs.cases("tracking_code", without=["TR-99"])


def test_generators_are_filled_in():
    assert bad_inputs.generated({"body": {"gen": {"repeat": "ab", "n": 3}}}) == {"body": "ababab"}
    assert bad_inputs.generated({"gen": {"post": "valid"}}) == {"gen": {"post": "valid"}}
