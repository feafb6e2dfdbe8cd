"""The workbook of a summary, opened again."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from openpyxl import load_workbook

from reports import excel
from reports.summary import summarise
from tasks.models import Project
from tests.factories import (
    AllocationFactory,
    AssignmentFactory,
    DepartmentFactory,
    EntryFactory,
    SectionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
)
from tests.reports.factories import CycleFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
SITE = "http://ledger.example"
DUE = date(2022, 6, 20)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def cycle():
    return CycleFactory()


@pytest.fixture
def task(cycle):
    section = SectionFactory(document=cycle.document)
    task = TaskFactory(document=cycle.document, section=section, number="11", order=11)
    AssignmentFactory(task=task, department=DepartmentFactory(name="自治区住房城乡建设厅"), order=1)
    AssignmentFactory(task=task, department=DepartmentFactory(name="自治区财政厅"), order=2)
    return task


def book_of(cycle, on=DUE):
    return load_workbook(BytesIO(excel.workbook(summarise(cycle, on), SITE + "/")))


def values(sheet, row):
    return [cell.value for cell in sheet[row]]


def by_head(sheet, row):
    """A row's cells by the titles of their columns."""
    return dict(zip(values(sheet, 3), sheet[row], strict=True))


def test_a_summary_without_anything_is_a_workbook(cycle):
    book = book_of(cycle)

    assert book.sheetnames == ["Overview", "Tasks", "Targets", "Submissions", "Sources"]
    assert values(book["Overview"], 11) == [
        "Ordinal",
        "Section",
        "Tasks",
        "■ Far behind",
        "▲ Behind",
        "● On track",
        "○ Not reported",
    ]
    assert values(book["Overview"], 12) == [None, "Total", 0, 0, 0, 0, 0]
    assert [book[name].max_row for name in book.sheetnames[1:]] == [3, 3, 3, 3]


def test_the_overview_says_what_it_is(cycle, task):
    overview = book_of(cycle)["Overview"]

    assert overview["A1"].value == f"{cycle.document.title} 2022 half-year report"
    assert [overview.cell(row, 2).value for row in range(4, 9)] == [
        "宁夏回族自治区",
        cycle.document.number,
        cycle.document.issuer,
        "2022-01-01 – 2022-06-30",
        datetime(2022, 6, 20),
    ]
    assert overview["B9"].is_date
    assert values(overview, 12) == ["一", "住房", 1, 0, 0, 0, 1]
    assert values(overview, 13) == [None, "Total", 1, 0, 0, 0, 1]


def test_a_tasks_row(cycle, task):
    entry = EntryFactory(
        task=task,
        department=DepartmentFactory(name="自治区住房城乡建设厅"),
        as_of=date(2022, 6, 15),
        state="under_way",
        narrative="已开工4500套。",
        problem="",
        next_step="加快建设。",
    )

    sheet = book_of(cycle)["Tasks"]

    assert values(sheet, 4) == [
        "11",
        task.title,
        "一、住房",
        "自治区住房城乡建设厅",
        "自治区财政厅",
        "● On track",
        "Last reported on 2022-06-15.",
        "under way",
        "【自治区住房城乡建设厅 2022-06-15】已开工4500套。",
        None,
        "【自治区住房城乡建设厅 2022-06-15】加快建设。",
        f"#{entry.pk}",
    ]
    assert sheet["A4"].hyperlink.target == f"{SITE}/tasks/{task.pk}/"


def test_a_figures_row(cycle, task):
    target = TargetFactory(task=task, kind="amount")
    entry = EntryFactory(target=target, value=Decimal("4500.5"), as_of=date(2022, 6, 15))

    sheet = book_of(cycle)["Targets"]

    assert values(sheet, 4) == [
        "11",
        "筹集和新建保障性租赁住房",
        "at least",
        9087,
        None,
        "套",
        datetime(2022, 12, 31),
        4500.5,
        datetime(2022, 6, 15),
        0.495,
        0.467,
        "● On track",
        "49.5% of the target reached, 46.7% expected by 2022-06-20.",
        "自治区住房城乡建设厅",
        f"#{entry.pk}",
        "筹集和新建保障性租赁住房9087套",
    ]
    formats = {head: cell.number_format for head, cell in by_head(sheet, 4).items()}
    assert (formats["Target"], formats["Actual"], formats["Share done"]) == ("#,##0", "#,##0.0", "0.0%")
    assert formats["Due"] == formats["As of"] == "yyyy-mm-dd"


def test_a_range_has_two_values_and_a_silent_figure_none(cycle, task):
    TargetFactory(task=task, comparator="range", value=Decimal(20), value_to=Decimal(30), unit="%")

    row = by_head(book_of(cycle)["Targets"], 4)

    assert (row["Target"].value, row["Upper value"].value, row["Required"].value) == (20, 30, "between")
    assert [row[head].value for head in ("Actual", "As of", "Share done", "Source")] == [None] * 4


