"""The frame of every page and the look of the ledger's facts."""

import hashlib
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import django_tables2 as tables
import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template import Context, RequestContext, Template
from django.test import Client
from django.urls import path, reverse
from django.utils import translation

from reports.models import Message, ReportingCycle, Submission
from tasks.lights import Light, Verdict
from tasks.models import Document, Target, Task
from tasks.status import TaskStatus
from tests.factories import (
    DepartmentFactory,
    EntryFactory,
    RegionFactory,
    UserFactory,
    auditor_of,
    leader_of,
    liaison_of,
    office_of,
)
from urbanplan import urls
from urbanplan.context import Shell
from urbanplan.tables import LedgerTable

BEHIND = Verdict(
    Light.YELLOW,
    "slightly_behind",
    Decimal("0.38"),
    Decimal("0.463"),
    {"share": Decimal("0.38"), "expected": Decimal("0.463"), "on": date(2022, 6, 15)},
)
BEHIND_IN_WORDS = "38% of the target reached, 46.3% expected by 2022-06-15: slightly behind."


def page(request):
    return render(request, "base.html", {"on": date(2022, 6, 15)})


def denied(request):
    raise PermissionDenied


def broken(request):
    raise RuntimeError("broken on purpose")


def form(request):
    return HttpResponse(", ".join(request.POST))


