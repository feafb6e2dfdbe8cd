"""What is another department's can be neither seen nor found."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tasks.models import ProgressEntry
from tasks.progress import log_progress
from tests.browser.walking import link, visit
from tests.browser.worlds import FINANCE, JUNE, LIAISON, WEATHER, homes, report, task_11
from urbanplan.accounts.models import User

pytestmark = pytest.mark.browser

REPORT_PAGES = ("submission", "submit-submission", "review-submission", "extension")
NOTE = "已开工建设四千五百套"


@pytest.fixture
def entry(june) -> ProgressEntry:
    liaison = User.objects.get(username=LIAISON)
    target = homes()
    return log_progress(
        task=target.task,
        department=liaison.memberships.get().department,
        by=liaison,
        as_of=JUNE,
        target=target,
        value=Decimal(4500),
        narrative=NOTE,
        files=[SimpleUploadedFile("开工清单.txt", NOTE.encode())],
    )


def private_pages(entry: ProgressEntry) -> dict[str, str]:
    """Of the housing department: its entry, the evidence and the report."""
    pages = dict.fromkeys(REPORT_PAGES, report().pk)
    pages |= {"correct-entry": entry.pk, "evidence": entry.evidence.get().pk}
    return {name: reverse(name, args=[pk]) for name, pk in pages.items()}


def task_pages() -> dict[str, str]:
    pages = dict.fromkeys(("task", "log-progress", "instruct", "close-task"), task_11().pk)
    return {name: reverse(name, args=[pk]) for name, pk in (pages | {"target": homes().pk}).items()}


def answers(page, pages: dict[str, str]) -> dict[str, int]:
    """What the server answers to this person's browser; how refusals look, test_every_page sees."""
    return {name: page.request.get(at, max_redirects=0).status for name, at in pages.items()}


@pytest.mark.parametrize("username", [WEATHER, "haidong-liaison", "haidong-office"])
def test_unit_without_a_part_in_the_task_finds_no_page_of_it(arrive, entry, username):
    pages = private_pages(entry) | task_pages()

    assert answers(arrive(username), pages) == dict.fromkeys(pages, 404)


def test_other_unit_of_the_same_task_finds_nothing_that_was_reported(arrive, entry):
    pages = private_pages(entry)

    assert answers(arrive(FINANCE), pages) == dict.fromkeys(pages, 404)


@pytest.mark.parametrize("username", [WEATHER, FINANCE])
def test_words_of_the_entry_stand_on_no_page(arrive, entry, username):
    page = arrive(username)
    pages = [reverse(name) for name in ("desk", "my-tasks", "my-figures")]
    pages += [reverse("search") + f"?q={NOTE}"]
    if username == FINANCE:
        pages += [reverse("task", args=[entry.task_id]), reverse("target", args=[homes().pk])]

    for address in pages:
        page.goto(address)
        assert NOTE not in page.locator("main").inner_text().replace(f"“{NOTE}”", ""), address


def test_its_own_unit_finds_every_page_that_is_for_a_liaison(arrive, entry):
    pages = private_pages(entry) | task_pages()

    refused = dict.fromkeys(("review-submission", "instruct", "close-task"), 403)
    assert answers(arrive(LIAISON), pages) == dict.fromkeys(pages, 200) | refused


def test_its_own_unit_finds_the_words(arrive, entry):
    page = arrive(LIAISON)
    visit(page, "search", query=f"?q={NOTE}")

    link(page.locator("main"), "task", entry.task_id).click()

    assert NOTE in page.locator(f"#entry-{entry.pk}").inner_text()
