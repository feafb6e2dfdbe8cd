"""Where a figure comes from: the sentence that demands it, who reported it, and how it was divided."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from tasks.figures import Figure
from tasks.marking import Mark, Piece, pieces
from tasks.models import ProgressEntry, Target
from tasks.progress import SHOWN, sent_with

AROUND = 160


def passage(target: Target) -> list[Piece]:
    """The paragraph of the document around the figure's words, which are marked; long ones are cut."""
    if target.start is None:
        return pieces(target.text, [Mark(0, len(target.text), "target")])
    text = target.document.text
    first = max(text.rfind("\n", 0, target.start) + 1, target.start - AROUND)
    line_end = text.find("\n", target.end)
    last = min(line_end if line_end >= 0 else len(text), target.end + AROUND)
    before = "…" if first and text[first - 1] != "\n" else ""
    after = "…" if last < len(text) and text[last] != "\n" else ""
    mark = Mark(target.start - first + len(before), target.end - first + len(before), "target")
    return pieces(before + text[first:last] + after, [mark])


def chain(target: Target, user, on: date) -> list[ProgressEntry]:
    """The entries on the figure that the user may see, newest first, corrected ones among them.

    Each has `page`: the entry with the words and files of the page on which it was sent, itself if need be.
    """
    entries = ProgressEntry.objects.visible_to(user).up_to(on).filter(target=target)
    entries = entries.select_related(*SHOWN, "corrects", "corrected_by")
    found = list(entries.prefetch_related("evidence"))
    pages = sent_with(found)
    for entry in found:
        entry.page = entry if entry.sending is None else pages[entry.sending]
    return found


@dataclass(frozen=True)
class ShareRow:
    """A share and its last entry; both entry and light are None where the user may not see them."""

    figure: Figure
    visible: bool
    on: date

    @property
    def verdict(self):
        return self.figure.verdict(self.on) if self.visible else None


@dataclass(frozen=True)
class Shares:
    rows: list[ShareRow]
    total: Decimal
    difference: Decimal

    @property
    def missing(self) -> Decimal:
        return -self.difference


def shares_of(target: Target, user, on: date) -> Shares | None:
    """How the total is divided; the difference is what the shares come to beyond it. None if it is not."""
    shares = list(target.allocations.select_related("department", "department__region"))
    if not shares:
        return None
    sees_all = user.is_superuser or target.document.region_id in user.overseen_regions
    last = _last_of(target, on)
    rows = []
    for share in shares:
        visible = sees_all or share.department_id in user.department_ids
        figure = Figure(target, share.department, share, last=last.get(share.pk) if visible else None)
        rows.append(ShareRow(figure, visible, on))
    total = sum((share.value for share in shares), Decimal(0))
    return Shares(rows, total, total - target.value)


def _last_of(target: Target, on: date) -> dict[int, ProgressEntry]:
    entries = ProgressEntry.objects.standing().up_to(on)
    valued = entries.filter(Q(allocation__isnull=False), target=target, value__isnull=False)
    return {entry.allocation_id: entry for entry in valued.order_by("as_of", "pk")}
