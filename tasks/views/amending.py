"""A published document is amended: by hand, or by a new version that is compared with its ledger."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tasks import amending
from tasks.changes import groups
from tasks.forms.amending import ReasonForm, VersionForm
from tasks.models import Amendment, Change, Document, Edition, Task
from tasks.revising import Stale
from tasks.views.documents import document_seen, download
from urbanplan.accounts.permissions import may, require
from urbanplan.refusal import Refusal


@login_required
def amend(request, pk):
    document = document_seen(request, pk)
    require(request.user, "change_document", document)
    if document.is_draft:
        return redirect("check-document", document.pk)
    waiting = document.amendments.open().first()
    if waiting and request.method == "GET":
        messages.info(request, _("This amendment of the document is open; end it before another begins."))
        return redirect(waiting)
    by_version = request.POST.get("do") == "compare"
    hand = ReasonForm(None if by_version else request.POST or None, auto_id="hand-%s")
    version = VersionForm(*((request.POST, request.FILES) if by_version else ()), auto_id="version-%s")
    form = version if by_version else hand
    if form.is_bound and form.is_valid():
        try:
            return redirect(_begun(form, document, request.user))
        except Refusal as refusal:
            waiting = document.amendments.open().first()
            if waiting and (waiting.reason, waiting.made_by) == (form.cleaned_data["reason"], request.user):
                return redirect(waiting)  # A double click.
            form.add_error(None, str(refusal))
    context = {"document": document, "hand": hand, "version": version, "waiting": waiting}
    return render(request, "tasks/amend.html", context, status=422 if form.errors else 200)


def _begun(form: ReasonForm, document: Document, by) -> Amendment:
    reason = form.cleaned_data["reason"]
    if not isinstance(form, VersionForm):
        return amending.begin(document=document, reason=reason, by=by)
    return amending.compare_version(
        document=document, data=form.contents(), name=form.file_name(), reason=reason, by=by
    )


@login_required
def amendments(request, pk):
    document = document_seen(request, pk)
    visible = Amendment.objects.visible_to(request.user).filter(document=document)
    rows = visible.select_related("made_by", "ended_by", "replaced").defer("text", "ledger", "replaced__text")
    context = {"tab": "amendments", "document": document, "amendments": amending.counted(rows)}
    return render(request, "tasks/document_amendments.html", context)


def _amendment(request, pk: int) -> Amendment:
    visible = Amendment.objects.visible_to(request.user)
    visible = visible.select_related("document__region", "made_by", "ended_by", "replaced")
    return get_object_or_404(visible.defer("text", "document__text", "replaced__text"), pk=pk)


@login_required
def amendment(request, pk):
    found = _amendment(request, pk)
    changes = list(found.changes.select_related("task", "target", "decided_by").defer("task__text"))
    decides = found.is_open and found.brings_version and may(request.user, "change_document", found.document)
    seen = Task.everything.visible_to(request.user).filter(changes__amendment=found)
    context = {
        "amendment": found,
        "document": found.document,
        "groups": groups(changes),
        "seen": set(seen.values_list("pk", flat=True)),
        "changes": changes,
        "undecided": [change for change in changes if change.decision == Change.Decision.OPEN],
        "may_change": may(request.user, "change_document", found.document),
        "decides": decides,
    }
    return render(request, "tasks/amendment.html", context)


@login_required
def decide(request, pk):
    """Stores what was chosen for each row, then does what the button says."""
    found = _amendment(request, pk)
    require(request.user, "change_document", found.document)
    if request.method != "POST":  # The way back from the sign-in page.
        return redirect(found)
    do = request.POST.get("do", "")
    try:
        amending.store_decisions(amendment=found, chosen=_chosen(request.POST, found), by=request.user)
        if do in ("accept-rest", "reject-rest"):
            rest = found.changes.filter(decision=Change.Decision.OPEN)
            amending.decide(amendment=found, changes=rest, accept=do == "accept-rest", by=request.user)
        elif do == "finish":
            return _finished(request, found)
    except Refusal as refusal:
        return _refused(request, found, do, refusal)
    messages.success(request, _("The decisions are saved; nothing is in force yet."))
    return redirect(found)


def _chosen(data, amendment: Amendment) -> dict[int, bool]:
    """Whether each row is accepted, by its primary key."""
    rows = {f"row-{pk}": pk for pk in amendment.changes.values_list("pk", flat=True)}
    said = {pk: data.get(name) for name, pk in rows.items()}
    return {pk: word == "accept" for pk, word in said.items() if word in ("accept", "reject")}


@login_required
def end(request, pk):
    found = _amendment(request, pk)
    require(request.user, "change_document", found.document)
    if request.method != "POST":
        return redirect(found)
    do = request.POST.get("do", "")
    try:
        if do == "finish":
            return _finished(request, found)
        amending.discard(amendment=found, by=request.user)
    except Refusal as refusal:
        return _refused(request, found, do, refusal)
    messages.success(request, _("The amendment was discarded; the ledger is as it was."))
    return redirect("document-amendments", found.document_id)


def _refused(request, found: Amendment, do: str, refusal: Refusal):
    """Who clicks twice has done it once."""
    if isinstance(refusal, Stale):
        amending.compare_again(amendment=found)
    found.refresh_from_db(fields=["state", "ended_by"])
    wanted = {"finish": Amendment.State.DONE, "discard": Amendment.State.DISCARDED}.get(do)
    if (found.state, found.ended_by) != (wanted, request.user):
        messages.error(request, str(refusal))
    return redirect(found)


def _finished(request, found: Amendment):
    amending.finish(amendment=found, by=request.user)
    messages.success(request, _("The amendment is in force; the units concerned have been told."))
    return redirect(found)


@login_required
def edition(request, pk):
    """The file of an earlier version, as it was."""
    visible = Document.objects.visible_to(request.user)
    return download(get_object_or_404(Edition.objects.filter(document__in=visible), pk=pk))
