"""Sheets of an Excel workbook that people read, filter and print; knows nothing of summaries.

Numbers stay numbers and dates dates; text from people and documents is written so that no cell of it can
become a formula.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

FONT = "微软雅黑"
INK, SOFT, BLUE, AMBER = "1F2937", "5B6470", "1D4F9C", "8A5300"
HEAD = "E8ECF1"
GRID = Side(style="thin", color="C8CDD3")
PERCENT = "0.0%"
DAY = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm"
FIGURE = "figure"

# What Excel keeps: 32,767 characters a cell, 15 digits a number, 409 points a row, 31 characters a name.
LONGEST_TEXT, LONGEST_NUMBER, TALLEST_ROW, LONGEST_NAME = 32_767, 15, 409, 31
FIRST_ROW = 4
LINE = 16.0
# XML 1.0 has no place for these, and a lone \r is shown as _x000D_.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Look:
    """How a cell looks; a value of its own, so that each look is built once and copied by the cells."""

    size: int = 10
    bold: bool = False
    ink: str = INK
    ground: str = ""
    side: str = "left"
    vertical: str = "top"
    number_format: str = "General"
    boxed: bool = True
    underline: bool = False
    quoted: bool = False


HEAD_LOOK = Look(bold=True, ground=HEAD, side="center", vertical="center")
TITLE_LOOK = Look(size=14, bold=True, vertical="center", boxed=False)
LINE_LOOK = Look(ink=SOFT, vertical="center", boxed=False)
SAMPLE_LOOK = replace(LINE_LOOK, bold=True, ink=AMBER)
PLAIN_LOOK = Look(boxed=False)


@cache
def body_look(side: str, number_format: str, is_link: bool) -> Look:
    look = Look(side=side, number_format=number_format)
    return replace(look, ink=BLUE, underline=True) if is_link else look


@dataclass(frozen=True)
class Column:
    title: str
    width: float
    number_format: str = "General"
    centred: bool = False


@dataclass(frozen=True)
class Shown:
    """A value with a look or a link of its own; `link` is an address, or "#'Sheet'!A5" in this workbook.

    Links stand on short values: LibreOffice does not wrap a text that is one.
    """

    value: object
    look: Mapping[str, object] | None = None
    link: str = ""


def safe(value):
    """A value that openpyxl writes as it is: no control characters, no zone, no digit lost."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, Decimal):
        return figure_or_text(value)
    if value is None or isinstance(value, int | date):
        return value
    text = UNWRITABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST_TEXT else shortened(text)


def shortened(text: str) -> str:
    note = _(" … (cut here; the whole text stands in the system)")
    return text[: LONGEST_TEXT - len(note)] + note


def figure_or_text(value: Decimal) -> Decimal | str:
    """A number that Excel would round is written as text."""
    digits = len(value.normalize().as_tuple().digits)
    return value.normalize() if digits <= LONGEST_NUMBER else f"{value:,f}"


def figure_format(value) -> str:
    """As many decimals as the figure has."""
    if not isinstance(value, Decimal):
        return "General"
    decimals = max(0, -value.normalize().as_tuple().exponent)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:LONGEST_NAME]


