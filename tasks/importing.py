"""A document into a draft ledger, and a checked draft into a published one."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks.extraction import UnreadableFile, extract, read_file
from tasks.extraction.contacts import mask_contacts
from tasks.extraction.messages import MESSAGES
from tasks.kinds import target_kind
from tasks.models import Assignment, DepartmentGroup, Document, Region, Section, Target, Task
from tasks.models.document import default_report_sections
from tasks.signals import document_published
from tasks.units import Units
from urbanplan.refusal import Refusal

logger = logging.getLogger(__name__)
LONGEST_NAME = Assignment._meta.get_field("wording").max_length


class AlreadyThere(Refusal):
    """The region has this document, perhaps in another version; a page can link to it."""

    def __init__(self, sentence: str, document: Document, same_file: bool = False):
        super().__init__(sentence)
        self.document, self.same_file = document, same_file


def said(code: str, params: dict) -> str:
    """A sentence of the reader in the user's language."""
    return _(MESSAGES[code]) % params


def read_ledger(data: bytes, name: str) -> tuple[dict, str]:
    """As `read_document`; refuses a document without numbered tasks, with which none can be compared."""
    ledger, text = read_document(data, name)
    if not ledger["tasks"]:
        raise Refusal(_("No numbered tasks were found in this document."))
    return ledger, text


def read_document(data: bytes, name: str) -> tuple[dict, str]:
    """The ledger that the reader finds in a file, and the document's clean text with contacts masked.

    Refuses a file that cannot be read. A ledger without tasks is one that people begin by hand.
    """
    try:
        extraction = extract(read_file(data, name))
    except UnreadableFile as unreadable:
        raise Refusal(said(unreadable.code, unreadable.params)) from unreadable
    return extraction.to_json(), mask_contacts(extraction.text)


def import_document(*, data: bytes, name: str, region: Region, by=None) -> Document:
    """Reads the file and stores it as a draft; refuses one that the region already has."""
    refuse_double(data, region)
    ledger, text = read_document(data, name)
    try:
        return store(ledger=ledger, text=text, data=data, name=name, region=region, by=by)
    except (IntegrityError, DataError) as wrong:
        logger.exception("the ledger of %s cannot be stored", name)
        raise Refusal(
            _("What was read in this document cannot be stored, or somebody is importing it just now.")
        ) from wrong


def refuse_double(data: bytes, region: Region) -> None:
    double = Document.objects.filter(region=region, sha256=hashlib.sha256(data).hexdigest()).first()
    if double:
        sentence = _("This file was imported before: “%(title)s”.") % {"title": double.title}
        raise AlreadyThere(sentence, double, same_file=True)


def store(*, ledger: dict, text: str, data: bytes, name: str, region: Region, by=None) -> Document:
    """Rows of a draft from a ledger in the form of the extraction contract; all, or none and no file."""
    document = _document(ledger, text, data, name, region, by)
    try:
        with transaction.atomic():
            document.save()
            _fill(document, ledger)
    except BaseException:
        document.original.delete(save=False)
        raise
    return document


def _fill(document: Document, ledger: dict) -> None:
    sections = make_sections(document, ledger["sections"])
    units = Units(document.region, document)
    tasks: dict[str, Task] = {}
    for order, row in enumerate(ledger["tasks"], start=1):
        task = make_task(document, row, order, sections, tasks)
        tasks[task.number] = task
        assign_units(task, row["units"], units)
    make_targets(document, [(None, row) for row in ledger["goals"]], first=1)
    rows = [(tasks[t["number"]], row) for t in ledger["tasks"] for row in t["targets"]]
    make_targets(document, rows, first=len(ledger["goals"]) + 1)


def _document(ledger, text, data, name, region, by) -> Document:
    head = ledger["document"]
    title = head["title"] or name
    double = Document.objects.filter(region=region, title=title).first()
    if double:
        sentence = _("The region already has a document named “%(title)s”.") % {"title": title}
        raise AlreadyThere(sentence, double)
    first_year, last_year = head["period"] or [timezone.localdate().year] * 2
    return Document(
        region=region,
        title=title,
        number=head["number"] or "",
        issuer=head["issuer"] or "",
        issued_on=_day(head["issued_on"]),
        first_year=first_year,
        last_year=last_year,
        original=ContentFile(data, name=name),
        original_name=name[-Document._meta.get_field("original_name").max_length :],
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        # That no task was found the checking page says itself, as long as the ledger holds none.
        findings=[row for row in ledger.get("findings", []) if row.get("code") != "no_tasks"],
        report_sections=ledger.get("report_sections") or default_report_sections(),
        created_by=by,
        **reporting_days(ledger["reports"]),
    )


def reporting_days(reports: list[dict]) -> dict:
    """The month and day of the reports that the document itself asks for; the defaults for the others."""
    days: dict = {"reports_named": True} if reports else {}
    for report in reports:
        kind = report["kind"].replace("-", "_")
        due = date.fromisoformat(report["due"])
        days |= {f"{kind}_month": due.month, f"{kind}_day": due.day}
    return days


