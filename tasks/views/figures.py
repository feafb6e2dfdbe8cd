from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.allocations import ChangedMeanwhile, dropped, groups_of, save_allocations, snapshot
from tasks.asof import asked_day, day_in_address, default_day
from tasks.figures import expected_value, figures_of
from tasks.forms.figures import ShareFormSet
from tasks.forms.figures_page import FiguresPage
from tasks.models import Target
from tasks.status import target_status
from tasks.tracing import chain, passage, shares_of
from urbanplan.accounts.permissions import may, require
from urbanplan.refusal import Refusal


def _visible(request):
    targets = Target.everything.visible_to(request.user)
    return targets.select_related("document__region", "task__document", "task__section")


@login_required
def target(request, pk):
    found = get_object_or_404(_visible(request), pk=pk)
    on = asked_day(request, found.document)
    found = Target.everything.with_actual(on).select_related("document__region", "task__document").get(pk=pk)
    context = {
        "target": found,
        "document": found.document,
        "on": on,
        "verdict": target_status(found, on),
        "expected": expected_value(found, on),
        "passage": passage(found),
        "entries": chain(found, request.user, on),
        "shares": shares_of(found, request.user, on),
        "sees_all": may(request.user, "oversee", found),
    }
    return render(request, "tasks/target.html", context)


@login_required
def allocate(request, pk):
    target = get_object_or_404(_visible(request), pk=pk)
    require(request.user, "allocate_target", target)
    if target.dropped_on and request.method == "GET":
        messages.error(request, str(dropped(target)))
        return redirect("target", target.pk)
    formset = _formset(request, target)
    adding, changed_meanwhile = "add" in request.POST, False
    if adding:
        formset = formset.with_rows(_members(target, request.POST["add"]))
    elif formset.is_bound and formset.is_valid():
        try:
            seen = request.POST.get("seen")
            save_allocations(target=target, by=request.user, shares=formset.shares(), seen=seen)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            changed_meanwhile = isinstance(refusal, ChangedMeanwhile)
        else:
            messages.success(request, _("The shares are saved as typed."))
            return redirect("target", target.pk)
    return render(request, "tasks/allocate.html", _page(request, target, formset, adding, changed_meanwhile))


def _members(target: Target, group: str) -> list:
    return [member for one in groups_of(target) if str(one.pk) == group for member in one.members.all()]


def _page(request, target: Target, formset, adding: bool, changed_meanwhile: bool) -> dict:
    # Who has been shown the other's shares may overwrite them.
    seen = None if changed_meanwhile else request.POST.get("seen")
    return {
        "target": target,
        "document": target.document,
        "formset": formset,
        "groups": groups_of(target),
        "seen": seen or snapshot(target),
        "stored": target.allocations.select_related("department"),
        "show_errors": formset.is_bound and not adding,
        "changed_meanwhile": changed_meanwhile,
        "reported_as_a_whole": target.entries.filter(allocation=None, value__isnull=False).exists(),
    }


def _formset(request, target: Target):
    if request.method == "POST":
        return ShareFormSet(request.POST, target=target)
    stored = target.allocations.order_by("department")
    rows = [
        {"department": share.department_id, "value": f"{share.value.normalize():f}", "due": share.due}
        for share in stored
    ]
    return ShareFormSet(initial=rows, target=target)


@login_required
def my_figures(request):
    today = timezone.localdate()
    asked = day_in_address(request)
    mine = request.user.department_ids

    def figures():
        return figures_of(mine, asked or today)

    def day_of(document):
        return asked or default_day(document, today)

    page = FiguresPage(figures(), today, day_of, data=request.POST or None)
    if page.is_bound:
        saved = page.save(request.user, _uuid(request.POST.get("sending")))
        _say_saved(request, page, saved)
        if not page.refused and not page.lost:
            return redirect(request.get_full_path())
        page = page.after_saving(figures())
    days = {row.on for row in page.rows}
    on = days.pop() if len(days) == 1 else asked or today
    context = {"page": page, "on": on, "sending": uuid4(), "several_units": len(mine) > 1}
    return render(request, "tasks/my_figures.html", context)


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return uuid4()


def _say_saved(request, page: FiguresPage, saved: int) -> None:
    if saved:
        said = ngettext("%(count)s figure is saved.", "%(count)s figures are saved.", saved)
        messages.success(request, said % {"count": saved})
    if page.lost:
        said = _("The figures have changed in the meantime. You typed %(values)s: enter it again below.")
        messages.warning(request, said % {"values": "、".join(page.lost)})
    if page.refused:
        said = ngettext(
            "%(count)s figure is not saved; its row says why.",
            "%(count)s figures are not saved; their rows say why.",
            len(page.refused),
        )
        messages.warning(request, said % {"count": len(page.refused)})
    elif not saved and not page.lost:
        messages.warning(request, _("No figure was typed."))
