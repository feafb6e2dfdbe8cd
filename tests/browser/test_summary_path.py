"""The half-year's summary as a workbook: the figure is a number, and its source is named."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from tasks.models import ProgressEntry
from tasks.progress import log_progress
from tests.browser.walking import link, visit
from tests.browser.worlds import JUNE, LIAISON, OFFICE, homes, ningxia
from urbanplan.accounts.models import User

pytestmark = pytest.mark.browser


@pytest.fixture
def entry(june) -> ProgressEntry:
    liaison = User.objects.get(username=LIAISON)
    department = liaison.memberships.get().department
    target = homes()
    return log_progress(
        task=target.task, department=department, by=liaison, as_of=JUNE, target=target, value=Decimal(4500)
    )


@pytest.fixture
def workbook(arrive, entry):
    """Downloaded by the office from the page of the cycle."""
    cycle = ningxia().cycles.get(kind="half-year")
    page = arrive(OFFICE)
    visit(page, "document-cycles", ningxia().pk)
    link(page.locator("main"), "cycle", cycle.pk).click()
    with page.expect_download() as download:
        link(page.locator(".page-actions"), "summary", cycle.pk).click()
    assert download.value.suggested_filename.endswith(".xlsx")
    return load_workbook(BytesIO(download.value.path().read_bytes()))


def row_of(sheet, words: str) -> list:
    """The first row that has these words in a cell."""
    return next(row for row in sheet.iter_rows() if words in [cell.value for cell in row])


def test_figure_is_a_number_that_leads_to_its_source(workbook, entry):
    values = {cell.value: cell for cell in row_of(workbook[_("Targets")], homes().indicator)}

    assert {9087, 4500, f"#{entry.pk}"} <= set(values)
    assert isinstance(values[4500].value, int)
    row = row_of(workbook[_("Sources")], f"#{entry.pk}")
    assert values[4500].hyperlink.location == f"'{_('Sources')}'!A{row[0].row}"


def test_source_names_the_liaison_and_the_day(workbook, entry):
    row = [cell.value for cell in row_of(workbook[_("Sources")], f"#{entry.pk}")]

    assert row[:8] == [
        f"#{entry.pk}",
        "11",
        homes().indicator,
        4500,
        "套",
        datetime(2022, 6, 15),
        "自治区住房城乡建设厅",
        "宁夏住建联络员",
    ]