urlpatterns = [
    *urls.urlpatterns,
    path("test/page/", page),
    path("test/denied/", denied),
    path("test/broken/", broken),
    path("test/form/", form),
]
own_pages = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def in_english():
    """Words are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def rendered(source, request=None, **context):
    return Template("{% load ledger %}" + source).render(RequestContext(request, context))


# Facts


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("9087.000000"), "9,087"),
        (Decimal("97.50"), "97.5"),
        (Decimal("1234567.000001"), "1,234,567.000001"),
        (Decimal("0.0"), "0"),
        (Decimal("100"), "100"),
        (Decimal("-3.10"), "-3.1"),
        (12000, "12,000"),
        (None, "—"),
    ],
    ids=str,
)
def test_figure(value, shown):
    assert rendered("{{ value|figure }}", value=value) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(Decimal("0.4952"), "49.5%"), (Decimal(1), "100%"), (None, "—")], ids=str
)
def test_percent(share, shown):
    assert rendered("{{ share|percent }}", share=share) == shown


@pytest.mark.parametrize(
    ("comparator", "value", "value_to", "unit", "shown"),
    [
        (">=", "9087.000000", None, "套", "≥ 9,087 套"),
        ("<=", "5", None, "%", "≤ 5%"),
        ("~", "1", None, "个百分点", "about 1 个百分点"),
        ("range", "20", "30", "%", "20–30%"),
        (">=", "3", "5", "个", "≥ 3–5 个"),
        ("<=", "0.5", None, "‰", "≤ 0.5‰"),
    ],
)
def test_target_value(comparator, value, value_to, unit, shown):
    upper = value_to and Decimal(value_to)
    target = Target(comparator=comparator, value=Decimal(value), value_to=upper, unit=unit)

    text = rendered("{% autoescape off %}{% target_value target %}{% endautoescape %}", target=target)

    assert text == shown


@pytest.mark.parametrize(
    ("light", "sign", "word"),
    [
        ("green", "●", "On track"),
        ("yellow", "▲", "Behind"),
        ("red", "■", "Far behind"),
        ("grey", "○", "Not reported"),
    ],
)
def test_light_is_colour_shape_and_word(light, sign, word):
    assert rendered("{% light light %}", light=light) == (
        f'<span class="light light-{light}" title="">'
        f'<span class="sign" aria-hidden="true">{sign}</span>{word}</span>'
    )


@pytest.mark.parametrize("thing", [BEHIND, TaskStatus(BEHIND, "under_way", None)], ids=["verdict", "status"])
def test_light_gives_its_reason(thing):
    assert f'title="{BEHIND_IN_WORDS}"' in rendered("{% light thing %}", thing=thing)
    assert rendered("{% light_reason thing %}", thing=thing) == BEHIND_IN_WORDS


def test_light_why_opens_to_its_reason():
    shown = rendered("{% light_why verdict %}", verdict=BEHIND)

    assert shown.startswith('<details class="why"><summary><span class="light light-yellow"')
    assert shown.endswith(f"</summary><p>{BEHIND_IN_WORDS}</p></details>")


@pytest.mark.parametrize(
    ("share", "expected", "filled", "tick", "words"),
    [
        ("0.38", "0.463", "38.0", "46.3", "38% , 46.3% expected"),
        ("1.2", "1", "100.0", "100.0", "120% , 100% expected"),
        ("-0.1", "0", "0.0", "0.0", "-10% , 0% expected"),
        (None, None, "0.0", None, "—"),
    ],
)
def test_share_bar(share, expected, filled, tick, words):
    given = {"share": share and Decimal(share), "expected": expected and Decimal(expected)}

    shown = rendered("{% share_bar share expected 'red' %}", **given)

    assert re.findall(r'share-filled" x="0" y="2" width="([^"]*)"', shown) == [filled]
    assert re.findall(r'share-tick" x1="([^"]*)"', shown) == ([tick] if tick else [])
    assert " ".join(re.sub(r"<[^>]*>", " ", shown).split()) == words


def submission(state):
    return Submission(state=state, cycle=ReportingCycle(due=date(2022, 6, 20)))


@pytest.mark.parametrize(
    ("thing", "on", "css_class", "words"),
    [
        (submission("draft"), None, "draft", "○Draft"),
        (submission("draft"), date(2022, 6, 20), "draft", "○Draft"),
        (submission("draft"), date(2022, 6, 21), "overdue", "■Overdue"),
        (submission("returned"), date(2022, 6, 21), "overdue", "■Overdue"),
        (submission("returned"), date(2022, 6, 20), "returned", "↩Returned"),
        (submission("submitted"), date(2022, 6, 21), "submitted", "◐Submitted"),
        (submission("accepted"), date(2022, 6, 21), "accepted", "✓Accepted"),
        (Task(state="blocked"), date(2022, 6, 21), "blocked", "■blocked"),
        (Document(state="published"), None, "published", "✓published"),
    ],
    ids=lambda value: str(value) if isinstance(value, str | date) else "",
)
def test_state_badge(thing, on, css_class, words):
    shown = rendered("{% state_badge thing on=on %}", thing=thing, on=on)

    assert re.match(r'<span class="state state-([\w]+)"', shown)[1] == css_class
    assert re.sub(r"<[^>]*>", "", shown) == words


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], "一&lt;b&gt;二三"),
        ([(4, 5, "unit")], '一&lt;b&gt;<mark class="unit" id="c4">二</mark>三'),
        (
            [(4, 6, "figure"), (0, 1, "")],
            '<mark class="" id="c0">一</mark>&lt;b&gt;<mark class="figure" id="c4">二三</mark>',
        ),
        ([(0, 5, ""), (4, 6, "unit")], '<mark class="" id="c0">一&lt;b&gt;二</mark>三'),
    ],
    ids=["none", "one", "unsorted", "overlapping"],
)
def test_marked(spans, shown):
    assert rendered("{% marked text spans %}", text="一<b>二三", spans=spans) == shown


def test_breadcrumb_ends_without_an_address():
    shown = rendered("{% breadcrumb 'Documents' '/documents/' title %}", title="宁夏 <2022>")

    assert re.findall(r"<li>(.*?)</li>", shown) == [
        '<a href="/documents/">Documents</a>',
        '<span aria-current="page">宁夏 &lt;2022&gt;</span>',
    ]


def test_as_of_form_keeps_the_rest_of_the_address(rf):
    request = rf.get("/dashboard/?region=640000&on=2022-06-15&page=3")

    shown = rendered("{% as_of day %}", request, day=date(2022, 6, 15))

    assert re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', shown) == [
        ("region", "640000"),
        ("on", "2022-06-15"),
    ]


def test_pagination_keeps_the_rest_of_the_address(rf):
    page = Paginator(range(60), 25).page(2)

    shown = rendered("{% pagination page %}", rf.get("/inbox/?q=a&page=2"), page=page)

    assert re.findall(r'href="([^"]*)"', shown) == ["?q=a&amp;page=1", "?q=a&amp;page=3"]
    assert "60 entries" in shown


# Tables


class NumberTable(LedgerTable):
    number = tables.Column(verbose_name="No.")

    class Meta(LedgerTable.Meta):
        pass


def table_page(rf, address, rows=60):
    request = rf.get(address)
    table = NumberTable([{"number": n} for n in range(rows)])
    tables.config.RequestConfig(request).configure(table)
    return table, table.as_html(request)


@pytest.mark.parametrize(
    ("query", "size"),
    [("", 50), ("?per_page=25", 25), ("?per_page=-1", 50), ("?per_page=1000000", 50), ("?per_page=x", 50)],
)
def test_table_has_only_the_offered_page_sizes(rf, query, size):
    table, _shown = table_page(rf, "/" + query)

    assert len(table.paginated_rows) == size


def test_table_shows_order_total_and_labels(rf):
    _table, shown = table_page(rf, "/?sort=-number&page=2")

    assert 'aria-sort="descending"' in shown
    assert 'href="?sort=number"' in shown  # the page starts anew
    assert 'data-label="No."' in shown
    assert "60 entries" in shown


def test_empty_table_says_so(rf):
    _table, shown = table_page(rf, "/", rows=0)

    assert "Nothing to show here." in shown


# The frame


def shell_of(user, rf, address="/", name=None):
    request = rf.get(address)
    request.user = user
    request.resolver_match = name
    return Shell(request)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "entries"),
    [
        (lambda: office_of(RegionFactory()), ["desk", "documents", "dashboard", "inbox", "calendar"]),
        (lambda: liaison_of(DepartmentFactory()), ["desk", "my-tasks", "my-figures", "inbox", "calendar"]),
        (lambda: leader_of(RegionFactory()), ["dashboard", "overview", "documents", "inbox"]),
        (
            lambda: auditor_of(RegionFactory()),
            ["documents", "dashboard", "overview", "inbox", "calendar"],
        ),
        (lambda: UserFactory(is_superuser=True), ["overview", "documents", "inbox", "admin:index"]),
        (lambda: UserFactory(), ["desk", "inbox"]),
        (AnonymousUser, []),
    ],
    ids=["office", "liaison", "leader", "auditor", "administrator", "nobody yet", "stranger"],
)
def test_side_has_what_the_role_needs(rf, who, entries):
    assert [entry.name for entry in shell_of(who(), rf).nav] == entries


@pytest.mark.django_db
def test_place_and_role_of_a_liaison(rf):
    department = DepartmentFactory(name="自治区住房和城乡建设厅")
    shell = shell_of(liaison_of(department), rf)

    assert (shell.role, shell.place) == ("Liaison", department)


@own_pages
@pytest.mark.django_db
def test_frame_names_user_unread_messages_and_day(english):
    user = office_of(RegionFactory())
    Message.objects.create(user=user, subject="first")
    Message.objects.create(user=UserFactory(), subject="of somebody else")
    english.force_login(user)

    shown = english.get("/test/page/").content.decode()

    assert "1 unread" in shown
    assert f'<span class="me-name">{user}</span>' in shown
    assert 'name="on" value="2022-06-15"' in shown


@own_pages
@pytest.mark.django_db
@pytest.mark.parametrize("sample", [True, False])
def test_sample_data_is_labelled(english, sample):
    EntryFactory(sample=sample)
    english.force_login(UserFactory())

    assert ("Sample data" in english.get("/test/page/").content.decode()) is sample


@own_pages
@pytest.mark.django_db
def test_frame_asks_the_database_little(client, django_assert_max_num_queries):
    client.force_login(office_of(RegionFactory()))

    # session, user, role, place, unread, samples
    with django_assert_max_num_queries(6):
        client.get("/test/page/")


@pytest.mark.django_db
def test_current_entry_is_marked_also_on_the_pages_behind_it(client):
    client.force_login(office_of(RegionFactory()))

    response = client.get(reverse("import-document"))

    marked = re.findall(r'href="([^"]*)" aria-current="(\w+)"', response.content.decode())
    assert marked == [("/documents/", "true")]


@own_pages
@pytest.mark.django_db
def test_language_can_be_chosen(client):
    assert 'lang="zh-hans"' in client.get("/test/page/").content.decode()[:60]

    response = client.post("/i18n/setlang/", {"language": "en", "next": "/test/page/"}, follow=True)

    assert 'lang="en"' in response.content.decode()[:60]


# Errors


@own_pages
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "This page does not exist, or it is not yours to see"),
        ("/test/denied/", 403, "You may not open or change this"),
        ("/test/broken/", 500, "Something went wrong"),
    ],
)
def test_error_page_speaks_the_users_words(english, address, status, words):
    english.raise_request_exception = False
    english.force_login(UserFactory())

    response = english.get(address)

    assert response.status_code == status
    assert re.search(f"<h1[^>]*>{words}</h1>", response.content.decode())


@own_pages
@pytest.mark.django_db
def test_damaged_request_has_its_page(english, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1

    response = english.post("/test/form/", {"a": "1", "b": "2"})

    assert response.status_code == 400
    assert "<h1>The request could not be read</h1>" in response.content.decode()


@own_pages
@pytest.mark.django_db
def test_ended_session_leads_back_to_the_page():
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    response = strict.post("/test/form/", {"text": "已开工"})

    assert response.status_code == 403
    assert "Your session has ended" in response.content.decode()
    assert 'href="/sign-in/?next=/test/form/"' in response.content.decode()


def test_error_page_of_a_failed_server_needs_no_database():
    shown = Template("{% include '500.html' %}").render(Context())

    assert "Something went wrong" in shown


# What a page may load


def found_in_files(regex, *patterns):
    """What the pattern finds, by file; comments of style sheets and scripts do not count."""
    folders = [settings.BASE_DIR / "templates", settings.BASE_DIR / "static"]
    files = [file for folder in folders for pattern in patterns for file in folder.rglob(pattern)]
    assert files
    texts = {file: re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S) for file in files}
    return {str(file): hits for file, text in texts.items() if (hits := re.findall(regex, text))}


def test_no_page_names_another_host():
    address = r"(?:https?:|[\"'(])//(?!www\.w3\.org/)[\w.-]+"

    assert found_in_files(address, "*.html", "*.css", "*.js", "*.svg") == {}


def test_no_page_needs_what_the_content_policy_forbids():
    forbidden = r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*(?:src=|type="application/json"))"""

    found = found_in_files(forbidden, "*.html")

    # Mails are read elsewhere: their programs know no style sheets.
    assert {file: hits for file, hits in found.items() if "/mail/" not in file} == {}


def test_vendored_files_are_the_published_ones():
    folder = Path(settings.BASE_DIR / "static/vendor/bootstrap")
    listed = [line.split() for line in (folder / "SHA256SUMS").read_text().splitlines()]

    assert [
        [hashlib.sha256((folder / name).read_bytes()).hexdigest(), name] for _sum, name in listed
    ] == listed
