"""The checking page of a draft: each correction is a small form that tasks.editing carries out."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tasks import amending, editing, importing
from tasks.forms import checking as rows
from tasks.models import Assignment, DepartmentGroup, Document
from tasks.views.check_page import ADDITIONS, CheckPage
from urbanplan.accounts.permissions import require
from urbanplan.refusal import Refusal


def _document(request, pk: int) -> Document:
    visible = Document.objects.visible_to(request.user).select_related("region")
    document = get_object_or_404(visible, pk=pk)
    require(request.user, "change_document", document)
    return document


@login_required
def check(request, pk):
    document = _document(request, pk)
    if not document.is_draft and not amending.by_hand(document):
        messages.info(request, _("This document is published; its ledger is corrected only by an amendment."))
        return redirect(document)
    return _page(request, CheckPage(document, asked=_asked(request.GET)))


def _asked(query) -> dict:
    """What is to be added and where; what is no number, or none of a document, is left out."""
    given = {name: query.get(name, "") for name in ("task", "start", "end")}
    numbers = {name: int(text) for name, text in given.items() if text.isdecimal() and len(text) < 20}
    return numbers | {"add": query.get("add", "")}


def _page(request, page: CheckPage, status: int = 200):
    context = {"document": page.document, "page": page, "amendment": amending.by_hand(page.document)}
    return render(request, "tasks/check.html", context, status=status)


@require_POST
@login_required
def publish(request, pk):
    document = _document(request, pk)
    try:
        importing.publish(document=document, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("check-document", document.pk)
    messages.success(request, _("The document is published; its units see their tasks now."))
    return redirect(document)


@require_POST
@login_required
def change(request, pk, kind, item):
    document = _document(request, pk)
    row = _row(document, kind, item)
    do = request.POST.get("do", "")
    if (kind, do) not in DEEDS:
        raise Http404
    form_class, deed = DEEDS[kind, do]
    form = _form(form_class, request.POST, document, row, kind, do) if form_class else None
    if form is None or form.is_valid():
        try:
            place = deed(row, document, request.user, form.cleaned_data if form else {})
        except Refusal as refusal:
            if form is None:
                messages.error(request, str(refusal))
                return _back(document, f"{kind}-{item}")
            form.add_error(None, str(refusal))
        else:
            # The page's script needs no page in answer.
            return _back(document, place) if request.accepts("text/html") else HttpResponse(status=204)
    document.refresh_from_db()
    return _page(request, CheckPage(document, bound={(kind, item, do): form}), status=422)


def _back(document: Document, place: str):
    return redirect(reverse("check-document", args=[document.pk]) + f"#{place}")


def _row(document: Document, kind: str, item: int):
    """The row of this document; another document's is as good as missing."""
    among = {
        "head": Document.objects.filter(pk=document.pk),
        "section": document.sections,
        "task": document.tasks,
        "target": document.targets,
        "unit": Assignment.objects.filter(task__document=document),
        "group": DepartmentGroup.objects.named_in(document),
    }
    if kind not in among:
        raise Http404
    return get_object_or_404(among[kind], pk=item)


def _form(form_class: type[forms.Form], data, document: Document, row, kind: str, do: str) -> forms.Form:
    if form_class is rows.HeadForm:
        return form_class(data, instance=row)
    extra = {}
    if form_class is rows.TaskForm:
        extra["sections"] = list(document.sections.all())
    if form_class is rows.GroupForm:
        page = CheckPage(document)
        extra["candidates"] = (
            next(form for group, form in page.groups if group == row).fields["members"].choices
        )
    return form_class(data, auto_id=f"{'add' if do in ADDITIONS else f'{kind}-{row.pk}'}-%s", **extra)


def _accept(row, document, by, data) -> str:
    editing.accept(row=row, by=by)
    return "doubts"


def _remove(row, document, by, data) -> str:
    editing.remove(row=row, by=by)
    return "ledger"


def _save_head(row, document, by, data) -> str:
    editing.change_head(document=row, by=by, **data)
    return "head"


def _save_section(row, document, by, data) -> str:
    editing.change_section(section=row, by=by, **data)
    return f"section-{row.pk}"


def _save_task(row, document, by, data) -> str:
    editing.change_task(task=row, by=by, **data)
    return f"task-{row.pk}"


def _save_unit(row, document, by, data) -> str:
    editing.change_unit(assignment=row, by=by, **data)
    return f"unit-{row.pk}"


def _save_target(row, document, by, data) -> str:
    editing.change_target(target=row, by=by, **data)
    return f"target-{row.pk}"


def _confirm_group(row, document, by, data) -> str:
    editing.confirm_group(document=document, group=row, members=data["members"], by=by)
    return "groups"


def _accept_group(row, document, by, data) -> str:
    editing.confirm_group(document=document, group=row, members=row.members.all(), by=by)
    return "doubts"


def _add_target(row, document, by, data) -> str:
    task = None if isinstance(row, Document) else row
    made = editing.add_target(document=document, task=task, by=by, **data)
    return f"target-{made.pk}"


def _add_unit(row, document, by, data) -> str:
    return f"unit-{editing.add_unit(task=row, by=by, **data).pk}"


def _split(row, document, by, data) -> str:
    return f"task-{editing.split_task(task=row, by=by, **data).pk}"


def _merge(row, document, by, data) -> str:
    return f"task-{editing.merge_task(task=row, by=by).pk}"


# What may be done to a kind of row: the form that says how, and the deed, which names the place to return to.
DEEDS = {
    ("head", "save"): (rows.HeadForm, _save_head),
    ("head", "add-target"): (rows.NewTargetForm, _add_target),
    ("section", "save"): (rows.SectionForm, _save_section),
    ("task", "save"): (rows.TaskForm, _save_task),
    ("task", "accept"): (None, _accept),
    ("task", "remove"): (None, _remove),
    ("task", "merge"): (None, _merge),
    ("task", "split"): (rows.SplitForm, _split),
    ("task", "add-unit"): (rows.NewUnitForm, _add_unit),
    ("task", "add-target"): (rows.NewTargetForm, _add_target),
    ("unit", "save"): (rows.UnitForm, _save_unit),
    ("unit", "accept"): (None, _accept),
    ("unit", "remove"): (None, _remove),
    ("target", "save"): (rows.TargetForm, _save_target),
    ("target", "accept"): (None, _accept),
    ("target", "remove"): (None, _remove),
    ("group", "accept"): (None, _accept_group),
    ("group", "save"): (rows.GroupForm, _confirm_group),
}
