"""Every page of the URL tables on a telephone and on a wall screen, for each role."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

import reports.urls
import tasks.urls
import urbanplan.accounts.urls
from reports.models import Message, Submission
from tasks import amending, editing
from tasks.models import Amendment, Document, ProgressEntry
from tests.browser.walking import DESKTOP, PHONE
from tests.browser.worlds import LEADER, LIAISON, OFFICE, homes, ningxia, report, task_11
from urbanplan.accounts.models import User

pytestmark = pytest.mark.browser

# Downloads, answers for scripts, and what only takes a form or leads on to a page.
NO_PAGES = {
    *("document-original", "evidence", "summary", "autosave-submission"),
    *("change-draft", "publish-document", "chase", "message", "sign-out"),
    *("decide-changes", "end-amendment", "edition"),
}
# Pages that are not for a role; the answer to them must be as readable as any page.
REFUSED = {
    OFFICE: {"log-progress", "correct-entry", "instruct", "submit-submission", "extension"},
    LIAISON: {
        *("import-document", "check-document", "discard-draft", "instruct", "close-task", "allocate"),
        *("review-submission", "amend"),
    },
    LEADER: {
        *("import-document", "check-document", "discard-draft", "log-progress", "correct-entry"),
        *("close-task", "allocate", "submit-submission", "review-submission", "extension", "amend"),
    },
}
# Nothing may be hidden from the checks.
OPEN_ALL = """() => document.querySelectorAll("details").forEach((one) => { one.open = true; })"""
# What sticks out to the right; nothing where the page is as wide as its window.
STICKS_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.tagName + "." + one.className)"""


def addresses() -> dict[str, str]:
    """Each page's address in the world with samples, by the name in the URL table."""
    document, task, figure, own = ningxia().pk, task_11().pk, homes().pk, report()
    entry = ProgressEntry.objects.filter(department=own.department, target=figure).first()
    waiting = Submission.objects.filter(cycle=own.cycle, state="submitted").first()
    args = {
        **dict.fromkeys(("check-document", "discard-draft"), Document.objects.get(state="draft").pk),
        "correct-entry": entry.pk,
        "cycle": own.cycle_id,
        "review-submission": waiting.pk,
        "amendment": amended().pk,
    }
    args |= dict.fromkeys(("document", "document-text", "document-units", "document-cycles"), document)
    args |= dict.fromkeys(("amend", "document-amendments"), document)
    args |= dict.fromkeys(("task", "log-progress", "instruct", "close-task"), task)
    args |= dict.fromkeys(("target", "allocate"), figure)
    args |= dict.fromkeys(("submission", "submit-submission", "extension"), own.pk)
    places = {name: reverse(name, args=[args[name]] if name in args else []) for name in names() - NO_PAGES}
    return places | {"search": reverse("search") + "?q=住房"}


def amended() -> Amendment:
    """A correction that is in force."""
    task, office = task_11(), User.objects.get(username=OFFICE)
    amendment = amending.begin(document=task.document, reason="更正第11项任务的标题", by=office)
    editing.change_task(task=task, by=office, number="11", title="加强城镇住房供应保障", section=task.section)
    return amending.finish(amendment=amendment, by=office)


def names() -> set[str]:
    tables = (tasks.urls, reports.urls, urbanplan.accounts.urls)
    return {pattern.name for table in tables for pattern in table.urlpatterns}


@pytest.fixture
def places(samples) -> dict[str, str]:
    """The report of the housing department is being written; everybody has a message."""
    Submission.objects.filter(pk=report().pk).update(state="draft")
    subject = "请填报：宁夏回族自治区2022年新型城镇化建设和城乡融合发展重点任务半年度报告"
    Message.objects.bulk_create(Message(user=user, subject=subject) for user in User.objects.all())
    return addresses()


def faults(page) -> dict[str, object]:
    """What is not as it should be on the page in front of us."""
    found: dict[str, object] = {}
    page.evaluate(OPEN_ALL)
    for name, viewport in (("desktop", DESKTOP), ("phone", PHONE)):
        page.set_viewport_size(viewport)
        if out := page.evaluate(STICKS_OUT):
            found[name] = out[-3:]
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1 or not headings[0].strip():
        found["h1"] = headings
    if page.locator("main .sample-note .sample-label").inner_text() != "样例数据":
        found["label"] = "no word of samples"
    if (language := page.locator("html").get_attribute("lang")) != "zh-hans":
        found["lang"] = language
    return found


@pytest.mark.parametrize("username", [OFFICE, LIAISON, LEADER])
def test_pages_fit_every_window(arrive, places, watcher, username):
    page = arrive(username)
    watcher.allow(403, 404)
    refused, found = set(), {}
    for name, address in places.items():
        answer = page.goto(address)
        if answer.status >= 400:
            refused.add(name)
        if wrong := faults(page):
            found[name] = wrong

    assert found == {}
    assert refused == REFUSED[username]


WITHOUT_BARRIERS = {
    OFFICE: ("desk", "document", "task", "check-document", "review-submission", "amend", "amendment"),
    LIAISON: ("my-figures", "log-progress", "submission"),
    LEADER: ("dashboard", "overview"),
}


def barriers(page) -> list[tuple]:
    """What axe calls serious or critical: the rule, the number of places and the first of them."""
    page.evaluate(OPEN_ALL)
    grave = [
        one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")
    ]
    return [(one["id"], len(one["nodes"]), one["nodes"][0]["html"]) for one in grave]


@pytest.mark.parametrize("username", [OFFICE, LIAISON, LEADER])
def test_pages_can_be_used_without_eyes_or_mouse(arrive, places, username):
    page = arrive(username)
    found = {}
    for name in WITHOUT_BARRIERS[username]:
        page.goto(places[name])
        if grave := barriers(page):
            found[name] = grave

    assert found == {}
