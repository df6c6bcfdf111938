import pytest

from home.site.forms import StaffLoginForm


@pytest.mark.django_db
def test_log_in_form_names_its_fields_in_ukrainian(client):
    page = client.get("/admin/login/").content.decode()

    assert "Пароль" in page
    assert ">Password<" not in page
    assert StaffLoginForm().fields["password"].label == "Пароль"