def place(sheet: str, row: int) -> str:
    """A link to a row of another sheet of the workbook."""
    return f"#'{sheet_name(sheet)}'!A{row}"


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column; in GB 18030 a Chinese character is as long as it is wide."""
    room = max(width - 1, 1)
    return sum(max(1, ceil(len(part.encode("gb18030")) / room)) for part in text.split("\n"))


def height_of(texts: Iterable[tuple[object, float]], line: float = LINE) -> float:
    """The height of a row of (value, column width), which Excel finds by itself and WPS does not."""
    lines = max((lines_of(text, width) for text, width in texts if isinstance(text, str)), default=1)
    return min(TALLEST_ROW, line * lines + 4)


class Book:
    """A workbook whose sheets have a title, a line below it, a head, and rows."""

    def __init__(self, title: str, line: str, sample: bool):
        self.title, self.line, self.sample = title, line, sample
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.book.properties.title = safe(title)
        self.book.properties.creator = "UrbanPlan"
        self.styles: dict[Look, object] = {}

    @property
    def mark(self) -> str:
        return f" · {_('Sample data')}" if self.sample else ""

    def bytes(self) -> bytes:
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()

    def sheet(self, name: str, widths: Sequence[float], paper: int = Worksheet.PAPERSIZE_A4) -> Worksheet:
        """An empty sheet with its title; what is written into it begins in row 3."""
        sheet = self.book.create_sheet(sheet_name(name))
        for index, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        self._heading(sheet, name, widths)
        self._page(sheet, paper)
        return sheet

    def table(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence], paper=Worksheet.PAPERSIZE_A4
    ) -> Worksheet:
        """A sheet of rows with filters, whose head stays in sight on screen and on each printed page."""
        sheet = self.sheet(name, [column.width for column in columns], paper)
        last = self.rows(sheet, FIRST_ROW - 1, columns, rows)
        sheet.auto_filter.ref = f"A{FIRST_ROW - 1}:{get_column_letter(len(columns))}{last}"
        sheet.freeze_panes = sheet.cell(FIRST_ROW, min(3, len(columns)))
        sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
        return sheet

    def rows(self, sheet: Worksheet, first: int, columns: Sequence[Column], rows: Iterable[Sequence]) -> int:
        """Writes a head and rows from a row on; returns the last row written."""
        for index, column in enumerate(columns, start=1):
            self.put(sheet.cell(first, index), column.title, HEAD_LOOK)
        sheet.row_dimensions[first].height = height_of((c.title, c.width) for c in columns) + 6
        last = first
        for last, values in enumerate(rows, start=first + 1):
            written = [
                self.body_cell(sheet.cell(last, index), column, value)
                for index, (column, value) in enumerate(zip(columns, values, strict=True), start=1)
            ]
            widths = (column.width for column in columns)
            sheet.row_dimensions[last].height = height_of(zip(written, widths, strict=True))
        return last

    def body_cell(self, cell: Cell, column: Column, value):
        """Writes a value under its column; returns it as written."""
        shown = value if isinstance(value, Shown) else Shown(value)
        number_format = column.number_format
        if number_format == FIGURE:
            number_format = figure_format(shown.value)
        is_number = isinstance(shown.value, int | Decimal)
        side = "center" if column.centred else "right" if is_number else "left"
        look = body_look(side, number_format, bool(shown.link))
        self.put(cell, shown.value, replace(look, **shown.look) if shown.look else look)
        if shown.link.startswith("#"):
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=shown.link[1:])
        elif shown.link:
            cell.hyperlink = shown.link
        return cell.value

    def put(self, cell: Cell, value, look: Look) -> None:
        cell.value = safe(value)
        if isinstance(cell.value, str):
            cell.data_type = "s"  # "=1+1" that somebody typed is text, also after the cell was edited
            if cell.value.startswith(("=", "+", "-", "@")):
                look = replace(look, quoted=True)
        # A copy, because openpyxl changes a style in place.
        cell._style = copy(self._style(look))

    def _style(self, look: Look):
        """Building a style for every cell would take most of the time."""
        if look not in self.styles:
            self.styles[look] = self._build(look)
        return self.styles[look]

    def _build(self, look: Look):
        cell = self.book.worksheets[0].cell(1, 1)
        before = copy(cell._style)
        underline = "single" if look.underline else None
        cell.font = Font(FONT, size=look.size, bold=look.bold, color=look.ink, underline=underline)
        cell.fill = PatternFill("solid", fgColor=look.ground) if look.ground else PatternFill()
        cell.border = Border(GRID, GRID, GRID, GRID) if look.boxed else Border()
        cell.alignment = Alignment(look.side, look.vertical, wrap_text=True)
        cell.number_format = look.number_format
        cell.quotePrefix = look.quoted
        built, cell._style = copy(cell._style), before
        return built

    def _heading(self, sheet: Worksheet, name: str, widths: Sequence[float]) -> None:
        label = f"{name} · {self.line}{self.mark}"
        looks = (TITLE_LOOK, SAMPLE_LOOK if self.sample else LINE_LOOK)
        for row, (text, look) in enumerate(zip((self.title, label), looks, strict=True), start=1):
            text = safe(text)
            self.put(sheet.cell(row, 1), text, look)
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
            wide = look.size / 10 * len(text.encode("gb18030"))
            lines = ceil(wide / sum(widths))
            sheet.row_dimensions[row].height = lines * LINE * look.size / 10 + 4

    def _page(self, sheet: Worksheet, paper: int) -> None:
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = paper
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.6
        sheet.page_margins.footer = 0.3
        sheet.oddFooter.left.text = self.line + self.mark
        sheet.oddFooter.right.text = "&P / &N"
