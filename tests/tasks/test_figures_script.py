"""static/js/figures.js in a real browser: what it shows of a typed figure is what the server reads."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from tasks.lights import figure
from tasks.models import ProgressEntry
from tasks.numerals import read_figure
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    TargetFactory,
    liaison_of,
    office_of,
)
from urbanplan.refusal import Refusal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def housing():
    return DepartmentFactory(name="自治区住房城乡建设厅")


@pytest.fixture
def target(housing):
    target = TargetFactory()
    AssignmentFactory(task=target.task, department=housing, order=1)
    return target


@pytest.fixture
def opened(page, context, live_server, client):
    """Opens a page for a user; the console must stay silent."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    def open_for(user, name, *args):
        client.force_login(user)
        cookies = {settings.LANGUAGE_COOKIE_NAME: "en", "sessionid": client.cookies["sessionid"].value}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page.goto(live_server.url + reverse(name, args=args))
        return page

    yield open_for
    assert said == []


def hint(typed: str, unit: str) -> str:
    try:
        return f"= {figure(read_figure(typed, unit))} {unit}"
    except Refusal:
        return ""


def test_the_meaning_shown_is_the_one_that_the_server_reads(opened, housing, target):
    page = opened(liaison_of(housing), "my-figures")
    field = page.locator("[data-unit]")

    for typed in (
        "4.5万",
        "４，５００",
        "4。5",
        "4500套",
        "1.2亿",
        "−3",
        "4500户",
        "4.5万元",
        "约4500",
        "4,5万",
    ):
        field.fill(typed)
        expect(page.locator(".typed output")).to_have_text(hint(typed, "套"))


def test_arrow_keys_move_between_the_rows(opened, housing, target):
    TargetFactory(task=target.task, order=target.order + 1)
    page = opened(liaison_of(housing), "my-figures")
    fields = page.locator("[data-unit]")

    fields.first.press("ArrowDown")
    expect(fields.last).to_be_focused()
    fields.last.press("ArrowUp")
    expect(fields.first).to_be_focused()


def test_figures_and_words_come_back_after_the_session_ended_and_are_logged_once(opened, housing, target):
    liaison = liaison_of(housing)
    page = opened(liaison, "log-progress", target.task_id)
    page.locator("[data-unit]").fill("4500")
    page.get_by_label("Progress", exact=True).fill("已开工")
    Session.objects.all().delete()

    page.get_by_role("button", name="Log progress").click()
    page.get_by_label("Username").fill(liaison.username)
    page.get_by_label("Password").fill("pass")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Bring them back").click()
    page.get_by_role("button", name="Log progress").dblclick()

    expect(page.locator(".alert-success")).to_be_visible()
    assert [(e.value, e.narrative) for e in ProgressEntry.objects.all()] == [(Decimal(4500), "已开工")]


def test_what_was_saved_beside_a_mistake_is_not_offered_again(opened, housing, target):
    TargetFactory(task=target.task, order=target.order + 1)
    page = opened(liaison_of(housing), "my-figures")
    page.locator("[data-unit]").first.fill("4500")
    page.locator("[data-unit]").last.fill("abc")

    page.get_by_role("button", name="Save figures").click()

    expect(page.get_by_text("1 figure is saved.")).to_be_visible()
    expect(page.locator(".kept")).to_have_count(0)
    expect(page.locator("[data-unit]").last).to_have_value("abc")


def test_the_sum_of_the_shares_follows_the_typing(opened, target):
    AllocationFactory(target=target, value=Decimal(4000))
    page = opened(office_of(target.document.region), "allocate", target.pk)
    difference = page.locator("[data-difference]")
    expect(difference).to_have_text("5,087 套 less than the total")

    page.locator("[data-unit]").nth(1).fill("0.6万")
    expect(difference).to_have_text("913 套 more than the total")
    page.locator("[type=checkbox]").nth(1).check()
    expect(difference).to_have_text("5,087 套 less than the total")
