from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from tasks.asof import asked_day
from tasks.filters.documents import DocumentFilter
from tasks.filters.tasks import TaskFilter
from tasks.findings import findings_of
from tasks.marking import paragraphs
from tasks.models import Amendment, Assignment, Department, DepartmentGroup, Document, Edition, Target, Task
from tasks.status import task_statuses
from tasks.tables.documents import DocumentTable
from tasks.tables.tasks import TaskTable, task_rows
from tasks.tables.units import UnitTable
from tasks.views.marks import anchor, document_marks, page_of


def _number_of(rows, what: str = "pk"):
    """Subquery: how many of these rows a document has."""
    counted = rows.filter(document=OuterRef("pk")).order_by().values("document")
    return Coalesce(Subquery(counted.annotate(n=Count(what, distinct=True)).values("n")), 0)


def counted(documents):
    tasks, figures = Task.objects.all(), Target.objects.filter(binding=True)
    return documents.annotate(
        task_count=_number_of(tasks.filter(parent=None)),
        unit_count=_number_of(tasks, "assignments__department") + _number_of(tasks, "assignments__group"),
        target_count=_number_of(figures),
        cycle_count=Count("cycles", distinct=True),
        amendment_count=Count("amendments", Q(amendments__state=Amendment.State.DONE), distinct=True),
    )


@login_required
def document_list(request):
    documents = counted(Document.objects.visible_to(request.user)).select_related("region")
    narrowed = DocumentFilter(request.GET, documents, request=request)
    table = DocumentTable(narrowed.qs)
    RequestConfig(request).configure(table)
    return render(request, "tasks/documents.html", {"filter": narrowed, "table": table})


def document_seen(request, pk: int) -> Document:
    visible = Document.objects.visible_to(request.user).select_related("region", "published_by")
    return get_object_or_404(counted(visible), pk=pk)


def _visible_tasks(request, document: Document):
    tasks = document.tasks.visible_to(request.user).select_related("section", "parent", "document")
    return tasks.prefetch_related("assignments__department", "assignments__group").order_by("order")


@login_required
def document(request, pk):
    document = document_seen(request, pk)
    on = asked_day(request, document)
    tasks = _visible_tasks(request, document)
    statuses = task_statuses(tasks, on)
    narrowed = TaskFilter(request.GET, tasks, document=document, statuses=statuses)
    table = TaskTable(task_rows(narrowed.qs, statuses))
    RequestConfig(request).configure(table)
    context = {"tab": "tasks", "document": document, "on": on, "filter": narrowed, "table": table}
    context |= {"sections": document.sections.all(), "findings": findings_of(document)}
    return render(request, "tasks/document.html", context)


@login_required
def text(request, pk):
    document = document_seen(request, pk)
    tasks = _visible_tasks(request, document).prefetch_related("targets")
    goals = document.targets.filter(task=None)
    marks = document_marks(document, tasks, goals, name=anchor, href=page_of)
    lines = paragraphs(document.text, marks)
    context = {"tab": "text", "document": document, "lines": lines, "tasks": tasks}
    context["findings"] = findings_of(document)
    return render(request, "tasks/document_text.html", context)


@login_required
def units(request, pk):
    document = document_seen(request, pk)
    assignments = Assignment.objects.filter(task__document=document, task__dropped_on=None)
    departments = _with_counts(Department.objects.all(), _counts(assignments, "department"))
    groups = _with_counts(DepartmentGroup.objects.prefetch_related("members"), _counts(assignments, "group"))
    rows = [{"department": body} | roles for body, roles in departments]
    table = UnitTable(rows, tasks_url=document.get_absolute_url())
    RequestConfig(request).configure(table)
    context = {"tab": "units", "document": document, "table": table, "groups": groups}
    return render(request, "tasks/document_units.html", context)


def _counts(assignments, field: str) -> dict[int, dict[str, int]]:
    """Number of tasks by body and by role; the first of a list counts as lead, whatever it is called."""
    counts: dict[int, dict[str, int]] = defaultdict(
        lambda: {"lead": 0, "responsible": 0, "cooperating": 0, "total": 0}
    )
    for assignment in assignments.exclude(**{field: None}):
        row = counts[getattr(assignment, f"{field}_id")]
        row["lead" if assignment.leads else assignment.role] += 1
        row["total"] += 1
    return counts


def _with_counts(bodies, counts: dict[int, dict[str, int]]) -> list[tuple]:
    """Each body with its counts, the most concerned first."""
    rows = [(body, counts[body.pk]) for body in bodies.filter(pk__in=counts)]
    return sorted(rows, key=lambda row: (-row[1]["total"], row[0].pk))


@login_required
def cycles(request, pk):
    document = document_seen(request, pk)
    # Through the relation's name: tasks knows nothing of reports.
    context = {"tab": "cycles", "document": document, "cycles": document.cycles.all()}
    return render(request, "tasks/document_cycles.html", context)


@login_required
def original(request, pk):
    return download(get_object_or_404(Document.objects.visible_to(request.user), pk=pk))


def download(version: Document | Edition) -> FileResponse:
    """The file as it came. Always a download: a page that somebody imported must not run as one of ours."""
    try:
        stored = version.original.open("rb")
    except FileNotFoundError as missing:
        raise Http404(_("The file is missing in the store.")) from missing
    return FileResponse(stored, as_attachment=True, filename=version.original_name)
