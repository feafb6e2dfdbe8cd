from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import submissions
from reports.forms.submission import (
    ExtensionAnswerForm,
    ExtensionForm,
    HandInForm,
    ReviewForm,
    SubmissionForm,
)
from reports.known import figures_day, known_of, ready_text
from reports.models import DayOverride, Submission
from reports.submissions import Conflict
from reports.wording import cycle_words, due_words
from tasks.asof import day_in_address, default_day
from urbanplan.accounts.permissions import may, require
from urbanplan.refusal import Refusal


def _seen(request, pk: int) -> Submission:
    """The submission if the user may see it; a stranger's and a missing one are the same 404."""
    rows = Submission.objects.visible_to(request.user).select_related(
        "cycle__document__region", "department", "saved_by", "submitted_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)


def _context(request, row: Submission) -> dict:
    """What every page on a submission shows."""
    cycle = row.cycle
    asked = day_in_address(request)
    today = asked or default_day(cycle.document, timezone.localdate())
    on = asked or figures_day(cycle, today)
    return {
        "submission": row,
        "cycle": cycle,
        "document": cycle.document,
        "on": on,
        "today": today,
        "due_words": due_words(row, today),
        "shift": cycle_words(cycle, DayOverride.objects.calendar()),
        "known": known_of(row, on),
        "events": list(row.events.select_related("by")),
        "may_write": may(request.user, "write_submission", row),
        "may_review": may(request.user, "review_submission", row),
    }


@login_required
def submission(request, pk):
    row = _seen(request, pk)
    if request.method == "POST":
        return _save(request, row)
    if row.is_editable and may(request.user, "write_submission", row):
        return _write(request, row, SubmissionForm(submission=row))
    return _read(request, row)


def _write(request, row: Submission, form: SubmissionForm, status: int = 200):
    context = _context(request, row)
    parts = [(field, ready_text(context["known"], field.label)) for field in form.parts]
    returned = next((event for event in reversed(context["events"]) if event.action == "returned"), None)
    context |= {"form": form, "parts": parts, "returned": returned}
    return render(request, "reports/submission_write.html", context, status=status)


def _read(request, row: Submission):
    context = _context(request, row) | {"parts": _handed_in_parts(request.user, row)}
    return render(request, "reports/submission.html", context)


def _handed_in_parts(user, row: Submission) -> list[tuple[str, str]] | None:
    """The parts with their words; None where the unit has handed in nothing that others may read.

    While it is being written others see what was handed in last.
    """
    texts = row.texts
    if row.is_editable and not may(user, "write_submission", row):
        handed_in = row.events.filter(action="submitted").last()
        if handed_in is None:
            return None
        texts = handed_in.texts
    return [(part, texts.get(part, "").strip()) for part in row.cycle.sections]


def _save(request, row: Submission):
    require(request.user, "write_submission", row)
    form = SubmissionForm(request.POST, submission=row)
    if not form.is_valid():
        messages.error(request, _("Nothing was saved. Correct what is marked below."))
        return _write(request, row, form, status=422)
    try:
        submissions.save_draft(
            submission=row, texts=form.texts, version=form.cleaned_data["version"], by=request.user
        )
    except Conflict as conflict:
        return _conflict(request, conflict.stored, form.texts)
    if "hand_in" in request.POST:
        return redirect("submit-submission", pk=row.pk)
    messages.success(request, _("Saved."))
    return redirect(row)


def _conflict(request, stored: Submission, mine: dict[str, str]):
    """Both texts of each part that differs; what is sent from here is saved upon the stored version."""
    form = SubmissionForm(submission=stored)
    both = [
        (field, stored.texts.get(field.label, ""), mine[field.label])
        for field in form.parts
        if field.label in mine and _words(mine[field.label]) != _words(stored.texts.get(field.label, ""))
    ]
    context = {
        "submission": stored,
        "document": stored.cycle.document,
        "form": form,
        "both": both,
        "may_write": stored.is_editable,
    }
    return render(request, "reports/submission_conflict.html", context, status=409)


def _words(text: str) -> str:
    return text.replace("\r\n", "\n")


@login_required
@require_POST
def autosave(request, pk):
    """For the script of the writing page: 200 with the new version, 409 when somebody else was first."""
    row = _seen(request, pk)
    require(request.user, "write_submission", row)
    form = SubmissionForm(request.POST, submission=row)
    if not form.is_valid():
        return JsonResponse({"message": _("Not saved."), "errors": form.errors}, status=400)
    version = form.cleaned_data["version"]
    try:
        row = submissions.save_draft(submission=row, texts=form.texts, version=version, by=request.user)
    except Conflict as conflict:
        stored = conflict.stored
        return JsonResponse({"message": _("Changed meanwhile."), "version": stored.version}, status=409)
    return JsonResponse({"version": row.version, "saved_at": row.saved_at})


@login_required
def submit(request, pk):
    """What will be handed in, and the one question before it is."""
    row = _seen(request, pk)
    require(request.user, "write_submission", row)
    if not row.is_editable:
        messages.info(request, _("This report has been handed in already."))
        return redirect(row)
    form = HandInForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        try:
            submissions.submit_report(submission=row, version=form.cleaned_data["version"], by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Handed in. The office has your report now."))
        return redirect(row)
    context = _context(request, row) | {"form": form, "empty": submissions.empty_parts(row)}
    context["parts"] = _handed_in_parts(request.user, row)
    return render(request, "reports/submission_submit.html", context)


@login_required
def review(request, pk):
    row = _seen(request, pk)
    require(request.user, "review_submission", row)
    form = ReviewForm(request.POST or None, initial={"version": row.version})
    if form.is_valid() and _decided(request, row, form):
        following = _next_to_review(row)
        return redirect("review-submission", pk=following.pk) if following else redirect(row.cycle)
    context = _context(request, row)
    context |= {
        "form": form,
        "parts": _handed_in_parts(request.user, row),
        "changes": submissions.changes_since_last_time(row),
        "next": _next_to_review(row),
    }
    return render(request, "reports/submission_review.html", context, status=422 if form.errors else 200)


def _decided(request, row: Submission, form: ReviewForm) -> bool:
    """Carries out the decision; a refusal becomes an error of the form, which keeps the reviewer's words."""
    given = form.cleaned_data
    both = {"submission": row, "version": given["version"], "comment": given["comment"], "by": request.user}
    try:
        if "accept" in request.POST:
            submissions.accept_submission(**both)
            messages.success(request, _("Accepted: %(unit)s.") % {"unit": row.department})
        else:
            submissions.return_submission(**both, again_by=given["again_by"])
            messages.success(request, _("Returned: %(unit)s is told why.") % {"unit": row.department})
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _next_to_review(row: Submission) -> Submission | None:
    """The one of the cycle that has waited longest."""
    waiting = row.cycle.submissions.filter(state=Submission.State.SUBMITTED).exclude(pk=row.pk)
    return waiting.order_by("submitted_at", "pk").first()


@login_required
def extension(request, pk):
    """The unit asks for more time, the office answers."""
    row = _seen(request, pk)
    if row.extension_asked and may(request.user, "grant_extension", row):
        form = ExtensionAnswerForm(request.POST or None, initial={"until": row.extension_asked})
        act = _answer_extension
    else:
        require(request.user, "write_submission", row)
        form, act = ExtensionForm(request.POST or None), _ask_extension
    if form.is_valid():
        try:
            act(request, row, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(row)
    context = _context(request, row) | {"form": form, "answering": act is _answer_extension}
    return render(request, "reports/submission_extension.html", context, status=422 if form.errors else 200)


def _ask_extension(request, row: Submission, given: dict) -> None:
    submissions.ask_extension(submission=row, until=given["until"], reason=given["reason"], by=request.user)
    messages.success(request, _("The office has been asked for more time."))


def _answer_extension(request, row: Submission, given: dict) -> None:
    if "refuse" in request.POST:
        submissions.refuse_extension(submission=row, reason=given["comment"], by=request.user)
        messages.success(request, _("The due day stays; %(unit)s is told why.") % {"unit": row.department})
    else:
        until = given["until"] or row.extension_asked
        submissions.grant_extension(submission=row, until=until, comment=given["comment"], by=request.user)
        messages.success(request, _("%(unit)s has more time.") % {"unit": row.department})
