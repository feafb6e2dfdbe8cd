"""A target's total divided into shares (指标分解). The sum is shown beside the total and never adjusted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from tasks.models import (
    Allocation,
    Department,
    DepartmentGroup,
    Document,
    ProgressEntry,
    Region,
    Target,
    Task,
)
from urbanplan.accounts.permissions import may
from urbanplan.refusal import Refusal


@dataclass(frozen=True)
class Share:
    department: Department
    value: Decimal
    due: date


class ChangedMeanwhile(Refusal):
    """Somebody else saved other shares since the page was opened."""


def snapshot(target: Target) -> str:
    """The shares as they are, in one line: a page says with it what it was filled from."""
    rows = target.allocations.order_by("department").values_list("department", "value", "due")
    return ";".join(f"{department}:{value.normalize():f}:{due}" for department, value, due in rows)


@transaction.atomic
def save_allocations(*, target: Target, by, shares: Sequence[Share], seen: str | None = None) -> None:
    """The target's shares become exactly these; `seen` is the snapshot that they were edited from."""
    target = Target.everything.select_for_update().get(pk=target.pk)
    _refuse_place(target, by)
    if seen is not None and seen != snapshot(target):
        raise ChangedMeanwhile(
            _("Somebody else changed the shares in the meantime. Compare with theirs below, then save again.")
        )
    _refuse_shares(target, shares)
    stored = {share.department_id: share for share in target.allocations.all()}
    for share in shares:
        _store(target, stored.pop(share.department.pk, None), share)
    for gone in stored.values():
        _remove(gone)


def dropped(target: Target) -> Refusal:
    return Refusal(_("“%(figure)s” was taken out of the ledger by an amendment.") % {"figure": target})


def _refuse_place(target: Target, by) -> None:
    if not may(by, "allocate_target", target):
        raise Refusal(_("Only the office of the region divides a figure."))
    if target.dropped_on:
        raise dropped(target)
    if target.task_id is None:
        raise Refusal(_("A goal of the whole document has no units among which it could be divided."))
    closed = target.document.state == Document.State.CLOSED or target.task.state == Task.State.CLOSED
    if closed:
        raise Refusal(_("The task or its document is closed."))


def _refuse_shares(target: Target, shares: Sequence[Share]) -> None:
    counts = Counter(share.department for share in shares)
    for department, times in counts.items():
        if times > 1:
            raise Refusal(_("%(unit)s stands here twice.") % {"unit": department})
    known = set(candidates(target).values_list("pk", flat=True))
    for share in shares:
        if share.department.pk not in known:
            raise Refusal(_("%(unit)s is not a unit of this region.") % {"unit": share.department})
        if share.value < 0:
            raise Refusal(_("A share cannot be negative."))
        if share.due < target.starts_on:
            raise Refusal(
                _("The share of %(unit)s is due before the figure begins.") % {"unit": share.department}
            )


def _store(target: Target, old: Allocation | None, share: Share) -> None:
    row = old or Allocation(target=target, department=share.department)
    if old is None or (old.value, old.due) != (share.value, share.due):
        row.value, row.due = share.value, share.due
        row.save()


def _remove(share: Allocation) -> None:
    if ProgressEntry.objects.filter(allocation=share).exists():
        raise Refusal(
            _("%(unit)s has already reported on its share, which therefore stays; it may be 0.")
            % {"unit": share.department}
        )
    share.delete()


def candidates(target: Target):
    """Units that may get a share: all of the document's region and below; the task's own units come first."""
    named = Q(assignments__task=target.task_id) | Q(groups__assignments__task=target.task_id)
    own = Department.objects.filter(named).values("pk")
    regions = Region.objects.within(target.document.region_id)
    rows = Department.objects.filter(Q(region__in=regions) | Q(pk__in=own))
    first = Case(When(pk__in=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(place=first).order_by("place", "region", "pk")


def groups_of(target: Target):
    """Groups that the task names, whose members the office can add with one click."""
    groups = DepartmentGroup.objects.filter(assignments__task=target.task_id)
    return groups.prefetch_related("members__region").distinct()
