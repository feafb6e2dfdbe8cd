"""Without samples nothing is called so; that it is where there are samples, test_every_page says."""

import pytest
from playwright.sync_api import expect

from reports.samples import remove_samples
from tests.browser.walking import visit
from tests.browser.worlds import LEADER, LIAISON, OFFICE, homes, ningxia, report, task_11

pytestmark = pytest.mark.browser


def pages() -> list[tuple]:
    """The pages that show what was reported, and whom they are shown to."""
    whole = ("document", ningxia().pk)
    return [
        (OFFICE, [("desk",), whole, ("cycle", report().cycle_id), ("submission", report().pk)]),
        (LIAISON, [("desk",), ("my-tasks",), ("my-figures",), ("submission", report().pk)]),
        (LEADER, [("dashboard",), ("overview",), ("task", task_11().pk), ("target", homes().pk)]),
    ]


def test_no_label_is_left_without_samples(arrive, samples):
    remove_samples()

    for username, addresses in pages():
        page = arrive(username)
        for name, *args in addresses:
            visit(page, name, *args)
            expect(page.locator("h1"), page.url).to_be_visible()
            expect(page.locator(".sample-label"), page.url).to_have_count(0)
            expect(page.get_by_text("样例"), page.url).to_have_count(0)
