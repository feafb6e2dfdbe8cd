"""Amendments of a published document: by hand, or by a new version of it that is compared with the ledger."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tasks import importing
from tasks.comparing import comparison
from tasks.differences import Proposal
from tasks.models import Amendment, Change, Document
from tasks.revising import carry_out
from tasks.signals import document_amended
from urbanplan.refusal import Refusal

Decision = Change.Decision


@transaction.atomic
def begin(*, document: Document, reason: str, by) -> Amendment:
    """An amendment by hand: corrections on the checking page take effect one by one until it is ended."""
    return _begin(Amendment(document=document, reason=reason, made_by=by))


def by_hand(document: Document) -> Amendment | None:
    """The open amendment under which the published document is corrected on the checking page."""
    return None if document.is_draft else document.amendments.open().filter(sha256="").first()


def compare_version(*, document: Document, data: bytes, name: str, reason: str, by) -> Amendment:
    """An amendment whose changes are what a new version of the document says otherwise; all undecided."""
    ledger, text = importing.read_ledger(data, name)
    amendment = Amendment(
        document=document,
        reason=reason,
        made_by=by,
        original=ContentFile(data, name=name),
        original_name=name[-Amendment._meta.get_field("original_name").max_length :],
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        ledger=ledger,
    )
    if amendment.sha256 == document.sha256:
        raise Refusal(_("This is the very file that the ledger was made from."))
    try:
        with transaction.atomic():
            _begin(amendment)
            proposals = comparison(amendment).proposals
            rows = [_proposed(amendment, order, one) for order, one in enumerate(proposals, start=1)]
            Change.objects.bulk_create(rows)
    except BaseException:
        amendment.original.delete(save=False)
        raise
    return amendment


def _begin(amendment: Amendment) -> Amendment:
    document = Document.objects.select_for_update().get(pk=amendment.document_id)
    if document.state != Document.State.PUBLISHED:
        raise Refusal(_("Only a published document is amended."))
    if document.amendments.open().exists():
        raise Refusal(_("Another amendment of this document is open; end it first."))
    amendment.save()
    return amendment


def _proposed(amendment: Amendment, order: int, one: Proposal) -> Change:
    return Change(
        amendment=amendment,
        order=order,
        kind=one.kind,
        row=one.row,
        task_id=one.task,
        target_id=one.row if one.kind == Change.Kind.TARGET else None,
        label=one.label[:300],
        old=one.old,
        new=one.new,
        doubt=importing.doubt_of(one.item)[:300],
    )


@transaction.atomic
def compare_again(*, amendment: Amendment) -> None:
    """After the program learned to read otherwise: rows that come out as before keep their decisions."""
    amendment = _open(amendment)
    decided = {_told(one): one for one in amendment.changes.exclude(decision=Decision.OPEN)}
    amendment.changes.all().delete()
    for order, proposal in enumerate(comparison(amendment).proposals, start=1):
        change = _proposed(amendment, order, proposal)
        if before := decided.get(_told(change)):
            change.decision, change.decided_by = before.decision, before.decided_by
            change.decided_at = before.decided_at
        change.save()


def _told(change: Change) -> tuple:
    fields = [sorted(values.items()) for values in (change.old, change.new)]
    return change.kind, change.row, change.label, repr(fields)


# Deciding


@transaction.atomic
def decide(*, amendment: Amendment, changes: Iterable[Change], accept: bool, by) -> None:
    """Says of proposed changes whether they shall take effect; until the end it may be said otherwise."""
    amendment = _open(amendment)
    if not amendment.brings_version:
        raise Refusal(_("What was corrected by hand is in force; correct it again instead."))
    decision = Decision.ACCEPTED if accept else Decision.REJECTED
    rows = amendment.changes.filter(pk__in=[change.pk for change in changes])
    rows.update(decision=decision, decided_by=by, decided_at=timezone.now())


@transaction.atomic
def store_decisions(*, amendment: Amendment, chosen: dict[int, bool], by) -> None:
    """Stores whether each row, by primary key, is accepted; what somebody had decided so stays theirs."""
    amendment = _open(amendment)
    for accept in (True, False):
        decision = Decision.ACCEPTED if accept else Decision.REJECTED
        rows = amendment.changes.filter(pk__in=[pk for pk, chose in chosen.items() if chose is accept])
        other = rows.exclude(decision=decision)
        if other.exists():
            decide(amendment=amendment, changes=other, accept=accept, by=by)


def counted(amendments: QuerySet[Amendment]) -> QuerySet[Amendment]:
    """The latest first; `taken` counts the changes that were accepted, `proposed` all."""
    accepted = Q(changes__decision=Decision.ACCEPTED)
    rows = amendments.annotate(taken=Count("changes", accepted), proposed=Count("changes"))
    return rows.order_by("-made_at", "-pk")


def _open(amendment: Amendment) -> Amendment:
    locked = Amendment.objects.select_for_update().select_related("document").get(pk=amendment.pk)
    if not locked.is_open:
        raise Refusal(_("This amendment has been ended already."))
    return locked


@transaction.atomic
def discard(*, amendment: Amendment, by) -> None:
    """The new version is not taken over; what was compared stays on record."""
    amendment = _open(amendment)
    if not amendment.brings_version and amendment.changes.exists():
        raise Refusal(_("What was corrected by hand is in force; end the amendment instead."))
    _end(amendment, Amendment.State.DISCARDED, by)


@transaction.atomic
def finish(*, amendment: Amendment, by) -> Amendment:
    """Ends an amendment; the accepted changes of a new version take effect, all or none."""
    amendment = _open(amendment)
    document = Document.objects.select_for_update().get(pk=amendment.document_id)
    if not amendment.brings_version and not amendment.changes.exists():
        raise Refusal(_("Nothing has been corrected under this amendment."))
    doubts = 0 if amendment.brings_version else importing.open_doubts(document, with_groups=False)
    if doubts:  # of a task that was begun under it, say
        raise Refusal(_("%(count)s doubts are still open; work them off first.") % {"count": doubts})
    undecided = amendment.changes.filter(decision=Decision.OPEN).count()
    if undecided:
        raise Refusal(_("%(count)s changes are undecided; decide on them first.") % {"count": undecided})
    if amendment.brings_version:
        carry_out(amendment, document, by)
    _end(amendment, Amendment.State.DONE, by)
    document_amended.send(Document, amendment=amendment)
    return amendment


def _end(amendment: Amendment, state: str, by) -> None:
    amendment.state, amendment.ended_by, amendment.ended_at = state, by, timezone.now()
    amendment.save(update_fields=["state", "ended_by", "ended_at"])
