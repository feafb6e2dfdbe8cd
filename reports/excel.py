"""A Summary as a workbook. Each figure leads to its target's page, and to the row of its source.

The row of a source leads on to the entry itself: who reported it, when, with which files.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from reports.sheets import (
    DAY,
    FIGURE,
    FIRST_ROW,
    MOMENT,
    PERCENT,
    PLAIN_LOOK,
    SOFT,
    Book,
    Column,
    Shown,
    place,
)
from reports.summary import FigureRow, ReportRow, Source, Summary, TaskRow
from tasks.lights import Light, Verdict, sentence

A3 = Worksheet.PAPERSIZE_A3
# The light's colour is in the letters and in a pale ground, its shape and word in the text.
LIGHT_LOOK = {
    Light.RED: ("■", "B42318", "FDE7E5"),
    Light.YELLOW: ("▲", "8A5A00", "FFF4D6"),
    Light.GREEN: ("●", "1B6E3C", "E6F4EA"),
    Light.GREY: ("○", "5B6470", "F1F3F5"),
}
BETWEEN = "、"


def light_word(light: Light) -> str:
    words = {
        Light.GREEN: _("On track"),
        Light.YELLOW: _("Behind"),
        Light.RED: _("Far behind"),
        Light.GREY: _("Not reported"),
    }
    return f"{LIGHT_LOOK[light][0]} {words[light]}"


def light_cell(light: Light) -> Shown:
    _sign, ink, ground = LIGHT_LOOK[light]
    return Shown(light_word(light), {"bold": True, "ink": ink, "ground": ground})


def reason_of(verdict: Verdict) -> str:
    return sentence(verdict, _)


def workbook(summary: Summary, site: str) -> bytes:
    """The summary as the bytes of an .xlsx file; `site` is the address that its links lead to."""
    return Writer(summary, site).bytes()


class Writer:
    """Writes the sheets one after the other; knows in which row each source stands."""

    def __init__(self, summary: Summary, site: str):
        self.summary = summary
        self.site = site.rstrip("/")
        self.sources = quoted(summary)
        self.source_rows = {source.entry: row for row, source in enumerate(self.sources, start=FIRST_ROW)}
        title = f"{summary.document.title} {summary.cycle}"
        line = _("as of %(day)s") % {"day": summary.on.isoformat()}
        self.book = Book(title, line, summary.sample)

    def bytes(self) -> bytes:
        self.overview()
        self.tasks()
        self.figures()
        if self.summary.projects:
            self.projects()
        self.reports()
        self.trace()
        return self.book.bytes()

    def page(self, name: str, pk: int, anchor: str = "") -> str:
        return self.site + reverse(name, args=[pk]) + anchor

    def of(self, source: Source) -> str:
        return place(_("Sources"), self.source_rows[source.entry])

    def source_cell(self, sources: tuple[Source, ...]) -> Shown:
        """The numbers of the entries; the link leads to the first of them on the sheet of sources."""
        names = BETWEEN.join(f"#{source.entry}" for source in sources)
        return Shown(names, link=self.of(sources[0]) if sources else "")

    # Sheets

    def overview(self) -> None:
        widths = (16, 46, 10, 13, 13, 13, 13)
        sheet = self.book.sheet(_("Overview"), widths)
        last = FIRST_ROW - 1
        for last, (name, value) in enumerate(self.facts(), start=FIRST_ROW):
            self.book.put(sheet.cell(last, 1), name, replace(PLAIN_LOOK, ink=SOFT))
            is_moment = isinstance(value, datetime)
            look = replace(PLAIN_LOOK, number_format=MOMENT if is_moment else DAY)
            self.book.put(sheet.cell(last, 2), value, look)
            sheet.merge_cells(start_row=last, start_column=2, end_row=last, end_column=len(widths))
        columns = [
            Column(_("Ordinal"), widths[0], centred=True),
            Column(_("Section"), widths[1]),
            Column(_("Tasks"), widths[2]),
            *(Column(light_word(light), 13) for light in LIGHT_LOOK),
        ]
        self.book.rows(sheet, last + 2, columns, self.light_rows())

    def facts(self) -> list[tuple[str, object]]:
        document, cycle = self.summary.document, self.summary.cycle
        return [
            (_("Region"), document.region.name),
            (_("Document number"), document.number or "—"),
            (_("Issuer"), document.issuer or "—"),
            (_("Period"), f"{cycle.starts_on} – {cycle.ends_on}"),
            (_("Due"), cycle.due),
            (_("Made at"), self.summary.made_at),
        ]

    def light_rows(self) -> list[list]:
        rows = [
            [getattr(row.section, "ordinal", "—"), getattr(row.section, "title", "—"), *counts(row.lights)]
            for row in self.summary.sections
        ]
        total = ["", _("Total"), *counts(self.summary.lights)]
        return [*rows, [Shown(value, {"bold": True}) for value in total]]

    def tasks(self) -> None:
        columns = [
            Column(_("No."), 7, centred=True),
            Column(_("Task"), 26),
            Column(_("Section"), 16),
            Column(_("Lead unit"), 18),
            Column(_("Other units"), 24),
            Column(_("Light"), 13, centred=True),
            Column(_("Reason"), 26),
            Column(_("State"), 9, centred=True),
            Column(_("Progress"), 46),
            Column(_("Problems"), 28),
            Column(_("Next steps"), 28),
            Column(_("Source"), 10, centred=True),
        ]
        self.book.table(_("Tasks"), columns, map(self.task_values, self.summary.tasks), A3)

    def task_values(self, row: TaskRow) -> list:
        return [
            Shown(row.task.number, link=self.page("task", row.task.pk)),
            row.task.title,
            str(row.section or ""),
            row.leads,
            row.others,
            light_cell(row.status.light),
            reason_of(row.status.verdict),
            row.task.State(row.status.state).label,
            words(row, "narrative"),
            words(row, "problem"),
            words(row, "next_step"),
            self.source_cell(tuple(said.source for said in row.said)),
        ]

    def figures(self) -> None:
        columns = [
            Column(_("No."), 9, centred=True),
            Column(_("Indicator"), 30),
            Column(_("Required"), 9, centred=True),
            Column(_("Target"), 14, FIGURE),
            Column(_("Upper value"), 10, FIGURE),
            Column(_("Unit of measure"), 10, centred=True),
            Column(_("Due"), 12, DAY, centred=True),
            Column(_("Actual"), 14, FIGURE),
            Column(_("As of"), 12, DAY, centred=True),
            Column(_("Share done"), 10, PERCENT),
            Column(_("Share expected"), 10, PERCENT),
            Column(_("Light"), 13, centred=True),
            Column(_("Reason"), 28),
            Column(_("Lead unit"), 20),
            Column(_("Source"), 12, centred=True),
            Column(_("Words of the document"), 40),
        ]
        self.book.table(_("Targets"), columns, map(self.figure_values, self.summary.figures), A3)

    def figure_values(self, row: FigureRow) -> list:
        target, verdict = row.target, row.verdict
        return [
            Shown(row.task.number if row.task else _("Goal"), link=self.page("target", target.pk)),
            target.indicator,
            target.get_comparator_display(),
            target.value,
            target.value_to,
            target.unit,
            target.due,
            Shown(target.actual, link=self.of(row.sources[0]) if row.sources else ""),
            target.actual_on if target.actual is not None else None,
            part(verdict.share),
            part(verdict.expected),
            light_cell(verdict.light),
            reason_of(verdict),
            row.leads,
            self.source_cell(row.sources),
            target.text,
        ]

    def projects(self) -> None:
        columns = [
            Column(_("No."), 7, centred=True),
            Column(_("Project"), 40),
            Column(_("Responsible unit"), 28),
            Column(_("Planned investment (10,000 yuan)"), 18, FIGURE),
            Column(_("Completed investment (10,000 yuan)"), 18, FIGURE),
            Column(_("Physical progress (%)"), 14, FIGURE),
            Column(_("State"), 12, centred=True),
        ]
        self.book.table(_("Projects"), columns, map(self.project_values, self.summary.projects))

    def project_values(self, project) -> list:
        return [
            Shown(project.task.number, link=self.page("task", project.task_id)),
            project.name,
            project.department.name,
            project.planned_investment,
            project.completed_investment,
            project.physical_progress,
            project.get_state_display(),
        ]

    def reports(self) -> None:
        columns = [
            Column(_("Department"), 26),
            Column(_("State"), 10, centred=True),
            Column(_("Due"), 12, DAY, centred=True),
            Column(_("Submitted at"), 17, MOMENT, centred=True),
            Column(_("Late"), 8, centred=True),
            *(Column(part, 32) for part in self.summary.cycle.sections),
        ]
        self.book.table(_("Submissions"), columns, map(self.report_values, self.summary.reports), A3)

    def report_values(self, row: ReportRow) -> list:
        submission = row.submission
        late = Shown(_("late"), {"bold": True, "ink": LIGHT_LOOK[Light.RED][1]})
        return [
            submission.department.name,
            Shown(submission.get_state_display(), link=self.page("submission", submission.pk)),
            submission.due,
            submission.submitted_at,
            late if row.late else "",
            *(row.texts.get(part, "") for part in self.summary.cycle.sections),
        ]

    def trace(self) -> None:
        columns = [
            Column(_("Entry"), 10, centred=True),
            Column(_("No."), 7, centred=True),
            Column(_("Indicator"), 36),
            Column(_("Value"), 16, FIGURE),
            Column(_("Unit of measure"), 10, centred=True),
            Column(_("As of"), 12, DAY, centred=True),
            Column(_("Department"), 28),
            Column(_("Reporter"), 20),
            Column(_("Logged at"), 18, MOMENT, centred=True),
            Column(_("Page"), 46),
        ]
        self.book.table(_("Sources"), columns, map(self.source_values, self.sources))

    def source_values(self, source: Source) -> list:
        page = self.page("task", source.task, f"#entry-{source.entry}")
        return [
            f"#{source.entry}",
            source.number,
            source.indicator or _("(words)"),
            source.value,
            source.unit,
            source.as_of,
            source.department,
            source.reporter,
            source.logged_at,
            Shown(page, link=page),
        ]


def counts(lights: Counter) -> list[int]:
    return [lights.total(), *(lights[light] for light in LIGHT_LOOK)]


def part(share: Decimal | None) -> Decimal | None:
    """A share cut to a tenth of a percent, as the pages show it: 0.9999 is not yet all."""
    return None if share is None else share.quantize(Decimal("0.001"), ROUND_FLOOR)


def quoted(summary: Summary) -> list[Source]:
    """Each entry that the workbook quotes, once; those of one figure stand together."""
    sources = [source for row in summary.figures for source in row.sources]
    sources += [said.source for row in summary.tasks for said in row.said]
    return list({source.entry: source for source in sources}.values())


def words(row: TaskRow, part: str) -> str:
    """Each unit's words under its name, with the day that they are of."""
    return "\n".join(
        f"【{said.department} {said.source.as_of}】{getattr(said, part)}"
        for said in row.said
        if getattr(said, part)
    )
