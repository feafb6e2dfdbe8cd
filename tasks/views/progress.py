from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tables2 import RequestConfig

from tasks.asof import day_in_address, default_day
from tasks.closing import close_task, reopen_task
from tasks.figures import Figure, figures_of
from tasks.filters.my_tasks import MyTasksForm
from tasks.forms.progress import ClosingForm, CorrectionForm, InstructionForm, ReportForm
from tasks.instructions import give_instruction
from tasks.models import Department, Evidence, ProgressEntry, Task
from tasks.my_tasks import my_tasks_on
from tasks.permissions import departments_of
from tasks.progress import AlreadySent, refuse_closed
from tasks.status import task_statuses
from tasks.tables.my_tasks import MyTaskTable
from urbanplan.accounts.permissions import require
from urbanplan.refusal import Refusal


def _task(request, pk: int, rule: str) -> Task:
    tasks = Task.everything.visible_to(request.user).select_related("document__region", "section", "parent")
    task = get_object_or_404(tasks, pk=pk)
    require(request.user, rule, task)
    return task


def _with_message(request, refusal: Refusal, task: Task):
    messages.error(request, str(refusal))
    return redirect(task)


@login_required
def log(request, pk):
    task = _task(request, pk, "log_progress")
    if request.method == "GET":
        try:
            refuse_closed(task)
        except Refusal as refusal:
            return _with_message(request, refusal, task)
    units = Department.objects.filter(pk__in=departments_of(request.user, task))
    department = _chosen(request, units)
    today = timezone.localdate()
    day = day_in_address(request) or default_day(task.document, today)
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        task=task,
        department=department,
        figures=figures_of([department.pk], day, task),
        today=today,
        day=day,
    )
    if form.is_bound and _saved(request, form):
        return redirect(task)
    context = {"form": form, "task": task, "units": units, "department": department, "day": day}
    return render(request, "tasks/log.html", context)


def _chosen(request, units) -> Department:
    """The unit for which the page is; one that is not the user's is refused rather than replaced."""
    asked = request.POST.get("department") or request.GET.get("department")
    if not asked:
        return units[0]
    chosen = next((unit for unit in units if str(unit.pk) == asked), None)
    if chosen is None:
        raise Http404
    return chosen


def _saved(request, form: ReportForm) -> bool:
    """Whether the page was stored; if not, its form says why."""
    if not form.is_valid():
        if request.FILES:
            messages.warning(request, _("Choose the files again: a browser does not keep them."))
        return False
    try:
        entries = form.save(request.user)
    except AlreadySent as refusal:
        form.renew_sending()
        form.add_error(None, str(refusal))
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _summary(form.task, entries))
    return True


def _summary(task: Task, entries: list[ProgressEntry]) -> str:
    number = sum(entry.value is not None for entry in entries)
    if not number:
        return _("Progress on task %(number)s is logged.") % {"number": task.number}
    said = ngettext(
        "Progress on task %(number)s is logged with %(count)s figure.",
        "Progress on task %(number)s is logged with %(count)s figures.",
        number,
    )
    return said % {"number": task.number, "count": number}


@login_required
def correct(request, pk):
    entries = ProgressEntry.objects.visible_to(request.user).select_related(
        "task__document__region", "task__parent", "target__document", "allocation", "department", "reporter"
    )
    entry = get_object_or_404(entries, pk=pk)
    if entry.department_id not in departments_of(request.user, entry.task):
        raise PermissionDenied
    if request.method == "GET" and hasattr(entry, "corrected_by"):
        return _with_message(request, Refusal(_("This entry has been corrected already.")), entry.task)
    form = CorrectionForm(
        request.POST or None,
        request.FILES or None,
        entry=entry,
        task=entry.task,
        department=entry.department,
        figures=[_figure_of(entry)] if entry.target else [],
        today=timezone.localdate(),
        day=entry.as_of,
    )
    if form.is_bound and _saved(request, form):
        return redirect(entry.task)
    return render(request, "tasks/log_correction.html", {"form": form, "entry": entry, "task": entry.task})


def _figure_of(entry: ProgressEntry) -> Figure:
    return Figure(entry.target, entry.department, entry.allocation, last=entry)


@login_required
def evidence(request, pk):
    visible = ProgressEntry.objects.visible_to(request.user)
    file = get_object_or_404(Evidence.objects.filter(entry__in=visible), pk=pk)
    try:
        stored = file.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404(_("The file is missing in the store.")) from missing
    answer = FileResponse(stored, as_attachment=True, filename=file.name)
    # Whatever is in it, it is neither guessed at nor run as a page of ours, and no proxy keeps it.
    answer["Content-Type"] = "application/octet-stream"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
def instruct(request, pk):
    task = _task(request, pk, "give_instruction")
    form = InstructionForm(request.POST or None)
    if form.is_valid():
        try:
            give_instruction(task=task, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The instruction is given."))
            return redirect(task)
    return render(request, "tasks/instruct.html", {"form": form, "task": task})


@login_required
def close(request, pk):
    task = _task(request, pk, "close_task")
    today = timezone.localdate()
    form = ClosingForm(request.POST or None, initial={"on": default_day(task.document, today)})
    # The button says which of the two is meant: a second click must not undo the first.
    wanted = request.POST.get("do")
    if wanted == "reopen" or (wanted == "close" and form.is_valid()):
        try:
            _close_or_reopen(request, task, form, wanted)
        except Refusal as refusal:
            return _with_message(request, refusal, task)
        return redirect(task)
    status = task_statuses([task], default_day(task.document, today))[task.pk]
    return render(request, "tasks/close.html", {"form": form, "task": task, "status": status})


def _close_or_reopen(request, task: Task, form: ClosingForm, wanted: str) -> None:
    if wanted == "close":
        close_task(task=task, by=request.user, on=form.cleaned_data["on"])
        messages.success(request, _("Task %(number)s is closed.") % {"number": task.number})
    else:
        reopen_task(task=task, by=request.user)
        messages.success(request, _("Task %(number)s is open again.") % {"number": task.number})


@login_required
def my_tasks(request):
    asked, today = day_in_address(request), timezone.localdate()
    rows = my_tasks_on(request.user, asked, today)
    narrowing = MyTasksForm(request.GET, rows=rows)
    days = {row.on for row in rows}
    table = MyTaskTable(narrowing.narrowed())
    # Documents whose years are over stand on days of their own; rows say so where the days differ.
    table.on = days.pop() if len(days) == 1 else asked or today
    table.several_documents = len({row.task.document_id for row in rows}) > 1
    RequestConfig(request).configure(table)
    context = {"table": table, "filter": narrowing, "rows": rows, "on": table.on}
    return render(request, "tasks/my_tasks.html", context)
