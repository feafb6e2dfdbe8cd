"""What becomes of texts, numbers and days in a workbook; each test opens the file that was written."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from reports.sheets import (
    DAY,
    FIGURE,
    LONGEST_TEXT,
    MOMENT,
    Book,
    Column,
    Shown,
    figure_format,
    lines_of,
    place,
    sheet_name,
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def opened(book):
    return load_workbook(BytesIO(book.bytes()))


def written(*values, column=None, **options):
    """The cells of one row, read from the file."""
    book = Book("标题", "截至2022-06-20", **{"sample": False} | options)
    columns = [column or Column("列", 20)] * len(values)
    book.table("表", columns, [values])
    return opened(book)["表"][4]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "#N/A", '=HYPERLINK("http://x")'])
def test_text_stays_text(text):
    cell = written(text)[0]

    assert (cell.value, cell.data_type) == (text, "s")
    assert bool(cell.quotePrefix) is text.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\x00\x0b\x1f乙", "甲乙"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("\ud800\uffff好", "好"),
        ("𠮷😀\t", "𠮷😀\t"),
    ],
    ids=["control characters", "line ends", "no characters", "rare characters"],
)
def test_characters(text, shown):
    assert written(text)[0].value == shown


def test_a_text_that_a_cell_does_not_hold_is_cut_and_says_so():
    whole, cut = written("字" * LONGEST_TEXT, "字" * 33_000)

    assert whole.value == "字" * LONGEST_TEXT
    assert len(cut.value) == LONGEST_TEXT
    assert cut.value.startswith("字字字") and not cut.value.endswith("字")


@pytest.mark.parametrize(
    ("figure", "value", "shown_as"),
    [
        ("9087.000000", 9087, "#,##0"),
        ("97.50", 97.5, "#,##0.0"),
        ("0.000001", 0.000001, "#,##0.000000"),
        ("800000", 800000, "#,##0"),
        ("-3", -3, "#,##0"),
        ("0.000000", 0, "#,##0"),
        ("123456789.012345", 123456789.012345, "#,##0.000000"),
    ],
)
def test_figures_are_numbers_with_their_own_decimals(figure, value, shown_as):
    cell = written(Decimal(figure), column=Column("值", 20, FIGURE))[0]

    assert (cell.value, cell.data_type, cell.number_format) == (value, "n", shown_as)


def test_a_figure_that_excel_would_round_is_text():
    cell = written(Decimal("123456789012345678.5"), column=Column("值", 20, FIGURE))[0]

    assert cell.value == "123,456,789,012,345,678.5"


def test_days_are_days_and_moments_are_those_of_china():
    columns = [Column("日期", 12, DAY), Column("时间", 18, MOMENT), Column("空", 5, DAY)]
    book = Book("标题", "截至", sample=False)
    book.table("表", columns, [[date(2022, 6, 20), datetime(2022, 6, 20, 16, 30, tzinfo=UTC), None]])

    day, moment, nothing = opened(book)["表"][4]

    assert day.is_date and day.value == datetime(2022, 6, 20)
    assert moment.value == datetime(2022, 6, 21, 0, 30)
    assert (day.number_format, moment.number_format, nothing.value) == (DAY, MOMENT, None)


def test_links_lead_out_and_to_other_sheets():
    out, inside, plain = written(
        Shown("1", link="http://localhost/tasks/1/"), Shown("#7", link=place("来源", 5)), "x"
    )

    assert out.hyperlink.target == "http://localhost/tasks/1/"
    assert (inside.hyperlink.location, inside.hyperlink.target) == ("'来源'!A5", None)
    assert plain.hyperlink is None


def test_looks_belong_to_their_cells():
    red, plain, linked = written(
        Shown("红", {"bold": True, "ink": "B42318", "ground": "FDE7E5"}), "平", Shown("链", link="http://x")
    )

    assert (red.font.bold, red.font.color.rgb, red.fill.fgColor.rgb) == (True, "00B42318", "00FDE7E5")
    assert (plain.font.bold, plain.fill.fill_type, plain.border.top.style) == (False, None, "thin")
    assert (linked.font.underline, plain.font.underline) == ("single", None)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("指标", "指标"), ("报送/汇总:[1]*?\\'", "报送 汇总  1"), ("长" * 40, "长" * 31)],
)
def test_names_of_sheets(name, shown):
    assert sheet_name(name) == shown
    assert Book("标题", "截至", sample=False).sheet(name, [10]).title == shown


def test_a_sheet_can_be_read_filtered_and_printed():
    book = Book("标题", "截至2022-06-20", sample=True)
    book.table("任务", [Column("序号", 7), Column("任务", 30), Column("进展", 60)], [["1", "住房", "好"]] * 3)

    sheet = opened(book)["任务"]

    assert [sheet["A1"].value, sheet["A2"].value] == ["标题", "任务 · 截至2022-06-20 · Sample data"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C4", "A3:C6")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$3:$3", "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "Sample data" in sheet.oddFooter.left.text
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [7, 30, 60]


def test_a_table_without_rows_has_its_head():
    book = Book("标题", "截至", sample=False)
    book.table("表", [Column("列", 10)], [])

    sheet = opened(book)["表"]

    assert (sheet["A3"].value, sheet.max_row, sheet.auto_filter.ref) == ("列", 3, "A3:A3")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("一二三四", 9, 1), ("一二三四五", 9, 2), ("abcdefgh", 9, 1), ("一\n\n二", 9, 3)],
)
def test_lines_that_a_text_takes(text, width, lines):
    assert lines_of(text, width) == lines


def test_rows_are_as_high_as_their_longest_text_but_no_higher_than_excel_allows():
    columns = [Column("列", 10), Column("列", 21)]
    book = Book("标题", "截至", sample=False)
    book.table("表", columns, [["短", "短"], ["短", "字" * 40], ["短", "字" * 9000]])

    heights = [opened(book)["表"].row_dimensions[row].height for row in (4, 5, 6)]

    assert heights == [20, 68, 409]


def test_a_long_title_wraps():
    book = Book("很长的标题" * 20, "截至", sample=False)
    book.sheet("表", [20, 20])

    assert opened(book)["表"].row_dimensions[1].height > 100


@pytest.mark.parametrize("value", [3, None, "9", Decimal("9")])
def test_format_of_what_is_no_decimal(value):
    assert figure_format(value) == ("#,##0" if isinstance(value, Decimal) else "General")
