"""A session that ended costs nobody a word."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.walking import sign_in, visit
from tests.browser.worlds import LIAISON, homes, report, task_11

pytestmark = pytest.mark.browser

WORDS = "已开工建设4500套,其余项目正在办理前期手续。"


def come_back(page) -> None:
    sign_in(page, LIAISON)
    page.locator("[data-restore]").click()


def test_report_written_without_a_session_comes_back(arrive, june):
    page = arrive(LIAISON)
    visit(page, "submission", report().pk)
    field = page.locator("[name=part-0]")
    Session.objects.all().delete()

    field.fill(WORDS)
    page.locator(".buttons-below button:not([name])").click()
    come_back(page)
    expect(field).to_have_value(WORDS)
    page.locator(".buttons-below button:not([name])").click()
    expect(page.locator(".alert-success")).to_be_visible()

    assert report().texts["成效"] == WORDS


def test_autosave_without_a_session_leads_to_the_sign_in_and_back(arrive, june):
    page = arrive(LIAISON)
    page.on("dialog", lambda dialog: dialog.accept())
    visit(page, "submission", report().pk)
    Session.objects.all().delete()

    page.locator("[name=part-0]").fill(WORDS)
    page.locator("[data-autosave-status] a").click()
    come_back(page)

    expect(page.locator("[name=part-0]")).to_have_value(WORDS)


def test_progress_typed_without_a_session_comes_back(arrive, june):
    page = arrive(LIAISON)
    visit(page, "log-progress", task_11().pk)
    value = page.get_by_label(f"{homes().indicator} (套)")
    Session.objects.all().delete()

    value.fill("4500")
    page.locator("[name=narrative]").fill(WORDS)
    page.locator(".form-bar .btn-primary").click()
    come_back(page)

    expect(value).to_have_value("4500")
    expect(page.locator("[name=narrative]")).to_have_value(WORDS)
