"""Invented progress is called so on every page that may show it."""

import pytest
from playwright.sync_api import expect

from reports.samples import remove_samples
from tests.browser.walking import visit
from tests.browser.worlds import LEADER, LIAISON, OFFICE, homes, ningxia, report, task_11

pytestmark = pytest.mark.browser


def pages_with_progress() -> list[tuple]:
    """The pages that show what was reported, by the person who comes to them."""
    document, half_year = ("document", ningxia().pk), ("submission", report().pk)
    both = [("task", task_11().pk), ("target", homes().pk), ("search",)]
    office = [("desk",), document, ("cycle", report().cycle_id), ("dashboard",), half_year]
    liaison = [("desk",), ("my-tasks",), ("my-figures",), half_year, ("log-progress", task_11().pk)]
    leader = [("dashboard",), ("overview",), document]
    return [(OFFICE, office + both), (LIAISON, liaison + both), (LEADER, leader + both)]


@pytest.fixture
def walk(arrive, samples):
    """`walk()` gives each page that shows progress to each person, one after the other."""

    def walk():
        for username, addresses in pages_with_progress():
            page = arrive(username)
            for name, *args in addresses:
                visit(page, name, *args)
                yield page

    return walk


def test_label_stands_on_every_page_with_samples(walk):
    for page in walk():
        expect(page.locator(".sample-note .sample-label"), page.url).to_have_text("样例数据")


def test_no_label_is_left_without_samples(walk):
    remove_samples()

    for page in walk():
        expect(page.locator("h1"), page.url).to_be_visible()
        expect(page.locator(".sample-label"), page.url).to_have_count(0)
        expect(page.get_by_text("样例"), page.url).to_have_count(0)