def test_every_figure_can_be_followed_to_its_entry(cycle, task):
    target = TargetFactory(task=task)
    entry = EntryFactory(target=target, value=Decimal(4500), narrative="")

    book = book_of(cycle)
    row = by_head(book["Targets"], 4)
    assert row["No."].hyperlink.target == f"{SITE}/targets/{target.pk}/"
    assert row["Actual"].hyperlink.location == row["Source"].hyperlink.location == "'Sources'!A4"

    source = by_head(book["Sources"], 4)
    page = f"{SITE}/tasks/{task.pk}/#entry-{entry.pk}"
    assert [cell.value for head, cell in source.items() if head != "Logged at"] == [
        f"#{entry.pk}",
        "11",
        target.indicator,
        4500,
        "套",
        datetime(2022, 6, 15),
        entry.department.name,
        entry.reporter.name,
        page,
    ]
    assert source["Logged at"].is_date
    assert source["Page"].hyperlink.target == page


def test_the_sources_of_a_sum_stand_together(cycle, task):
    shared, other = TargetFactory(task=task, order=1), TargetFactory(task=task, order=2)
    entries = []
    for value in (100, 200):
        share = AllocationFactory(target=shared)
        entries.append(EntryFactory(target=shared, allocation=share, value=Decimal(value)))
    EntryFactory(target=other)

    book = book_of(cycle)

    row = by_head(book["Targets"], 4)
    assert (row["Actual"].value, row["Actual"].hyperlink.location) == (300, "'Sources'!A4")
    assert row["Source"].value == "、".join(f"#{entry.pk}" for entry in reversed(entries))
    assert {by_head(book["Sources"], n)["Value"].value for n in (4, 5)} == {100, 200}


def test_an_entry_that_is_quoted_twice_is_one_source(cycle, task):
    EntryFactory(target=TargetFactory(task=task), narrative="已开工。")

    book = book_of(cycle)

    assert book["Sources"].max_row == 4
    assert by_head(book["Tasks"], 4)["Source"].hyperlink.location == "'Sources'!A4"


def test_what_people_wrote_cannot_become_a_formula(cycle, task):
    EntryFactory(task=task, narrative="", problem="=cmd|'/c calc'!A1\x07")
    SubmissionFactory(
        cycle=cycle,
        state="submitted",
        texts={"成效": "=1+1"},
        submitted_at=datetime(2022, 6, 20, tzinfo=ZoneInfo("UTC")),
        submitted_by=UserFactory(),
    )

    book = book_of(cycle)

    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]
    assert by_head(book["Submissions"], 4)["成效"].value == "=1+1"


def test_words_of_33_000_characters(cycle, task):
    EntryFactory(task=task, narrative="字" * 33_000)

    cell = by_head(book_of(cycle)["Tasks"], 4)["Progress"]

    assert len(cell.value) == 32_767
    assert cell.value.endswith("the whole text stands in the system)")


def test_reports_with_what_was_handed_in_and_when(cycle):
    moment = datetime(2022, 6, 20, 16, 30, tzinfo=ZoneInfo("UTC"))
    texts = {"成效": "进展顺利", "存在问题": "资金"}
    late = SubmissionFactory(
        cycle=cycle, state="submitted", texts=texts, submitted_at=moment, submitted_by=UserFactory()
    )
    SubmissionFactory(cycle=cycle, texts={"成效": "还在写"})

    sheet = book_of(cycle)["Submissions"]

    assert values(sheet, 3)[5:] == ["成效", "指标完成情况", "存在问题"]
    due = datetime(2022, 6, 20)
    handed_in = [late.department.name, "Submitted", due, datetime(2022, 6, 21, 0, 30), "late"]
    assert values(sheet, 4) == [*handed_in, "进展顺利", None, "资金"]
    assert values(sheet, 5)[1:] == ["Draft", due, None, None, None, None, None]
    assert sheet["B4"].hyperlink.target == f"{SITE}/submissions/{late.pk}/"


def test_projects_have_a_sheet_where_there_are_any(cycle, task):
    Project.objects.create(
        task=task,
        department=DepartmentFactory(name="银川市人民政府"),
        name="兴庆区安置房",
        planned_investment=Decimal("12000.5"),
        physical_progress=Decimal("45.00"),
        state="under_way",
    )

    sheet = book_of(cycle)["Projects"]

    assert values(sheet, 4) == ["11", "兴庆区安置房", "银川市人民政府", 12000.5, None, 45, "under way"]


def test_sample_data_is_marked_on_every_sheet(cycle, task):
    EntryFactory(task=task, sample=True)

    assert all(sheet["A2"].value.endswith("Sample data") for sheet in book_of(cycle))


def test_real_data_is_not(cycle, task):
    EntryFactory(task=task)

    assert not any("Sample data" in sheet["A2"].value for sheet in book_of(cycle))


def test_lights_have_colour_shape_and_word(cycle, task):
    EntryFactory(task=task, state="blocked")

    cell = by_head(book_of(cycle)["Tasks"], 4)["Light"]

    assert (cell.value, cell.font.color.rgb, cell.fill.fgColor.rgb) == (
        "■ Far behind",
        "00B42318",
        "00FDE7E5",
    )
