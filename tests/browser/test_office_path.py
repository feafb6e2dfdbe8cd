"""The office finds its document, narrows the tasks, and follows one figure back to its sentence."""

import re

import pytest
from playwright.sync_api import expect

from tasks.status import task_statuses
from tests.browser.walking import first_cells, link, sign_in, visit
from tests.browser.worlds import JUNE, OFFICE, homes, ningxia, task_11

pytestmark = pytest.mark.browser


def numbers(tasks) -> list[str]:
    return [task.number for task in tasks]


@pytest.fixture
def tasks_page(arrive, samples):
    page = arrive(OFFICE)
    visit(page, "document", ningxia().pk, query=f"?on={JUNE}")
    return page


def test_way_from_the_sign_in_to_the_list_of_tasks(arrive, ledgers):
    document = ningxia()
    page = arrive("")
    visit(page, "desk")
    sign_in(page, OFFICE)

    link(page.locator("nav.side"), "documents").click()
    link(page.locator("main"), "document", document.pk).click()

    expect(page.locator("h1")).to_have_text(document.title)
    expect(page.locator("table.ledger tbody tr")).to_have_count(26)
    assert first_cells(page) == numbers(document.tasks.order_by("order"))


def test_tasks_are_narrowed_by_section_and_light(tasks_page):
    section = ningxia().sections.get(ordinal="四")
    statuses = task_statuses(section.tasks.all(), JUNE)
    light = statuses[section.tasks.get(number="11").pk].light
    alike = [task for task in section.tasks.order_by("order") if statuses[task.pk].light == light]

    tasks_page.locator("select[name=section]").select_option(str(section.pk))
    expect(tasks_page).to_have_url(re.compile("section="))
    expect(tasks_page.locator("table.ledger tbody tr")).to_have_count(9)
    tasks_page.locator("select[name=light]").select_option(light)
    expect(tasks_page).to_have_url(re.compile(f"light={light}"))

    expect(tasks_page.locator("table.ledger tbody tr")).to_have_count(len(alike))
    assert first_cells(tasks_page) == numbers(alike)
    assert len(alike) < 9


def test_tasks_are_sorted_by_a_click_on_the_head(tasks_page):
    tasks_page.locator('table.ledger th a[href*="sort=order"]').click()
    tasks_page.locator('table.ledger th a[href*="sort=-order"]').click()
    expect(tasks_page.locator("th[aria-sort=descending]")).to_be_visible()

    assert first_cells(tasks_page) == numbers(ningxia().tasks.order_by("-order"))


def test_tasks_are_paged(tasks_page):
    tasks_page.locator(".pages-size a", has_text="25").click()
    expect(tasks_page.locator("table.ledger tbody tr")).to_have_count(25)

    tasks_page.locator(".pagination a", has_text="2").click()

    expect(tasks_page.locator("table.ledger tbody tr")).to_have_count(1)
    assert first_cells(tasks_page) == ["26"]


def test_figure_is_followed_to_its_sentence(arrive, ledgers):
    task, target = task_11(), homes()
    page = arrive(OFFICE)
    visit(page, "document", ningxia().pk)

    link(page.locator("table.ledger"), "task", task.pk).click()
    words = page.locator(".policy-text .mark-target", has_text="9087套")
    expect(words).to_have_css("background-color", re.compile(r"rgb\((?!255, 255, 255)"))
    words.click()
    link(page, "target", target.pk).click()
    expect(page.locator(".policy-text .mark-target")).to_have_text(target.text)
    link(page.locator("main"), "document-text", ningxia().pk).click()

    place = page.locator(f"#target-{target.pk}")
    expect(place).to_be_in_viewport()
    expect(place).to_contain_text("9087套")
