"""What is another department's can be neither seen nor found."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tasks.models import ProgressEntry
from tasks.progress import log_progress
from tests.browser.walking import link, visit
from tests.browser.worlds import FINANCE, JUNE, LIAISON, WEATHER, homes, report
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


def private_pages(entry: ProgressEntry) -> list[str]:
    """Of the housing department: its entry, the evidence and the report."""
    pages = [("correct-entry", entry.pk), ("evidence", entry.evidence.get().pk)]
    pages += [
        (name, report().pk) for name in ("submission", "submit-submission", "review-submission", "extension")
    ]
    return [reverse(name, args=[pk]) for name, pk in pages]


def task_pages(entry: ProgressEntry) -> list[str]:
    names = ("task", "log-progress", "instruct", "close-task")
    return [reverse(name, args=[entry.task_id]) for name in names] + [reverse("target", args=[homes().pk])]


def answers(page, addresses: list[str]) -> dict[str, int]:
    """What the server answers to this person's browser; how refusals look, test_every_page sees."""
    return {address: page.request.get(address, max_redirects=0).status for address in addresses}


@pytest.mark.parametrize("username", [WEATHER, "haidong-liaison", "haidong-office"])
def test_unit_without_a_part_in_the_task_finds_no_page_of_it(arrive, entry, username):
    page = arrive(username)
    addresses = private_pages(entry) + task_pages(entry)

    assert answers(page, addresses) == dict.fromkeys(addresses, 404)


def test_other_unit_of_the_same_task_finds_nothing_that_was_reported(arrive, entry):
    page = arrive(FINANCE)
    addresses = private_pages(entry)

    assert answers(page, addresses) == dict.fromkeys(addresses, 404)


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
    page = arrive(LIAISON)
    found = answers(page, private_pages(entry) + task_pages(entry))

    others_work = ("review-submission", "instruct", "close-task")
    refused = {reverse(name, args=[pk]) for name, pk in zip(others_work, (report().pk, entry.task_id, entry.task_id))}
    assert found == {address: 403 if address in refused else 200 for address in found}


def test_its_own_unit_finds_the_words(arrive, entry):
    page = arrive(LIAISON)
    visit(page, "search", query=f"?q={NOTE}")

    link(page.locator("main"), "task", entry.task_id).click()

    assert NOTE in page.locator(f"#entry-{entry.pk}").inner_text()
