"""A Summary as a styled workbook.

Numbers stay numbers and dates dates; text from people and documents is written so that no cell of it can
become a formula. Each figure leads to its target's page and to its row on the sheet of sources.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.summary import FigureRow, Source, Summary, TaskRow
from tasks.lights import Light, Verdict, sentence

FONT = "微软雅黑"
INK = "1F2937"
GRID = Side(style="thin", color="C8CDD3")
BORDER = Border(left=GRID, right=GRID, top=GRID, bottom=GRID)
HEAD_FILL = PatternFill("solid", fgColor="E8ECF1")
# The light's colour is in the letters and in a pale ground, its shape and word in the text.
LIGHT_LOOK = {
    Light.GREEN: ("●", "1B6E3C", "E6F4EA"),
    Light.YELLOW: ("▲", "8A5A00", "FFF4D6"),
    Light.RED: ("■", "B42318", "FDE7E5"),
    Light.GREY: ("○", "5B6470", "F1F3F5"),
}
# What a cell of Excel holds at the most.
LONGEST = 32_767
PERCENT = "0.0%"
DAY = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm"


def light_word(light: Light) -> str:
    words = {
        Light.GREEN: _("On track"),
        Light.YELLOW: _("Behind"),
        Light.RED: _("Far behind"),
        Light.GREY: _("Not reported"),
    }
    return f"{LIGHT_LOOK[light][0]} {words[light]}"


def reason_of(verdict: Verdict) -> str:
    return sentence(verdict, _)


@dataclass(frozen=True)
class Column:
    title: str
    width: float
    number_format: str = "General"
    centred: bool = False


def safe(value):
    """A value that openpyxl writes as it is: no control characters, no zone, no figure as text."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, int | Decimal | date):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST]


def put(cell: Cell, value) -> Cell:
    cell.value = safe(value)
    if isinstance(cell.value, str):
        cell.data_type = "s"  # "=1+1" typed by somebody is text
    return cell


def figure_format(value: Decimal | None) -> str:
    """As many decimals as the figure has."""
    if value is None:
        return "General"
    decimals = max(0, -value.normalize().as_tuple().exponent)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def workbook(summary: Summary, site: str) -> bytes:
    """The summary as the bytes of an .xlsx file; `site` is the address that its links lead to."""
    return Writer(summary, site).save()