def sections_of(rows: list[dict]) -> list[tuple[str, Section]]:
    """Each section, unsaved, with its ordinal as printed; where each part of a document begins with 一, the
    second 一 is called 2.一, as the task 一 of that part is called 2.1.
    """
    printed = [row["ordinal"] for row in rows]
    times = [printed[:place].count(ordinal) for place, ordinal in enumerate(printed, start=1)]
    return [
        (
            row["ordinal"],
            Section(
                ordinal=row["ordinal"] if nth == 1 else f"{nth}.{row['ordinal']}",
                title=row["title"],
                order=order,
                start=row.get("start"),
                end=row.get("end"),
            ),
        )
        for order, (row, nth) in enumerate(zip(rows, times, strict=True), start=1)
    ]


def make_sections(document: Document, rows: list[dict]) -> list[tuple[str, Section]]:
    found = sections_of(rows)
    for _printed, section in found:
        section.document = document
        section.save()
    return found


def section_of(row: dict, sections: list[tuple[str, Section]]) -> Section | None:
    """The section of the task's ordinal; of several the last one that begins before the task."""
    named = [section for ordinal, section in sections if ordinal == row["section"]]
    before = [section for section in named if (section.start or 0) <= (row.get("start") or 0)]
    return next(iter([*before[-1:], *named]), None)


def places_of(row: dict) -> dict:
    return {key: row.get(key) for key in ("start", "end", "source_start", "source_end")}


def make_task(document, row, order, sections, tasks) -> Task:
    return Task.objects.create(
        document=document,
        section=section_of(row, sections),
        parent=tasks.get(row["parent"]),
        number=row["number"],
        order=order,
        title=row["title"],
        text=row.get("text", ""),
        doubt=doubt_of(row),
        **places_of(row),
    )


def assign_units(task: Task, rows: list[dict], units: Units) -> None:
    for unit in units_of(task, rows, units):
        unit.save()


def units_of(task: Task, rows: list[dict], units: Units) -> Iterator[Assignment]:
    """Each unit of the rows once, unsaved; its department or group is made if it is new."""
    named: set = set()
    for order, row in enumerate(rows, start=1):
        name = row["name"][:LONGEST_NAME]
        group = units.group(name) if row.get("group") else None
        department = None if group else units.department(name)
        body = group or department
        if body in named:  # The same body printed twice in one clause answers once.
            continue
        named.add(body)
        yield Assignment(
            task=task,
            department=department,
            group=group,
            wording=name,
            role=row["role"],
            order=order,
            start=row.get("start"),
            end=row.get("end"),
            doubt=doubt_of(row),
        )


def make_targets(document: Document, rows: list[tuple[Task | None, dict]], first: int) -> list[Target]:
    made = [target_of(document, task, row, order) for order, (task, row) in enumerate(rows, start=first)]
    for target in made:
        target.save()
    return made


def target_of(document: Document, task: Task | None, row: dict, order: int) -> Target:
    """Unsaved."""
    due = _day(row["due"]) or document.last_day
    value, value_to = _ends(row)
    return Target(
        document=document,
        task=task,
        order=order,
        indicator=row["indicator"],
        comparator=row["comparator"],
        value=value,
        value_to=value_to,
        unit=row["unit"],
        starts_on=min(document.first_day, date(due.year, 1, 1)),
        due=due,
        kind=target_kind(row["indicator"], row["unit"]),
        text=row["text"],
        binding=row.get("must", True),
        doubt=doubt_of(row) or _doubt_of_range(row),
        **places_of(row),
    )


def _ends(row: dict) -> tuple[Decimal, Decimal | None]:
    """The figure, or the lower and upper end of a range, in whichever order they are printed."""
    if not row["value_to"]:
        return Decimal(row["value"]), None
    low, high = sorted([Decimal(row["value"]), Decimal(row["value_to"])])
    return low, high


def _doubt_of_range(row: dict) -> str:
    if not row["value_to"] or Decimal(row["value"]) <= Decimal(row["value_to"]):
        return ""
    return _("The document gives the larger figure first.")


def doubt_of(row: dict) -> str:
    if row.get("doubt_code"):
        return said(row["doubt_code"], row.get("doubt_params", {}))
    return row.get("doubt") or ""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def open_doubts(document: Document, with_groups: bool = True) -> int:
    """How many tasks, units and figures of the document, and members of groups, nobody has confirmed yet."""
    units = Assignment.objects.filter(task__document=document)
    rows = sum(rows.exclude(doubt="").count() for rows in (document.tasks, document.targets, units))
    groups = DepartmentGroup.objects.named_in(document).filter(confirmed=False)
    return rows + (groups.count() if with_groups else 0)


@transaction.atomic
def publish(*, document: Document, by=None, groups_are_proposals: bool = False) -> Document:
    """A checked draft becomes the ledger that departments answer to; refuses one without a task, and while a
    doubt is open.

    A ledger that comes with the product cannot say whom a region means by "有关市、县":
    `groups_are_proposals` lets such groups stand as proposed, and pages say so.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    if not document.is_draft:
        raise Refusal(_("This document is published already."))
    if not document.tasks.exists():
        raise Refusal(_("The ledger holds no task yet. Select the words with which a task begins."))
    doubts = open_doubts(document, with_groups=not groups_are_proposals)
    if doubts:
        raise Refusal(_("%(count)s doubts are still open; work them off first.") % {"count": doubts})
    document.state = Document.State.PUBLISHED
    document.published_at = timezone.now()
    document.published_by = by
    document.save()
    document_published.send(Document, document=document)
    return document
