"""Signing in and out, and what an administrator does to users."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.factories import RegionFactory, UserFactory, office_of
from urbanplan.accounts.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def user():
    return UserFactory(username="wangjianguo", name="王建国")


def sign_in(client, password="pass", **more):
    return client.post("/sign-in/", {"username": "wangjianguo", "password": password, **more})


def signed_in(client):
    return "_auth_user_id" in client.session


def test_page_asked_for_before_signing_in_comes_after_it(client, user):
    asked = client.get("/password/")

    assert asked.url == "/sign-in/?next=/password/"
    assert 'name="next" value="/password/"' in client.get(asked.url).content.decode()
    assert sign_in(client, next="/password/").url == "/password/"


def test_signing_in_leads_nowhere_else(client, user):
    assert sign_in(client, next="https://example.org/").url == "/"


def test_wrong_password_is_said(english, user):
    response = sign_in(english, "wrong")

    assert response.status_code == 200
    assert "Please enter a correct username and password" in response.content.decode()
    assert not signed_in(english)


def test_who_is_signed_in_is_not_asked_again(client, user):
    client.force_login(user)

    assert client.get("/sign-in/").url == "/"


def test_fifth_wrong_password_locks(english, user):
    statuses = [sign_in(english, "wrong").status_code for _ in range(5)]
    right = sign_in(english)

    assert statuses == [200, 200, 200, 200, 429]
    assert right.status_code == 429
    assert "The password was wrong 5 times in a row." in right.content.decode()
    assert not signed_in(english)


def test_lock_page_names_the_time_that_is_set():
    minutes = settings.AXES_COOLOFF_TIME.total_seconds() / 60

    assert f"for {minutes:.0f} minutes" in (settings.BASE_DIR / "templates/accounts/locked.html").read_text()


def test_lock_ends(client, user, clock):
    clock("2022-06-15 09:00")
    for _ in range(5):
        sign_in(client, "wrong")

    clock("2022-06-15 09:16")

    assert sign_in(client).status_code == 302


def test_another_user_at_the_same_address_is_not_locked(client, user):
    UserFactory(username="limin")
    for _ in range(5):
        sign_in(client, "wrong")

    assert sign_in(client, username="limin").status_code == 302


def test_signing_out_needs_a_post(client, user):
    client.force_login(user)

    assert client.get("/sign-out/").status_code == 405
    assert signed_in(client)
    assert client.post("/sign-out/").url == "/sign-in/"
    assert not signed_in(client)


def test_password_can_be_changed(english, user):
    english.force_login(user)
    passwords = {"old_password": "pass", "new_password1": "住房-9087-套", "new_password2": "住房-9087-套"}

    response = english.post("/password/", passwords)

    user.refresh_from_db()
    assert response.url == "/"
    assert user.check_password("住房-9087-套")


def test_weak_password_is_refused(english, user):
    english.force_login(user)
    passwords = {"old_password": "pass", "new_password1": "12345678", "new_password2": "12345678"}

    response = english.post("/password/", passwords)

    user.refresh_from_db()
    assert "This password is entirely numeric." in response.content.decode()
    assert user.check_password("pass")


# Administration


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def test_administrator_adds_a_user_with_a_role(administrator):
    region = RegionFactory()
    fields = {
        "username": "limin",
        "name": "李敏",
        "email": "",
        "usable_password": "true",
        "password1": "住房-9087-套",
        "password2": "住房-9087-套",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": "office",
        "memberships-0-region": region.pk,
    }

    response = administrator.post(reverse("admin:accounts_user_add"), fields)

    assert response.status_code == 302, response.context["errors"]
    added = get_user_model().objects.get(username="limin")
    assert [(m.role, m.region) for m in added.memberships.all()] == [("office", region)]
    assert (added.name, added.check_password("住房-9087-套")) == ("李敏", True)


def test_membership_that_fits_no_role_is_refused_in_words(administrator, user):
    page = reverse("admin:accounts_user_change", args=[user.pk])
    fields = {
        "username": user.username,
        "is_active": "on",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-role": "liaison",
        "memberships-0-region": RegionFactory().pk,
    }

    response = administrator.post(page, fields)

    assert response.status_code == 200
    assert not Membership.objects.exists()


def test_list_of_users_asks_no_query_for_each(administrator, django_assert_max_num_queries):
    page = reverse("admin:accounts_user_changelist")
    for _ in range(3):
        office_of(RegionFactory())

    with django_assert_max_num_queries(9):
        assert administrator.get(page).status_code == 200


def test_others_have_no_administration(client, user):
    client.force_login(user)

    assert client.get("/admin/").status_code == 302