class Writer:
    """Writes the sheets one after the other; remembers where each source stands."""

    def __init__(self, summary: Summary, site: str):
        self.summary = summary
        self.site = site.rstrip("/")
        self.book = Workbook()
        self.book.properties.title = safe(self.title)
        self.book.properties.creator = "UrbanPlan"
        self.source_rows = {source.entry: row for row, source in enumerate(self.sources(), start=4)}

    @property
    def title(self) -> str:
        return f"{self.summary.document.title} {self.summary.cycle}"

    def save(self) -> bytes:
        self.overview(self.book.active)
        self.tasks()
        self.figures()
        if self.summary.projects:
            self.projects()
        self.reports()
        self.trace()
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()

    def sources(self) -> list[Source]:
        """Each entry that the workbook quotes, once."""
        quoted = [source for row in self.summary.figures for source in row.sources]
        quoted += [said.source for row in self.summary.tasks for said in row.said]
        return list({source.entry: source for source in quoted}.values())

    # Pieces that every sheet has

    def sheet(self, name: str, columns: Sequence[Column]) -> Worksheet:
        sheet = self.book.create_sheet(name)
        self.heading(sheet, name, len(columns))
        for index, column in enumerate(columns, start=1):
            self.head_cell(sheet.cell(3, index), column.title)
            sheet.column_dimensions[get_column_letter(index)].width = column.width
        sheet.freeze_panes = sheet.cell(4, min(3, len(columns)))
        sheet.print_title_rows = "3:3"
        return sheet

    def heading(self, sheet: Worksheet, name: str, width: int) -> None:
        put(sheet.cell(1, 1), self.title).font = Font(FONT, size=14, bold=True, color=INK)
        label = f"{name} · " + _("as of %(day)s") % {"day": self.summary.on.isoformat()}
        if self.summary.sample:
            label += " · " + _("Sample data")
        put(sheet.cell(2, 1), label).font = Font(FONT, size=10, color="5B6470")
        for row in (1, 2):
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=max(width, 2))
        sheet.row_dimensions[1].height = 24
        self.page(sheet)

    def page(self, sheet: Worksheet) -> None:
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.center.text = "&P / &N"

    def head_cell(self, cell: Cell, title: str) -> None:
        put(cell, title).font = Font(FONT, size=10, bold=True, color=INK)
        cell.fill, cell.border = HEAD_FILL, BORDER
        cell.alignment = Alignment("center", "center", wrap_text=True)

    def fill(self, sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence]) -> None:
        """Writes the rows below the head; a Light becomes its sign and word on its ground."""
        last = 3
        for last, values in enumerate(rows, start=4):
            for index, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
                self.body_cell(sheet.cell(last, index), column, value)
        sheet.auto_filter.ref = f"A3:{get_column_letter(len(columns))}{max(last, 3)}"

    def body_cell(self, cell: Cell, column: Column, value) -> None:
        cell.font = Font(FONT, size=10, color=INK)
        cell.border = BORDER
        is_number = isinstance(value, int | Decimal)
        side = "center" if column.centred else "right" if is_number else "left"
        cell.alignment = Alignment(side, "top", wrap_text=True)
        if isinstance(value, Light):
            self.light_cell(cell, value)
            return
        put(cell, value)
        cell.number_format = (
            figure_format(value) if column.number_format == "figure" else column.number_format
        )

    def light_cell(self, cell: Cell, light: Light) -> None:
        _sign, ink, ground = LIGHT_LOOK[light]
        put(cell, light_word(light)).font = Font(FONT, size=10, bold=True, color=ink)
        cell.fill = PatternFill("solid", fgColor=ground)

    def link(self, cell: Cell, target: str) -> None:
        cell.hyperlink = target
        cell.font = Font(FONT, size=10, color="1D4ED8", underline="single")

    # Sheets

    def overview(self, sheet: Worksheet) -> None:
        sheet.title = _("Overview")
        summary = self.summary
        self.heading(sheet, sheet.title, 7)
        facts = [
            (_("Region"), summary.document.region.name),
            (_("Document number"), summary.document.number or "—"),
            (_("Issuer"), summary.document.issuer or "—"),
            (_("Period"), f"{summary.cycle.starts_on} – {summary.cycle.ends_on}"),
            (_("Due"), summary.cycle.due),
            (_("Made at"), summary.made_at),
        ]
        for row, (name, value) in enumerate(facts, start=4):
            put(sheet.cell(row, 1), name).font = Font(FONT, size=10, color="5B6470")
            cell = put(sheet.cell(row, 2), value)
            cell.font, cell.alignment = Font(FONT, size=10, color=INK), Alignment("left")
            cell.number_format = MOMENT if isinstance(value, datetime) else DAY
            sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=7)
        self.light_table(sheet, first=len(facts) + 5)
        for letter, width in zip("ABCDEFG", (10, 44, 10, 12, 12, 14, 12), strict=True):
            sheet.column_dimensions[letter].width = width

    def light_table(self, sheet: Worksheet, first: int) -> None:
        heads = [_("Section"), _("Title"), _("Tasks"), *(light_word(light) for light in LIGHT_LOOK)]
        for index, title in enumerate(heads, start=1):
            self.head_cell(sheet.cell(first, index), title)
        plain = Column("", 0)
        for row, section in enumerate(self.summary.sections, start=first + 1):
            named = section.section
            values = [named.ordinal if named else "—", named.title if named else "—", section.total]
            values += [section.lights[light] for light in LIGHT_LOOK]
            for index, value in enumerate(values, start=1):
                self.body_cell(sheet.cell(row, index), plain, value)
        last = first + len(self.summary.sections) + 1
        totals = [self.summary.lights[light] for light in LIGHT_LOOK]
        for index, value in enumerate([_("Total"), "", sum(totals), *totals], start=1):
            self.body_cell(sheet.cell(last, index), plain, value)
            sheet.cell(last, index).font = Font(FONT, size=10, bold=True, color=INK)

    def tasks(self) -> None:
        columns = [
            Column(_("No."), 7, centred=True),
            Column(_("Task"), 30),
            Column(_("Section"), 22),
            Column(_("Lead unit"), 22),
            Column(_("Other units"), 36),
            Column(_("Light"), 13),
            Column(_("Reason"), 32),
            Column(_("State"), 10),
            Column(_("Progress"), 60),
            Column(_("Problems"), 36),
            Column(_("Next steps"), 36),
        ]
        sheet = self.sheet(_("Tasks"), columns)
        self.fill(sheet, columns, map(self.task_values, self.summary.tasks))
        for number, row in enumerate(self.summary.tasks, start=4):
            self.link(sheet.cell(number, 2), self.site + reverse("task", args=[row.task.pk]))

    def task_values(self, row: TaskRow) -> list:
        return [
            row.task.number,
            row.task.title,
            str(row.section or ""),
            row.leads,
            row.others,
            row.status.light,
            reason_of(row.status.verdict),
            row.task.State(row.status.state).label,
            self.words(row, "narrative"),
            self.words(row, "problem"),
            self.words(row, "next_step"),
        ]

    def words(self, row: TaskRow, part: str) -> str:
        """Each unit's words under its name, with the day that they are of."""
        return "\n".join(
            f"【{said.department} {said.source.as_of}】{getattr(said, part)}"
            for said in row.said
            if getattr(said, part)
        )

    def figures(self) -> None:
        columns = [
            Column(_("No."), 7, centred=True),
            Column(_("Indicator"), 34),
            Column(_("Required"), 10, centred=True),
            Column(_("Target"), 16, "figure"),
            Column(_("Upper value"), 12, "figure"),
            Column(_("Unit"), 10, centred=True),
            Column(_("Due"), 12, DAY),
            Column(_("Actual"), 16, "figure"),
            Column(_("As of"), 12, DAY),
            Column(_("Share done"), 10, PERCENT),
            Column(_("Share expected"), 10, PERCENT),
            Column(_("Light"), 13),
            Column(_("Reason"), 32),
            Column(_("Lead unit"), 24),
            Column(_("Source"), 10, centred=True),
            Column(_("Words of the document"), 48),
        ]
        sheet = self.sheet(_("Targets"), columns)
        self.fill(sheet, columns, map(self.figure_values, self.summary.figures))
        for number, row in enumerate(self.summary.figures, start=4):
            self.link(sheet.cell(number, 2), self.site + reverse("target", args=[row.target.pk]))
            if row.sources:
                place = self.source_rows[row.sources[0].entry]
                self.link(sheet.cell(number, 15), f"#'{_('Sources')}'!A{place}")

    def figure_values(self, row: FigureRow) -> list:
        target, verdict = row.target, row.verdict
        return [
            row.task.number if row.task else _("Goal"),
            target.indicator,
            target.get_comparator_display(),
            target.value,
            target.value_to,
            target.unit,
            target.due,
            target.actual,
            target.actual_on if target.actual is not None else None,
            verdict.share,
            verdict.expected,
            verdict.light,
            reason_of(verdict),
            row.leads,
            "、".join(f"#{source.entry}" for source in row.sources),
            target.text,
        ]

    def projects(self) -> None:
        columns = [
            Column(_("No."), 7, centred=True),
            Column(_("Project"), 40),
            Column(_("Responsible unit"), 28),
            Column(_("Planned investment (10,000 yuan)"), 18, "figure"),
            Column(_("Completed investment (10,000 yuan)"), 18, "figure"),
            Column(_("Physical progress (%)"), 14, "figure"),
            Column(_("State"), 12),
        ]
        sheet = self.sheet(_("Projects"), columns)
        rows = [
            [
                one.task.number,
                one.name,
                one.department.name,
                one.planned_investment,
                one.completed_investment,
                one.physical_progress,
                one.get_state_display(),
            ]
            for one in self.summary.projects
        ]
        self.fill(sheet, columns, rows)

    def reports(self) -> None:
        parts = self.summary.cycle.sections
        columns = [
            Column(_("Department"), 28),
            Column(_("State"), 10, centred=True),
            Column(_("Due"), 12, DAY),
            Column(_("Submitted at"), 17, MOMENT),
            Column(_("Late"), 8, centred=True),
            *(Column(part, 40) for part in parts),
        ]
        sheet = self.sheet(_("Submissions"), columns)
        rows = [
            [
                row.submission.department.name,
                row.submission.get_state_display(),
                row.submission.due,
                row.submission.submitted_at,
                _("late") if row.late else "",
                *self.handed_in(row.submission, parts),
            ]
            for row in self.summary.reports
        ]
        self.fill(sheet, columns, rows)

    def handed_in(self, submission, parts: list[str]) -> list[str]:
        """The words of a report that was handed in; a draft is still its writer's own."""
        shown = submission.state in (submission.State.SUBMITTED, submission.State.ACCEPTED)
        return [submission.texts.get(part, "") if shown else "" for part in parts]

    def trace(self) -> None:
        columns = [
            Column(_("Entry"), 10, centred=True),
            Column(_("Department"), 30),
            Column(_("Reporter"), 16),
            Column(_("As of"), 12, DAY),
            Column(_("Value"), 16, "figure"),
            Column(_("Logged at"), 18, MOMENT),
        ]
        sheet = self.sheet(_("Sources"), columns)
        rows = [
            [f"#{one.entry}", one.department, one.reporter, one.as_of, one.value, one.logged_at]
            for one in self.sources()
        ]
        self.fill(sheet, columns, rows)
